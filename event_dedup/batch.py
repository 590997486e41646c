"""Files in, canonical events out: the functions that a script, a worker or a notebook calls."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from event_dedup.clock import Clock, Listener
from event_dedup.in_force import configuration_behind, up_to_date
from event_dedup.ingest import Delivery, file_sha256, find_files, read_file, source_of, withdrawal
from event_dedup.pipeline import run
from event_dedup.report import RunReport
from event_dedup.settings import MatchingConfig
from event_dedup.store import Connection, memory, open_store
from event_dedup.user_error import UserError

log = logging.getLogger(__name__)

PORTION_BYTES = 50_000_000  # some 50,000 listings, for which a run takes about 2 GB


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

    More than PORTION_BYTES of files are taken in and linked in several portions, each saved by itself, so that
    memory is bounded. `config` None means the one saved in the store, or the default; `timeout` is in seconds, for
    a store in use. `tell` hears of each stage as it begins.
    Raises StoreError where the store cannot be used; the portions before are saved then.
    """
    return added_up([_process(portion, store, config, timeout, tell) for portion in _portions(list(paths))])


def _process(
    paths: list[Path], store: Path, config: MatchingConfig | None, timeout: float, tell: Listener | None
) -> BatchReport:
    clock = Clock(tell) if tell else Clock()
    with clock("read"):
        deliveries = _read_unknown(paths, store, timeout, clock)
    with open_store(store, timeout=timeout) as con:
        # Another process may have been quicker.
        known = memory.known_files(con, [(each.source, each.sha256) for each in deliveries])
        deliveries = [each for each in deliveries if (each.source, each.sha256) not in known]
        if not deliveries and up_to_date(con, config):
            return BatchReport(len(paths), len(paths), None, clock.seconds)
        report = run(con, deliveries, config, clock=clock)
    for file, listings, quarantined in report.deliveries:
        _log_file(file, listings, quarantined, report)
    return BatchReport(len(paths), len(paths) - len(deliveries), report, clock.seconds)


def _portions(paths: list[Path]) -> list[list[Path]]:
    """The files in their order, cut where they would be too much at once; one empty portion where there are none."""
    portions, held = [list[Path]()], 0
    for path in paths:
        size = _size(path)
        if portions[-1] and held + size > PORTION_BYTES:
            portions.append([])
            held = 0
        portions[-1].append(path)
        held += size
    return portions


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it tells what is wrong


def added_up(reports: list[BatchReport]) -> BatchReport:
    """Several batches as one: what came is added, what stands in the store is that of the last one."""
    runs = [report.run for report in reports if report.run]
    seconds: Counter[str] = Counter()
    for report in reports:
        seconds.update(report.seconds)
    total = runs and replace(
        runs[-1],
        listings=sum(run.listings for run in runs),
        quarantined=sum(run.quarantined for run in runs),
        pairs=sum(run.pairs for run in runs),
        matches=sum(run.matches for run in runs),
        created=sum(run.created for run in runs),
        oversized=max((run.oversized for run in runs), key=len),
        deliveries=[delivery for run in runs for delivery in run.deliveries],
    )
    files, known = sum(report.files for report in reports), sum(report.known for report in reports)
    return BatchReport(files, known, total or None, dict(seconds))


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

    `adapt_again` first adapts the model anew to all listings there are now.
    """
    with open_store(store, timeout=timeout) as con:
        return run(con, [], config, kind="rebuild", adapt_again=adapt_again)


def withdraw(
    store: Path,
    source: str,
    listing_id: str | Sequence[str],
    config: MatchingConfig | None = None,
    *,
    timeout: float = 30.0,
) -> RunReport:
    """Take a listing, or several of a source, out of their canonical events; these are made anew from the rest.

    Their history stays. `config` None means the one that the events were made with. A delivery does the same with
    `"withdrawn": true`. Raises UserError for a listing that was never delivered, and withdraws none then.
    """
    listing_ids = [listing_id] if isinstance(listing_id, str) else listing_id
    with open_store(store, timeout=timeout) as con:
        return take_out(con, [(source, each) for each in listing_ids], config)


def take_out(
    con: Connection, listings: Iterable[tuple[str, str]], config: MatchingConfig | None = None
) -> RunReport:
    """Withdraw listings, each (source, listing_id), in one transaction. `con` has the store attached.

    `config` None means the one that the events were made with.
    """
    wanted = list(dict.fromkeys(listings))
    unknown = [f"{source} {each}" for source, each in wanted if not memory.was_delivered(con, source, each)]
    if unknown:
        raise UserError(
            f"Never delivered: {', '.join(unknown)}. Nothing was withdrawn: check source and id, then run again."
        )
    first = memory.deliveries(con)
    withdrawals = [
        replace(
            withdrawal(source, each, first + number), processed_at=memory.after_versions(con, source, each)
        )
        for number, (source, each) in enumerate(wanted)
    ]
    return run(con, withdrawals, config or configuration_behind(con), kind="withdrawal")


def load_all_events_as_dicts(store: Path) -> list[dict[str, Any]]:
    """Every open canonical event with its provenance, by id. Raises StoreError where there is no store."""
    with open_store(store, read_only=True) as con:
        events = memory.all_canonical_events(con)
        return [dict(zip(events.columns, row, strict=True)) for row in events.fetchall()]


def _read_unknown(paths: list[Path], store: Path, timeout: float, clock: Clock) -> list[Delivery]:
    """Files whose bytes were never delivered by their source; the same bytes of a source twice count once.

    The store is not held while files are read.
    """
    keys = [(source_of(path.name), file_sha256(path)) for path in paths]
    # To write, so that a store of an older version is migrated.
    with open_store(store, timeout=timeout) as con:
        known = memory.known_files(con, keys)
    deliveries = []
    for done, (path, key) in enumerate(zip(paths, keys, strict=True)):
        clock.tell("read", done, len(paths))
        if key not in known:
            delivery = read_file(path)
            known |= {key, (delivery.source, delivery.sha256)}
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
