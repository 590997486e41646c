"""What a model says: the weight, m and u of every level."""

from __future__ import annotations

import pandas as pd

from event_dedup.linkage import Model, match_weight
from event_dedup.linkage.specification import level_weight, weighing


def model_levels(model: Model) -> pd.DataFrame:
    """Columns comparison, level, weight (bits), m, u: one row a level that weighs, best first."""
    rows = [
        (
            comparison["output_column_name"].replace("_", " "),
            level["label_for_charts"],
            level_weight(level),
            level["m_probability"],
            level["u_probability"],
        )
        for comparison in model.settings["comparisons"]
        for level in reversed(weighing(comparison))
    ]
    return pd.DataFrame(rows, columns=["comparison", "level", "weight", "m", "u"])


def prior_bits(model: Model) -> float:
    """The match weight before any comparison."""
    return match_weight(float(model.settings["probability_two_random_records_match"]))
