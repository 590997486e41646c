"""A level of a comparison: its condition on the evidence of a pair, and what it weighs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One answer of a comparison; `weight` is the match weight (log2) until a trained one replaces it."""

    label: str
    condition: str
    weight: float = 0.0


def missing(condition: str) -> Level:
    """The level of pairs that cannot be compared: no evidence either way."""
    return Level("missing", condition)


def other(weight: float, label: str = "else") -> Level:
    """The level of all remaining pairs."""
    return Level(label, "ELSE", weight)
