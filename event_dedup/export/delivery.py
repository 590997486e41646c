"""Canonical events in the delivery format, so that another store can take them in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import time
from itertools import groupby
from operator import itemgetter
from typing import Any

from event_dedup.export.selection import Selection

EVENTS_A_FILE = 200
SAME_NAMES = (
    "title",
    "source_type",
    "short_description",
    "description",
    "highlights",
    "categories",
    "is_family_event",
    "is_child_focused",
    "admission_free",
    "registration_required",
    "registration_contact",
    "confidence_score",
    "online",
)
PLACE = ("city", "district", "street", "street_no", "zipcode", "country")
ORIGIN = ("listings", "sources", "match_confidence", "needs_review", "review_reason")


def as_json(selection: Selection) -> Iterator[bytes]:
    """Documents of at most 200 events each; one without events where there are none.

    Absent values are left out. `_canonical` tells how an event came to be: counts, confidence, and which listing
    gave which fields.
    """
    metadata = {"sourceKey": "canonical", "processedAt": f"{selection.as_of.isoformat()}Z"}
    for start in range(0, max(1, selection.events.num_rows), EVENTS_A_FILE):
        rows = selection.events.slice(start, EVENTS_A_FILE).to_pylist()
        document = {"events": [delivery_event(row) for row in rows], "metadata": metadata}
        yield json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def delivery_event(row: Mapping[str, Any]) -> dict[str, Any]:
    """One canonical event as an entry of a delivery; its id is the canonical id."""
    geo = {"latitude": row["latitude"], "longitude": row["longitude"], "confidence": row["geo_confidence"]}
    place = {"name": row["venue"], **{name: row[name] for name in PLACE}, "geo": _present(geo)}
    return _present(
        {
            "id": row["canonical_event_id"],
            **{name: row[name] for name in SAME_NAMES},
            "event_dates": event_dates(row),
            "location": _present(place),
            "_canonical": _present({**{name: row[name] for name in ORIGIN}, "from": origins(row)}),
        }
    )


def event_dates(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """The dates of a canonical event in the delivery format; times as HH:MM where the seconds are 0."""
    return [
        {name: _written(value) for name, value in day.items() if value is not None} for day in row["dates"]
    ]


def origins(row: Mapping[str, Any]) -> dict[str, list[str]]:
    """Listing -> the groups of fields, each named by its first, that a canonical event has from it."""
    given = sorted(
        (record_id, fields) for fields, record_ids in row["provenance"] for record_id in record_ids
    )
    return {record_id: [fields for _, fields in group] for record_id, group in groupby(given, itemgetter(0))}


def _written(value: Any) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    return str(value.isoformat())


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}
