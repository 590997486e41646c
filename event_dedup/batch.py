"""Files in, canonical events out: the functions that a script, a worker or a notebook calls."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from event_dedup.clock import Clock, Listener
from event_dedup.in_force import up_to_date
from event_dedup.ingest import Delivery, file_sha256, find_files, read_file, withdrawal
from event_dedup.pipeline import run
from event_dedup.report import RunReport
from event_dedup.settings import MatchingConfig
from event_dedup.store import memory, open_store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """`run` is None where every file was known already, so that there was nothing to do."""

    files: int
    known: int
    run: RunReport | None
    seconds: dict[str, float]


def process_file_batch(
    paths: Iterable[Path],
    store: Path,
    config: MatchingConfig | None = None,
    *,
    timeout: float = 30.0,
    tell: Listener | None = None,
) -> BatchReport:
    """Take in all files, then link them at once. Files whose bytes are known change nothing.

    `config` None means the one saved in the store, or the default; `timeout` is in seconds, for a store in use.
    `tell` hears of each stage as it begins.
    Raises StoreError where the store cannot be used.
    """
    paths = list(paths)
    clock = Clock(tell) if tell else Clock()
    with clock("read"):
        deliveries = _read_unknown(paths, store, timeout, clock)
    with open_store(store, timeout=timeout) as con:
        known = memory.known_files(con)  # another process may have been quicker
        deliveries = [each for each in deliveries if each.sha256 not in known]
        if not deliveries and up_to_date(con, config):
            return BatchReport(len(paths), len(paths), None, clock.seconds)
        report = run(con, deliveries, config, clock=clock)
    for file, listings, quarantined in report.deliveries:
        _log_file(file, listings, quarantined, report)
    return BatchReport(len(paths), len(paths) - len(deliveries), report, clock.seconds)


def process_new_file(path: Path, store: Path, config: MatchingConfig | None = None) -> BatchReport:
    """Take in one file and link its listings with what the store holds."""
    return process_file_batch([path], store, config)


def process_existing_files(
    folder: Path, store: Path, config: MatchingConfig | None = None, pattern: str = "*"
) -> BatchReport:
    """Take in every file of a folder. Raises FileNotFoundError where there is no such folder."""
    return process_file_batch(find_files(folder, pattern), store, config)


def replace_canonical_events(
    store: Path, config: MatchingConfig | None = None, *, adapt_again: bool = False, timeout: float = 30.0
) -> RunReport:
    """Derive everything anew from listings, judgements, model and configuration. Ids stay what they were.

    `adapt_again` first learns word rarity and places from all listings there are now; the weights stay.
    """
    with open_store(store, timeout=timeout) as con:
        return run(con, [], config, kind="rebuild", adapt_again=adapt_again)


def withdraw(
    store: Path, source: str, listing_id: str, config: MatchingConfig | None = None, *, timeout: float = 30.0
) -> RunReport:
    """Take a listing out of its canonical event, which is made anew from the rest; its history stays.

    A delivery does the same with `"withdrawn": true`. Raises LookupError for a listing that was never delivered.
    """
    with open_store(store, timeout=timeout) as con:
        if not memory.was_delivered(con, source, listing_id):
            raise LookupError(f"{source} never delivered a listing {listing_id}: check source and id.")
        withdrawn = withdrawal(source, listing_id, memory.deliveries(con))
        at = memory.after_versions(con, source, listing_id)
        return run(con, [replace(withdrawn, processed_at=at)], config, kind="withdrawal")


def load_all_events_as_dicts(store: Path) -> list[dict[str, Any]]:
    """Every open canonical event with its provenance, by id. Raises StoreError where there is no store."""
    with open_store(store, read_only=True) as con:
        events = memory.all_canonical_events(con)
        return [dict(zip(events.columns, row, strict=True)) for row in events.fetchall()]


def _read_unknown(paths: list[Path], store: Path, timeout: float, clock: Clock) -> list[Delivery]:
    """Files whose bytes were never delivered; the same bytes twice count once."""
    with open_store(
        store, timeout=timeout
    ) as con:  # to write, so that a store of an older version is migrated
        known = memory.known_files(con)
    deliveries = []
    for done, path in enumerate(paths):
        clock.tell("read", done, len(paths))
        if file_sha256(path) not in known:
            delivery = read_file(path)
            known.add(delivery.sha256)
            deliveries.append(delivery)
    return deliveries


def _log_file(file: str, listings: int, quarantined: int, report: RunReport) -> None:
    counts = {
        "file": file,
        "events_ingested": listings,
        "quarantined": quarantined,
        "total_events": report.canonical_events,
        "matches_found": report.matches,
        "canonicals_created": report.created,
        "flagged_for_review": report.for_review,
    }
    log.log(logging.WARNING if quarantined else logging.INFO, "file processed", extra=counts)
