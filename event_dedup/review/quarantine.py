"""What could not be read: the entries with their reasons, and reading one again, mended or as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from event_dedup.in_force import configuration_behind
from event_dedup.ingest import QUARANTINE_SCHEMA, Delivery
from event_dedup.ingest.check import Checked, check_entries
from event_dedup.ingest.faults import sentence
from event_dedup.pipeline import run
from event_dedup.store import Connection, Relation, memory, open_store
from event_dedup.store.connect import scalar
from event_dedup.user_error import UserError


@dataclass(frozen=True, slots=True)
class Retry:
    """What became of one entry: read now, or why still not."""

    quarantine_id: int
    resolved: bool
    reason: str = ""


class NoSuchEntry(UserError):
    """There is no such quarantined entry; the message says what to do."""


def quarantined(con: Connection, *, resolved: bool = False) -> Relation:
    """Entries that wait, or those that were read since: one row an entry without its text, newest first.

    Columns id, where (the file, and the entry counted from 1), why, what to do, since (UTC).
    """
    return con.sql(
        f"""
        SELECT quarantine_id AS id, file || coalesce(', entry ' || (position + 1), '') AS "where", reason AS why,
            remedy AS "what to do", quarantined_at AS "since (UTC)"
        FROM store.quarantine
        WHERE resolved_at IS {"NOT" if resolved else ""} NULL
        ORDER BY quarantine_id DESC
        """
    )


def quarantined_entry(con: Connection, quarantine_id: int) -> dict[str, Any]:
    """One entry with its raw text. Raises NoSuchEntry."""
    found = con.sql(
        """
        SELECT q.*, d.processed_at, d.delivered_at
        FROM store.quarantine AS q
        LEFT JOIN store.delivery AS d ON d.source = q.source AND d.sha256 = q.file_sha256
        WHERE quarantine_id = $id
        ORDER BY d.delivered_at LIMIT 1
        """,
        params={"id": quarantine_id},
    )
    rows = found.fetchall()
    if not rows:
        raise NoSuchEntry(f"There is no entry {quarantine_id} in quarantine: reload the list.")
    return dict(zip(found.columns, rows[0], strict=True))


def retry_quarantine(store: Path, ids: Sequence[int], mended: Mapping[int, str] | None = None) -> list[Retry]:
    """Read entries again, as `mended` or else as they were delivered; those that pass become listings.

    Raises NoSuchEntry, StoreError.
    """
    return [retry_entry(store, each, (mended or {}).get(each)) for each in ids]


def retry_entry(store: Path, quarantine_id: int, text: str | None = None) -> Retry:
    """Read one entry again, as `text` where it was mended; it counts as delivered when its file was.

    Where another version of the listing has that very moment, as of an id that its file gives twice, it counts now.
    An entry that passes becomes a listing, is linked at once and leaves the quarantine, in one transaction. Raises
    NoSuchEntry, StoreError.
    """
    with open_store(store) as con:
        entry = quarantined_entry(con, quarantine_id)
        if entry["resolved_at"] is not None:
            return Retry(quarantine_id, True)
        checked = _checked(entry, text if text is not None else entry["payload"])
        if isinstance(checked, str):
            return Retry(quarantine_id, False, checked)
        delivery = _in_force(con, _delivery(entry, checked))
        run(con, [delivery], configuration_behind(con), kind="retry", resolves=[quarantine_id])
    return Retry(quarantine_id, True)


def _checked(entry: dict[str, Any], text: str | None) -> Checked | str:
    """The one listing in the text, or why there is none."""
    if entry["position"] is None:
        return "The file as a whole could not be read: mend it and deliver it again."
    if text is None:
        return "The raw text was not kept: deliver the entry again."
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"The text is no JSON ({error}): mend it and retry."
    checked = check_entries(entry["source"], [parsed])
    if checked.quarantine.num_rows:
        fault = checked.quarantine.to_pylist()[0]
        return f"{sentence(fault['reason'])} {fault['remedy']}"
    return checked


def _delivery(entry: dict[str, Any], checked: Checked) -> Delivery:
    """A delivery of this one entry, as old as the file it came from."""
    content = "".join(checked.listings.column("content_sha256").to_pylist())
    name = f"{entry['file_sha256']}:{entry['position']}:{content}"
    return Delivery(
        file=entry["file"],
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        source=entry["source"],
        format="retry",
        processed_at=entry["processed_at"] or entry["delivered_at"],
        metadata="{}",
        entries=1,
        listings=checked.listings,
        quarantine=QUARANTINE_SCHEMA.empty_table(),
    )


def _in_force(con: Connection, retried: Delivery) -> Delivery:
    """The delivery of an entry, at a moment of its own: between two versions of one moment only a hash decides."""
    [listing_id] = retried.listings.column("listing_id").to_pylist()
    taken = con.sql(
        """
        SELECT count(*) FROM store.listing
        WHERE source = $source AND listing_id = $listing_id AND effective_at = $moment
        """,
        params={"source": retried.source, "listing_id": listing_id, "moment": retried.processed_at},
    )
    if not scalar(taken):
        return retried
    return replace(retried, processed_at=memory.after_versions(con, retried.source, listing_id))
