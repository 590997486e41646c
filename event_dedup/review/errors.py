"""The mistakes of a run over a labelled set, worst first, each with why it happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from event_dedup.review.evaluate import Outcome
from event_dedup.review.metrics import Pair, pairs_of


class Mistake(StrEnum):
    """How a pair went wrong."""

    LINKED = "false merge: linked"
    CARRIED = "false merge: joined through others"
    NOT_COMPARED = "missed: never compared"
    TOO_LOW = "missed: below merge"
    KEPT_APART = "missed: parted by clustering"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A pair that was decided wrongly; the probability is None where the pair was never compared."""

    pair: Pair
    mistake: Mistake
    probability: float | None


def false_merges(outcome: Outcome) -> list[Wrong]:
    """Pairs that were joined and are two events, the surest first."""
    probability, merge = _probabilities(outcome), outcome.thresholds.merge
    return _surest_first(
        Wrong(
            pair,
            Mistake.LINKED if probability.get(pair, 0.0) >= merge else Mistake.CARRIED,
            probability.get(pair),
        )
        for pair in sorted(pairs_of(_labelled(outcome)) - pairs_of(outcome.truth))
    )


def missed_pairs(outcome: Outcome) -> list[Wrong]:
    """Pairs that are one event and were not joined, those never compared first, then the surest to be two."""
    probability = _probabilities(outcome)
    missed = sorted(pairs_of(outcome.truth) - pairs_of(_labelled(outcome)))
    return _surest_first(
        Wrong(pair, _why_missed(outcome, probability.get(pair)), probability.get(pair)) for pair in missed
    )[::-1]


def _why_missed(outcome: Outcome, probability: float | None) -> Mistake:
    if probability is None:
        return Mistake.NOT_COMPARED
    return Mistake.TOO_LOW if probability < outcome.thresholds.merge else Mistake.KEPT_APART


def _surest_first(wrongs: Iterable[Wrong]) -> list[Wrong]:
    return sorted(wrongs, key=lambda wrong: (-(wrong.probability or 0.0), wrong.pair))


def _labelled(outcome: Outcome) -> dict[str, str]:
    return {record: cluster for record, cluster in outcome.found.items() if record in outcome.truth}


def _probabilities(outcome: Outcome) -> dict[Pair, float]:
    return dict(zip(outcome.scored.pairs, outcome.scored.probability.tolist(), strict=True))
