"""How well a partition of records agrees with the true one: pure figures, no store, no Splink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Partition = Mapping[str, str]
"""The cluster of every record, both by id."""

Pair = tuple[str, str]
"""Two record ids, the smaller first."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall in 0..1; 1 where there was nothing to find or nothing was found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def pairwise(found: Partition, truth: Partition) -> Agreement:
    """Precision and recall of the pairs joined by `found`, over the records of `truth`.

    A record that `found` does not know stands alone; a record that `truth` does not know is left out.
    """
    share = _shares(found, truth)
    return _agreement(share.true.sum(), share.found.sum(), share.wanted.sum())


def b_cubed(found: Partition, truth: Partition) -> Agreement:
    """B-cubed: the mean over records of the share of its found cluster that is true, and the reverse.

    Bagga and Baldwin (1998), Entity-based cross-document coreferencing using the vector space model.
    """
    table, found_sizes, truth_sizes = _contingency(found, truth)
    records = sum(truth_sizes.values()) or 1
    precision = sum(n * n / found_sizes[f] for (f, _), n in table.items()) / records
    recall = sum(n * n / truth_sizes[t] for (_, t), n in table.items()) / records
    return Agreement(precision, recall) if truth_sizes else Agreement(1.0, 1.0)


def exact_clusters(found: Partition, truth: Partition) -> float:
    """The share of true clusters that were found with exactly their records."""
    table, found_sizes, truth_sizes = _contingency(found, truth)
    exact = sum(n == found_sizes[f] == truth_sizes[t] for (f, t), n in table.items())
    return exact / len(truth_sizes) if truth_sizes else 1.0


def f1_interval(
    found: Partition, truth: Partition, draws: int = 1000, level: float = 0.95, seed: int = 1
) -> tuple[float, float]:
    """The interval of pairwise F1 by bootstrap over true clusters (percentiles, seeded).

    A wrongly joined pair of two clusters counts half with each, so that the shares add up to the whole.
    """
    share = _shares(found, truth)
    if not len(share.true):
        return (1.0, 1.0)
    drawn = np.random.default_rng(seed).multinomial(
        len(share.true), np.full(len(share.true), 1 / len(share.true)), size=draws
    )
    true, total = drawn @ share.true, drawn @ (share.found + share.wanted)
    f1 = np.divide(2 * true, total, out=np.ones(draws), where=total > 0)
    low, high = np.quantile(f1, [(1 - level) / 2, (1 + level) / 2])
    return (float(low), float(high))


def pairs_of(partition: Partition) -> set[Pair]:
    """Every pair of records that share a cluster."""
    members: dict[str, list[str]] = {}
    for record, cluster in sorted(partition.items()):
        members.setdefault(cluster, []).append(record)
    return {(a, b) for each in members.values() for i, a in enumerate(each) for b in each[i + 1 :]}


def recall_of(wanted: set[Pair], found: Partition) -> float:
    """The share of the `wanted` pairs that `found` joins; 1 where none is wanted."""
    joined = sum(found.get(a, a) == found.get(b, b) for a, b in wanted)
    return joined / len(wanted) if wanted else 1.0


@dataclass(frozen=True, slots=True)
class _Shares:
    """One number a true cluster: pairs rightly joined, joined, and wanted."""

    true: Floats
    found: Floats
    wanted: Floats


def _shares(found: Partition, truth: Partition) -> _Shares:
    table, found_sizes, truth_sizes = _contingency(found, truth)
    row = {t: i for i, t in enumerate(sorted(truth_sizes))}
    share = _Shares(*(np.zeros(len(row)) for _ in range(3)))
    for (f, t), n in table.items():
        share.true[row[t]] += n * (n - 1) / 2
        share.found[row[t]] += n * (found_sizes[f] - 1) / 2
    for t, n in truth_sizes.items():
        share.wanted[row[t]] = n * (n - 1) / 2
    return share


def _contingency(
    found: Partition, truth: Partition
) -> tuple[Counter[tuple[Pair, str]], Counter[Pair], Counter[str]]:
    """Records a (found, true) cluster, a found cluster, a true cluster, over the records of `truth`."""
    label = {r: ("found", found[r]) if r in found else ("alone", r) for r in truth}
    table = Counter((label[r], truth[r]) for r in truth)
    return table, Counter(label.values()), Counter(truth.values())


def _agreement(true: float, found: float, wanted: float) -> Agreement:
    return Agreement(float(true / found) if found else 1.0, float(true / wanted) if wanted else 1.0)
