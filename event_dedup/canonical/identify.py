"""Stable ids: which canonical event a cluster is, given what its records were before."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count


@dataclass(frozen=True, slots=True)
class IdMemory:
    """What ids named before, around the records of some clusters.

    `before`: record -> id it had (records that went are in it too); `dormant`: ended id -> records it had when it
    ended, `closed` those of them that have no successor; `age`: id that was ever given -> rank by creation, oldest
    lowest; `recalled`: record -> id it had before the action that is undone, which counts instead of `before`.
    """

    before: Mapping[str, str]
    dormant: Mapping[str, Collection[str]]
    age: Mapping[str, int]
    closed: Collection[str] = ()
    recalled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identities:
    """`ids`: leader of a cluster -> canonical id. `redirects`: id that ended -> its successor, None if closed.

    `awoken`: ids that had ended and name their event again.
    """

    ids: dict[str, str]
    redirects: dict[str, str | None]
    awoken: frozenset[str]


def identify(leaders: Mapping[str, str], known: IdMemory) -> Identities:
    """The canonical id of each cluster; `leaders` is record -> leader of its cluster.

    An id follows most of its records, a cluster keeps the id that most of its records bring (the older one on a
    tie). A merged id awakes where more than half of its last records are, a closed one where the first returns; it
    redirects where all of them have come into the cluster of another id.
    """
    ids = _following(leaders, known)
    ids |= _awaking(leaders, known, ids)
    ids |= _new(leaders, known, ids)
    live, named = set(known.before.values()), set(ids.values())
    awoken = (named - live) & {*known.age, *known.dormant}
    return Identities(ids, _successors(live - named, leaders, known, ids), frozenset(awoken))


def _following(leaders: Mapping[str, str], known: IdMemory) -> dict[str, str]:
    """Clusters that keep an id of their records."""
    claims: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    torn = []
    for old, share in _shares({**known.before, **known.recalled}, leaders).items():
        largest = [leader for leader in sorted(share) if share[leader] == max(share.values())]
        if len(largest) == 1:
            claims[largest[0]].append((-share[largest[0]], known.age.get(old, 0), old))
        elif largest:
            torn.append((known.age.get(old, 0), old, share[largest[0]], largest))
    awaited = _awaking(leaders, known, {})
    for rank, old, size, largest in sorted(torn):
        # Torn into equal parts, an id stays where no other one claims the cluster or would return to it.
        chosen = min(largest, key=lambda leader: (leader in claims, leader in awaited, leader))
        claims[chosen].append((-size, rank, old))
    return {leader: min(claim)[2] for leader, claim in claims.items()}


def _awaking(leaders: Mapping[str, str], known: IdMemory, kept: Mapping[str, str]) -> dict[str, str]:
    """Clusters to which an ended id returns, where they and the ids in `kept` are given already."""
    free = set(leaders.values()) - set(kept)
    awoken: dict[str, str] = {}
    asleep = set(known.dormant) - set(kept.values())
    for old in sorted(asleep, key=lambda ended: (known.age.get(ended, 0), ended)):
        share = Counter(leaders[record] for record in known.dormant[old] if record in leaders)
        share = Counter({leader: size for leader, size in share.items() if leader in free - set(awoken)})
        if share:
            leader = _largest(share)
            if old in known.closed or 2 * share[leader] > len(known.dormant[old]):
                awoken[leader] = old
    return awoken


def _new(leaders: Mapping[str, str], known: IdMemory, ids: Mapping[str, str]) -> dict[str, str]:
    """Clusters that are not in `ids`, each with an id that was never given."""
    given = {*known.age, *known.before.values(), *known.dormant, *ids.values()}
    new: dict[str, str] = {}
    for leader in sorted(set(leaders.values()) - set(ids)):
        new[leader] = next(name for name in _names(leader) if name not in given)
        given.add(new[leader])
    return new


def _successors(
    ended: Collection[str], leaders: Mapping[str, str], known: IdMemory, ids: Mapping[str, str]
) -> dict[str, str | None]:
    """Where ended ids lead: to the id of the largest part of their records, nowhere if none is left.

    A closed one leads on once all of its last records are in one cluster.
    """
    shares = _shares(known.before, leaders)
    found = {old: ids[_largest(shares[old])] if shares[old] else None for old in sorted(ended)}
    for old in sorted(set(known.closed) - set(ids.values())):
        clusters = {leaders.get(record, "") for record in known.dormant[old]}
        if len(clusters) == 1 and (leader := clusters.pop()):
            found[old] = ids[leader]
    return found


def _shares(before: Mapping[str, str], leaders: Mapping[str, str]) -> dict[str, Counter[str]]:
    """How many of its records each id has in each cluster."""
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    for record, old in before.items():
        shares[old].update([leaders[record]] if record in leaders else [])
    return shares


def _largest(share: Counter[str]) -> str:
    return min(share, key=lambda leader: (-share[leader], leader))


def names_for(leaders: Iterable[str]) -> list[Iterator[str]]:
    """For each leader the ids that `identify` tries in turn, to be looked up before it is called."""
    return [_names(leader) for leader in sorted(set(leaders))]


def _names(leader: str) -> Iterator[str]:
    """Ids for the event that this record leads, so that the same history gives the same ids."""
    for attempt in count():
        digest = hashlib.sha256(f"{leader}\0{attempt}".encode()).hexdigest()
        yield f"ev_{digest[:16]}"
