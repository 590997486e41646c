"""Whether a match probability means what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from event_dedup.review.metrics import Floats

BINS = (0.0, 0.05, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
WIDE_BINS = (0.5, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs with a probability in [low, high), the last bin with its upper end: how sure, and how right."""

    low: float
    high: float
    pairs: int
    mean_probability: float
    true_share: float

    @property
    def gap(self) -> float:
        """True share less mean probability, in 0..1: above 0 where the model is too shy; 0 without pairs."""
        return self.true_share - self.mean_probability if self.pairs else 0.0

    @property
    def chance(self) -> float:
        """The gap that chance alone makes: 1.96 standard errors of the true share."""
        p = self.mean_probability
        return float(1.96 * np.sqrt(p * (1 - p) / self.pairs)) if self.pairs else 0.0


def calibration(probabilities: Floats, matches: Floats, edges: Sequence[float] = BINS) -> list[Bin]:
    """One bin an interval between neighbouring `edges`; `matches` holds 1 where the pair is true, else 0."""
    which = np.searchsorted(edges, probabilities, side="right") - 1
    which[probabilities == edges[-1]] = len(edges) - 2
    return [
        _bin(low, high, probabilities[which == i], matches[which == i])
        for i, (low, high) in enumerate(pairwise(edges))
    ]


def _bin(low: float, high: float, probabilities: Floats, matches: Floats) -> Bin:
    if not len(probabilities):
        return Bin(low, high, 0, (low + high) / 2, (low + high) / 2)
    return Bin(low, high, len(probabilities), float(probabilities.mean()), float(matches.mean()))
