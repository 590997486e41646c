"""The review queue answered from labels until nothing is open: what a reviewer is asked, and what that brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from event_dedup.pipeline import obey
from event_dedup.questions import OPEN, Kind, Question, review_queue
from event_dedup.review.judgements import Decision, append
from event_dedup.review.metrics import Pair, Partition
from event_dedup.settings import Thresholds
from event_dedup.store import Connection, transaction


@dataclass(frozen=True, slots=True)
class Cleared:
    """A queue that was answered to its end.

    `asked` are the pairs in the order of asking, `offered` those that the queue offers afterwards, `clusters` every
    record's canonical event once all that was asked is decided.
    """

    asked: list[Pair]
    offered: list[Pair]
    clusters: Partition


def clear(con: Connection, truth: Partition, at: Thresholds) -> Cleared:
    """Answer the queue of the store as `truth` has it, unsure where a record has no label. The store is changed."""
    asked: list[Pair] = []
    while questions := _independent(each for each in review_queue(con, at) if each.kind in OPEN):
        decisions = [Decision(*each.edge, _verdict(truth, each.edge)) for each in questions]
        with transaction(con):
            action, records = append(con, decisions, "judge", "labels", "")
            obey(con, records, action)
        asked += [each.edge for each in questions]
    offered = [each.edge for each in review_queue(con, at) if each.kind is Kind.missed]
    events = con.sql("SELECT record_id, canonical_event_id FROM store.member ORDER BY record_id").fetchall()
    return Cleared(asked, offered, dict(events))


def _independent(questions: Iterable[Question]) -> list[Question]:
    """The questions up to one an event, in their order: an answer may make the next one about the event needless."""
    taken: set[str] = set()
    chosen = []
    for question in questions:
        if taken.isdisjoint(question.events):
            taken.update(question.events)
            chosen.append(question)
    return chosen


def _verdict(truth: Partition, pair: Pair) -> str:
    left, right = (truth.get(record) for record in pair)
    if left is None or right is None:
        return "unsure"
    return "match" if left == right else "non_match"
