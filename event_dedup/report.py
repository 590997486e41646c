"""What a run did, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from event_dedup.settings import Thresholds
from event_dedup.store import Connection, memory


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run in numbers: what came, what was linked, what stands in the store now; `seconds` by stage.

    `created` counts canonical ids given for the first time, `oversized` holds (rule, size) of blocks too large to
    compare, `deliveries` (file, new or changed listings, quarantined entries) of each file.
    """

    kind: str
    model_id: str
    listings: int
    quarantined: int
    pairs: int
    matches: int
    created: int
    canonical_events: int
    for_review: int
    oversized: list[tuple[str, int]]
    deliveries: list[tuple[str, int, int]]
    seconds: dict[str, float]


def log_run(con: Connection, report: RunReport, at: Thresholds, now: datetime) -> None:
    """Add the run to the store's log of runs."""
    values = {
        "started_at": now,
        "kind": report.kind,
        "model_id": report.model_id,
        "merge": at.merge,
        "review": at.review,
        "files": len(report.deliveries),
        "listings": report.listings,
        "quarantined": report.quarantined,
        "pairs": report.pairs,
        "matches": report.matches,
        "canonical_events": report.canonical_events,
        "for_review": report.for_review,
    }
    memory.save_run(con, values, report.seconds)
