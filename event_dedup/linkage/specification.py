"""The comparisons as the settings that Splink reads."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from event_dedup.linkage.comparisons import COMPARISONS
from event_dedup.linkage.level import Level
from event_dedup.linkage.measures import NAMES

Weights = dict[str, list[float]]


def splink_settings(weights: Weights, prior: float) -> dict[str, Any]:
    """Splink settings with one match weight (log2) a level, in the order of `COMPARISONS`, missing levels included.

    `prior` is the probability that a candidate pair matches, before any comparison.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "pair_id",
        "probability_two_random_records_match": prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": ["l.pair_id = r.pair_id"],
        "comparisons": [_comparison(name, weights[name]) for name in COMPARISONS],
    }


def fixed_weights() -> Weights:
    """The weights written down here, from judgement and not from data."""
    return {name: [level.weight for level in levels] for name, levels in COMPARISONS.items()}


def _comparison(name: str, weights: list[float]) -> dict[str, Any]:
    levels = [_level(level, weight) for level, weight in zip(COMPARISONS[name], weights, strict=True)]
    if COMPARISONS[name][-1].condition != "ELSE":
        raise ValueError(f"The last level of {name} has to be `other`.")
    return {"output_column_name": name, "comparison_levels": levels}


def _level(level: Level, weight: float) -> dict[str, Any]:
    condition = on_evidence(level.condition)
    if level.label == "missing":
        return {"sql_condition": condition, "label_for_charts": "missing", "is_null_level": True}
    # Only the ratio of m and u matters to a weight; the larger of both is kept at one half.
    m, u = 0.5 * 2 ** min(weight, 0.0), 0.5 * 2 ** -max(weight, 0.0)
    return {
        "sql_condition": condition,
        "label_for_charts": level.label,
        "m_probability": m,
        "u_probability": u,
    }


def weighing(comparison: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The levels of a comparison in Splink settings that weigh, lowest first: their places are the level numbers."""
    return [level for level in reversed(comparison["comparison_levels"]) if not level.get("is_null_level")]


def level_weight(level: Mapping[str, Any]) -> float:
    """The match weight of a level in Splink settings: log2(m/u); 0 where it has none."""
    return math.log2(level.get("m_probability", 1.0) / level.get("u_probability", 1.0))


def on_evidence(condition: str) -> str:
    """`condition` as Splink reads it: a pair's evidence is one row, joined to itself, so `_l` and `_r` are alike."""
    return re.sub(r"[a-z_]+", lambda word: f"{word[0]}_l" if word[0] in NAMES else word[0], condition)
