"""Splink writes how candidate pairs are scored; nothing else of it outlives the function."""

from __future__ import annotations

import copy
import json
import re
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
from duckdb import DuckDBPyConnection, DuckDBPyRelation
from splink import DuckDBAPI, Linker

from event_dedup.linkage.blocking import candidates
from event_dedup.linkage.comparisons import COMPARISONS
from event_dedup.linkage.evidence import evidence
from event_dedup.linkage.measures import NAMES
from event_dedup.linkage.model import Model
from event_dedup.linkage.specification import level_weight, weighing
from event_dedup.linkage.train import Levels

_NUDGE = 1e-5  # bits


def score(
    con: DuckDBPyConnection,
    records: DuckDBPyRelation,
    blocks: DuckDBPyRelation,
    model: Model,
    one_side: DuckDBPyRelation | None = None,
) -> DuckDBPyRelation:
    """Every pair that shares a blocking key, with its match weight (log2), probability and comparison levels.

    Columns record_id_l < record_id_r, match_weight, match_probability, levels; ordered by the pair. With
    `one_side` (a column record_id) only pairs with a side in it. A level counts from 0 (least alike), -1 is missing.
    They are computed once, as the temporary table `scored_pair`.
    """
    evidence(con, records, candidates(con, blocks, one_side))
    con.execute(f"CREATE OR REPLACE TEMP TABLE scored_pair AS {_scoring(json.dumps(model.settings))}")
    con.execute("DROP TABLE shown_pair")
    return con.table("scored_pair")


def levels_of(pairs: DuckDBPyRelation) -> Levels:
    """The levels of scored pairs (n, comparisons), in the order of `pairs`."""
    columns = [f'levels[{i}]."level" AS level_{i}' for i in range(1, len(COMPARISONS) + 1)]
    found = pairs.project(", ".join(columns)).fetchnumpy()
    return np.column_stack([np.asarray(column, dtype=np.int16) for column in found.values()])


@lru_cache(maxsize=4)
def _scoring(content: str) -> str:
    """SQL that scores `shown_pair` by the Splink settings in JSON `content`."""
    # Having Splink write it takes 0.3 s: once a model, not once a delivery.
    settings = _told_apart(json.loads(content))
    levels = ", ".join(map(_level, settings["comparisons"]))
    return f"""
        SELECT record_id_l, record_id_r, match_weight, match_probability, [{levels}] AS levels
        FROM ({_splink_sql(settings)}) AS scored JOIN shown_pair ON pair_id = pair_id_l
        ORDER BY record_id_l, record_id_r
    """


def _splink_sql(settings: dict[str, Any]) -> str:
    """The SQL of Splink's `predict`, with `shown_pair` in place of both tables of its input."""
    with duckdb.connect() as con:
        con.execute(
            f"CREATE TABLE shown AS SELECT {', '.join(f'0 AS {name}' for name in sorted(NAMES))}, 0 AS pair_id"
        )
        api = DuckDBAPI(connection=con)
        # The settings are our own and tested; checking them costs Splink a second.
        linker = Linker(api.register("shown"), settings, log_level="ERROR", validate_settings=False)
        pairs = api.register(con.sql(_EACH_WITH_ITSELF.format("shown")))
        linker.table_management.register_blocked_pairs_for_predict(pairs)
        written = linker.inference.predict(warning_mode="never").sql_used_to_create
        sql = re.sub(r"__splink__df_pruned_predict_input_[lr]_\w+", "shown_pair", written)
        return sql.replace(f"{pairs.physical_name} as b", f"({_EACH_WITH_ITSELF.format('shown_pair')}) as b")


# Splink joins two rows to a pair; the evidence of a pair is one row already, so both sides are that row.
_EACH_WITH_ITSELF = "SELECT '0' AS match_key, pair_id AS join_key_l, pair_id AS join_key_r FROM {}"


def _told_apart(settings: dict[str, Any]) -> dict[str, Any]:
    """`settings` with no two equal weights in a comparison.

    Splink hands levels out only together with every input column (gigabytes of word lists); the weight alone tells
    the level once equal weights differ by a hundred-thousandth of a bit.
    """
    settings = copy.deepcopy(settings)
    for comparison in settings["comparisons"]:
        taken = {0.0}  # what a missing level weighs
        for level in reversed(weighing(comparison)):
            while any(abs(level_weight(level) - weight) < _NUDGE / 2 for weight in taken):
                level["u_probability"] *= 2**-_NUDGE
            taken.add(level_weight(level))
    return settings


def _level(comparison: dict[str, Any]) -> str:
    name = comparison["output_column_name"]
    of_weight = " ".join(
        f"WHEN abs(mw_{name} - ({level_weight(level)!r})) < {_NUDGE / 4} THEN {rank}"
        for rank, level in enumerate(weighing(comparison))
    )
    level = f"CASE {of_weight} ELSE -1 END"
    return f"""{{'comparison': '{name}', 'level': ({level})::TINYINT, 'weight': mw_{name}::FLOAT}}"""
