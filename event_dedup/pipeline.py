"""The whole way: listings become records, pairs, clusters and canonical events, saved in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from event_dedup.clock import Clock
from event_dedup.in_force import (
    State,
    configuration_behind,
    configuration_in_force,
    grows_with,
    model_in_force,
    put_in_force,
    state_of,
    usable,
)
from event_dedup.ingest import Delivery
from event_dedup.linkage import Model, adapt, block_keys, prepare, score, unadapted
from event_dedup.questions import open_questions
from event_dedup.report import RunReport, log_run
from event_dedup.settings import MatchingConfig
from event_dedup.settle import Settlement, save_settlement, settle
from event_dedup.store import Connection, Relation, keep, memory, scalar, touch, transaction
from event_dedup.store import reach as reaching
from event_dedup.store import save as saving
from event_dedup.store.land import Landing, land
from event_dedup.store.reach import Reach


@dataclass(frozen=True, slots=True)
class _Linkage:
    """Fresh records with their blocks, and every pair that was scored."""

    records: Relation
    blocks: Relation
    pairs: Relation
    oversized: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _Change:
    """All that a run has computed, with what, and what the derived tables were worth before."""

    config: MatchingConfig
    model: Model
    state: State
    landing: Landing
    linkage: _Linkage
    settlement: Settlement


def run(
    con: Connection,
    deliveries: Sequence[Delivery],
    config: MatchingConfig | None = None,
    *,
    kind: str = "batch",
    adapt_again: bool = False,
    resolves: Sequence[int] = (),
    clock: Clock | None = None,
) -> RunReport:
    """Compute what deliveries change, then save it in one transaction.

    `con` has the store attached. `config` None means the one saved in the store, or the default. Where the model or
    the configuration is not the one that the derived tables were made with, everything is derived anew, as it is
    for `kind` "rebuild"; other thresholds alone only cluster anew. `adapt_again` adapts the
    model to all listings there are now, as the first run did; a "batch" does so by itself where a young store has
    outgrown its model. `resolves` are quarantined entries that the deliveries answer.
    """
    clock = clock or Clock()
    now = memory.moment(con)
    config = config or configuration_in_force(con)
    with clock("land"):
        landing = land(con, deliveries, now)
        model = usable(model_in_force(con))
        if model and kind == "batch":
            adapt_again = adapt_again or grows_with(model, reaching.held(con))
        state = State.OUTDATED if kind == "rebuild" or adapt_again else state_of(con, model, config)
        fresh = reaching.everything(con) if state is State.OUTDATED else landing.fresh
    with clock("model"):
        if model is None or adapt_again:
            model = adapt(con, fresh, unadapted(model), config)
    linkage = _link(con, fresh, model, config, clock)
    judged = memory.members(con) if state is State.RETUNED else ()
    settlement = settle(con, linkage.pairs, judged, config.thresholds, clock)
    change = _Change(config, model, state, landing, linkage, settlement)
    with clock("save"), transaction(con):
        _save(con, change, resolves, now)
        report = _report(con, kind, change, clock)
        log_run(con, report, config.thresholds, now)
    return report


def derive_missing(con: Connection) -> None:
    """Derive everything anew where a store of an older version became one of this one and has no pairs since."""
    if not reaching.has_records(con) and memory.members(con):
        run(con, [], configuration_behind(con), kind="rebuild")


def obey(con: Connection, judged: Iterable[str], action_id: str, undone: str = "") -> None:
    """Cluster and canonicalise anew what the judgements of an action about these records touch.

    `undone` is the action that it takes back: every listing returns to the id it had. Runs inside the transaction
    that has appended the judgements, so that both are saved or neither.
    """
    touch.nothing(con)
    thresholds = configuration_behind(con).thresholds
    now = memory.moment(con)
    settlement = settle(con, con.table("scored"), judged, thresholds, Clock(), undone)
    memory.remember_renaming(con, action_id)
    save_settlement(con, settlement, now)


def _link(con: Connection, fresh: Relation, model: Model, config: MatchingConfig, clock: Clock) -> _Linkage:
    with clock("prepare"):
        records = prepare(con, fresh, model, config.vocabulary)
    with clock("block"):
        blocks = block_keys(con, records)
        reach = reaching.reach(con, records, blocks, config.max_block_size)
    with clock("score"):
        pairs = _score(con, reach, model)
        touch.dropped_records(con)
    return _Linkage(records, blocks, pairs, [(rule, size) for rule, _, size in reach.oversized.fetchall()])


def _score(con: Connection, reach: Reach, model: Model) -> Relation:
    """Scoring costs a tenth of a second even for no pair at all."""
    if not _count(reach.blocks):
        return keep(con, "scored", con.sql("SELECT * FROM store.pair LIMIT 0"))
    return score(con, reach.records, reach.blocks, model, one_side=reach.rescored)


def _save(con: Connection, change: _Change, resolves: Sequence[int], now: datetime) -> None:
    """Write the change, inside the transaction of the run; `resolves` are entries that leave the quarantine."""
    if change.state is State.OUTDATED:
        saving.forget_derived(con)
    if change.state is not State.CURRENT:
        put_in_force(con, change.model, change.config, now)
    saving.save_landing(con, change.landing)
    saving.resolve(con, resolves, now)
    saving.save_linkage(con, change.linkage.records, change.linkage.blocks, change.linkage.pairs)
    save_settlement(con, change.settlement, now)


def _report(con: Connection, kind: str, change: _Change, clock: Clock) -> RunReport:
    landing, pairs, at = change.landing, change.linkage.pairs, change.config.thresholds
    return RunReport(
        kind=kind,
        model_id=change.model.model_id,
        listings=_count(landing.versions),
        quarantined=_count(landing.quarantined),
        pairs=_count(pairs),
        matches=_count(pairs.filter(f"match_probability >= {at.merge}")),
        created=len(change.settlement.new_ids),
        canonical_events=memory.open_events(con),
        for_review=open_questions(con, at),
        oversized=change.linkage.oversized,
        deliveries=landing.deliveries.project(
            "file, listings_new + listings_changed, quarantined"
        ).fetchall(),
        seconds=clock.seconds,
    )


def _count(relation: Relation) -> int:
    return int(scalar(relation.count("*")))
