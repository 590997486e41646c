"""Records become clusters: constrained agglomeration inside components, must-links first, cannot-links for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from event_dedup.linkage.agglomerate import UNSCORED, joins
from event_dedup.linkage.groups import Groups

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement in force on a pair; `verdict` is match, non_match or unsure; `recency` is higher for newer ones."""

    record_id_l: str
    record_id_r: str
    verdict: str
    recency: int

    @property
    def edge(self) -> Edge:
        return _edge(self.record_id_l, self.record_id_r)


@dataclass(frozen=True, slots=True)
class Clustering:
    """Every record with the smallest record id of its cluster and of its component.

    `contradictions` are matches that could not be obeyed, because other judgements keep their records apart.
    """

    leader: dict[str, str]
    component: dict[str, str]
    contradictions: tuple[Judged, ...]


def cluster(
    records: Iterable[str],
    pairs: Iterable[tuple[str, str, float]],
    judgements: Sequence[Judged],
    merge_weight: float,
    unscored: float = UNSCORED,
) -> Clustering:
    """Clusters of records whose match weights, taken together, reach `merge_weight` and that no judgement forbids.

    `pairs` are scored pairs (record_id, record_id, match weight in bits), those below `merge_weight` too: they speak
    against a merge. A pair that is not given counts `unscored`. The order of all inputs is irrelevant, and
    the clusters of a component (records connected by pairs at or above `merge_weight` or judged a match) depend on
    that component alone.
    """
    known = sorted(set(records))
    verdicts = _newest(judgements, set(known))
    cannot = {judged.edge for judged in verdicts if judged.verdict == "non_match"}
    matches = [judged for judged in verdicts if judged.verdict == "match"]
    weights = {_edge(left, right): weight for left, right, weight in pairs if left != right}
    links = [edge for edge, weight in weights.items() if weight >= merge_weight and edge not in cannot]
    components = _connected(known, [*links, *(judged.edge for judged in matches)])
    joined, contradictions = _must_link(known, matches, cannot)
    inside = {edge: weights[edge] for edge in sorted(weights) if components.same(*edge)}
    _agglomerate(known, joined, inside, cannot, merge_weight, unscored)
    return Clustering(joined.leaders(), components.leaders(), contradictions)


def _edge(left: str, right: str) -> Edge:
    return (left, right) if left < right else (right, left)


def _newest(judgements: Sequence[Judged], known: set[str]) -> list[Judged]:
    """The newest judgement of every pair of known records, newest first."""
    newest: dict[Edge, Judged] = {}
    for judged in sorted(judgements, key=lambda judged: judged.recency):
        if judged.record_id_l in known and judged.record_id_r in known:
            newest[judged.edge] = judged
    return sorted(newest.values(), key=lambda judged: (-judged.recency, judged.edge))


def _connected(records: Sequence[str], edges: Iterable[Edge]) -> Groups:
    groups = Groups(records)
    for left, right in edges:
        groups.join(left, right)
    return groups


def _must_link(
    records: Sequence[str], matches: Sequence[Judged], cannot: set[Edge]
) -> tuple[Groups, tuple[Judged, ...]]:
    """Groups of records judged a match, newest judgement first; a match across a cannot-link is left out."""
    groups, contradictions = Groups(records), []
    apart = _neighbours(cannot)
    for judged in matches:
        if _kept_apart(groups, judged.edge, apart):
            contradictions.append(judged)
        else:
            groups.join(*judged.edge)
    return groups, tuple(contradictions)


def _agglomerate(
    records: Sequence[str],
    groups: Groups,
    weights: Mapping[Edge, float],
    cannot: set[Edge],
    merge_weight: float,
    unscored: float,
) -> None:
    """Join the groups of `records` (sorted) that are close enough."""
    number = {record: i for i, record in enumerate(records)}
    leader = {number[record]: number[name] for record, name in groups.leaders().items()}
    numbered = ((number[left], number[right], weight) for (left, right), weight in weights.items())
    banned = ((number[left], number[right]) for left, right in cannot)
    for _, kept, gone in joins(leader, numbered, banned, merge_weight, unscored):
        groups.join(records[kept], records[gone])


def _kept_apart(groups: Groups, edge: Edge, apart: dict[str, set[str]]) -> bool:
    left, right = (groups.members(record) for record in edge)
    if left is right:
        return False
    smaller, larger = sorted((left, right), key=len)
    other = groups.find(larger[0])
    return any(groups.find(rival) == other for record in smaller for rival in apart.get(record, ()))


def _neighbours(edges: Iterable[Edge]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for left, right in edges:
        found[left].add(right)
        found[right].add(left)
    return found
