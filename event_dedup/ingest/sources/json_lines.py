"""JSON lines: one event a line."""

from __future__ import annotations

import json
from typing import Any

from event_dedup.ingest.decode import decode_utf8, parse_json, repeated_key, told
from event_dedup.ingest.faults import Fault, FileFault
from event_dedup.ingest.sources.parsed import Columns, Parsed

_REMEDY = "Write one JSON object a line, without line breaks inside it."


def parse_json_lines(content: bytes, columns: Columns) -> Parsed:
    """One entry a line that is not blank. Raises FileFault where no line is JSON."""
    # Not splitlines(): it would break texts at U+2028 and U+0085, which JSON allows inside strings.
    lines = [line for line in decode_utf8(content).split("\n") if line.strip()]
    entries = [_entry(line) for line in lines]
    if all(isinstance(entry, Fault) for entry in entries):
        raise FileFault(
            f"no line of the file can be read; the first: {entries[0].reason}", _REMEDY, lines[0][:2000]
        )
    return Parsed(entries, format="jsonl")


def _entry(line: str) -> Any:
    try:
        decoded = parse_json(line)
    except json.JSONDecodeError as error:
        return Fault(f"the line is no JSON: {told(error)}", _REMEDY, line)
    return repeated_key(decoded.value, decoded.repeated) or decoded.value
