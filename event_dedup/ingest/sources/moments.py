"""Start and end of one occurrence, as other formats write them, in the delivery form."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_MOMENT = re.compile(r"(\S{8,10})[T ]\s*(\d\d?:\d\d(?::\d\d)?)(?:\.\d+)?\s*(?:Z|[+-]\d\d:?\d\d)?")


def from_text(start: Any, end: Any = None) -> dict[str, Any]:
    """An event date from texts such as 2026-02-14 or 2026-02-14T19:30+01:00.

    Times are those on the clock of the place: an offset is dropped, not applied. What cannot be split is
    handed on as it is, for the validator to refuse by name.
    """
    day, clock = _split(start)
    last, until = _split(end)
    found = {"date": day, "start_time": clock, "end_time": until, "end_date": last}
    return {key: value for key, value in found.items() if value is not None}


def from_span(start: date | datetime, length: timedelta | None) -> dict[str, Any]:
    """An event date from a start without time zone and a length; a day without a time lasts whole days."""
    if isinstance(start, datetime):
        return from_text(start.isoformat(), _end(start + length) if length else None)
    last = start + (length or timedelta(days=1)) - timedelta(days=1)
    return from_text(start.isoformat(), last.isoformat() if last > start else None)


def _end(moment: datetime) -> str:
    """An end at midnight is that of the day before: of the day after nothing is left."""
    return f"{moment.date() - timedelta(days=1)}T24:00" if moment.time() == time(0) else moment.isoformat()


def _split(moment: Any) -> tuple[Any, str | None]:
    found = _MOMENT.fullmatch(moment.strip()) if isinstance(moment, str) else None
    return (found[1], found[2]) if found else (moment, None)
