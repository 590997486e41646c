"""Weights that suit the listings at hand, without labels: the clusters found teach the model that found them.

A classification EM with a prior (Celeux and Govaert, 1992): cluster, fit the weights to what was joined and what was
not, and again. Clusters know more than pairs do: a bare listing that three copies hold is a match by all of its pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.blocking import block_keys, cap_blocks
from event_dedup.linkage.cluster import cluster
from event_dedup.linkage.comparisons import UNORDERED
from event_dedup.linkage.learn import with_moved
from event_dedup.linkage.logistic import Floats
from event_dedup.linkage.model import Model
from event_dedup.linkage.prepare import prepare
from event_dedup.linkage.score import levels_of, score
from event_dedup.linkage.train import Weighted, Weights, fit_weighted, scales_of, weights_of
from event_dedup.settings import MatchingConfig

LEAST_LISTINGS, MOST_LISTINGS = 400, 10_000
"""Fewer listings hold too few events told twice: their own weights would serve the next delivery worse. More are known
by some of their days."""
ROUNDS = 3
STRENGTH = 1.0
"""Curvature (nats^-2) holding each weight to its prior: like 4 pairs at even odds."""
A_PAIR, MATCHES = 0.07, 140.0
"""What a pair weighs beside a judged one, and what all matches found weigh together at most.

A first delivery that is one part in seven of a set then serves the whole of it as well as the shipped weights do.
"""

UNSCORED, FLOOR = -6.0, -0.5
"""Bits that a pair never scored speaks against two clusters here, and down to which they are joined.

Joined from even odds on, weights learn to join ever less: recall of writers never met fell by 1 point.
"""

SURE, DOUBT = 3.17, 0.62
"""Bits from which a pair is sure (probability .9), and how many doubtful pairs a sure one may have beside it.

Two lists of conferences with .7 lost a point of F1 by weights that moved; two with .5 gained 3 points, and thirty-two
regions by other writers and the real sets, with .05 to .41, half a point in the mean.
"""


def self_train(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, config: MatchingConfig
) -> Model:
    """`model` with m and prior moved to what its own clusters of `listings` say; u and lexicon stay.

    `model` itself where there are fewer than `LEAST_LISTINGS`, nothing is joined, or so many pairs are in doubt that it
    would learn its own mistakes.
    """
    shown = _some_days(con, listings)
    ids = [record_id for (record_id,) in shown.project("record_id").fetchall()]
    if len(ids) < LEAST_LISTINGS:
        return model
    records = prepare(con, shown, model, config.vocabulary)
    blocks = cap_blocks(con, block_keys(con, records), config.max_block_size)
    pairs = score(con, records, blocks, model).order("record_id_l, record_id_r")
    edges, levels = pairs.project("record_id_l, record_id_r").fetchall(), levels_of(pairs)
    prior, scales = weights_of(model.settings), scales_of(model.settings, UNORDERED)
    bits = prior.of(levels)
    if _in_doubt(bits):
        return model
    for _ in range(ROUNDS):
        joined = _joined(ids, edges, bits)
        if not joined.any():
            return model
        heavy = min(A_PAIR, MATCHES / joined.sum())
        seen = Weighted(levels, joined, np.full(len(joined), heavy))
        weights = fit_weighted(scales, [seen], STRENGTH, towards=prior)
        bits = weights.of(levels)
    trained_on = f"{model.trained_on}; without labels {len(ids)} listings ({int(joined.sum())} matches found)"
    return replace(with_moved(model, _rounded(weights)), trained_on=trained_on)


def _some_days(con: DuckDBPyConnection, listings: DuckDBPyRelation) -> DuckDBPyRelation:
    """All listings of as many first days, drawn by a hash, as hold `MOST_LISTINGS` at most."""
    return con.sql(
        """
        WITH day AS (
            SELECT dates[1]."date" AS first_day, count(*) AS listings FROM listings GROUP BY first_day
        ), drawn AS (
            SELECT first_day, sum(listings) OVER (ORDER BY md5(first_day::VARCHAR), first_day) AS so_far FROM day
        )
        SELECT listings.* FROM listings JOIN drawn ON dates[1]."date" = first_day AND so_far <= $most
        """,
        params={"most": MOST_LISTINGS},
    )


def _in_doubt(bits: Floats) -> bool:
    sure = int((bits >= SURE).sum())
    return int((bits >= 0).sum()) - sure > DOUBT * sure


def _joined(ids: Sequence[str], edges: Sequence[tuple[str, str]], bits: Floats) -> Floats:
    """1 for each pair in one cluster, 0 for the others; what may as well be one event as not is joined."""
    weighted = [(*edge, weight) for edge, weight in zip(edges, bits.tolist(), strict=True)]
    leader = cluster(ids, weighted, (), FLOOR, UNSCORED).leader
    return np.array([float(leader[left] == leader[right]) for left, right in edges])


def _rounded(weights: Weights) -> Weights:
    """To a ten-thousandth of a bit: how many threads add up the last digits is left to the machine."""
    return Weights(round(weights.prior, 4), tuple(each.round(4) for each in weights.levels))
