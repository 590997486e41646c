"""The dates of a listing: hours lost or wrong, runs told by their days or as a range."""

from datetime import date, timedelta
from random import Random
from typing import Any

from hours import clock, minutes

from .model import Draft

Json = dict[str, Any]
Hours = tuple[str, str]


def dates_of(rng: Random, draft: Draft, today: date, days: list[date], hours: Hours) -> list[Json]:
    """The `event_dates` of a listing of these days (none: of the whole event) at these hours."""
    event, source = draft.event, draft.source
    start, end = hours
    shift = timedelta(0)
    if not event.exact_day and not event.last_day and rng.random() < source.wrong_day and not source.own:
        shift = timedelta(rng.choice([-1, 1]))
    if event.shows:
        if rng.random() < 0.3:
            return [_entry(event.day + shift, "", "", event.last_day)]
        return [
            _entry(day + shift, at, clock(minutes(at) + event.minutes) if end else "")
            for day, at in event.shows
        ]
    if days:
        return [_entry(day + shift, start, end) for day in days]
    if not event.last_day:
        return [_entry(event.day + shift, start, end)]
    first = max(event.day, today) if source.from_today else event.day
    if rng.random() >= 0.6:
        start = end = ""
    return [_entry(first + shift, start, end, event.last_day)]


def _entry(day: date, start: str, end: str, last: date | None = None) -> Json:
    entry = {"date": day.isoformat()}
    if start:
        entry["start_time"] = start
    if end:
        entry["end_time"] = end
    if last and last != day:
        entry["end_date"] = last.isoformat()
    return entry


def hours_of(rng: Random, draft: Draft) -> tuple[Hours, str]:
    """Start and end as the publisher has them, and the hour of the doors if it tells that."""
    event, source, start = draft.event, draft.source, draft.event.start
    end = clock(minutes(start) + event.minutes) if rng.random() < source.end else ""
    if event.exact_hour or draft.sole:
        lost = not event.exact_hour and rng.random() < source.no_hour
        return (("", "") if lost else (start, end)), ""
    form = rng.random()
    if form < source.no_hour:
        return ("", ""), ""
    if form < source.no_hour + source.midnight:
        return ("00:00", ""), ""
    if form < source.no_hour + source.midnight + source.wrong_hour:
        return (_wrong(rng, start), ""), ""
    if event.category in ("music", "comedy") and event.venue.type in ("theater", "bar") and form > 0.93:
        doors = clock(minutes(start) - rng.choice([30, 60]))
        return (doors, end), doors if rng.random() < 0.3 else ""
    return (start, end), ""


def _wrong(rng: Random, start: str) -> str:
    """Half an hour or an hour off, or morning for evening."""
    at = minutes(start)
    if rng.random() < 0.6 or at < 780:
        return clock(at + rng.choice([-60, -30, 30, 60]))
    return clock(at - 720)
