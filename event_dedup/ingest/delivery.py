"""One file becomes one delivery, whatever is in it."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from event_dedup.ingest.check import check_entries
from event_dedup.ingest.decode import dump
from event_dedup.ingest.faults import Fault, FileFault
from event_dedup.ingest.files import read_bytes, stand_in_sha256
from event_dedup.ingest.mapping import mapping_text, parse_mapping
from event_dedup.ingest.names import printable, source_of
from event_dedup.ingest.sources import format_of, parse
from event_dedup.ingest.sources.csv_file import NEVER_CLOSED
from event_dedup.ingest.tables import LISTING_SCHEMA, quarantine_table


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one file holds: each of its `entries` is in `listings`, or in `quarantine` with its position.

    An entry that repeats another one of the file word for word is one listing with it. A file that cannot be read as a
    whole has no entries and one row of quarantine without a position.
    """

    file: str
    sha256: str
    source: str
    format: str
    processed_at: datetime | None  # naive UTC, from metadata.processedAt
    metadata: str  # JSON
    entries: int
    listings: pa.Table
    quarantine: pa.Table


def read_file(path: Path, columns: Mapping[str, str] | None = None) -> Delivery:
    """The listings and the quarantine of one file; never raises, whatever the file is.

    `columns` maps columns of CSV and Parquet files to fields ({"Ort": "location.city"}) beside the obvious
    names and those that `SOURCE.columns.toml` in the same folder tells. `sha256` is that of `file_sha256`.
    """
    content, sha256 = b"", ""
    try:
        content, mapping = read_bytes(path), mapping_text(path)
        sha256 = _sha256(content, mapping)
        with _garbage_kept():
            return _delivery(path, content, sha256, parse_mapping(mapping) | dict(columns or {}))
    except FileFault as broken:
        return _broken(path, format_of(path.name, content), sha256 or stand_in_sha256(path), broken.fault)
    except MemoryError:
        fault = Fault("the file needs more memory than there is", "Split it into several files.")
        return _broken(path, format_of(path.name, content), sha256 or stand_in_sha256(path), fault)


def file_sha256(path: Path) -> str:
    """The hash a delivery of `path` has in the store: that of its bytes, and of its column mapping if it has one.

    For what has no bytes to hash (vanished, no permission, a directory, a pipe) it is a hash of the path, the
    kind and the time of change: stable while nothing changes, another one as soon as the file can be read.
    """
    try:
        return _sha256(read_bytes(path), mapping_text(path))
    except FileFault:
        return stand_in_sha256(path)


def unfinished(path: Path) -> str:
    """Why a file may still be being written, or "" where it is whole; for those who can wait before they read it.

    Not whole are a file that cannot be read, a last line of JSON that cannot, a quote of CSV that is never closed,
    and a last row without an end of line.
    """
    try:
        content = read_bytes(path)
        kind, parsed = parse(path.name, content, parse_mapping(mapping_text(path)))
    except FileFault as broken:
        return broken.fault.reason
    if kind not in ("csv", "jsonl"):
        return ""
    entries = list(parsed.entries)
    if any(isinstance(entry, Fault) and NEVER_CLOSED in entry.reason for entry in entries):
        return NEVER_CLOSED
    if content.endswith((b"\n", b"\r")):
        return ""
    cut = kind == "csv" or any(isinstance(entry, Fault) for entry in entries[-1:])
    return "its last line has no end" if cut else ""


def withdrawal(source: str, listing_id: str, number: int) -> Delivery:
    """The delivery that withdraws one listing by hand; `number` tells one such delivery from the next."""
    # Never the content of a publisher's own withdrawal: that would be his version stated once more.
    checked = check_entries(source, [{"id": listing_id, "withdrawn": True, "by_hand": True}])
    sha256 = hashlib.sha256(f"withdrawal\0{number}\0{source}\0{listing_id}".encode()).hexdigest()
    file = f"withdrawal of {printable(listing_id)}"
    return Delivery(file, sha256, source, "withdrawal", None, "{}", 1, checked.listings, checked.quarantine)


def _sha256(content: bytes, mapping: bytes) -> str:
    # With the mapping: a table that was quarantined for want of one is tried again when it is there.
    return hashlib.sha256(content + b"\0" + mapping if mapping else content).hexdigest()


@contextmanager
def _garbage_kept() -> Iterator[None]:
    # Millions of new objects and no cycles among them: looking for garbage all along costs a fifth of the time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _delivery(path: Path, content: bytes, sha256: str, columns: Mapping[str, str]) -> Delivery:
    source = source_of(path.name)
    kind, parsed = parse(path.name, content, columns)
    checked = check_entries(source, parsed.entries)
    return Delivery(
        file=printable(path.name),
        sha256=sha256,
        source=source,
        format=kind,
        processed_at=_processed_at(parsed.metadata.get("processedAt")),
        metadata=_metadata(parsed.metadata),
        entries=checked.entries,
        listings=checked.listings,
        quarantine=checked.quarantine,
    )


def _broken(path: Path, kind: str, sha256: str, fault: Fault) -> Delivery:
    nothing, faults = LISTING_SCHEMA.empty_table(), quarantine_table([(None, fault)])
    name = printable(path.name)
    return Delivery(name, sha256, source_of(path.name), kind, None, "{}", 0, nothing, faults)


def _processed_at(written: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (TypeError, ValueError, OverflowError):
        return None


def _metadata(metadata: Mapping[str, Any]) -> str:
    try:
        json.dumps(metadata, allow_nan=False)
        return dump(dict(metadata))
    except (ValueError, TypeError, RecursionError):
        return json.dumps({"unreadable": dump(dict(metadata))[:2000]}, ensure_ascii=False)
