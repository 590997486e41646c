"""Recurring calendar events become dates on the clock of the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from event_dedup.ingest.faults import shorten
from event_dedup.ingest.sources.moments import from_span

BEFORE, AFTER = timedelta(days=31), timedelta(days=366)
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
    zone: ZoneInfo | None


def newest_stamp(text: str) -> date | None:
    """The day of the newest DTSTAMP in a calendar."""
    for stamp in sorted(set(_STAMP.findall(text)), reverse=True):
        try:
            return datetime.strptime(stamp, "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def event_dates(events: list[Component], as_of: AsOf) -> list[dict[str, Any]]:
    """Event dates of one UID: those of the first event, with the occurrences that the others replace."""
    replaced = {_local(event["RECURRENCE-ID"].dt, as_of.zone) for event in events if "RECURRENCE-ID" in event}
    dates: list[dict[str, Any]] = []
    for event in events:
        if "DTSTART" not in event:
            continue
        if "RECURRENCE-ID" not in event:
            length = _length(event)
            dates += [from_span(start, length) for start in _starts(event, as_of) if start not in replaced]
        elif event.get("STATUS") != "CANCELLED":
            dates.append(from_span(_local(event["DTSTART"].dt, as_of.zone), _length(event)))
    return dates


def _starts(event: Component, as_of: AsOf) -> list[date | datetime]:
    start = _local(event["DTSTART"].dt, as_of.zone)
    rules = _listed(event.get("RRULE"))
    extra = list(_moments(event.get("RDATE"), as_of.zone))
    if not rules and not extra:
        return [start]
    # What the validator will refuse anyway is not worth expanding.
    found = {start, *extra} if _day(start).year < 1900 else _occurrences(start, rules, extra, as_of)
    left_out = set(_moments(event.get("EXDATE"), as_of.zone))
    return sorted((one for one in found if one not in left_out and _day(one) not in left_out), key=str)[
        :_MOST
    ]


def _occurrences(start: Any, rules: list[Any], extra: list[Any], as_of: AsOf) -> set[Any]:
    today = as_of.day or _day(start)
    last = max(today, _day(start)) + AFTER
    every = {start, *extra}
    for rule in rules:
        every |= set(_expanded(start, rule, last, as_of.zone))
    within = {one for one in every if today - BEFORE <= _day(one) <= last}
    return within or {one for one in every if _day(one) <= _day(start) + AFTER}


def _expanded(start: Any, rule: Any, last: date, zone: ZoneInfo | None) -> Iterator[Any]:
    parts = {key.upper(): value for key, value in rule.items()}
    if not set(parts.get("FREQ", [])) <= _FREQUENCIES or "FREQ" not in parts:
        raise BadRule(
            f"RRULE repeats {shorten(', '.join(parts.get('FREQ', ['never'])))}; known are daily to yearly"
        )
    if any(step < 1 for step in parts.get("INTERVAL", [1])):
        raise BadRule("RRULE has an INTERVAL below 1")
    ends = [_local(until, zone) for until in parts.pop("UNTIL", [])]
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


def _moments(found: Any, zone: ZoneInfo | None) -> Iterator[Any]:
    for part in _listed(found):
        for moment in getattr(part, "dts", []):
            value = moment.dt
            yield _local(value[0] if isinstance(value, tuple) else value, zone)


def _local(moment: Any, zone: Any) -> Any:
    """A moment on the clock of the place: UTC is turned into `zone`, any other zone is the place's own."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return moment
    if zone is not None and moment.utcoffset() == timedelta(0) and str(moment.tzinfo) == "UTC":
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def _day(moment: Any) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _end_of(moment: Any) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]
