"""Parquet: flat columns as in CSV, or lists and structs in the delivery form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from event_dedup.ingest.faults import Fault, FileFault, shorten
from event_dedup.ingest.sources.columns import distinct, entries_of
from event_dedup.ingest.sources.parsed import Columns, Parsed

_REMEDY = "Write the file with a Parquet library and deliver the whole of it again."


def parse_parquet(content: bytes, columns: Columns) -> Parsed:
    """One entry a row, or a group of rows that differ in their dates alone. Raises FileFault."""
    try:
        table = pq.ParquetFile(pa.BufferReader(content)).read()  # read_table refuses two columns of one name
        names = distinct(table.column_names)  # a damaged one is no UTF-8
    except (pa.ArrowException, OSError, ValueError) as error:
        raise FileFault(f"the file is no Parquet, or cut short: {shorten(error)}", _REMEDY) from error
    return Parsed(entries_of(names, _rows(table.rename_columns(names)), columns))


def _rows(table: pa.Table) -> Iterator[dict[str, Any] | Fault]:
    for batch in table.to_batches(max_chunksize=10_000):
        try:
            yield from batch.to_pylist()
        except (pa.ArrowException, ValueError, OverflowError):
            yield from (_row(batch.slice(index, 1)) for index in range(batch.num_rows))


def _row(batch: pa.RecordBatch) -> dict[str, Any] | Fault:
    try:
        row: dict[str, Any] = batch.to_pylist()[0]
        return row
    except (pa.ArrowException, ValueError, OverflowError) as error:
        return Fault(f"the row holds a value that cannot be read: {shorten(error)}", _REMEDY)
