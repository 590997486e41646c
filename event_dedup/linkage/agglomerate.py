"""Average linkage on match weights over a sparse graph, with pairs that must stay apart."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from event_dedup.linkage.groups import Groups

# What a pair that was never scored counts in a mean, and the most one pair can say.
MISSING_WEIGHT = -6.0
_CLIP = 12.0

Edge = tuple[str, str]


@dataclass(slots=True)
class _Cluster:
    """A growing cluster: its size, the sum and number of scored pairs to each neighbour, whom it must not meet."""

    size: int
    links: dict[str, tuple[float, int]] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)
    version: int = 0


def agglomerate(
    groups: Groups, weights: Mapping[Edge, float], cannot: Iterable[Edge], merge_weight: float
) -> dict[str, str]:
    """The smallest record of its cluster for every record, the closest clusters joined first.

    Starts from `groups` (records already together), joins while the mean weight of two clusters reaches
    `merge_weight`, never across a pair of `cannot`. Ties go to the smaller record ids.
    """
    clusters = _start(groups, weights, cannot)
    queue = [
        entry for name in clusters for entry in _entries(clusters, name, merge_weight) if entry[1] == name
    ]
    heapq.heapify(queue)
    while queue:
        _, left, right, version_l, version_r = heapq.heappop(queue)
        if _is_current(clusters, left, version_l) and _is_current(clusters, right, version_r):
            kept = _join(clusters, left, right)
            groups.join(left, right)
            for entry in _entries(clusters, kept, merge_weight):
                heapq.heappush(queue, entry)
    return groups.leaders()


def _start(groups: Groups, weights: Mapping[Edge, float], cannot: Iterable[Edge]) -> dict[str, _Cluster]:
    leader = groups.leaders()
    clusters: dict[str, _Cluster] = {}
    for name in leader.values():
        clusters.setdefault(name, _Cluster(0)).size += 1
    for (left, right), weight in weights.items():
        _add_link(clusters, leader[left], leader[right], max(-_CLIP, min(_CLIP, weight)), 1)
    for left, right in cannot:
        if leader[left] != leader[right]:
            clusters[leader[left]].apart.add(leader[right])
            clusters[leader[right]].apart.add(leader[left])
    return clusters


def _add_link(clusters: dict[str, _Cluster], left: str, right: str, weight: float, pairs: int) -> None:
    if left == right:
        return
    for here, there in ((left, right), (right, left)):
        total, count = clusters[here].links.get(there, (0.0, 0))
        clusters[here].links[there] = (total + weight, count + pairs)


def _entries(
    clusters: dict[str, _Cluster], name: str, merge_weight: float
) -> Iterable[tuple[float, str, str, int, int]]:
    """Possible joins of cluster `name`: minus the mean weight, both names, both versions."""
    this = clusters[name]
    for neighbour, (total, count) in this.links.items():
        other = clusters[neighbour]
        pairs = this.size * other.size
        mean = (total + (pairs - count) * MISSING_WEIGHT) / pairs
        if mean >= merge_weight and neighbour not in this.apart:
            left, right = sorted((name, neighbour))
            yield -round(mean, 9), left, right, clusters[left].version, clusters[right].version


def _is_current(clusters: dict[str, _Cluster], name: str, version: int) -> bool:
    return name in clusters and clusters[name].version == version


def _join(clusters: dict[str, _Cluster], left: str, right: str) -> str:
    """Move the links of the larger name to the smaller, which names the union."""
    kept, gone = (left, right) if left < right else (right, left)
    moved = clusters.pop(gone)
    clusters[kept].links.pop(gone, None)
    moved.links.pop(kept, None)
    for neighbour, (total, count) in moved.links.items():
        clusters[neighbour].links.pop(gone)
        _add_link(clusters, kept, neighbour, total, count)
    for neighbour in moved.apart:
        clusters[neighbour].apart.discard(gone)
        clusters[neighbour].apart.add(kept)
    clusters[kept].apart |= moved.apart
    clusters[kept].size += moved.size
    clusters[kept].version += 1
    return kept
