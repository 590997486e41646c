"""Another model or other words tried on every listing of a store; nothing is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pandas as pd

from event_dedup.in_force import configuration_behind
from event_dedup.linkage import Model, adapt, block_keys, cap_blocks, match_weight, prepare, score, unadapted
from event_dedup.linkage.comparisons import UNORDERED
from event_dedup.linkage.learn import Reviewed, learn
from event_dedup.linkage.score import levels_of
from event_dedup.review.snapshot import Snapshot, judgements_in_force, snapshot_of
from event_dedup.settings import MatchingConfig
from event_dedup.store import Connection, keep
from event_dedup.user_error import UserError

Step = Callable[[str], object]


class TooFewJudgements(UserError):
    """Not enough judged pairs to learn from; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a store would be with `model` and `config`: the same listings, scored anew."""

    model: Model
    config: MatchingConfig
    snapshot: Snapshot


def adapted(con: Connection, model: Model, config: MatchingConfig) -> Model:
    """The shipped model, or what `model` has learnt from judgements, adapted anew to the current listings."""
    listings = con.sql("SELECT * FROM store.current_listing")
    return replace(adapt(con, listings, unadapted(model), config), trained_at=_now())


def learnt(con: Connection, model: Model) -> Model:
    """`model` with weights moved by the reviewers' judgements.

    Raises TooFewJudgements unless scored pairs were judged both ways.
    """
    reviewed = reviewed_pairs(con)
    said = [each.verdict for each in reviewed.answers]
    if len(set(said)) < 2:
        raise TooFewJudgements(
            f"{len(said)} judged pairs hold {said.count('match')} matches. "
            "Judge some pairs as the same and some as different first: just review."
        )
    at = configuration_behind(con).thresholds
    return replace(learn(model, reviewed, match_weight(at.merge), UNORDERED), trained_at=_now())


def reviewed_pairs(con: Connection) -> Reviewed:
    """Every record, scored pair and judgement in force of the store."""
    pairs = con.sql("SELECT * FROM store.pair ORDER BY record_id_l, record_id_r")
    edges = pairs.project("record_id_l, record_id_r").fetchall()
    records = con.sql("SELECT record_id FROM store.member ORDER BY record_id").fetchall()
    return Reviewed(
        [record_id for (record_id,) in records], edges, levels_of(pairs), judgements_in_force(con)
    )


def try_out(
    con: Connection, model: Model, config: MatchingConfig, on_step: Step = lambda step: None
) -> Trial:
    """Prepare, block and score every current listing with `model` and `config`; `on_step` is told each stage."""
    on_step("Preparing the listings")
    listings = con.sql("SELECT * FROM store.current_listing")
    records = prepare(con, listings, model, config.vocabulary)
    on_step("Finding pairs to compare")
    blocks = keep(con, "tried_block", cap_blocks(con, block_keys(con, records), config.max_block_size))
    on_step("Scoring the pairs")
    pairs = score(con, records, blocks, model)
    on_step("Comparing with what is saved")
    return Trial(model, config, snapshot_of(con, pairs, config.thresholds))


def changed_pairs(before: Snapshot, after: Snapshot, limit: int = 500) -> pd.DataFrame:
    """Pairs that link in one snapshot and not in the other, each at its own `merge`; the largest change first.

    Columns change, before, after (probabilities, missing where not compared), title_l and _r, record_id_l and _r.
    """
    changed = _linked(before) ^ _linked(after)
    was, now = _probabilities(before, changed), _probabilities(after, changed)
    titles = dict(zip(after.records, after.titles, strict=True))
    change = {pair: now.get(pair, 0.0) - was.get(pair, 0.0) for pair in changed}
    return pd.DataFrame(
        [
            (
                "links" if change[pair] > 0 else "parts",
                was.get(pair),
                now.get(pair),
                *map(titles.get, pair),
                *pair,
            )
            for pair in sorted(changed, key=lambda pair: (-abs(change[pair]), pair))[:limit]
        ],
        columns=["change", "before", "after", "title_l", "title_r", "record_id_l", "record_id_r"],
    )


def _linked(snapshot: Snapshot) -> set[tuple[str, str]]:
    linking = int((snapshot.probability >= snapshot.thresholds.merge).sum())
    return {snapshot.pair(i) for i in range(linking)}


def _probabilities(snapshot: Snapshot, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], float]:
    found = ((snapshot.pair(i), p) for i, p in enumerate(snapshot.probability.tolist()))
    return {pair: p for pair, p in found if pair in pairs}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
