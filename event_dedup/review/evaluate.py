"""What a run got right, measured against labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from event_dedup.review.calibration import BINS, WIDE_BINS, Bin, calibration
from event_dedup.review.clear import Cleared
from event_dedup.review.metrics import (
    Agreement,
    Floats,
    Pair,
    Partition,
    b_cubed,
    exact_clusters,
    f1_interval,
    pairs_of,
    pairwise,
    recall_of,
)
from event_dedup.settings import Thresholds


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Pairs and their match probability (n), in one order."""

    pairs: list[Pair]
    probability: Floats

    def between(self, low: float, high: float) -> list[Pair]:
        """The pairs with a probability in [low, high)."""
        kept = np.flatnonzero((self.probability >= low) & (self.probability < high))
        return [self.pairs[i] for i in kept]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run over a labelled set.

    `reviewed` are the clusters after every pair between `review` and `merge` was judged as the truth has it.
    """

    name: str
    truth: Partition
    titles: Mapping[str, str]
    scored: ScoredPairs
    found: Partition
    reviewed: Partition
    thresholds: Thresholds
    seconds: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run; shares in 0..1."""

    name: str
    listings: int
    true_pairs: int
    pairwise: Agreement
    interval: tuple[float, float]
    b_cubed: Agreement
    exact_clusters: float
    different_titles_recall: float
    blocking_recall: float
    pairs_per_listing: float
    review_share: float
    reviewed: Agreement
    asked_share: float
    cleared: Agreement
    wide_bins: list[Bin]
    bins: list[Bin]
    seconds: float


def measure(outcome: Outcome, cleared: Cleared) -> Evaluation:
    """Every figure of a run over a labelled set whose review queue was answered."""
    truth, scored, at = outcome.truth, outcome.scored, outcome.thresholds
    wanted = pairs_of(truth)
    matches = np.array([float(pair in wanted) for pair in scored.pairs])
    records = max(1, len(truth))
    return Evaluation(
        name=outcome.name,
        listings=len(truth),
        true_pairs=len(wanted),
        pairwise=pairwise(outcome.found, truth),
        interval=f1_interval(outcome.found, truth),
        b_cubed=b_cubed(outcome.found, truth),
        exact_clusters=exact_clusters(outcome.found, truth),
        different_titles_recall=recall_of(differently_titled(wanted, outcome.titles), outcome.found),
        blocking_recall=len(wanted & set(scored.pairs)) / len(wanted) if wanted else 1.0,
        pairs_per_listing=len(scored.pairs) / records,
        review_share=len(scored.between(at.review, at.merge)) / records,
        reviewed=pairwise(outcome.reviewed, truth),
        asked_share=sum(left in truth and right in truth for left, right in cleared.asked) / records,
        cleared=pairwise(cleared.clusters, truth),
        wide_bins=calibration(scored.probability, matches, WIDE_BINS),
        bins=calibration(scored.probability, matches, BINS),
        seconds=outcome.seconds,
    )


def differently_titled(pairs: Iterable[Pair], titles: Mapping[str, str]) -> set[Pair]:
    """The pairs whose titles differ in more than case and spaces."""
    folded = {record: " ".join(title.casefold().split()) for record, title in titles.items()}
    return {(a, b) for a, b in pairs if folded[a] != folded[b]}
