"""What other thresholds would make of the scored pairs, exactly as a run would, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from event_dedup.linkage import cluster, match_weight
from event_dedup.review.snapshot import Ints, Snapshot
from event_dedup.settings import Thresholds

SECONDS_A_PAIR = 3.0
"""What a pair costs a reviewer: a hundred pairs in five minutes."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Preview:
    """A partition of the records of a snapshot at some thresholds, compared with the saved one.

    `leader` holds for every record the position of a record that stands for its cluster. `merges` counts clusters
    that join several saved events, `splits` saved events that fall apart; `for_review` counts pairs from `review` up
    to `merge` that nobody has decided, `minutes` what they would cost.
    """

    thresholds: Thresholds
    leader: Ints
    events: int
    largest: int
    merges: int
    splits: int
    for_review: int
    minutes: float


def preview(snapshot: Snapshot, thresholds: Thresholds) -> Preview:
    """The events that a run would make with `thresholds`, and how they differ from the saved ones.

    Nothing is scored: the time goes into clusters that are neither pairs nor complete, a few in a hundred.
    """
    leader = partition(snapshot, thresholds.merge)
    sizes = np.bincount(leader, minlength=len(leader)) if len(leader) else np.zeros(0, dtype=np.int64)
    meetings = np.unique(leader * max(1, len(snapshot.event_ids)) + snapshot.event)
    clusters, events = np.divmod(meetings, max(1, len(snapshot.event_ids)))
    for_review = pairs_for_review(snapshot, thresholds)
    return Preview(
        thresholds=thresholds,
        leader=leader,
        events=int((sizes > 0).sum()),
        largest=int(sizes.max(initial=0)),
        merges=int((np.bincount(clusters) > 1).sum()) if len(clusters) else 0,
        splits=int((np.bincount(events) > 1).sum()) if len(events) else 0,
        for_review=for_review,
        minutes=for_review * SECONDS_A_PAIR / 60,
    )


def saved_state(snapshot: Snapshot) -> Preview:
    """The events of the last run as a preview of its own thresholds."""
    _, first = np.unique(snapshot.event, return_index=True)
    sizes = np.bincount(snapshot.event) if len(snapshot.event) else np.zeros(0, dtype=np.int64)
    for_review = pairs_for_review(snapshot, snapshot.thresholds)
    return Preview(
        thresholds=snapshot.thresholds,
        leader=first[snapshot.event] if len(first) else snapshot.event,
        events=len(snapshot.event_ids),
        largest=int(sizes.max(initial=0)),
        merges=0,
        splits=0,
        for_review=for_review,
        minutes=for_review * SECONDS_A_PAIR / 60,
    )


def pairs_for_review(snapshot: Snapshot, thresholds: Thresholds) -> int:
    """Pairs from `review` up to `merge` without a decision; a verdict of unsure is none."""
    doubtful = (snapshot.probability >= thresholds.review) & (snapshot.probability < thresholds.merge)
    if not snapshot.judged:
        return int(doubtful.sum())
    decided = {each.edge for each in snapshot.judged if each.verdict != "unsure"}
    return sum(snapshot.pair(i) not in decided for i in np.flatnonzero(doubtful))


def partition(snapshot: Snapshot, merge: float) -> Ints:
    """For every record the position of the first record of its cluster at the threshold `merge` (probability)."""
    at = match_weight(merge)
    linked = _links(snapshot, at)
    left, right = snapshot.left[linked], snapshot.right[linked]
    matched = _positions(snapshot, "match")
    component = connected(
        len(snapshot.records), np.concatenate([left, matched[0]]), np.concatenate([right, matched[1]])
    )
    mixed = _mixed(snapshot, component, left)
    leader = component.copy()
    if mixed.any():
        leader[mixed[component]] = _clustered(snapshot, mixed[component], at)
    return leader


def _links(snapshot: Snapshot, at: float) -> Ints:
    """Pairs that link at the match weight `at`: those reaching it, less those judged apart."""
    reaching = int(np.searchsorted(-snapshot.weight, -at, side="right"))
    linked = np.arange(reaching)
    apart = {each.edge for each in snapshot.judged if each.verdict == "non_match"}
    if apart:
        linked = linked[[snapshot.pair(i) not in apart for i in linked]]
    return linked


def _positions(snapshot: Snapshot, *verdicts: str) -> tuple[Ints, Ints]:
    """Both sides of every judged pair with one of `verdicts`."""
    where = {record: i for i, record in enumerate(snapshot.records)} if snapshot.judged else {}
    edges = [each.edge for each in snapshot.judged if each.verdict in verdicts]
    ends = [[where[record] for record in side] for side in zip(*edges, strict=True)] or [[], []]
    return np.array(ends[0], dtype=np.int64), np.array(ends[1], dtype=np.int64)


def connected(records: int, left: Ints, right: Ints) -> Ints:
    """For every record the first record that edges lead to; by hooking and pointer jumping."""
    root = np.arange(records)
    while True:
        low = np.minimum(root[left], root[right])
        before = root.copy()
        np.minimum.at(root, root[left], low)
        np.minimum.at(root, root[right], low)
        while not np.array_equal(root, root[root]):
            root = root[root]
        if np.array_equal(root, before):
            return root


def _mixed(snapshot: Snapshot, component: Ints, left: Ints) -> Flags:
    """Components that may be several clusters: not every pair of them links, or a judgement has a say."""
    size = np.bincount(component, minlength=len(component))
    links = np.bincount(component[left], minlength=len(component))
    mixed: Flags = links < size * (size - 1) // 2
    for side in _positions(snapshot, "match", "non_match"):
        mixed[component[side]] = True
    return mixed & (size > 1)


def _clustered(snapshot: Snapshot, chosen: Flags, at: float) -> Ints:
    """The cluster of the `chosen` records (whole components), as a run makes it."""
    places = np.flatnonzero(chosen)
    inside = np.flatnonzero(chosen[snapshot.left] & chosen[snapshot.right])
    names = {int(i): snapshot.records[i] for i in places}
    pairs = zip(
        snapshot.left[inside].tolist(),
        snapshot.right[inside].tolist(),
        snapshot.weight[inside].tolist(),
        strict=True,
    )
    known = set(names.values())
    judged = [each for each in snapshot.judged if each.record_id_l in known and each.record_id_r in known]
    found = cluster(names.values(), ((names[i], names[j], w) for i, j, w in pairs), judged, at).leader
    place = {name: i for i, name in names.items()}
    return np.array([place[found[names[int(i)]]] for i in places], dtype=np.int64)
