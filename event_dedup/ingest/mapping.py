"""The column mapping of a publisher: `SOURCE.columns.toml` beside his tables, with lines such as "Was" = "title"."""

from __future__ import annotations

import tomllib
from pathlib import Path

from event_dedup.ingest.faults import FileFault
from event_dedup.ingest.files import read_bytes
from event_dedup.ingest.names import MAPPING_SUFFIX, source_of
from event_dedup.ingest.sources import format_of

_TABLES = {"csv", "parquet"}


def mapping_file(path: Path) -> Path | None:
    """Where the column mapping of the file `path` stands, if it has one; None for files that are no tables."""
    is_table = format_of(path.name, b"") in _TABLES
    return path.parent / f"{source_of(path.name)}{MAPPING_SUFFIX}" if is_table else None


def mapping_text(path: Path) -> bytes:
    """The column mapping that applies to the file `path`; empty where there is none."""
    beside = mapping_file(path)
    if beside is None:
        return b""
    try:
        return read_bytes(beside) if beside.is_file() else b""
    except (FileFault, OSError, ValueError):
        return b""


def parse_mapping(text: bytes) -> dict[str, str]:
    """Column -> field. Raises FileFault for what is no mapping."""
    remedy = 'Write lines such as "Was" = "title" and "Ort" = "location.city" into it.'
    try:
        mapping = tomllib.loads(text.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileFault(f"the column mapping of the publisher is no TOML: {error}", remedy) from error
    wrong = [column for column, field in mapping.items() if not isinstance(field, str)]
    if wrong:
        raise FileFault(f"the column mapping of the publisher gives {wrong[0]} no field", remedy)
    return mapping
