"""Agglomeration by mean match weight (average linkage) over a sparse graph, with pairs that must stay apart."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

UNSCORED = -2.0
"""What a pair that was never scored counts in a mean, in bits."""
# The most one pair can say.
_CLIP = 12.0


class _Link(NamedTuple):
    """What the scored pairs of two clusters say: the sum of their weights, their number, the strongest."""

    total: float
    scored: int
    strongest: float

    def with_(self, other: _Link) -> _Link:
        strongest = max(self.strongest, other.strongest)
        return _Link(self.total + other.total, self.scored + other.scored, strongest)

    def closeness(self, pairs: int, unscored: float) -> float:
        """The mean weight of all `pairs` of two clusters, and no closer than the strongest of them."""
        mean = (self.total + (pairs - self.scored) * unscored) / pairs
        return round(min(self.strongest, mean), 9)


@dataclass(slots=True)
class _Cluster:
    """A growing cluster: its size, its link to each neighbour, whom it must not meet."""

    size: int = 0
    links: dict[int, _Link] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)
    version: int = 0


def joins(
    leader: Mapping[int, int],
    weights: Iterable[tuple[int, int, float]],
    cannot: Iterable[tuple[int, int]],
    floor: float,
    unscored: float = UNSCORED,
) -> Iterator[tuple[float, int, int]]:
    """(closeness in bits, kept, gone) of every join of two clusters, the closest first, down to `floor`.

    Starts from the clusters of `leader` (a record, the smallest record of its cluster; records are numbers in their
    order), each named by its smallest record. Never joins across a pair of `cannot`; ties go to the smaller records.
    Below `unscored` a join may be a little closer than the joins it rests on; none is closer than its strongest pair.
    """
    clusters = _start(leader, weights, cannot)
    queue = [
        entry for name in clusters for entry in _entries(clusters, name, floor, unscored) if entry[1] == name
    ]
    heapq.heapify(queue)
    while queue:
        distance, kept, gone, version_kept, version_gone = heapq.heappop(queue)
        if _is_current(clusters, kept, version_kept) and _is_current(clusters, gone, version_gone):
            yield -distance, kept, gone
            _join(clusters, kept, gone)
            for entry in _entries(clusters, kept, floor, unscored):
                heapq.heappush(queue, entry)


def _start(
    leader: Mapping[int, int], weights: Iterable[tuple[int, int, float]], cannot: Iterable[tuple[int, int]]
) -> dict[int, _Cluster]:
    clusters: dict[int, _Cluster] = defaultdict(_Cluster)
    for name in leader.values():
        clusters[name].size += 1
    for left, right, weight in weights:
        clipped = max(-_CLIP, min(_CLIP, weight))
        _add_link(clusters, leader[left], leader[right], _Link(clipped, 1, clipped))
    for left, right in cannot:
        if leader[left] != leader[right]:
            clusters[leader[left]].apart.add(leader[right])
            clusters[leader[right]].apart.add(leader[left])
    return clusters


def _add_link(clusters: dict[int, _Cluster], left: int, right: int, link: _Link) -> None:
    if left == right:
        return
    known = clusters[left].links.get(right)
    clusters[left].links[right] = clusters[right].links[left] = known.with_(link) if known else link


def _entries(
    clusters: dict[int, _Cluster], name: int, floor: float, unscored: float
) -> Iterable[tuple[float, int, int, int, int]]:
    """Possible joins of cluster `name`: minus the closeness, both names, both versions."""
    this = clusters[name]
    for neighbour, link in this.links.items():
        other = clusters[neighbour]
        closeness = link.closeness(this.size * other.size, unscored)
        if closeness >= floor and neighbour not in this.apart:
            left, right = (name, neighbour) if name < neighbour else (neighbour, name)
            yield -closeness, left, right, clusters[left].version, clusters[right].version


def _is_current(clusters: dict[int, _Cluster], name: int, version: int) -> bool:
    return name in clusters and clusters[name].version == version


def _join(clusters: dict[int, _Cluster], kept: int, gone: int) -> None:
    """Move the links and bans of `gone` to `kept`, which names the union."""
    moved = clusters.pop(gone)
    clusters[kept].links.pop(gone, None)
    moved.links.pop(kept, None)
    for neighbour, link in moved.links.items():
        clusters[neighbour].links.pop(gone)
        _add_link(clusters, kept, neighbour, link)
    for neighbour in moved.apart:
        clusters[neighbour].apart.discard(gone)
        clusters[neighbour].apart.add(kept)
    clusters[kept].apart |= moved.apart
    clusters[kept].size += moved.size
    clusters[kept].version += 1
