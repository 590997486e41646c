"""Canonical events as iCalendar (RFC 5545): one entry a date.

Times are floating, without a time zone: a listing says what the clock of the place shows, and nothing in it tells
the zone for certain. A calendar shows 19:30 as 19:30 wherever it is opened, which is what the poster says.

The UID of a date is the id of its event with the date's own start and end, whatever other dates the event has: a
calendar that reads a later export finds each date again, and takes none for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from event_dedup.export.selection import Selection

PRODUCT = "-//event_dedup//canonical events//EN"
# An end before the start is the next morning, as in deliveries.
ONE_DAY = timedelta(days=1)
END_OF_DAY = time(23, 59)

Row = Mapping[str, Any]


def as_ical(selection: Selection) -> Iterator[bytes]:
    """One calendar with an entry for each date of each event."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Canonical events")
    for row in selection.events.to_pylist():
        for day in row["dates"]:
            calendar.add_component(_entry(row, day))
    yield calendar.to_ical()


def _entry(row: Row, day: Row) -> Event:
    entry = Event()
    entry.add("uid", f"{row['canonical_event_id']}-{_own_name(day)}")
    entry.add("dtstamp", row["updated_at"].replace(tzinfo=UTC))
    entry.add("created", row["created_at"].replace(tzinfo=UTC))
    entry.add("last-modified", row["updated_at"].replace(tzinfo=UTC))
    start, end = span(day)
    entry.add("dtstart", start)
    if end is not None:
        entry.add("dtend", end)
    for name, value in _texts(row).items():
        if value:
            entry.add(name, value)
    return entry


def span(day: Row) -> tuple[date | datetime, date | datetime | None]:
    """Start and end of a date as iCalendar wants them: whole days end on the day after, exclusively."""
    first, last = day["date"], day["end_date"] or day["date"]
    starts, ends = day["start_time"], day["end_time"]
    if starts is None:
        return first, last + ONE_DAY
    start = datetime.combine(first, starts)
    if ends is None:
        return start, datetime.combine(last, END_OF_DAY) if last > first else None
    end = datetime.combine(last, ends)
    if end < start:
        return start, end + ONE_DAY
    return start, end if end > start else None


def _own_name(day: Row) -> str:
    """20260308, 20260308T1930, with an end 20260308T1930-T2200 or 20260308-20260310."""
    start = _moment(day["date"], day["start_time"])
    end = _moment(day["end_date"], day["end_time"])
    return f"{start}-{end}" if end else start


def _moment(day: date | None, clock: time | None) -> str:
    written = f"{day:%Y%m%d}" if day is not None else ""
    if clock is None:
        return written
    return f"{written}T{clock:%H%M%S}" if clock.second else f"{written}T{clock:%H%M}"


def _texts(row: Row) -> dict[str, Any]:
    street = " ".join(filter(None, (row["street"], row["street_no"])))
    town = " ".join(filter(None, (row["zipcode"], row["city"])))
    found = row["latitude"] is not None and row["longitude"] is not None
    return {
        "summary": row["title"],
        "description": row["description"] or row["short_description"],
        "location": ", ".join(filter(None, (row["venue"], street, town))),
        "geo": (row["latitude"], row["longitude"]) if found else None,
        "categories": row["categories"],
    }
