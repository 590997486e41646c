"""The delivery format: {"events": [...], "rejected": [...], "metadata": {...}}, or a bare list of events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from event_dedup.ingest.decode import Decoded, Repeated, dump, repeated_key
from event_dedup.ingest.faults import Fault, FileFault, quoted, shorten
from event_dedup.ingest.sources.parsed import Parsed

_FORM = 'Deliver {"events": [...]}, a list of events, JSON lines (.jsonl) or schema.org events (.jsonld).'
_REASONS = [
    "reason",
    "rejection_reason",
    "_rejection_reason",
    "_reason",
    "reasons",
    "error",
    "errors",
    "message",
]


def from_document(document: Decoded) -> Parsed:
    """Entries of `events`, then those of `rejected`. Raises FileFault where there are none to be found."""
    value, repeated = document.value, document.repeated
    if isinstance(value, list):
        return Parsed(faults_marked(value, repeated))
    if not isinstance(value, dict):
        raise FileFault(f"the file holds {quoted(value)}, no events", _FORM, dump(value)[:2000])
    if "event_dates" in value and "events" not in value:
        return Parsed(faults_marked([value], repeated))  # one event by itself
    if id(value) in repeated:
        reason = f'the key "{shorten(repeated[id(value)][0])}" is given twice with different values'
        raise FileFault(reason, "Put both into one.", dump(value)[:2000])
    events, rejected, metadata = (_part(value, key) for key in ("events", "rejected", "metadata"))
    return Parsed(_entries(events, rejected, repeated), metadata)


def faults_marked(entries: list[Any], repeated: Repeated) -> Iterator[Any]:
    """The entries, with a Fault in place of each in which one key has two values."""
    return (repeated_key(entry, repeated) or entry for entry in entries)


def _part(document: dict[str, Any], key: str) -> Any:
    kind: type = dict if key == "metadata" else list
    value = document.get(key)
    if value is None and (key != "events" or document.get("rejected") is not None):
        return kind()
    if isinstance(value, kind):
        return value
    if key == "metadata":
        return {key: value}
    if key not in document:
        found = ", ".join(map(shorten, list(document)[:10])) or "none"
        raise FileFault(f"the file has no list of events (its keys: {found})", _FORM, dump(document)[:2000])
    raise FileFault(f'"{key}" is {quoted(value)}, no list', _FORM, dump(document)[:2000])


def _entries(events: list[Any], rejected: list[Any], repeated: Repeated) -> Iterator[Any]:
    yield from faults_marked(events, repeated)
    yield from map(_rejected, rejected)


def _rejected(entry: Any) -> Fault:
    fields = entry if isinstance(entry, dict) else {}
    told = next((fields[key] for key in _REASONS if fields.get(key)), "no reason given")
    reason = f"rejected by the publisher: {shorten(told if isinstance(told, str) else dump(told), 300)}"
    return Fault(reason, "Ask the publisher, who left it out; nothing is wrong with the file.", dump(entry))
