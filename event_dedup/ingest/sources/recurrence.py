"""Recurring calendar events become dates on the clock of the place."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import islice
from typing import Any, TypeAlias

from dateutil.rrule import rrulestr

from event_dedup.ingest.faults import shorten
from event_dedup.ingest.sources.moments import from_span
from event_dedup.ingest.values import LATEST

BEFORE, AFTER = timedelta(days=31), timedelta(days=397)  # of the first of a month: a year from its last
Component: TypeAlias = Mapping[str, Any]  # an icalendar.Event
_MOST = 1_001  # one more than a listing may have: the validator says so
_MANY = 100_000  # two a day since 1900; of more, a year has more than a listing may have
_SPARE = 28  # years after which any day comes again on its weekday
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_STAMP = re.compile(r"^DTSTAMP[^:\r\n]*:(\d{8})", re.MULTILINE)


class BadRule(ValueError):
    """A recurrence that cannot be expanded; the message is the reason."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """When the file was written, and the zone in which its moments in UTC are shown."""

    day: date | None
    zone: tzinfo | None


def newest_stamp(text: str) -> date | None:
    """The day of the newest DTSTAMP in a calendar."""
    for stamp in sorted(set(_STAMP.findall(text)), reverse=True):
        try:
            return datetime.strptime(stamp, "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def event_dates(events: list[Component], as_of: AsOf) -> list[dict[str, Any]]:
    """Event dates of one UID: those of the first event, with the occurrences that the others replace.

    A series is expanded on the clock of its DTSTART (RFC 5545), and only then shown on that of the place. What is
    cancelled has no dates.
    """
    clock = _clock(events, as_of.zone)
    place = as_of.zone if str(clock) == "UTC" else clock
    replaced = {_at(event["RECURRENCE-ID"].dt, clock) for event in events if "RECURRENCE-ID" in event}
    dates: list[dict[str, Any]] = []
    for event in events:
        if "DTSTART" not in event or is_cancelled(event):
            continue
        if "RECURRENCE-ID" in event:
            own = getattr(event["DTSTART"].dt, "tzinfo", None)
            starts = [_at(event["DTSTART"].dt, own)]
        else:
            own = clock
            starts = [start for start in _starts(event, clock, as_of) if start not in replaced]
        length = _length(event, own)
        dates += [_span(start, length, own, place) for start in starts]
    return dates


def is_cancelled(event: Component) -> bool:
    """Whether the event, or the one occurrence it stands for, does not take place."""
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _clock(events: list[Component], zone: tzinfo | None) -> tzinfo | None:
    """The zone in which a series is written: that of its first DTSTART, or of the calendar where that has none."""
    for event in events:
        if "RECURRENCE-ID" not in event and "DTSTART" in event:
            return getattr(event["DTSTART"].dt, "tzinfo", None) or zone
    return zone


def _starts(event: Component, clock: tzinfo | None, as_of: AsOf) -> list[date | datetime]:
    start = _at(event["DTSTART"].dt, clock)
    rules = _listed(event.get("RRULE"))
    extra = list(_moments(event.get("RDATE"), clock))
    if not rules and not extra:
        return [start]
    # What the validator will refuse anyway is not worth expanding.
    found = {start, *extra} if _day(start).year < 1900 else _occurrences(start, rules, extra, clock, as_of)
    left_out = set(_moments(event.get("EXDATE"), clock))
    return sorted((one for one in found if one not in left_out and _day(one) not in left_out), key=str)[
        :_MOST
    ]


def _occurrences(
    start: Any, rules: list[Any], extra: list[Any], clock: tzinfo | None, as_of: AsOf
) -> set[Any]:
    # By whole months: a window that moved every day would make a new version of every series in every delivery.
    month = (as_of.day or _day(start)).replace(day=1)
    last = min(max(month, _day(start)), LATEST) + AFTER
    every = {start, *extra}
    for rule in rules:
        every |= set(islice(_expanded(start, rule, last, clock), _MANY))
    within = {one for one in every if month - BEFORE <= _day(one) <= last}
    return within or {one for one in every if _day(one) <= _day(start) + AFTER}


def _expanded(start: Any, rule: Any, last: date, clock: tzinfo | None) -> Iterator[Any]:
    parts = {key.upper(): value for key, value in rule.items()}
    _refuse_unknown(parts)
    ends = [_at(until, clock) for until in parts.pop("UNTIL", [])]
    until = min([_end_of(end) for end in ends] + [datetime.combine(last, time.max)])
    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    if until < first:
        return
    written = rule.to_ical().decode().upper()
    written = ";".join(part for part in written.split(";") if not part.startswith("UNTIL="))
    later = _same_calendar(first.year, until.year)
    until = until.replace(year=until.year + later)
    for one in _rule(written, first.replace(year=first.year + later)):
        if one > until:
            return
        one = one.replace(year=one.year - later)
        yield one if isinstance(start, datetime) else one.date()


def _refuse_unknown(parts: Mapping[str, Any]) -> None:
    if not set(parts.get("FREQ", [])) <= _FREQUENCIES or "FREQ" not in parts:
        raise BadRule(
            f"RRULE repeats {shorten(', '.join(parts.get('FREQ', ['never'])))}; known are daily to yearly"
        )
    if any(step < 1 for step in parts.get("INTERVAL", [1])):
        raise BadRule("RRULE has an INTERVAL below 1")
    if "BYEASTER" in parts:  # dateutil alone knows it, and Easter follows no calendar that comes again
        raise BadRule("RRULE has BYEASTER, which iCalendar does not know")


@cache
def _same_calendar(first: int, last: int) -> int:
    """How many years later the calendar of these years comes again, as late as can be.

    A day that never comes, such as 31 February, is looked for until the year 9999: from there it takes a
    twentieth of a second, from here ten.
    """
    years = range(first - 1, last + 2)
    latest = MAXYEAR - _SPARE - last
    return next((n for n in range(latest, 0, -1) if all(_kind(y) == _kind(y + n) for y in years)), 0)


def _kind(year: int) -> tuple[int, bool]:
    return date(year, 1, 1).weekday(), isleap(year)


def _rule(written: str, first: datetime) -> Any:
    try:
        return rrulestr(written, dtstart=first)
    except (ValueError, TypeError, KeyError) as error:
        raise BadRule(f"RRULE ({shorten(written)}) cannot be read: {shorten(error)}") from error


def _span(start: Any, length: timedelta | None, clock: tzinfo | None, place: tzinfo | None) -> dict[str, Any]:
    """One occurrence on `clock`, its start and its end each as the clock of the place shows that moment."""
    first, last = (_shown(moment, clock, place) for moment in (start, start + (length or timedelta(0))))
    return from_span(first, last - first if last > first else None)


def _length(event: Component, clock: tzinfo | None) -> timedelta | None:
    """From start to end as `clock` shows both."""
    start, end = event["DTSTART"].dt, event.get("DTEND")
    if end is None:
        length = getattr(event.get("DURATION"), "dt", None)
        return length if isinstance(length, timedelta) else None
    if isinstance(start, datetime) != isinstance(end.dt, datetime):
        return None
    length = _at(end.dt, clock) - _at(start, clock)
    return length if length > timedelta(0) else None


def _moments(found: Any, clock: tzinfo | None) -> Iterator[Any]:
    for part in _listed(found):
        for moment in getattr(part, "dts", []):
            value = moment.dt
            yield _at(value[0] if isinstance(value, tuple) else value, clock)


def _at(moment: Any, clock: tzinfo | None) -> Any:
    """A moment as `clock` shows it; one without a zone as it is."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return moment
    return (moment.astimezone(clock) if clock else moment).replace(tzinfo=None)


def _shown(start: Any, clock: tzinfo | None, place: tzinfo | None) -> Any:
    """A start on `clock` as the clock of the place shows it."""
    return _local(start.replace(tzinfo=clock), place) if isinstance(start, datetime) else start


def _local(moment: Any, place: tzinfo | None) -> Any:
    """A moment on the clock of the place: UTC is turned into `place`, any other zone is the place's own."""
    is_utc = isinstance(moment, datetime) and str(moment.tzinfo) == "UTC"
    return _at(moment, place if is_utc else None)


def _day(moment: Any) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _end_of(moment: Any) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]
