"""The whole way: listings become records, pairs, clusters and canonical events, saved in one transaction."""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from importlib.metadata import version

import pyarrow as pa

from event_dedup.canonical import Identities, assess, canonicalise, identify, names_for
from event_dedup.clock import Clock
from event_dedup.ingest import Delivery
from event_dedup.linkage import (
    Clustering,
    Judged,
    Model,
    adapt,
    block_keys,
    cluster,
    compares_as_shipped,
    default_model,
    prepare,
    score,
)
from event_dedup.settings import MatchingConfig, Thresholds, parse_matching_config
from event_dedup.store import Connection, Relation, memory, scalar, transaction
from event_dedup.store import reach as reaching
from event_dedup.store import save as saving
from event_dedup.store.land import Landing, land
from event_dedup.store.memory import IdMemory
from event_dedup.store.reach import Reach

log = logging.getLogger(__name__)
_VERSION = version("event_dedup")


class State(Enum):
    """What the derived tables are worth, given the model and the configuration in force."""

    CURRENT = "made with both"
    RETUNED = "the pairs stand, the thresholds are others: cluster anew"
    OUTDATED = "derive everything anew"


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run in numbers: what came, what was linked, what stands in the store now; `seconds` by stage.

    `created` counts canonical ids given for the first time, `oversized` holds (rule, size) of blocks too large to
    compare, `changed_files` the rows of `delivery` that the run added.
    """

    kind: str
    model_id: str
    listings: int
    quarantined: int
    pairs: int
    matches: int
    created: int
    canonical_events: int
    for_review: int
    contradictions: int
    oversized: list[tuple[str, int]]
    deliveries: list[tuple[str, int, int]]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Linkage:
    """Fresh records with their blocks, and every pair that was scored."""

    records: Relation
    blocks: Relation
    pairs: Relation
    oversized: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _Settlement:
    """The touched clusters with their ids, and the canonical events they make."""

    members: Relation
    events: Relation
    identities: Identities
    ids_before: IdMemory
    contradictions: int


def run(
    con: Connection,
    deliveries: Sequence[Delivery],
    config: MatchingConfig | None = None,
    *,
    kind: str = "batch",
    clock: Clock | None = None,
) -> RunReport:
    """Compute what deliveries change, then save it in one transaction.

    `con` has the store attached. `config` None means the one saved in the store, or the default. Where the model or
    the configuration is not the one that the derived tables were made with, everything is derived anew, as it is
    for `kind` "rebuild"; other thresholds alone only cluster anew.
    """
    clock = clock or Clock()
    now = memory.moment(con)
    config = config or configuration_in_force(con)
    with clock("land"):
        landing = land(con, deliveries, now)
        model = _usable(model_in_force(con))
        state = State.OUTDATED if kind == "rebuild" else _state(con, model, config)
        whole = state is State.OUTDATED
        fresh = reaching.everything(con) if whole else landing.fresh
    with clock("model"):
        model = model or adapt(con, fresh, default_model(), config.vocabulary)
    linkage = _link(con, fresh, model, config, clock)
    judged = memory.members(con) if state is State.RETUNED else ()
    settlement = _settle(con, linkage.pairs, judged, config.thresholds, clock)
    with clock("save"), transaction(con):
        if whole:
            saving.forget_derived(con)
        if state is not State.CURRENT:
            _put_in_force(con, model, config, now)
        saving.save_landing(con, landing)
        saving.save_linkage(con, linkage.records, linkage.blocks, linkage.pairs)
        _save_settlement(con, settlement, now)
        report = _report(con, kind, model, config.thresholds, landing, linkage, settlement, clock)
        _log_run(con, report, config.thresholds, now)
    return report


def obey(con: Connection, judged: Iterable[str], action_id: str, undone: str = "") -> None:
    """Cluster and canonicalise anew what the judgements of an action about these records touch.

    `undone` is the action that it takes back: every listing returns to the id it had. Runs inside the transaction
    that has appended the judgements, so that both are saved or neither.
    """
    reaching.nothing(con)
    made_with = memory.derived_from(con)
    thresholds = MatchingConfig.model_validate_json(made_with[1]).thresholds if made_with else Thresholds()
    now = memory.moment(con)
    settlement = _settle(con, con.table("scored"), judged, thresholds, Clock(), undone)
    memory.remember_renaming(con, action_id)
    _save_settlement(con, settlement, now)


def configuration_in_force(con: Connection) -> MatchingConfig:
    """The matching configuration saved last in the store, or the default one."""
    saved = memory.saved_configuration(con)
    return parse_matching_config(saved, "the configuration saved in the store") if saved else MatchingConfig()


def model_in_force(con: Connection) -> Model | None:
    """The model saved last in the store; None in a new store."""
    saved = memory.saved_model(con)
    return Model.from_json(saved) if saved else None


def _usable(model: Model | None) -> Model | None:
    """None for a model of another version of event_dedup, whose comparisons are not those of today."""
    if model is None or compares_as_shipped(model):
        return model
    log.warning(
        "the saved model compares otherwise than this version: the shipped one is adapted anew; "
        "learn from judgements again in the tuning notebook if the saved one had learnt",
        extra={"model_id": model.model_id, "trained_on": model.trained_on},
    )
    return None


def up_to_date(con: Connection, config: MatchingConfig | None = None) -> bool:
    """Whether the derived tables were made with the model and the configuration that are in force."""
    return _state(con, _usable(model_in_force(con)), config or configuration_in_force(con)) is State.CURRENT


def _state(con: Connection, model: Model | None, config: MatchingConfig) -> State:
    made_with = memory.derived_from(con)
    if (
        model is None
        or made_with is None
        or made_with[0] != model.model_id
        or memory.made_by(con) != _VERSION
    ):
        return State.OUTDATED
    before = MatchingConfig.model_validate_json(made_with[1])
    if before == config:
        return State.CURRENT
    same_pairs = before.model_copy(update={"thresholds": config.thresholds}) == config
    return State.RETUNED if same_pairs else State.OUTDATED


def _link(con: Connection, fresh: Relation, model: Model, config: MatchingConfig, clock: Clock) -> _Linkage:
    with clock("prepare"):
        records = reaching.keep(con, "fresh_record", prepare(con, fresh, model, config.vocabulary))
    with clock("block"):
        blocks = reaching.keep(con, "fresh_block", block_keys(con, records))
        reach = reaching.reach(con, records, blocks, config.max_block_size)
    with clock("score"):
        pairs = _score(con, reach, model)
        reaching.dropped_records(con)
    return _Linkage(records, blocks, pairs, [(rule, size) for rule, _, size in reach.oversized.fetchall()])


def _score(con: Connection, reach: Reach, model: Model) -> Relation:
    """Splink costs half a second even for no pair at all."""
    if not _count(reach.blocks):
        return reaching.keep(con, "scored", con.sql("SELECT * FROM store.pair LIMIT 0"))
    return reaching.keep(con, "scored", score(con, reach.records, reach.blocks, model, fresh=reach.rescored))


def _settle(
    con: Connection,
    pairs: Relation,
    judged: Iterable[str],
    thresholds: Thresholds,
    clock: Clock,
    undone: str = "",
) -> _Settlement:
    with clock("cluster"):
        touched = reaching.touched_records(con, pairs, judged, thresholds.review)
        touching = reaching.touching_pairs(con, pairs)
        decided = reaching.touching_judgements(con)
        clustering = _cluster(touched, touching, decided, thresholds)
    with clock("canonicalise"):
        known = memory.id_memory(con, names_for(clustering.leader.values()), undone)
        identities = identify(
            clustering.leader,
            known.before,
            known.dormant,
            known.age,
            known.taken,
            known.closed,
            known.recalled,
        )
        members = _members(con, clustering, identities)
        listings = reaching.touched_listings(con)
        events = _events(con, members, listings, touching, decided, thresholds)
    return _Settlement(members, events, identities, known, len(clustering.contradictions))


def _cluster(touched: Relation, pairs: Relation, judged: Relation, thresholds: Thresholds) -> Clustering:
    return cluster(
        [record_id for (record_id,) in touched.fetchall()],
        pairs.project("record_id_l, record_id_r, match_weight").fetchall(),
        [Judged(*row) for row in judged.fetchall()],
        match_weight(thresholds.merge),
    )


def match_weight(probability: float) -> float:
    """The match weight, in bits, of a match probability; infinite for 0 and 1."""
    if probability in (0.0, 1.0):
        return math.inf if probability else -math.inf
    return math.log2(probability / (1 - probability))


def _members(con: Connection, clustering: Clustering, identities: Identities) -> Relation:
    records = sorted(clustering.leader)
    clustered = pa.table(
        {
            "record_id": pa.array(records, pa.string()),
            "cluster": pa.array([identities.ids[clustering.leader[r]] for r in records], pa.string()),
            "component_id": pa.array([clustering.component[r] for r in records], pa.string()),
        }
    )
    return reaching.keep(con, "clustered", con.from_arrow(clustered))


def _events(
    con: Connection, members: Relation, listings: Relation, pairs: Relation, judged: Relation, at: Thresholds
) -> Relation:
    belongs = members.project("record_id, cluster")
    events = reaching.keep(con, "canonicalised", canonicalise(con, belongs, listings))
    doubtful = pairs.filter(f"match_probability >= {at.review}")
    assessed = reaching.keep(con, "assessed", assess(con, belongs, doubtful, judged, at.merge))
    return con.sql(
        "SELECT * RENAME (cluster AS canonical_event_id) FROM events JOIN assessed USING (cluster) ORDER BY ALL"
    )


def _put_in_force(con: Connection, model: Model, config: MatchingConfig, now: datetime) -> None:
    saved = model_in_force(con)
    if saved is None or saved.model_id != model.model_id:
        memory.save_model(con, model.model_id, model.trained_at, model.trained_on, model.to_json(), now)
    memory.save_derivation(con, model.model_id, config.model_dump_json(), _VERSION)


def _save_settlement(con: Connection, settled: _Settlement, now: datetime) -> None:
    ids, before = settled.identities, settled.ids_before
    last_members = defaultdict(list)
    for record_id, event_id in before.before.items():
        last_members[event_id].append(record_id)
    new = set(ids.ids.values()) - set(before.age)
    saving.save_ids(con, new, ids.redirects, ids.awoken, last_members, now)
    saving.save_members(con, settled.members)
    saving.save_canonical(con, settled.events, now)


def _report(
    con: Connection,
    kind: str,
    model: Model,
    at: Thresholds,
    landing: Landing,
    linkage: _Linkage,
    settled: _Settlement,
    clock: Clock,
) -> RunReport:
    canonical_events, for_review = memory.totals(con, at.review, at.merge)
    return RunReport(
        kind=kind,
        model_id=model.model_id,
        listings=_count(landing.versions),
        quarantined=_count(landing.quarantined),
        pairs=_count(linkage.pairs),
        matches=_count(linkage.pairs.filter(f"match_probability >= {at.merge}")),
        created=len(set(settled.identities.ids.values()) - set(settled.ids_before.age)),
        canonical_events=canonical_events,
        for_review=for_review,
        contradictions=settled.contradictions,
        oversized=linkage.oversized,
        deliveries=landing.deliveries.project(
            "file, listings_new + listings_changed, quarantined"
        ).fetchall(),
        seconds=clock.seconds,
    )


def _log_run(con: Connection, report: RunReport, at: Thresholds, now: datetime) -> None:
    values = {
        "started_at": now,
        "kind": report.kind,
        "model_id": report.model_id,
        "merge": at.merge,
        "review": at.review,
        "files": len(report.deliveries),
        "listings": report.listings,
        "quarantined": report.quarantined,
        "pairs": report.pairs,
        "matches": report.matches,
        "canonical_events": report.canonical_events,
        "for_review": report.for_review,
    }
    memory.save_run(con, values, report.seconds)


def _count(relation: Relation) -> int:
    return int(scalar(relation.count("*")))
