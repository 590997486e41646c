"""One parser a format: bytes in, raw entries in the delivery form out. A new one is a function and a line."""

from __future__ import annotations

from pathlib import PurePath

from event_dedup.ingest.faults import FileFault
from event_dedup.ingest.sources.any_json import parse_any_json
from event_dedup.ingest.sources.csv_file import parse_csv
from event_dedup.ingest.sources.ical import parse_ical
from event_dedup.ingest.sources.json_lines import parse_json_lines
from event_dedup.ingest.sources.parquet import parse_parquet
from event_dedup.ingest.sources.parsed import Columns, Parsed, Parser

PARSERS: dict[str, Parser] = {
    "json": parse_any_json,
    "jsonl": parse_json_lines,
    "jsonld": parse_any_json,
    "csv": parse_csv,
    "parquet": parse_parquet,
    "ical": parse_ical,
}
SUFFIXES = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonld": "jsonld",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".ics": "ical",
    ".ical": "ical",
}
_BEGINNINGS = {b"{": "json", b"[": "json", b"BEGIN:VCALENDAR": "ical", b"PAR1": "parquet"}


def format_of(name: str, content: bytes) -> str:
    """The key of PARSERS for a file, by its suffix, else by how it begins; "unknown" where neither tells."""
    by_suffix = SUFFIXES.get(PurePath(name).suffix.lower())
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return by_suffix or next(
        (kind for begin, kind in _BEGINNINGS.items() if start.startswith(begin)), "unknown"
    )


def parse(name: str, content: bytes, columns: Columns) -> tuple[str, Parsed]:
    """The format of a file and what its parser found. Raises FileFault."""
    kind = format_of(name, content)
    if kind not in PARSERS:
        reason = f"files of this kind ({PurePath(name).suffix or 'no suffix'}) are not known"
        reason += f"; known are {', '.join(SUFFIXES)}"
        raise FileFault(reason, "Convert the file, or take it out of the folder.")
    parsed = PARSERS[kind](content, columns)
    return parsed.format or kind, parsed
