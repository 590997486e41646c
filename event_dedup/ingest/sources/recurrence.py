"""Recurring calendar events become dates on the clock of the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, TypeAlias

from dateutil.rrule import rrulestr

from event_dedup.ingest.faults import shorten
from event_dedup.ingest.sources.moments import from_span

BEFORE, AFTER = timedelta(days=31), timedelta(days=397)  # of the first of a month: a year from its last
Component: TypeAlias = Mapping[str, Any]  # an icalendar.Event
_MOST = 1_001  # one more than a listing may have: the validator says so
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
            starts = [_local(event["DTSTART"].dt, place)]
        else:
            starts = [
                _shown(start, clock, place) for start in _starts(event, clock, as_of) if start not in replaced
            ]
        length = _length(event)
        dates += [from_span(start, length) for start in starts]
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
    last = max(month, _day(start)) + AFTER
    every = {start, *extra}
    for rule in rules:
        every |= set(_expanded(start, rule, last, clock))
    within = {one for one in every if month - BEFORE <= _day(one) <= last}
    return within or {one for one in every if _day(one) <= _day(start) + AFTER}


def _expanded(start: Any, rule: Any, last: date, clock: tzinfo | None) -> Iterator[Any]:
    parts = {key.upper(): value for key, value in rule.items()}
    if not set(parts.get("FREQ", [])) <= _FREQUENCIES or "FREQ" not in parts:
        raise BadRule(
            f"RRULE repeats {shorten(', '.join(parts.get('FREQ', ['never'])))}; known are daily to yearly"
        )
    if any(step < 1 for step in parts.get("INTERVAL", [1])):
        raise BadRule("RRULE has an INTERVAL below 1")
    ends = [_at(until, clock) for until in parts.pop("UNTIL", [])]
    until = min([_end_of(end) for end in ends] + [datetime.combine(last, time.max)])
    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    written = rule.to_ical().decode().upper()
    written = ";".join(part for part in written.split(";") if not part.startswith("UNTIL="))
    if "COUNT" not in parts:  # dateutil wants one of the two
        written += f";UNTIL={until:%Y%m%dT%H%M%S}"
    for one in _rule(written, first):
        if one > until:
            return
        yield one if isinstance(start, datetime) else one.date()


def _rule(written: str, first: datetime) -> Any:
    try:
        return rrulestr(written, dtstart=first)
    except (ValueError, TypeError, KeyError) as error:
        raise BadRule(f"RRULE ({shorten(written)}) cannot be read: {shorten(error)}") from error


def _length(event: Component) -> timedelta | None:
    start, end = event["DTSTART"].dt, event.get("DTEND")
    if end is None:
        length = getattr(event.get("DURATION"), "dt", None)
        return length if isinstance(length, timedelta) else None
    if isinstance(start, datetime) != isinstance(end.dt, datetime):
        return None
    zoned = getattr(start, "tzinfo", None) and getattr(end.dt, "tzinfo", None)
    length = end.dt - start if zoned else _local(end.dt, None) - _local(start, None)
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
