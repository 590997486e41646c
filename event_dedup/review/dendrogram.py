"""The order in which clusters join as the threshold falls: found once, then cut at any threshold."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from event_dedup.linkage import Judged, cluster
from event_dedup.linkage.agglomerate import _CLIP, MISSING_WEIGHT
from event_dedup.review.metrics import Floats

Ints = npt.NDArray[np.int64]

FLOOR = -5.0
"""Bits. The lowest threshold that can be cut at: below -6 pairs that were never scored would link."""

Links = list[dict[int, tuple[float, int]]]


@dataclass(frozen=True, slots=True)
class Dendrogram:
    """A forest over records 0..n-1 and their joins.

    `parent` of every node (itself at a root), `height` the mean match weight (bits) at which a node came to be, `first`
    its first record.
    """

    parent: Ints
    height: Floats
    first: Ints
    records: int

    def cut(self, at: float) -> Ints:
        """For every record the first record of its cluster at the match weight `at` (bits, FLOOR or more).

        The same clusters that `linkage.cluster` makes there: average linkage always joins the closest clusters, means
        never rise, so that a threshold only says where to stop.
        """
        reached = np.where(self.height[self.parent] >= at, self.parent, np.arange(len(self.parent)))
        while not np.array_equal(reached, further := reached[reached]):
            reached = further
        return self.first[reached[: self.records]]


def grow(
    records: Sequence[str], left: Ints, right: Ints, weight: Floats, judged: Sequence[Judged]
) -> Dendrogram:
    """The dendrogram of records (ordered by id) and scored pairs, judgements obeyed."""
    n = len(records)
    start = _judged_together(records, judged)
    top, parent, height = list(range(n)), list(range(n)), [math.inf] * n
    first = list(range(n))
    judged_joins = ((math.inf, leader, i) for i, leader in enumerate(start) if leader != i)
    for mean, kept, gone in [*judged_joins, *_joins(records, start, left, right, weight, judged)]:
        node = len(parent)
        parent[top[kept]] = parent[top[gone]] = node
        parent.append(node)
        height.append(mean)
        first.append(min(first[top[kept]], first[top[gone]]))
        top[kept] = node
    return Dendrogram(np.array(parent, dtype=np.int64), np.array(height), np.array(first, dtype=np.int64), n)


def _judged_together(records: Sequence[str], judged: Sequence[Judged]) -> list[int]:
    """For every record the first one that judgements alone put it together with."""
    place = {record: i for i, record in enumerate(records)}
    leader = list(range(len(records)))
    named = {record for each in judged for record in each.edge}
    for record, name in cluster(named, [], judged, math.inf).leader.items():
        leader[place[record]] = place[name]
    return leader


def _joins(
    records: Sequence[str],
    start: Sequence[int],
    left: Ints,
    right: Ints,
    weight: Floats,
    judged: Sequence[Judged],
) -> Iterator[tuple[float, int, int]]:
    """(mean weight, kept, gone) of every join, closest first, down to FLOOR; clusters are named by first records."""
    size = [0] * len(records)
    for name in start:
        size[name] += 1
    links = _links(start, left, right, weight)
    apart = _apart(records, start, judged)
    version = [0] * len(records)
    queue = [
        (-_rounded(total, count, size[a] * size[b]), a, b, 0, 0)
        for a, around in enumerate(links)
        for b, (total, count) in around.items()
        if a < b and b not in apart[a]
    ]
    queue = [entry for entry in queue if entry[0] <= -FLOOR]
    heapq.heapify(queue)
    while queue:
        _, kept, gone, of_kept, of_gone = heapq.heappop(queue)
        if version[kept] != of_kept or version[gone] != of_gone:
            continue
        total, count = links[kept][gone]
        yield _mean(total, count, size[kept] * size[gone]), kept, gone
        _join(links, apart, kept, gone)
        size[kept] += size[gone]
        version[kept] += 1
        version[gone] = -1
        for other, (total, count) in links[kept].items():
            entry = -_rounded(total, count, size[kept] * size[other])
            if entry <= -FLOOR and other not in apart[kept]:
                a, b = (kept, other) if kept < other else (other, kept)
                heapq.heappush(queue, (entry, a, b, version[a], version[b]))


def _mean(total: float, count: int, pairs: int) -> float:
    return (total + (pairs - count) * MISSING_WEIGHT) / pairs


def _rounded(total: float, count: int, pairs: int) -> float:
    return round(_mean(total, count, pairs), 9)


def _links(start: Sequence[int], left: Ints, right: Ints, weight: Floats) -> Links:
    """Per cluster the sum and number of scored pairs to each neighbour."""
    links: Links = [{} for _ in start]
    clipped = np.clip(weight, -_CLIP, _CLIP).tolist()
    for one, two, bits in zip(left.tolist(), right.tolist(), clipped, strict=True):
        a, b = start[one], start[two]
        if a != b:
            total, count = links[a].get(b, (0.0, 0))
            links[a][b] = links[b][a] = (total + bits, count + 1)
    return links


def _apart(records: Sequence[str], start: Sequence[int], judged: Sequence[Judged]) -> dict[int, set[int]]:
    place = {record: i for i, record in enumerate(records)}
    apart: dict[int, set[int]] = defaultdict(set)
    for each in judged:
        if each.verdict == "non_match":
            a, b = (start[place[record]] for record in each.edge)
            if a != b:
                apart[a].add(b)
                apart[b].add(a)
    return apart


def _join(links: Links, apart: dict[int, set[int]], kept: int, gone: int) -> None:
    """Move links and bans of `gone` to `kept`."""
    links[kept].pop(gone)
    for other, (total, count) in links[gone].items():
        if other != kept:
            links[other].pop(gone)
            more, number = links[kept].get(other, (0.0, 0))
            links[kept][other] = links[other][kept] = (total + more, count + number)
    links[gone] = {}
    for other in apart.pop(gone, ()):
        apart[other].discard(gone)
        apart[other].add(kept)
        apart[kept].add(other)
