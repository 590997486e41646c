"""Agreement of a partition with the true one, with intervals, fast enough to be drawn for many thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from event_dedup.review.dendrogram import Ints
from event_dedup.review.metrics import Floats

_NORMAL = 1.96


@dataclass(frozen=True, slots=True)
class Figure:
    """A share in 0..1 with its interval of 95 %."""

    name: str
    value: float
    low: float
    high: float


def figures(found: Ints, truth: Ints) -> list[Figure]:
    """Pairwise precision, recall and F1, and B-cubed F1, of clusters numbered from 0, one entry a record.

    The values are those of `metrics.pairwise` and `metrics.b_cubed`. The intervals come from how much each true
    cluster moves a figure (infinitesimal jackknife; Efron 1982), true clusters being independent.
    """
    _, which, size = np.unique(
        found * (truth.max(initial=0) + 1) + truth, return_inverse=True, return_counts=True
    )
    together = size[which].astype(float)
    in_found, in_truth = np.bincount(found)[found], np.bincount(truth)[truth]
    # Half a pair a record on either side, so that sums over records are numbers of pairs.
    true, joined, wanted = (_by_cluster(truth, (n - 1) / 2) for n in (together, in_found, in_truth))
    precise, recalled = _by_cluster(truth, together / in_found), _by_cluster(truth, together / in_truth)
    ones = _by_cluster(truth, np.ones(len(truth)))
    return [
        _figure("precision", *_ratio(true, joined)),
        _figure("recall", *_ratio(true, wanted)),
        _figure("F1", *_ratio(2 * true, joined + wanted)),
        _figure("B-cubed F1", *_harmonic(_ratio(precise, ones), _ratio(recalled, ones))),
    ]


def _by_cluster(truth: Ints, values: Floats) -> Floats:
    return np.bincount(truth, values).astype(np.float64)


def _ratio(above: Floats, below: Floats) -> tuple[float, Floats]:
    """The ratio of two sums, 1 where there is nothing below, and what each cluster adds to its error."""
    total = below.sum()
    value = float(above.sum() / total) if total else 1.0
    return value, (above - value * below) / total if total else np.zeros(len(above))


def _harmonic(one: tuple[float, Floats], two: tuple[float, Floats]) -> tuple[float, Floats]:
    (p, of_p), (r, of_r) = one, two
    total = p + r
    if not total:
        return 0.0, np.zeros(len(of_p))
    return 2 * p * r / total, 2 * (r * r * of_p + p * p * of_r) / total**2


def _figure(name: str, value: float, influence: Floats) -> Figure:
    clusters = max(2, len(influence))
    margin = _NORMAL * float(np.sqrt(clusters / (clusters - 1) * (influence**2).sum()))
    return Figure(name, value, max(0.0, value - margin), min(1.0, value + margin))
