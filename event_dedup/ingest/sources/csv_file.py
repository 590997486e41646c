"""CSV with a header line; the separator is a comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from event_dedup.ingest.decode import decode_utf8
from event_dedup.ingest.faults import Fault, FileFault
from event_dedup.ingest.sources.columns import distinct, entries_of
from event_dedup.ingest.sources.parsed import Columns, Parsed

_LONGEST_CELL = 100_000_000
_REMEDY = "Write the table with a CSV library (quotes around text, one header line) and deliver it again."


def parse_csv(content: bytes, columns: Columns) -> Parsed:
    """One entry a row, or a group of rows that differ in their dates alone. Raises FileFault for no table."""
    text = decode_utf8(content)
    csv.field_size_limit(_LONGEST_CELL)  # the validator refuses long texts, entry by entry and with a reason
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        header = distinct(name.strip() for name in next(reader))
        return Parsed(entries_of(header, list(_rows(header, reader)), columns))
    except csv.Error as error:
        reason = f"the file is no CSV: {error} (line {reader.line_num:,})"
        raise FileFault(reason, _REMEDY, text[:2000]) from error


def _separator(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t|", key=header.count)


def _rows(header: Sequence[str], rows: Iterator[list[str]]) -> Iterator[Mapping[str, Any] | Fault]:
    for cells in rows:
        if len(cells) == len(header):
            yield dict(zip(header, cells, strict=True))
        elif any(cells):
            reason = f"the row has {len(cells)} cells, the header {len(header)}"
            yield Fault(reason, _REMEDY, ",".join(cells))
