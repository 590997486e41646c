"""What other thresholds would make of the scored pairs, exactly as a run would, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from event_dedup.linkage import match_weight
from event_dedup.review.asked import distinct, questions
from event_dedup.review.dendrogram import Ints
from event_dedup.review.snapshot import Snapshot
from event_dedup.settings import Thresholds

SECONDS_A_QUESTION = 3.0
"""What a question costs a reviewer: a hundred in five minutes."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A partition of the records of a snapshot at some thresholds, compared with the saved one.

    `leader` holds for every record the position of a record that stands for its cluster. `merges` counts clusters
    that join several saved events, `splits` saved events that fall apart; `questions` are those of the
    review queue.
    """

    thresholds: Thresholds
    leader: Ints
    events: int
    largest: int
    merges: int
    splits: int
    questions: int

    @property
    def minutes(self) -> float:
        """What the questions would cost reviewers."""
        return self.questions * SECONDS_A_QUESTION / 60


def preview(snapshot: Snapshot, thresholds: Thresholds) -> Preview:
    """The events that a run would make with `thresholds`, and how they differ from the saved ones.

    Nothing is scored or clustered: the dendrogram of the snapshot is cut. `merge` below 0.03 counts as 0.03.
    """
    leader = partition(snapshot, thresholds.merge)
    sizes = np.bincount(leader, minlength=len(leader)) if len(leader) else np.zeros(0, dtype=np.int64)
    meetings = distinct(leader * max(1, len(snapshot.event_ids)) + snapshot.event)
    clusters, events = np.divmod(meetings, max(1, len(snapshot.event_ids)))
    return Preview(
        thresholds=thresholds,
        leader=leader,
        events=int((sizes > 0).sum()),
        largest=int(sizes.max(initial=0)),
        merges=int((np.bincount(clusters) > 1).sum()) if len(clusters) else 0,
        splits=int((np.bincount(events) > 1).sum()) if len(events) else 0,
        questions=questions(snapshot, leader, thresholds),
    )


def saved_state(snapshot: Snapshot) -> Preview:
    """The events of the last run as a preview of its own thresholds."""
    _, first = np.unique(snapshot.event, return_index=True)
    sizes = np.bincount(snapshot.event) if len(snapshot.event) else np.zeros(0, dtype=np.int64)
    leader = first[snapshot.event] if len(first) else snapshot.event
    return Preview(
        thresholds=snapshot.thresholds,
        leader=leader,
        events=len(snapshot.event_ids),
        largest=int(sizes.max(initial=0)),
        merges=0,
        splits=0,
        questions=questions(snapshot, leader, snapshot.thresholds),
    )


def partition(snapshot: Snapshot, merge: float) -> Ints:
    """For every record the position of the first record of its cluster at the threshold `merge` (probability)."""
    return snapshot.dendrogram.cut(match_weight(merge))
