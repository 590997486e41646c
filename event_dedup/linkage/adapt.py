"""What a model learns from listings without labels: their words and places, and weights that suit them."""

from __future__ import annotations

from dataclasses import replace

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.lexicon import learn_words
from event_dedup.linkage.model import Model
from event_dedup.linkage.self_train import self_train
from event_dedup.settings import MatchingConfig


def adapt(con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, config: MatchingConfig) -> Model:
    """`model` with what `listings` teach: the lexicon anew, and m and prior unless they have learnt from judgements.

    `listings` have a column `file_sha256` beside their fields: what one file lists side by side are siblings. How many
    they are is noted as `adapted_to` in the lexicon.
    """
    worded = learn_words(con, listings, model, config.vocabulary)
    ((size,),) = listings.aggregate("count(*)").fetchall()
    worded = replace(worded, lexicon={**worded.lexicon, "adapted_to": size})
    return worded if model.judged else self_train(con, listings, worded, config)
