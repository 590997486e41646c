"""The two Arrow tables of a delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from event_dedup.ingest.faults import Fault

# Built in pieces of this many rows, so that a million listings never stand in memory twice.
_PIECE = 20_000

_DATE = pa.struct(
    [
        ("date", pa.date32()),
        ("start_time", pa.time64("us")),
        ("end_time", pa.time64("us")),
        ("end_date", pa.date32()),
    ]
)
_TEXT, _TEXTS, _FLAG, _NUMBER = pa.string(), pa.list_(pa.string()), pa.bool_(), pa.float64()

LISTING_SCHEMA = pa.schema(
    [
        ("record_id", _TEXT),
        ("source", _TEXT),
        ("listing_id", _TEXT),
        ("content_sha256", _TEXT),
        ("position", pa.int32()),
        ("withdrawn", _FLAG),
        ("title", _TEXT),
        ("source_type", _TEXT),
        ("short_description", _TEXT),
        ("description", _TEXT),
        ("highlights", _TEXTS),
        ("dates", pa.list_(_DATE)),
        ("venue", _TEXT),
        ("city", _TEXT),
        ("district", _TEXT),
        ("street", _TEXT),
        ("street_no", _TEXT),
        ("zipcode", _TEXT),
        ("country", _TEXT),
        ("latitude", _NUMBER),
        ("longitude", _NUMBER),
        ("geo_confidence", _NUMBER),
        ("categories", _TEXTS),
        ("is_family_event", _FLAG),
        ("is_child_focused", _FLAG),
        ("admission_free", _FLAG),
        ("registration_required", _FLAG),
        ("registration_contact", _TEXT),
        ("confidence_score", _NUMBER),
        ("online", _FLAG),
        ("payload", _TEXT),
    ]
)

# `position` counts entries from 0; null stands for the whole file.
QUARANTINE_SCHEMA = pa.schema(
    [("position", pa.int32()), ("reason", _TEXT), ("remedy", _TEXT), ("payload", _TEXT)]
)


class TableBuilder:
    """Collects rows (tuples in the order of the schema) and gives one table."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._rows: list[tuple[Any, ...]] = []
        self._pieces: list[pa.Table] = []

    def add(self, row: tuple[Any, ...]) -> None:
        """Append one row."""
        self._rows.append(row)
        if len(self._rows) == _PIECE:
            self._flush()

    def table(self) -> pa.Table:
        """All rows so far, in the order in which they were added."""
        self._flush()
        return pa.concat_tables(self._pieces) if self._pieces else self._schema.empty_table()

    def _flush(self) -> None:
        if self._rows:
            self._pieces.append(_table(self._schema, self._rows))
            self._rows = []


def quarantine_table(faults: Sequence[tuple[int | None, Fault]]) -> pa.Table:
    """One row a fault: position, reason, remedy, payload."""
    rows = [(position, fault.reason, fault.remedy, fault.payload) for position, fault in faults]
    return _table(QUARANTINE_SCHEMA, rows) if rows else QUARANTINE_SCHEMA.empty_table()


def _table(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    columns = [
        pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)
