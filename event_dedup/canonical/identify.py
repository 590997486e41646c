"""Stable ids: which canonical event a cluster is, given what its records were before."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice


@dataclass(frozen=True, slots=True)
class Identities:
    """`ids`: leader of a cluster -> canonical id. `redirects`: id that ended -> its successor, None if closed.

    `awoken`: ids that had ended and name their event again.
    """

    ids: dict[str, str]
    redirects: dict[str, str | None]
    awoken: frozenset[str]


def identify(
    leaders: Mapping[str, str],
    before: Mapping[str, str],
    dormant: Mapping[str, Collection[str]],
    age: Mapping[str, int],
    taken: Collection[str] = (),
) -> Identities:
    """The canonical id of each cluster.

    `leaders`: record -> leader of its cluster; `before`: record -> id it had (records that went are in it too);
    `dormant`: ended id -> records it had when it ended; `age`: id -> rank by creation, oldest lowest;
    `taken`: other ids that were ever given. An id follows most of its records, a cluster keeps the id that most
    of its records bring (the older one on a tie), an ended id awakes where more than half of its records are.
    """
    kept, redirects = _follow(leaders, before, age)
    free = {leader for leader in leaders.values() if leader not in kept}
    awoken = _awake(free, leaders, {**dormant}, age)
    ids = kept | awoken
    known = set(taken) | set(before.values()) | set(dormant) | set(ids.values())
    for leader in sorted(free - set(awoken)):
        ids[leader] = _new_id(leader, known)
        known.add(ids[leader])
    return Identities(ids, redirects, frozenset(awoken.values()))


def _follow(
    leaders: Mapping[str, str], before: Mapping[str, str], age: Mapping[str, int]
) -> tuple[dict[str, str], dict[str, str | None]]:
    """Clusters that keep an id, and the ids that end."""
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    for record, old in before.items():
        shares[old].update([leaders[record]] if record in leaders else [])
    claims: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    redirects: dict[str, str | None] = {}
    for old, share in shares.items():
        if share:
            leader = _largest(share)
            claims[leader].append((-share[leader], age.get(old, 0), old))
        else:
            redirects[old] = None
    kept = {leader: min(claim)[2] for leader, claim in claims.items()}
    for leader, claim in claims.items():
        redirects |= {old: kept[leader] for _, _, old in claim if old != kept[leader]}
    return kept, redirects


def _awake(
    free: set[str], leaders: Mapping[str, str], dormant: Mapping[str, Collection[str]], age: Mapping[str, int]
) -> dict[str, str]:
    """Clusters without an id to which an ended one returns."""
    awoken: dict[str, str] = {}
    for old in sorted(dormant, key=lambda ended: (age.get(ended, 0), ended)):
        share = Counter(leaders[record] for record in dormant[old] if record in leaders)
        if share:
            leader = _largest(share)
            if leader in free and leader not in awoken and 2 * share[leader] > len(dormant[old]):
                awoken[leader] = old
    return awoken


def _largest(share: Counter[str]) -> str:
    return min(share, key=lambda leader: (-share[leader], leader))


def _new_id(leader: str, known: Collection[str]) -> str:
    return next(name for name in _names(leader) if name not in known)


def names_for(leaders: Iterable[str]) -> list[str]:
    """The first ids that `identify` would try for these leaders, to be looked up before it is called."""
    return [name for leader in set(leaders) for name in islice(_names(leader), 3)]


def _names(leader: str) -> Iterator[str]:
    """Ids for the event that this record leads, so that the same history gives the same ids."""
    for attempt in count():
        digest = hashlib.sha256(f"{leader}\0{attempt}".encode()).hexdigest()
        yield f"ev_{digest[:16]}"
