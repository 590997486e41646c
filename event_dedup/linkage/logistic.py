"""Logistic regression with a ridge and non-negative coefficients: a projected Newton method of 40 lines.

Bertsekas (1982), Projected Newton methods for optimization problems with simple constraints.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Observations:
    """n weighted observations: features (n, k), the share that is true (n), and how much each counts (n)."""

    features: Floats
    true_share: Floats
    weight: Floats


def fit_logistic(
    seen: Observations, penalty: Floats, centre: Floats, non_negative: Flags, steps: int = 200
) -> Floats:
    """The k coefficients (in nats) of least penalised loss, `non_negative` ones at or above 0.

    The loss is the weighted log loss plus `(x - centre)' penalty (x - centre) / 2`; `penalty` is (k, k) and
    positive definite, so that the answer is unique and does not depend on the start.
    """
    point = np.where(non_negative, np.maximum(centre, 0.0), centre)
    for _ in range(steps):
        gradient, curvature = _derivatives(seen, point, penalty, centre)
        held = non_negative & (point <= 1e-12) & (gradient > 0)
        if np.abs(np.where(held, 0.0, gradient)).max(initial=0.0) < 1e-9 * seen.weight.sum():
            break
        direction = np.zeros_like(point)
        direction[~held] = np.linalg.solve(curvature[np.ix_(~held, ~held)], gradient[~held])
        moved = _line_search(seen, point, direction, penalty, centre, non_negative)
        if moved is None:
            break
        point = moved
    return point


def probability(log_odds: Floats) -> Floats:
    """Log-odds in nats to probabilities."""
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)))


def log_loss(seen: Observations, point: Floats) -> float:
    """The weighted log loss in nats (a sum) of the coefficients `point`."""
    z = seen.features @ point
    return float(seen.weight @ (np.logaddexp(0, z) - seen.true_share * z))


def _derivatives(seen: Observations, point: Floats, penalty: Floats, centre: Floats) -> tuple[Floats, Floats]:
    p = probability(seen.features @ point)
    gradient = seen.features.T @ (seen.weight * (p - seen.true_share)) + penalty @ (point - centre)
    curvature = (seen.features.T * (seen.weight * p * (1 - p))) @ seen.features + penalty
    return gradient, curvature


def _line_search(
    seen: Observations,
    point: Floats,
    direction: Floats,
    penalty: Floats,
    centre: Floats,
    non_negative: Flags,
) -> Floats | None:
    """The first of ever shorter steps that lowers the loss; None where none does (the minimum)."""

    def objective(x: Floats) -> float:
        return log_loss(seen, x) + float((x - centre) @ penalty @ (x - centre)) / 2

    here = objective(point)
    for halvings in range(40):
        there = point - direction * 0.5**halvings
        there = np.where(non_negative, np.maximum(there, 0.0), there)
        if objective(there) < here - 1e-13 * abs(here):
            return there
    return None
