"""Canonical events as a table: CSV for spreadsheets, Parquet for programs. Both can be read back as a delivery."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from event_dedup.export.delivery import event_dates
from event_dedup.export.selection import Selection

# A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(selection: Selection) -> Iterator[bytes]:
    """One row an event, with a byte order mark, so that spreadsheets read umlauts.

    Moments are UTC and say so, `event_dates` and lists are JSON, `provenance` is left to the other formats. A text
    that a spreadsheet would take for a formula gets an apostrophe before it, which reading such a file back takes
    away; numbers are left alone.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    columns = _renamed([name for name in selection.events.column_names if name != "provenance"])
    writer.writerow(columns.values())
    for row in selection.events.to_pylist():
        writer.writerow([_cell(name, row) for name in columns])
    yield text.getvalue().encode("utf-8-sig")


def as_parquet(selection: Selection) -> Iterator[bytes]:
    """One row an event with the columns of the view `canonical_event`; the id is `id`, the dates `event_dates`.

    Moments are UTC and say so.
    """
    sink = pa.BufferOutputStream()
    names = list(_renamed(selection.events.column_names).values())
    pq.write_table(_in_utc(selection.events).rename_columns(names), sink, compression="zstd")
    yield sink.getvalue().to_pybytes()


def _in_utc(events: pa.Table) -> pa.Table:
    """The events with a zone on every moment; the store keeps naive UTC."""
    fields = [
        field.with_type(pa.timestamp("us", tz="UTC")) if pa.types.is_timestamp(field.type) else field
        for field in events.schema
    ]
    return events.cast(pa.schema(fields))


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it as a formula.

    One that looks guarded already gets another, so that taking one away always gives the text.
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def _renamed(columns: list[str]) -> dict[str, str]:
    """Column of the view -> name that a delivery uses for it."""
    known = {"canonical_event_id": "id", "dates": "event_dates"}
    return {name: known.get(name, name) for name in columns}


def _cell(name: str, row: Mapping[str, Any]) -> Any:
    value = row[name]
    if value is None:
        return ""
    if name == "dates":
        return json.dumps(event_dates(row))
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return harmless(value) if isinstance(value, str) else value
