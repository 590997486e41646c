"""A model's weights from labelled pairs: one logistic regression over comparison levels.

Fellegi and Sunter take comparisons as independent and count m and u one by one; evidence that says the same
thing twice is then counted twice. Fitting all levels together gives each the weight it has beside the others.
The result is written as m and u, so that Splink scores, explains and charts it as any other model.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from event_dedup.linkage.logistic import Floats, Observations, fit_logistic
from event_dedup.linkage.specification import level_weight, weighing
from event_dedup.user_error import UserError

Levels = npt.NDArray[np.int16]

RIDGE = 3.0
"""Curvature (nats^-2) that pulls each weight towards its prior: like 12 pairs at even odds.

With 0.7 the kinds of listing that a model never saw fare worse (mean F1 over fourteen such sets .950 and .951).
"""
BALANCE = 0.65
"""How far small sets are made to count like large ones: 0 every pair the same, 1 every set the same.

Unseen German regions, Santa Rosa and conferences (unseen halves): F1 .940, .958, .971 with 1, .954, .952, .965 with
0.5, and .953, .962, .967 with this: at 1 a set of 139 pairs binds the weights of all.
"""
SMOOTHING = 0.5
"""Pairs added to each level before u is counted, so that no level has u = 0."""


class TrainingError(UserError):
    """Labelled pairs that no model can be fitted to; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """Pairs of a set: `levels` (n, comparisons) as Splink numbers them, -1 for null; `matches` (n) 0 or 1."""

    name: str
    levels: Levels
    matches: Floats


@dataclass(frozen=True, slots=True)
class Weighted:
    """Pairs that count as much as `weight` (n) says; `share` (n) is the part of each that matches, in 0..1."""

    levels: Levels
    share: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Scale:
    """One comparison: how many levels it has beside null, and whether a higher one never counts for less."""

    levels: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """Match weights in bits: the prior's, and per comparison one a level, lowest first (null has 0)."""

    prior: float
    levels: tuple[Floats, ...]

    def of(self, levels: Levels) -> Floats:
        """The match weight in bits of each row of `levels` (n, comparisons)."""
        total = np.full(len(levels), self.prior)
        for column, weights in zip(levels.T, self.levels, strict=True):
            total += np.append(weights, 0.0)[column]
        return total


def train(
    settings: Mapping[str, Any],
    sets: Sequence[LabelledPairs],
    unordered: Collection[str],
    ridge: float = RIDGE,
) -> dict[str, Any]:
    """Splink settings with m, u and prior fitted to the labelled `sets`, each balanced by `BALANCE`.

    Comparisons not named in `unordered` get weights that never fall from a level to the next higher one. Every
    weight is pulled a little towards the one that `settings` has. Raises TrainingError where the sets hold no
    match or no non-match.
    """
    matches = np.concatenate([each.matches for each in sets])
    if not 0 < matches.sum() < len(matches):
        raise TrainingError(
            f"{len(matches)} labelled pairs hold {int(matches.sum())} matches: label pairs of both kinds."
        )
    scales = scales_of(settings, unordered)
    weights = fit(scales, sets, ridge, towards=weights_of(settings))
    return with_weights(settings, weights, _level_shares(scales, sets))


def scales_of(settings: Mapping[str, Any], unordered: Collection[str]) -> list[Scale]:
    """The comparisons of Splink settings, in their order."""
    return [
        Scale(len(weighing(each)), each["output_column_name"] not in unordered)
        for each in settings["comparisons"]
    ]


def weights_of(settings: Mapping[str, Any]) -> Weights:
    """The match weights that Splink settings give: log2(m/u) a level (0 where it has none), and the prior."""
    prior = settings["probability_two_random_records_match"]
    per_comparison = tuple(
        np.array([level_weight(level) for level in weighing(each)]) for each in settings["comparisons"]
    )
    return Weights(float(np.log2(prior / (1 - prior))), per_comparison)


def fit(
    scales: Sequence[Scale],
    sets: Sequence[LabelledPairs],
    ridge: float = RIDGE,
    towards: Weights | None = None,
) -> Weights:
    """The weights of least penalised log loss, pulled by `ridge` towards the weights `towards` (or 0).

    A set counts in proportion to its pairs to the power of 1 - `BALANCE`; together they count as all their pairs.
    """
    sizes = np.array([max(1, len(each.matches)) for each in sets], dtype=float)
    a_pair = sizes**-BALANCE * sizes.sum() / (sizes ** (1 - BALANCE)).sum()
    balanced = [
        Weighted(each.levels, each.matches, np.full(len(each.matches), weight))
        for each, weight in zip(sets, a_pair, strict=True)
    ]
    return fit_weighted(scales, balanced, ridge, towards)


def fit_weighted(
    scales: Sequence[Scale], pairs: Sequence[Weighted], ridge: float, towards: Weights | None
) -> Weights:
    """As `fit`, with a weight for every pair."""
    seen = _observations(scales, pairs)
    steps, non_negative = _steps(scales)
    penalty = np.full(len(steps), ridge)
    penalty[0] = 1e-6 if towards is None else ridge
    centre = np.zeros(len(steps)) if towards is None else np.log(2) * _flat(towards)
    found = fit_logistic(
        Observations(seen.features @ steps, seen.true_share, seen.weight),
        steps.T * penalty @ steps,
        np.linalg.solve(steps, centre),
        non_negative,
    )
    return _unflat(scales, steps @ found / np.log(2))


def with_weights(settings: Mapping[str, Any], weights: Weights, u: Sequence[Floats]) -> dict[str, Any]:
    """Splink settings in which m/u of every level and the prior give exactly `weights`.

    `u` holds the share of each level among non-matches, lowest level first. m is u times 2^weight; where they
    add up to more than 1 both are scaled down, which leaves every weight as it is.
    """
    comparisons = []
    for each, bits, shares in zip(settings["comparisons"], weights.levels, u, strict=True):
        m = shares * np.exp2(bits)
        scale = max(1.0, float(m.sum()))
        values = iter(zip(reversed(m / scale), reversed(shares / scale), strict=True))
        comparisons.append(
            {**each, "comparison_levels": [_valued(v, values) for v in each["comparison_levels"]]}
        )
    prior = float(1 / (1 + np.exp2(-weights.prior)))
    return {**settings, "comparisons": comparisons, "probability_two_random_records_match": prior}


def _valued(level: Mapping[str, Any], values: Any) -> dict[str, Any]:
    if level.get("is_null_level"):
        return dict(level)
    m, u = next(values)
    return {**level, "m_probability": float(m), "u_probability": float(u)}


def _observations(scales: Sequence[Scale], pairs: Sequence[Weighted]) -> Observations:
    """Distinct level vectors with their share of matches and their weight."""
    weight = np.concatenate([each.weight for each in pairs])
    matching = weight * np.concatenate([each.share for each in pairs])
    levels = np.concatenate([each.levels for each in pairs])
    patterns, which = np.unique(levels, axis=0, return_inverse=True)
    total = np.bincount(which.ravel(), weight, len(patterns))
    true = np.bincount(which.ravel(), matching, len(patterns))
    return Observations(_one_hot(scales, patterns), np.asarray(true / total), np.asarray(total, dtype=float))


def _one_hot(scales: Sequence[Scale], levels: Levels) -> Floats:
    """A column of ones, then one column a level, lowest first; null is a row of zeros."""
    blocks = [np.ones((len(levels), 1))]
    for scale, column in zip(scales, levels.T, strict=True):
        blocks.append(np.vstack([np.eye(scale.levels), np.zeros((1, scale.levels))])[column])
    return np.hstack(blocks)


def _steps(scales: Sequence[Scale]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The matrix from steps to weights (an ordered level is the one below plus a step); which are >= 0."""
    size = 1 + sum(scale.levels for scale in scales)
    steps, non_negative, at = np.eye(size), np.zeros(size, dtype=bool), 1
    for scale in scales:
        if scale.ordered:
            steps[at : at + scale.levels, at : at + scale.levels] = np.tri(scale.levels)
            non_negative[at + 1 : at + scale.levels] = True
        at += scale.levels
    return steps, non_negative


def _flat(weights: Weights) -> Floats:
    return np.concatenate([[weights.prior], *weights.levels])


def _unflat(scales: Sequence[Scale], flat: Floats) -> Weights:
    ends = np.cumsum([scale.levels for scale in scales])
    return Weights(float(flat[0]), tuple(np.split(flat[1:], ends[:-1])))


def _level_shares(scales: Sequence[Scale], sets: Sequence[LabelledPairs]) -> list[Floats]:
    """The share of each level among non-matches, the mean over the sets, smoothed."""
    shares = []
    for i, scale in enumerate(scales):
        each_set = [s.levels[(s.matches == 0) & (s.levels[:, i] >= 0), i] for s in sets]
        counts = [np.bincount(column, minlength=scale.levels) + SMOOTHING for column in each_set]
        shares.append(np.mean([count / count.sum() for count in counts], axis=0))
    return shares
