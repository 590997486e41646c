"""What a model says: the weight, m and u of every level."""

from __future__ import annotations

import math

import pandas as pd

from event_dedup.linkage import Model


def model_levels(model: Model) -> pd.DataFrame:
    """Columns comparison, level, weight (bits), m, u: one row a level that weighs, best first."""
    rows = [
        (
            comparison["output_column_name"].replace("_", " "),
            level["label_for_charts"],
            math.log2(level["m_probability"] / level["u_probability"]),
            level["m_probability"],
            level["u_probability"],
        )
        for comparison in model.settings["comparisons"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    ]
    return pd.DataFrame(rows, columns=["comparison", "level", "weight", "m", "u"])


def prior_bits(model: Model) -> float:
    """The match weight before any comparison."""
    prior = float(model.settings["probability_two_random_records_match"])
    return math.log2(prior / (1 - prior))
