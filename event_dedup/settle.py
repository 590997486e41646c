"""From pairs and judgements to canonical events: the second half of a run, and all of a judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from event_dedup.canonical import Identities, IdMemory, assess, canonicalise, identify, names_for
from event_dedup.clock import Clock
from event_dedup.linkage import Clustering, Judged, cluster, match_weight
from event_dedup.settings import Thresholds
from event_dedup.store import Connection, Relation, keep, memory, touch
from event_dedup.store import save as saving


@dataclass(frozen=True, slots=True)
class Settlement:
    """The touched clusters with their ids, and the canonical events they make.

    `beside` are untouched events of which only whether they need review is told anew.
    """

    members: Relation
    events: Relation
    beside: Relation
    identities: Identities
    ids_before: IdMemory

    @property
    def new_ids(self) -> set[str]:
        """Canonical ids that were never given before."""
        return set(self.identities.ids.values()) - set(self.ids_before.age)


def settle(
    con: Connection,
    pairs: Relation,
    judged: Iterable[str],
    thresholds: Thresholds,
    clock: Clock,
    undone: str = "",
) -> Settlement:
    """Cluster, identify and canonicalise what changed pairs or judgements touch; `undone` is an action taken back."""
    with clock("cluster"):
        touched = touch.touched_records(con, pairs, judged, thresholds.review)
        touching = touch.touching_pairs(con, pairs)
        decided = touch.touching_judgements(con)
        clustering = _cluster(touched, touching, decided, thresholds)
    with clock("canonicalise"):
        known = memory.id_memory(con, names_for(clustering.leader.values()), undone)
        identities = identify(clustering.leader, known)
        members = _members(con, clustering, identities)
        listings = touch.touched_listings(con)
        belongs = members.project("record_id, cluster")
        canonical = canonicalise(con, belongs, listings)
        assessed = _assessed(con, belongs, thresholds)
        events = con.sql(
            "SELECT * RENAME (cluster AS canonical_event_id) FROM canonical JOIN assessed USING (cluster) ORDER BY ALL"
        )
        beside = con.sql("SELECT * FROM assessed ANTI JOIN canonical USING (cluster) ORDER BY cluster")
    return Settlement(members, events, beside, identities, known)


def save_settlement(con: Connection, settled: Settlement, now: datetime) -> None:
    """Write ids, members and canonical events, inside the transaction of the run or judgement."""
    ids, before = settled.identities, settled.ids_before
    last_members = defaultdict(list)
    for record_id, event_id in before.before.items():
        last_members[event_id].append(record_id)
    saving.save_ids(con, settled.new_ids, ids.redirects, ids.awoken, last_members, now)
    saving.save_members(con, settled.members)
    saving.save_canonical(con, settled.events, now)
    saving.save_assessment(con, settled.beside)


def _cluster(touched: Relation, pairs: Relation, judged: Relation, thresholds: Thresholds) -> Clustering:
    return cluster(
        [record_id for (record_id,) in touched.fetchall()],
        pairs.project("record_id_l, record_id_r, match_weight").fetchall(),
        [Judged(*row) for row in judged.fetchall()],
        match_weight(thresholds.merge),
    )


def _members(con: Connection, clustering: Clustering, identities: Identities) -> Relation:
    records = sorted(clustering.leader)
    clustered = pa.table(
        {
            "record_id": pa.array(records, pa.string()),
            "cluster": pa.array([identities.ids[clustering.leader[r]] for r in records], pa.string()),
            "component_id": pa.array([clustering.component[r] for r in records], pa.string()),
        }
    )
    return keep(con, "clustered", con.from_arrow(clustered))


def _assessed(con: Connection, members: Relation, at: Thresholds) -> Relation:
    """How sure the touched clusters are, and the events beside them."""
    beside = touch.beside(con, at.review)
    everyone = touch.everyone(con, members)
    concerned = con.sql(
        "SELECT * FROM members UNION ALL SELECT * FROM everyone SEMI JOIN beside USING (record_id)"
    )
    return assess(con, concerned, everyone, touch.doubtful_pairs(con, at.review), touch.said(con), at.sure)
