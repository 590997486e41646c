"""The order in which clusters join as the threshold falls: found once, then cut at any threshold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from event_dedup.linkage import Judged, cluster
from event_dedup.linkage.agglomerate import joins
from event_dedup.review.metrics import Floats

Ints = npt.NDArray[np.int64]

FLOOR = -5.0
"""Bits. The lowest threshold that can be cut at: nobody merges what is one event in thirty times."""


@dataclass(frozen=True, slots=True)
class Dendrogram:
    """A forest over records 0..n-1 and their joins.

    `parent` of every node (itself at a root), `height` the threshold (bits) up to which a node comes to be, `first` its
    first record.
    """

    parent: Ints
    height: Floats
    first: Ints
    records: int

    def cut(self, at: float) -> Ints:
        """For every record the first record of its cluster at the match weight `at` (bits), FLOOR at least.

        The same clusters that `linkage.cluster` makes there: the closest clusters always join first, so that a
        threshold only says where to stop. No node is higher than the nodes it joins.
        """
        reached = np.where(
            self.height[self.parent] >= max(FLOOR, at), self.parent, np.arange(len(self.parent))
        )
        while not np.array_equal(reached, further := reached[reached]):
            reached = further
        return self.first[reached[: self.records]]


def grow(
    records: Sequence[str], left: Ints, right: Ints, weight: Floats, judged: Sequence[Judged]
) -> Dendrogram:
    """The dendrogram of records (ordered by id) and scored pairs, judgements obeyed."""
    n = len(records)
    number = {record: i for i, record in enumerate(records)}
    start = _judged_together(number, judged)
    weights = zip(left.tolist(), right.tolist(), weight.tolist(), strict=True)
    cannot = (
        (number[each.record_id_l], number[each.record_id_r]) for each in judged if each.verdict == "non_match"
    )
    top, parent, height, first = list(range(n)), list(range(n)), [math.inf] * n, list(range(n))
    judged_joins = ((math.inf, leader, i) for i, leader in enumerate(start) if leader != i)
    for closeness, kept, gone in chain(judged_joins, joins(dict(enumerate(start)), weights, cannot, FLOOR)):
        joined = top[kept], top[gone]
        top[kept] = parent[joined[0]] = parent[joined[1]] = len(parent)
        height.append(min(closeness, *(height[node] for node in joined)))
        first.append(min(first[node] for node in joined))
        parent.append(top[kept])
    return Dendrogram(np.array(parent, dtype=np.int64), np.array(height), np.array(first, dtype=np.int64), n)


def _judged_together(number: Mapping[str, int], judged: Sequence[Judged]) -> list[int]:
    """For every record the first one that judgements alone put it together with."""
    leader = list(range(len(number)))
    named = {record for each in judged for record in each.edge}
    for record, name in cluster(named, [], judged, math.inf).leader.items():
        leader[number[record]] = number[name]
    return leader
