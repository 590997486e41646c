"""Splink scores candidate pairs; nothing of it outlives the function."""

from __future__ import annotations

import copy
import math
from typing import Any

from duckdb import DuckDBPyConnection, DuckDBPyRelation
from splink import DuckDBAPI, Linker

from event_dedup.linkage.blocking import candidates
from event_dedup.linkage.evidence import evidence
from event_dedup.linkage.model import Model

_NUDGE = 1e-5  # bits


def score(
    con: DuckDBPyConnection,
    records: DuckDBPyRelation,
    blocks: DuckDBPyRelation,
    model: Model,
    fresh: DuckDBPyRelation | None = None,
) -> DuckDBPyRelation:
    """Every pair that shares a blocking key, with its match weight (log2), probability and comparison levels.

    Columns record_id_l < record_id_r, match_weight, match_probability, levels; ordered by the pair. With `fresh`
    (a column record_id) only pairs with a fresh side. A level counts from 0 (least alike), -1 is missing.
    """
    settings = _told_apart(model.settings)
    shown = con.from_arrow(evidence(con, records, candidates(con, blocks, fresh)).to_arrow_table())
    api = DuckDBAPI(connection=con)
    try:
        # The settings are our own and tested; checking them costs Splink a second at every run.
        linker = Linker(api.register(shown), settings, log_level="ERROR", validate_settings=False)
        linker.table_management.register_blocked_pairs_for_predict(
            api.register(_each_with_itself(con, shown))
        )
        scored = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
        return _with_levels(con, shown, scored, settings)
    finally:
        api.delete_tables_created_by_splink_from_db()


def _each_with_itself(con: DuckDBPyConnection, shown: DuckDBPyRelation) -> DuckDBPyRelation:
    # Splink joins two rows to a pair; the evidence of a pair is one row already, so both sides are that row.
    return con.sql("SELECT '0' AS match_key, pair_id AS join_key_l, pair_id AS join_key_r FROM shown")


def _told_apart(settings: dict[str, Any]) -> dict[str, Any]:
    """`settings` with no two equal weights in a comparison.

    Splink hands levels out only together with every input column (gigabytes of word lists); the weight alone tells
    the level once equal weights differ by a hundred-thousandth of a bit.
    """
    settings = copy.deepcopy(settings)
    for comparison in settings["comparisons"]:
        taken = {0.0}  # what a missing level weighs
        for level in _weighing(comparison):
            while any(abs(_weight(level) - weight) < _NUDGE / 2 for weight in taken):
                level["u_probability"] *= 2**-_NUDGE
            taken.add(_weight(level))
    return settings


def _weighing(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    return [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]


def _weight(level: dict[str, Any]) -> float:
    return math.log2(level["m_probability"] / level["u_probability"])


def _with_levels(
    con: DuckDBPyConnection, shown: DuckDBPyRelation, scored: DuckDBPyRelation, settings: dict[str, Any]
) -> DuckDBPyRelation:
    levels = ", ".join(map(_level, settings["comparisons"]))
    table = con.sql(
        f"""
        SELECT record_id_l, record_id_r, match_weight, match_probability, [{levels}] AS levels
        FROM scored JOIN shown ON pair_id = pair_id_l ORDER BY record_id_l, record_id_r
        """
    ).to_arrow_table()
    return con.from_arrow(table)


def _level(comparison: dict[str, Any]) -> str:
    name, levels = comparison["output_column_name"], _weighing(comparison)
    of_weight = " ".join(
        f"WHEN abs(mw_{name} - ({_weight(level)!r})) < {_NUDGE / 4} THEN {rank}"
        for rank, level in enumerate(reversed(levels))
    )
    level = f"CASE {of_weight} ELSE -1 END"
    return f"""{{'comparison': '{name}', 'level': ({level})::TINYINT, 'weight': mw_{name}::FLOAT}}"""
