"""A model that has learnt from judgements, with the model before as its prior."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from event_dedup.linkage.logistic import Floats, probability
from event_dedup.linkage.model import Model
from event_dedup.linkage.specification import weighing
from event_dedup.linkage.train import (
    LabelledPairs,
    Levels,
    Weighted,
    Weights,
    fit_weighted,
    scales_of,
    weights_of,
    with_weights,
)

STRENGTH = 2.0
"""Curvature (nats^-2) holding each weight to its prior: like 8 judged pairs at even odds."""
ANCHORS = 100.0
"""Pairs that the model before is taken to have judged itself, spread over all scored pairs.

Judgements are made where the model doubts, often on many pairs of one kind. Without anchors, 50 of them took
conferences from F1 .92 to .82; with anchors to .95.
"""


def learn(
    model: Model,
    judged: LabelledPairs,
    unordered: Collection[str],
    scored: Levels | None = None,
    strength: float = STRENGTH,
) -> Model:
    """`model` with its m-probabilities and prior moved by the judged pairs; u and lexicon stay.

    `scored` (n, comparisons) are the levels of all scored pairs: over them the model before keeps a say. Without
    judged pairs nothing moves. Nothing is saved.
    """
    if not len(judged.matches):
        return model
    before = weights_of(model.settings)
    seen = [Weighted(judged.levels, judged.matches, np.ones(len(judged.matches)))]
    if scored is not None and len(scored):
        seen.append(_anchors(before, scored))
    weights = fit_weighted(scales_of(model.settings, unordered), seen, strength, towards=before)
    trained_on = f"{model.trained_on}, {len(judged.matches)} judged pairs of {judged.name}"
    return replace(with_moved(model, weights), trained_on=trained_on, judged=len(judged.matches))


def with_moved(model: Model, weights: Weights) -> Model:
    """`model` with these weights: m and prior are others, u and lexicon stay."""
    return replace(model, settings=with_weights(model.settings, weights, _u_of(model)))


def _anchors(before: Weights, scored: Levels) -> Weighted:
    """All scored pairs as the model before judges them, together as heavy as `ANCHORS` judgements."""
    # 50,000 pairs show how a store of any size is scored; all pairs of a large one would not fit into memory.
    shown = scored[:: max(1, len(scored) // 50_000)]
    patterns, counts = np.unique(shown, axis=0, return_counts=True)
    share = probability(before.of(patterns) * np.log(2))
    weight = counts.astype(np.float64) * (ANCHORS / len(shown))
    return Weighted(patterns, share, weight)


def _u_of(model: Model) -> list[Floats]:
    """u of every level, lowest first, each comparison's made to add up to 1."""
    shares = []
    for each in model.settings["comparisons"]:
        u = [level["u_probability"] for level in weighing(each)]
        shares.append(np.array(u) / sum(u))
    return shares
