"""Raw entries in, rows of listings and of quarantine out: the one validator behind every format."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pyarrow as pa
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from event_dedup.ingest import values
from event_dedup.ingest.decode import MAX_DEPTH, dump, mend_surrogates
from event_dedup.ingest.faults import MAX_PAYLOAD, Fault, quoted, shorten
from event_dedup.ingest.listing import EventDate, Listing, Withdrawal, explain
from event_dedup.ingest.names import record_id
from event_dedup.ingest.tables import LISTING_SCHEMA, TableBuilder, quarantine_table

Row: TypeAlias = tuple[Any, ...]
MAX_ENTRY = 2_000_000  # characters of JSON
# What changes with every delivery and means nothing: a publisher's batch run, a calendar's time stamps.
_VOLATILE = ("_batch_index", "_extracted_at", "_ical")
_UID = re.compile(r"^UID:(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Checked:
    """The entries of one file, as in Delivery."""

    entries: int
    listings: pa.Table
    quarantine: pa.Table


_canonical = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


class _Refused(Exception):
    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def check_entries(source: str, entries: Iterable[Any]) -> Checked:
    """Every entry becomes a listing, stands in quarantine, or repeats an earlier one word for word."""
    listings, faults = TableBuilder(LISTING_SCHEMA), list[tuple[int | None, Fault]]()
    content_of, count = dict[str, str](), 0
    for position, entry in enumerate(entries):
        count += 1
        checked = _check(source, position, entry, content_of)
        if isinstance(checked, Fault):
            faults.append((position, checked))
        elif checked is not None:
            listings.add(checked)
    return Checked(count, listings.table(), quarantine_table(faults))


def meant_id(payload: str | None) -> str | None:
    """The id that an entry in quarantine would have as a listing; None where its text tells none."""
    try:
        entry = json.loads(payload or "null")
    except (ValueError, RecursionError):
        found = _UID.search(payload or "")  # an event of a calendar
        entry = {"id": found[1]} if found else None
    try:
        return values.identifier(entry.get("id")) if isinstance(entry, dict) else None
    except PydanticCustomError:
        return None


def _check(source: str, position: int, entry: Any, content_of: dict[str, str]) -> Row | Fault | None:
    if isinstance(entry, Fault):
        return _shortened(entry)
    try:
        row = _row(source, position, entry)
    except _Refused as refused:
        return _shortened(Fault(refused.reason, refused.remedy, dump(entry)))
    listing_id, content = row[2], row[3]
    if listing_id not in content_of:
        content_of[listing_id] = content
        return row
    return None if content_of[listing_id] == content else _shortened(_same_id(listing_id, entry))


def _row(source: str, position: int, entry: Any) -> Row:
    if not isinstance(entry, dict):
        raise _Refused(f"the entry is no object but {quoted(entry)}", "Write an object with id and title.")
    entry, payload, content = _written(entry)
    try:
        if _is_withdrawn(entry):
            return _withdrawn_row(source, position, entry, content, payload)
        return _listing_row(source, position, Listing.model_validate(entry), content, payload)
    except ValidationError as error:
        raise _Refused(*explain(error)) from error


def _written(entry: dict[str, Any]) -> tuple[dict[str, Any], str, str]:
    """The entry, its JSON text and the hash of its content, free of what no store can hold."""
    try:
        content = _canonical({key: value for key, value in entry.items() if key not in _VOLATILE})
        volatile = _canonical({key: entry[key] for key in _VOLATILE if key in entry})
    except RecursionError:
        raise _too_deep() from None
    except TypeError as error:
        remedy = "Deliver texts, numbers, lists and objects alone."
        raise _Refused(f"the entry holds what JSON has no form for: {shorten(error)}", remedy) from None
    except ValueError:
        path = next(_not_finite(entry), "a number")
        remedy = "Write a number, or leave the key out."
        raise _Refused(f"{path} is not finite (NaN or Infinity)", remedy) from None
    # Written once for both the hash and the payload: writing is a third of the cost of an entry.
    payload = ",".join(filter(None, (content[1:-1], volatile[1:-1]))).join("{}")
    _refuse_large(entry, payload)
    mended = mend_surrogates(payload)
    if mended is not payload:
        return _written(json.loads(mended))
    return entry, payload, hashlib.sha256(content.encode()).hexdigest()


def _refuse_large(entry: dict[str, Any], written: str) -> None:
    if len(written) > MAX_ENTRY:
        reason = f"the entry has {len(written):,} characters; at most {MAX_ENTRY:,} are allowed"
        raise _Refused(_with_longest(entry, reason), "Shorten it and deliver the entry again.")
    if written.count("{") + written.count("[") > MAX_DEPTH and _depth(entry) > MAX_DEPTH:
        raise _too_deep()


def _listing_row(source: str, position: int, listing: Listing, content: str, payload: str) -> Row:
    place = listing.location
    return (
        record_id(source, listing.id),
        source,
        listing.id,
        content,
        position,
        False,
        listing.title,
        listing.source_type,
        listing.short_description,
        listing.description,
        listing.highlights,
        _dates(listing.event_dates),
        place.name,
        place.sanitized.city or place.city,
        place.sanitized.district or place.district,
        place.street,
        place.street_no,
        place.zipcode,
        place.country or place.geo.country,
        *place.geo.point,
        listing.categories,
        listing.is_family_event,
        listing.is_child_focused,
        listing.admission_free,
        listing.registration_required,
        listing.registration_contact,
        listing.confidence_score,
        listing.online,
        payload,
    )


def _withdrawn_row(source: str, position: int, entry: dict[str, Any], content: str, payload: str) -> Row:
    listing_id = Withdrawal.model_validate(entry).id
    start = (record_id(source, listing_id), source, listing_id, content, position, True)
    row = dict(zip(LISTING_SCHEMA.names, start, strict=False))
    row |= {"title": "", "source_type": "", "dates": [], "payload": payload}
    return tuple(row.get(name) for name in LISTING_SCHEMA.names)


def _dates(delivered: list[EventDate]) -> list[dict[str, Any]]:
    found = [day.stored for day in delivered]
    ordered = sorted(set(found), key=_by_day) if len(found) > 1 else found
    return [dict(zip(("date", "start_time", "end_time", "end_date"), day, strict=True)) for day in ordered]


def _by_day(found: tuple[Any, ...]) -> list[str]:
    return [part.isoformat() if part else "" for part in found]


def _is_withdrawn(entry: dict[str, Any]) -> bool:
    try:
        return values.flag(entry.get("withdrawn")) is True
    except PydanticCustomError:
        return False  # the full check says what is wrong with it


def _same_id(listing_id: str, entry: Any) -> Fault:
    reason = (
        f'id "{shorten(listing_id)}" is given twice in this file with different content; the first one counts'
    )
    return Fault(reason, "Give each listing its own id, or deliver one of the two.", dump(entry))


def _too_deep() -> _Refused:
    return _Refused(
        f"the entry is nested more than {MAX_DEPTH} levels deep", "Deliver it without the inner levels."
    )


def _with_longest(entry: dict[str, Any], reason: str) -> str:
    sizes = {key: len(_canonical(value)) for key, value in entry.items()}
    longest = max(sizes, key=lambda key: (sizes[key], key))
    return f"{reason} ({shorten(longest)} alone has {sizes[longest]:,})"


def _shortened(fault: Fault) -> Fault:
    payload = fault.payload or ""
    if len(payload) <= MAX_PAYLOAD:
        return fault
    reason = f"{fault.reason} (the first {MAX_PAYLOAD:,} of {len(payload):,} characters are kept)"
    return replace(fault, reason=reason, payload=payload[:MAX_PAYLOAD])


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level := [part for part in level if isinstance(part, (dict, list))]:
        depth += 1
        level = [inner for part in level for inner in (part.values() if isinstance(part, dict) else part)]
    return depth


def _not_finite(value: Any, path: str = "") -> Iterator[str]:
    todo: list[tuple[str, Any]] = [(path, value)]
    while todo:
        path, part = todo.pop()
        if isinstance(part, float) and not math.isfinite(part):
            yield path.lstrip(".")
        elif isinstance(part, dict):
            todo.extend((f"{path}.{shorten(key)}", inner) for key, inner in reversed(part.items()))
        elif isinstance(part, list):
            todo.extend((f"{path}[{index}]", inner) for index, inner in reversed(list(enumerate(part))))
