"""What other thresholds would make of the scored pairs, exactly as a run would, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from event_dedup.linkage import match_weight
from event_dedup.review.dendrogram import FLOOR, Ints
from event_dedup.review.snapshot import Snapshot
from event_dedup.settings import Thresholds

SECONDS_A_PAIR = 3.0
"""What a pair costs a reviewer: a hundred pairs in five minutes."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A partition of the records of a snapshot at some thresholds, compared with the saved one.

    `leader` holds for every record the position of a record that stands for its cluster. `merges` counts clusters
    that join several saved events, `splits` saved events that fall apart; `between` counts pairs from `review` up
    to `merge` that nobody has decided, `minutes` what they would cost.
    """

    thresholds: Thresholds
    leader: Ints
    events: int
    largest: int
    merges: int
    splits: int
    between: int
    minutes: float


def preview(snapshot: Snapshot, thresholds: Thresholds) -> Preview:
    """The events that a run would make with `thresholds`, and how they differ from the saved ones.

    Nothing is scored or clustered: the dendrogram of the snapshot is cut. `merge` below 0.03 counts as 0.03.
    """
    leader = partition(snapshot, thresholds.merge)
    sizes = np.bincount(leader, minlength=len(leader)) if len(leader) else np.zeros(0, dtype=np.int64)
    meetings = distinct(leader * max(1, len(snapshot.event_ids)) + snapshot.event)
    clusters, events = np.divmod(meetings, max(1, len(snapshot.event_ids)))
    between = pairs_between(snapshot, thresholds)
    return Preview(
        thresholds=thresholds,
        leader=leader,
        events=int((sizes > 0).sum()),
        largest=int(sizes.max(initial=0)),
        merges=int((np.bincount(clusters) > 1).sum()) if len(clusters) else 0,
        splits=int((np.bincount(events) > 1).sum()) if len(events) else 0,
        between=between,
        minutes=between * SECONDS_A_PAIR / 60,
    )


def saved_state(snapshot: Snapshot) -> Preview:
    """The events of the last run as a preview of its own thresholds."""
    _, first = np.unique(snapshot.event, return_index=True)
    sizes = np.bincount(snapshot.event) if len(snapshot.event) else np.zeros(0, dtype=np.int64)
    between = pairs_between(snapshot, snapshot.thresholds)
    return Preview(
        thresholds=snapshot.thresholds,
        leader=first[snapshot.event] if len(first) else snapshot.event,
        events=len(snapshot.event_ids),
        largest=int(sizes.max(initial=0)),
        merges=0,
        splits=0,
        between=between,
        minutes=between * SECONDS_A_PAIR / 60,
    )


def pairs_between(snapshot: Snapshot, thresholds: Thresholds) -> int:
    """Pairs from `review` up to `merge` without a decision; a verdict of unsure is none."""
    doubtful = (snapshot.probability >= thresholds.review) & (snapshot.probability < thresholds.merge)
    if not snapshot.judged:
        return int(doubtful.sum())
    decided = {each.edge for each in snapshot.judged if each.verdict != "unsure"}
    return sum(snapshot.pair(i) not in decided for i in np.flatnonzero(doubtful))


def distinct(values: Ints) -> Ints:
    """The different values, none below 0, in order.

    `np.unique` hashes integers since NumPy 2.3: 70 ms for 100,000 keys of the form a * n + b, 2 ms by sorting.
    """
    ordered = np.sort(values)
    different: Ints = ordered[np.diff(ordered, prepend=-1) != 0]
    return different


def partition(snapshot: Snapshot, merge: float) -> Ints:
    """For every record the position of the first record of its cluster at the threshold `merge` (probability)."""
    return snapshot.dendrogram.cut(max(FLOOR, match_weight(merge)))
