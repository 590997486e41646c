"""The scored pairs of a store held in memory, so that thresholds can be tried without scoring again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, SupportsIndex

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from event_dedup.in_force import configuration_behind
from event_dedup.linkage import Judged, match_weight
from event_dedup.review.dendrogram import Dendrogram, Ints, grow
from event_dedup.review.metrics import Floats, Partition
from event_dedup.settings import Thresholds
from event_dedup.store import Connection, Relation

VERDICTS = ("not judged", "match", "non_match", "unsure")
"""What is known of a pair; `Snapshot.verdict` holds positions in this list."""


@dataclass(frozen=True)
class Snapshot:
    """A store as it was when it was read.

    One entry a record, by id: `records`, `titles`, `sources`, `event` (position in `event_ids`). One entry a scored
    pair, the heaviest first: `left`, `right` (positions in `records`, left < right), `weight` (bits), `probability`,
    `verdict`. `thresholds` are those of the last run. `truth` is empty where there are no labels.
    """

    records: list[str]
    titles: list[str]
    sources: list[str]
    event: Ints
    event_ids: list[str]
    left: Ints
    right: Ints
    weight: Floats
    probability: Floats
    verdict: npt.NDArray[np.int8]
    judged: tuple[Judged, ...]
    thresholds: Thresholds
    truth: Partition

    @cached_property
    def dendrogram(self) -> Dendrogram:
        """Every clustering there is of these pairs; found at first use, in seconds for 100,000 listings."""
        return grow(self.records, self.left, self.right, self.weight, self.judged)

    @cached_property
    def alone(self) -> Ints:
        """For every record the first one of its cluster at the saved `merge` as the model has it that asked nobody."""
        tree = grow(self.records, self.left, self.right, self.weight, ()) if self.judged else self.dendrogram
        return tree.cut(match_weight(self.thresholds.merge))

    def pair(self, position: SupportsIndex) -> tuple[str, str]:
        """The two record ids of a pair."""
        return self.records[self.left[position]], self.records[self.right[position]]


def read_snapshot(con: Connection) -> Snapshot:
    """Every record, scored pair and judgement of the store, with the events of the last run."""
    return snapshot_of(con, con.table("store.pair"), configuration_behind(con).thresholds)


def snapshot_of(con: Connection, pairs: Relation, thresholds: Thresholds) -> Snapshot:
    """The records, events and judgements of the store with `pairs` in place of the stored ones."""
    rows = _members(con)
    records = [row[0] for row in rows]
    event_ids = sorted({row[1] for row in rows})
    position = {event_id: i for i, event_id in enumerate(event_ids)}
    found = _pairs(con, records, pairs)
    judged = judgements_in_force(con)
    return Snapshot(
        records=records,
        titles=[row[2] for row in rows],
        sources=[row[3] for row in rows],
        event=np.array([position[row[1]] for row in rows], dtype=np.int64),
        event_ids=event_ids,
        left=found["l"],
        right=found["r"],
        weight=found["match_weight"],
        probability=found["match_probability"],
        verdict=_verdicts(records, found, {each.edge: each.verdict for each in judged}),
        judged=judged,
        thresholds=thresholds,
        truth={},
    )


def judgements_in_force(con: Connection) -> tuple[Judged, ...]:
    """The judgements in force between records that are there, the oldest first."""
    rows = con.sql(
        """
        SELECT record_id_l, record_id_r, verdict, recency FROM store.current_judgement
        WHERE record_id_l IN (SELECT record_id FROM store.member)
            AND record_id_r IN (SELECT record_id FROM store.member)
        ORDER BY recency
        """
    ).fetchall()
    return tuple(Judged(*row) for row in rows)


def with_labels(snapshot: Snapshot, truth: Partition) -> Snapshot:
    """`snapshot` with the true cluster of its labelled records; labels come before judgements."""
    if not truth:
        return snapshot
    numbers = {cluster: i for i, cluster in enumerate(sorted(set(truth.values())))}
    label = np.array([numbers.get(truth.get(r, ""), -1) for r in snapshot.records], dtype=np.int64)
    left, right = label[snapshot.left], label[snapshot.right]
    known, same = (left >= 0) & (right >= 0), left == right
    verdict = np.where(known, np.where(same, 1, 2), snapshot.verdict).astype(np.int8)
    return replace(snapshot, truth=truth, verdict=verdict)


def _members(con: Connection) -> list[tuple[str, str, str, str]]:
    return con.sql(
        """
        SELECT record_id, canonical_event_id, title, source
        FROM (SELECT record_id, canonical_event_id FROM store.member) AS member
        JOIN (SELECT record_id, title, source FROM store.current_listing) AS listing USING (record_id)
        ORDER BY record_id
        """
    ).fetchall()


def _pairs(con: Connection, records: list[str], pairs: Relation) -> dict[str, npt.NDArray[Any]]:
    position = pa.table(
        {"record_id": pa.array(records, pa.string()), "i": pa.array(range(len(records)), pa.int64())}
    )
    found = con.sql(
        """
        SELECT l.i AS l, r.i AS r, match_weight, match_probability
        FROM pairs
        JOIN position AS l ON l.record_id = record_id_l
        JOIN position AS r ON r.record_id = record_id_r
        ORDER BY match_weight DESC, l.i, r.i
        """
    ).fetchnumpy()
    return {name: np.asarray(column) for name, column in found.items()}


def _verdicts(
    records: list[str], pairs: Mapping[str, npt.NDArray[Any]], verdicts: Mapping[tuple[str, str], str]
) -> npt.NDArray[np.int8]:
    code = np.zeros(len(pairs["l"]), dtype=np.int8)
    if verdicts:
        ids = zip(pairs["l"].tolist(), pairs["r"].tolist(), strict=True)
        code[:] = [VERDICTS.index(verdicts.get((records[i], records[j]), "not judged")) for i, j in ids]
    return code
