"""How many questions the review queue would ask at other thresholds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from event_dedup.questions import matched
from event_dedup.review.dendrogram import Ints
from event_dedup.review.snapshot import Snapshot
from event_dedup.settings import Thresholds

Flags = npt.NDArray[np.bool_]


def questions(snapshot: Snapshot, leader: Ints, at: Thresholds) -> int:
    """Doubtful and weak questions, as `review_queue` asks them, were `leader` the saved events.

    `leader` holds for every record the position of the record that stands for its cluster.
    """
    judged = _positions(snapshot)
    left, right = snapshot.left, snapshot.right
    records = len(snapshot.records)
    unjudged = ~np.isin(meeting(left, right, records), meeting(judged[:, 0], judged[:, 1], records))
    asked = (snapshot.probability >= at.review) & unjudged
    apart = leader[left] != leader[right]
    doubtful = meeting(leader[left[asked & apart]], leader[right[asked & apart]], records)
    # What was said of one pair of two clusters holds for all of their pairs.
    said = meeting(leader[judged[:, 0]], leader[judged[:, 1]], records)
    doubts = np.setdiff1d(distinct(doubtful), distinct(said), assume_unique=True)
    return len(doubts) + _weak(snapshot, ~apart, asked & ~apart, at)


def distinct(values: Ints) -> Ints:
    """The different values, none below 0, in order.

    `np.unique` hashes integers since NumPy 2.3: 70 ms for 100,000 keys of the form a * n + b, 2 ms by sorting.
    """
    ordered = np.sort(values)
    different: Ints = ordered[np.diff(ordered, prepend=-1) != 0]
    return different


def meeting(left: Ints, right: Ints, records: int) -> Ints:
    """One number for each two records or clusters."""
    number: Ints = np.minimum(left, right) * records + np.maximum(left, right)
    return number


def _positions(snapshot: Snapshot) -> Ints:
    """Both records of every judgement, as positions (n, 2)."""
    position = {record: i for i, record in enumerate(snapshot.records)} if snapshot.judged else {}
    edges = [(position[each.record_id_l], position[each.record_id_r]) for each in snapshot.judged]
    return np.array(edges, dtype=np.int64).reshape(-1, 2)


def _weak(snapshot: Snapshot, inside: Flags, pairs: Flags, at: Thresholds) -> int:
    """Pairs on which a listing hangs, unless judged matches imply them."""
    best = np.zeros(len(snapshot.records))
    for ends in (snapshot.left, snapshot.right):
        np.maximum.at(best, ends[inside], snapshot.probability[inside])
    p, left, right = (values[pairs] for values in (snapshot.probability, snapshot.left, snapshot.right))
    weak = np.flatnonzero(pairs)[(p < at.sure) & ((p >= best[left]) | (p >= best[right]))]
    together = matched((each.edge, each.verdict) for each in snapshot.judged)
    return sum(not together.same(*snapshot.pair(i)) for i in weak)
