"""The fields of a listing as people read them: one label and one text each, in the order of reading."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from event_dedup.store import NEWEST_VERSION, Connection

Listing = Mapping[str, Any]

SEARCHED = "concat_ws(' ', title, venue, street, street_no, zipcode, city, district, record_id)"
"""SQL for what a listing is found by."""


@dataclass(frozen=True, slots=True)
class Field:
    """`show` gives the text or None where the listing has none; `given` are the columns provenance knows it by."""

    label: str
    show: Callable[[Listing], str | None]
    given: tuple[str, ...]


def listings(con: Connection, record_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The current listing of each record, with `file` and `event_id`, in the order asked for; withdrawn ones too."""
    found = con.sql(
        f"""
        WITH current AS (
            SELECT * EXCLUDE (payload) FROM store.listing
            WHERE record_id IN (SELECT unnest($ids))
            QUALIFY {NEWEST_VERSION}
        ), file AS (
            SELECT source, sha256, min(file) AS file FROM store.delivery GROUP BY source, sha256
        )
        SELECT current.*, file.file, member.canonical_event_id AS event_id
        FROM current
        LEFT JOIN file ON file.source = current.source AND file.sha256 = current.file_sha256
        LEFT JOIN store.member USING (record_id)
        ORDER BY record_id
        """,
        params={"ids": list(record_ids)},
    )
    by_id = {row[0]: dict(zip(found.columns, row, strict=True)) for row in found.fetchall()}
    return [by_id[record_id] for record_id in record_ids if record_id in by_id]


def day(value: date) -> str:
    """`Sat 14 Feb 2026`, whatever the locale of the server."""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[value.weekday()]
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{weekday} {value.day} {months[value.month - 1]} {value.year}"


def moment(value: datetime | None) -> str:
    """`14 Feb 2026, 09:30 UTC`."""
    return f"{day(value)[4:]}, {value:%H:%M} UTC" if value else "never"


def occasion(entry: Mapping[str, Any]) -> str:
    """One date of a listing: day, times, last day."""
    start, end = entry["start_time"], entry["end_time"]
    times = "–".join(f"{at:%H:%M}" for at in (start, end) if isinstance(at, time))
    until = (
        f" to {day(entry['end_date'])}" if entry["end_date"] and entry["end_date"] != entry["date"] else ""
    )
    return f"{day(entry['date'])}{until}{', ' + times if times else ''}"


def occasions(listing: Listing) -> str | None:
    return "\n".join(occasion(entry) for entry in listing["dates"]) or None


_ENGLISH_LANDS = {
    *("us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"),
    *("uk", "gb", "united kingdom", "great britain", "england", "scotland", "wales", "northern ireland"),
    *("ie", "ireland", "ca", "canada", "au", "australia", "nz", "new zealand"),
}
# "Mendocino Ave", "5th St. NW", "Mission Blvd, Suite 2", and no "St. Georgener Straße".
_ENGLISH_STREET = re.compile(
    r"\S (ave|avenue|blvd|boulevard|cir|circle|ct|court|dr|drive|hwy|highway|ln|lane|pkwy|parkway|pl|place|rd|road"
    r"|sq|square|st|street|ter|terrace|way)\.?( [ns]?[ew]?)?($|[,#])"
)


def address(listing: Listing) -> str | None:
    """Street and town, the numbers where the country writes them: "501 Main St, Santa Rosa 95401"."""
    street, town = (listing["street"], listing["street_no"]), (listing["zipcode"], listing["city"])
    if _is_english(listing):
        street, town = street[::-1], town[::-1]
    parts = [_words(*street), _words(*town), listing["district"], listing["country"]]
    return ", ".join(part for part in parts if part) or None


def _is_english(listing: Listing) -> bool:
    """As the country says; where none is named, as the words of the street do."""
    country, street = (" ".join((listing[name] or "").casefold().split()) for name in ("country", "street"))
    return country in _ENGLISH_LANDS if country else bool(_ENGLISH_STREET.search(street))


def coordinates(listing: Listing) -> str | None:
    if listing["latitude"] is None or listing["longitude"] is None:
        return None
    return f"{listing['latitude']:.5f}, {listing['longitude']:.5f}"


def metres_apart(a: Listing, b: Listing) -> float | None:
    """Great-circle distance in metres; None where one has no coordinates."""
    if None in (a["latitude"], a["longitude"], b["latitude"], b["longitude"]):
        return None
    lat_a, lat_b = math.radians(a["latitude"]), math.radians(b["latitude"])
    delta = math.radians(b["longitude"] - a["longitude"])
    across = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(delta / 2) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(across)))


_REMARKED = ("is_family_event", "is_child_focused", "admission_free", "registration_required", "online")


def remarks(listing: Listing) -> str | None:
    yes = {
        "is_family_event": "for families",
        "is_child_focused": "for children",
        "admission_free": "free of charge",
        "registration_required": "registration required",
        "online": "online",
    }
    no = {
        "admission_free": "not free of charge",
        "registration_required": "no registration",
        "is_family_event": "not for families",
        "is_child_focused": "not for children",
        "online": "not online",
    }
    told = [yes[name] for name in yes if listing[name]] + [no[name] for name in no if listing[name] is False]
    return ", ".join(told) or None


def _words(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _plain(name: str) -> Callable[[Listing], str | None]:
    return lambda listing: listing[name] or None


def _united(name: str) -> Callable[[Listing], str | None]:
    return lambda listing: ", ".join(listing[name] or ()) or None


FIELDS = (
    Field("Title", _plain("title"), ("title",)),
    Field("When", occasions, ("dates",)),
    Field("Venue", _plain("venue"), ("venue",)),
    Field("Address", address, ("venue",)),
    Field("Coordinates", coordinates, ("latitude",)),
    Field("Category", _united("categories"), ("categories",)),
    Field("In short", _plain("short_description"), ("short_description",)),
    Field("Description", _plain("description"), ("description",)),
    Field("Highlights", _united("highlights"), ("highlights",)),
    Field("Remarks", remarks, _REMARKED),
    Field("Contact", _plain("registration_contact"), ("registration_contact",)),
    Field("Source type", _plain("source_type"), ("title",)),  # taken with the title
)
