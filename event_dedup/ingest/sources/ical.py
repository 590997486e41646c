"""iCalendar: one entry a UID, its recurrence expanded to dates within a window.

The window comes from the file, so that the same bytes always give the same listings: it is "as of" the month of
the newest DTSTAMP (when the file was written), so that a series stays the same version for a month. Occurrences
from 31 days before its first to 397 days after it (or after the start, if later) become dates; a series that has
none there, as it ended long ago, gives its first 397 days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from icalendar import Event
from icalendar.timezone import tzp

from event_dedup.ingest.decode import DELIVER_WHOLE, decode_utf8
from event_dedup.ingest.faults import Fault, FileFault, shorten
from event_dedup.ingest.sources.parsed import CALENDAR_ENTRY, Columns, Parsed
from event_dedup.ingest.sources.recurrence import (
    AsOf,
    BadRule,
    Component,
    event_dates,
    is_cancelled,
    newest_stamp,
)

_ZONE = re.compile(r"^X-WR-TIMEZONE:(.+?)\s*$", re.MULTILINE)
_TZID = re.compile(r"TZID[=:]\"?([^:;\r\n\"]+)")
_NAME = re.compile(r"^X-WR-CALNAME:(.+?)\s*$", re.MULTILINE)
_NEEDED = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SUMMARY"}
# What the library raises on hostile input, here and there: properties given twice, or of another type.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
_REMEDY = "Have the calendar program write this event anew and deliver the file again."


def parse_ical(content: bytes, columns: Columns) -> Parsed:
    """One entry a UID, in the order of the file. Raises FileFault for no calendar or half of one."""
    text = decode_utf8(content)
    if "BEGIN:VCALENDAR" not in text[:1000].upper():
        raise FileFault(
            "the file is no iCalendar: it does not begin with BEGIN:VCALENDAR", _REMEDY, text[:2000]
        )
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        raise FileFault("the file ends before END:VCALENDAR: half-written?", DELIVER_WHOLE, text[:2000])
    as_of = AsOf(newest_stamp(text), _zone(text))
    entries = [_entry(group, as_of) for group in _grouped(_events(text))]
    calendar = _NAME.search(text)
    return Parsed(entries, {"calendar": calendar[1]} if calendar else {})


def _zone(text: str) -> tzinfo | None:
    """The zone in which moments in UTC are shown: that of the calendar, or the only one it uses, by any known name."""
    named = _ZONE.findall(text) or list(set(_TZID.findall(text)))
    try:
        return tzp.timezone(named[0]) if len(named) == 1 else None
    except (KeyError, ValueError, OSError):
        return None


def _events(text: str) -> Iterator[tuple[str, Component] | Fault]:
    for block in _blocks(text):
        if isinstance(block, Fault):
            yield block
            continue
        try:
            event: Any = Event.from_ical(block)
        except _UNREADABLE as error:
            yield Fault(f"the event cannot be read: {shorten(error)}", _REMEDY, block)
            continue
        broken = [(name, told) for name, told in event.errors if name in _NEEDED]
        if broken:
            name, told = broken[0]
            yield Fault(f"{name} cannot be read: {shorten(told)}", _REMEDY, block)
        else:
            yield block, event


def _blocks(text: str) -> Iterator[str | Fault]:
    """The text of every event; a Fault with what there is of one that never ends."""
    opened: list[str] = []
    for line in [*text.split("\n"), "END:VCALENDAR"]:
        mark = line.rstrip().upper()
        if opened and mark in ("BEGIN:VEVENT", "END:VCALENDAR"):
            yield Fault("the event has no END:VEVENT", _REMEDY, "\n".join(opened))
            opened = []
        if opened or mark == "BEGIN:VEVENT":
            opened.append(line)
        if opened and mark == "END:VEVENT":
            yield "\n".join(opened)
            opened = []


def _grouped(events: Iterator[tuple[str, Component] | Fault]) -> list[Fault | list[tuple[str, Component]]]:
    groups: dict[str, Fault | list[tuple[str, Component]]] = {}
    for number, found in enumerate(events):
        if isinstance(found, Fault):
            groups[f"fault {number}"] = found
            continue
        event = found[1]
        uid = str(event.get("UID", ""))
        master = "RECURRENCE-ID" not in event
        group = groups.setdefault(f"uid {uid}" if uid else f"none {number}", [])
        if master and isinstance(group, list) and any("RECURRENCE-ID" not in other for _, other in group):
            groups[f"again {number}"] = [found]
        elif isinstance(group, list):
            group.insert(0, found) if master else group.append(found)
    return list(groups.values())


def _entry(group: Fault | list[tuple[str, Component]], as_of: AsOf) -> Any:
    if isinstance(group, Fault):
        return group
    blocks = "\n".join(block for block, _ in group)
    try:
        return _fields([event for _, event in group], as_of) | {"_ical": blocks}
    except BadRule as bad:
        return Fault(str(bad), _REMEDY, blocks)
    except _UNREADABLE as error:
        return Fault(f"the event cannot be read: {shorten(error)}", _REMEDY, blocks)


def _fields(events: list[Component], as_of: AsOf) -> dict[str, Any]:
    event, dates = events[0], event_dates(events, as_of)
    # A file that tells of single occurrences alone says nothing about the others.
    withdrawn = not dates and "RECURRENCE-ID" not in event and any(map(is_cancelled, events))
    entry = {
        "id": _text(event, "UID"),
        "title": _text(event, "SUMMARY"),
        "source_type": CALENDAR_ENTRY,
        "event_dates": dates,
        "withdrawn": withdrawn or None,
        "description": _text(event, "DESCRIPTION"),
        "location": {"name": _text(event, "LOCATION"), "geo": _geo(event.get("GEO"))},
        "categories": _categories(event.get("CATEGORIES")),
        "status": _text(event, "STATUS"),
        "url": _text(event, "URL"),
        "organizer": _text(event, "ORGANIZER"),
    }
    return {key: value for key, value in entry.items() if value is not None}


def _text(event: Component, name: str) -> str | None:
    value = event.get(name)
    first = value[0] if isinstance(value, list) and value else value
    return str(first) if first is not None else None


def _geo(geo: Any) -> Any:
    latitude, longitude = getattr(geo, "latitude", None), getattr(geo, "longitude", None)
    return None if latitude is None else {"latitude": latitude, "longitude": longitude}


def _categories(found: Any) -> list[str] | None:
    listed = found if isinstance(found, list) else [found] if found is not None else []
    return [str(name) for part in listed for name in getattr(part, "cats", [part])] or None
