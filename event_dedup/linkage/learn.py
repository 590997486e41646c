"""A model that has learnt from judgements, with the model before as its prior."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from event_dedup.linkage.logistic import Floats
from event_dedup.linkage.model import Model
from event_dedup.linkage.train import LabelledPairs, fit, scales_of, weights_of, with_weights

STRENGTH = 8.0
"""Curvature (nats^-2) holding each weight to its prior: like 32 judged pairs at even odds."""


def learn(
    model: Model, judged: LabelledPairs, unordered: Collection[str] = (), strength: float = STRENGTH
) -> Model:
    """`model` with its m-probabilities and prior moved by the judged pairs; u and lexicon stay.

    Without judged pairs nothing moves. Nothing is saved: `compare_models` shows first what it would change.
    """
    if not len(judged.matches):
        return model
    weights = fit(
        scales_of(model.settings, unordered), [judged], strength, towards=weights_of(model.settings)
    )
    settings = with_weights(model.settings, weights, _u_of(model))
    trained_on = f"{model.trained_on}, {len(judged.matches)} judged pairs of {judged.name}"
    return replace(model, settings=settings, trained_on=trained_on)


def _u_of(model: Model) -> list[Floats]:
    """u of every level, lowest first, each comparison's made to add up to 1."""
    shares = []
    for each in model.settings["comparisons"]:
        u = [lv["u_probability"] for lv in reversed(each["comparison_levels"]) if not lv.get("is_null_level")]
        shares.append(np.array(u) / sum(u))
    return shares
