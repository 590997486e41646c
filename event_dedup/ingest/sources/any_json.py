"""A .json file: the delivery format, schema.org events, or JSON lines under the wrong name."""

from __future__ import annotations

import json

from event_dedup.ingest.decode import decode_utf8, json_fault, parse_json
from event_dedup.ingest.faults import FileFault
from event_dedup.ingest.sources.json_document import from_document
from event_dedup.ingest.sources.json_ld import from_json_ld, is_json_ld
from event_dedup.ingest.sources.json_lines import parse_json_lines
from event_dedup.ingest.sources.parsed import Columns, Parsed


def parse_any_json(content: bytes, columns: Columns) -> Parsed:
    """Entries of whichever form of JSON it is. Raises FileFault for none of them."""
    try:
        document = parse_json(decode_utf8(content))
    except json.JSONDecodeError as error:
        return _lines(content, columns, error)
    return from_json_ld(document) if is_json_ld(document.value) else from_document(document)


def _lines(content: bytes, columns: Columns, error: json.JSONDecodeError) -> Parsed:
    if error.msg != "Extra data":
        raise json_fault(error) from error
    try:
        return parse_json_lines(content, columns)
    except FileFault:
        raise json_fault(error) from error
