"""CSV with a header line; the separator is a comma, semicolon, tab or bar, or what a line `sep=;` before it names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from event_dedup.ingest.decode import decode_utf8
from event_dedup.ingest.faults import Fault, FileFault
from event_dedup.ingest.sources.columns import distinct, entries_of
from event_dedup.ingest.sources.parsed import Columns, Parsed

_LONGEST_CELL = 100_000_000
_REMEDY = "Write the table with a CSV library (quotes around text, one header line) and deliver it again."
_REMEDY_LINE = 'Write a quote within a cell twice ("Der ""kleine"" Prinz") and deliver the file again.'
# Columns of our own export. Only there an apostrophe before one of these is surely none of the text.
_EXPORT = {"match_confidence", "needs_review", "review_reason"}
_GUARDED = re.compile("'(?='*[=+\\-@＝＋－＠])")
_NAMED = re.compile(r'\s*"?sep=([^"\r\n])"?\s*', re.IGNORECASE)  # Excel writes and obeys it
_NO_CSV = "the line is no CSV: "
NEVER_CLOSED = "a quote is opened and never closed"


def parse_csv(content: bytes, columns: Columns) -> Parsed:
    """One entry a row, or a group of rows that differ in their dates alone; a line that cannot be read costs itself.

    Raises FileFault for no table: no header, or no row that can be read.
    """
    text = decode_utf8(content)
    csv.field_size_limit(_LONGEST_CELL)  # the validator refuses long texts, entry by entry and with a reason
    lines = list(io.StringIO(text, newline=""))
    named = _NAMED.fullmatch(lines[0])
    records = _records(lines, 1, named[1]) if named else _records(lines, 0, _separator(text))
    header = next(records, [])
    if isinstance(header, Fault):
        raise _no_table(header, text)
    names = distinct(name.strip() for name in header)
    rows = list(_rows(names, map(_unguarded, records) if set(names) >= _EXPORT else records))
    broken = [row for row in rows if isinstance(row, Fault) and row.reason.startswith(_NO_CSV)]
    if broken and all(isinstance(row, Fault) for row in rows):
        raise _no_table(broken[0], text)
    return Parsed(entries_of(names, rows, columns))


def _no_table(first: Fault, text: str) -> FileFault:
    return FileFault(f"the file is no CSV: {first.reason.removeprefix(_NO_CSV)}", _REMEDY, text[:2000])


def _separator(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t|", key=header.count)


def _records(lines: list[str], start: int, separator: str) -> Iterator[list[str] | Fault]:
    """The cells of each record from a line on; where none can be read, a Fault for its line, and on from the next."""
    while start < len(lines):
        rest = map(lines.__getitem__, range(start, len(lines)))
        reader, read = csv.reader(rest, delimiter=separator, strict=True), 0
        try:
            for cells in reader:
                yield cells
                read = reader.line_num
            return
        except csv.Error as error:
            start += read + 1
            told = NEVER_CLOSED if str(error) == "unexpected end of data" else str(error)
            yield Fault(f"{_NO_CSV}{told} (line {start:,})", _REMEDY_LINE, lines[start - 1].rstrip("\r\n"))


def _unguarded(cells: list[str] | Fault) -> list[str] | Fault:
    """The cells without the apostrophe that keeps a spreadsheet from running them."""
    if isinstance(cells, Fault):
        return cells
    return [cell[1:] if _GUARDED.match(cell) else cell for cell in cells]


def _rows(header: Sequence[str], records: Iterator[list[str] | Fault]) -> Iterator[Mapping[str, Any] | Fault]:
    for cells in records:
        if isinstance(cells, Fault):
            yield cells
        elif len(cells) == len(header):
            yield dict(zip(header, cells, strict=True))
        elif any(cells):
            reason = f"the row has {len(cells)} cells, the header {len(header)}"
            yield Fault(reason, _REMEDY, ",".join(cells))
