from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

import event_dedup as ed
from event_dedup.in_force import configuration_behind
from event_dedup.linkage.agglomerate import UNSCORED
from event_dedup.questions import OPEN, Kind, Question, open_questions, review_queue
from event_dedup.review.board import Board, board_of
from event_dedup.review.desk import Desk, decide, look, revisit, skip, take_back
from event_dedup.review.preview import saved_state
from event_dedup.review.snapshot import read_snapshot
from event_dedup.store import open_store
from tests.review.conftest import Deliver, event, held_by_another_process

pytestmark = pytest.mark.slow


def queue(store: Path) -> list[Question]:
    with open_store(store, read_only=True) as con:
        return review_queue(con, configuration_behind(con).thresholds)


def of_kind(store: Path, kind: Kind) -> list[tuple[str, str]]:
    return [each.edge for each in queue(store) if each.kind == kind]


def events_of(store: Path) -> dict[str, str]:
    with open_store(store, read_only=True) as con:
        return dict(con.sql("SELECT record_id, canonical_event_id FROM store.member ORDER BY ALL").fetchall())


def test_every_pair_is_asked_once(sample: Path) -> None:
    edges = [each.edge for each in queue(sample)]
    assert edges
    assert len(edges) == len(set(edges))
    assert all(left < right for left, right in edges)


def test_two_events_are_asked_about_once(sample: Path) -> None:
    doubtful = [frozenset(each.events) for each in queue(sample) if each.kind == Kind.doubtful]
    assert len(doubtful) == len(set(doubtful))


def test_the_queue_is_the_same_every_time(sample: Path) -> None:
    assert queue(sample) == queue(sample)


def test_events_whose_pairs_together_come_closest_to_joining_them_come_first(sample: Path) -> None:
    doubtful = [each.edge for each in queue(sample) if each.kind == Kind.doubtful]
    with open_store(sample, read_only=True) as con:
        pairs = con.sql(
            "SELECT record_id_l, record_id_r, match_weight FROM store.pair ORDER BY ALL"
        ).fetchall()
    weight = {frozenset((left, right)): weight for left, right, weight in pairs}
    members: dict[str, list[str]] = {}
    for record, name in events_of(sample).items():
        members.setdefault(name, []).append(record)
    together = {record: records for records in members.values() for record in records}

    def closeness(left: str, right: str) -> float:
        between = [frozenset(pair) for pair in product(together[left], together[right])]
        mean = sum(weight.get(pair, UNSCORED) for pair in between) / len(between)
        return round((max(weight[pair] for pair in between if pair in weight) + 2 * mean) / 3, 6)

    close = [closeness(*edge) for edge in doubtful]
    assert len(set(close)) > 3
    assert close == sorted(close, reverse=True)


def test_the_weakest_link_comes_first(sample: Path) -> None:
    weak = [each.probability or 0 for each in queue(sample) if each.kind == Kind.weak]
    assert len(weak) > 1
    assert weak == sorted(weak)


def test_a_decided_pair_is_not_asked_again(sample: Path) -> None:
    first = queue(sample)[0]
    ed.judge(sample, *first.edge, "non_match", "Anna")
    assert first.edge not in {each.edge for each in queue(sample)}


def test_nothing_is_asked_between_events_that_an_answer_keeps_apart(sample: Path) -> None:
    first = next(each for each in queue(sample) if each.kind == Kind.doubtful and each.listings > 2)
    ed.judge(sample, *first.edge, "non_match", "Anna")
    assert {first.events} & {each.events for each in queue(sample) if each.kind in OPEN} == set()


def test_an_unsure_pair_comes_back_after_the_rest(sample: Path) -> None:
    first = queue(sample)[0]
    ed.judge(sample, *first.edge, "unsure", "Anna")
    assert of_kind(sample, Kind.unsure) == [first.edge]
    assert first.edge not in {each.edge for each in queue(sample) if each.kind in OPEN}


def test_contradicting_answers_come_first(deliver: Deliver) -> None:
    for source in "abc":
        store = deliver(source, event(id=source))
    ed.judge(store, "a/a", "b/b", "match", "Anna")
    ed.judge(store, "b/b", "c/c", "match", "Anna")
    ed.judge(store, "a/a", "c/c", "non_match", "Bea")
    assert queue(store)[0].kind == Kind.contradiction
    assert queue(store)[0].verdict == "match"


def test_an_answer_on_an_older_version_is_shown_as_such(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    store = deliver("b", event(id="b"))
    ed.judge(store, "a/a", "b/b", "match", "Anna")
    assert of_kind(store, Kind.outdated) == []
    deliver("b", event(id="b", title="Hemdglunkerumzug, jetzt mit Guggenmusik"))
    assert of_kind(store, Kind.outdated) == [("a/a", "b/b")]


def weekly(*days: str, title: str = "Probe der Stadtkapelle", start: str = "19:30") -> dict[str, Any]:
    return event(title=title, event_dates=[{"date": f"2026-02-{day}", "start_time": start} for day in days])


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (weekly("10", "17", "24"), False),
        (weekly("03", "10"), False),
        (weekly("03", "10", "17", "24"), False),
        (weekly("10", "17", "24", start="20:00"), True),
        (weekly("10", "17", "24", title="Probe der Jugendkapelle"), True),
        (weekly("03", "17", "24"), True),
        (weekly("17", "24"), True),
    ],
    ids=["moved", "shorter", "longer", "later", "renamed", "one left out", "one date in common"],
)
def test_dates_that_moved_with_the_window_of_a_calendar_are_no_news(
    deliver: Deliver, now: dict[str, Any], asked: bool
) -> None:
    deliver("a", event(title="Chorprobe"))
    store = deliver("b", weekly("03", "10", "17"))
    ed.judge(store, "a/1", "b/1", "non_match", "Anna")
    deliver("b", now)
    assert (of_kind(store, Kind.outdated) != []) == asked


def test_a_possible_miss_is_in_the_queue(sample: Path) -> None:
    alone = events_of(sample)
    missed = of_kind(sample, Kind.missed)
    assert missed
    sizes = list(alone.values())
    assert all(sizes.count(alone[record]) == 1 for edge in missed for record in edge)


def test_an_empty_store_asks_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.duckdb"):
        pass
    assert queue(tmp_path / "empty.duckdb") == []


def test_answering_everything_ends_and_nothing_is_for_review_then(sample: Path) -> None:
    desk, asked = Desk(sample, "Anna"), 0
    with open_store(sample, read_only=True) as con:
        counted = open_questions(con, ed.Thresholds())
    assert counted == look(desk).progress.left > 0
    while (question := look(desk).question) is not None:
        decide(desk, question, "non_match" if asked % 2 else "match")
        asked += 1
        assert asked < 400
    assert [each for each in queue(sample) if each.kind in OPEN] == []
    at = ed.Thresholds()
    with open_store(sample, read_only=True) as con:
        assert open_questions(con, at) == 0
        assert con.sql("SELECT review_reason FROM store.canonical_event WHERE needs_review").fetchall() == []


def test_the_preview_counts_the_questions_that_the_queue_asks(sample: Path) -> None:
    for verdict in ("match", "non_match", "unsure"):
        ed.judge(sample, *next(each.edge for each in queue(sample) if each.kind in OPEN), verdict, "Anna")
    with open_store(sample, read_only=True) as con:
        counted = saved_state(read_snapshot(con)).questions
    assert counted == sum(each.kind in (Kind.doubtful, Kind.weak) for each in queue(sample))


def test_an_answer_is_in_the_store_behind_the_screen(sample: Path) -> None:
    desk = Desk(sample, "Anna")
    first = look(desk).question
    assert first is not None
    decide(desk, first, "match")
    assert look(desk).question != first
    desk.board.finish()
    events = events_of(sample)
    assert events[first.record_id_l] == events[first.record_id_r]


def test_undo_shows_the_pair_again_and_restores_the_events(sample: Path) -> None:
    desk, before = Desk(sample, "Anna"), events_of(sample)
    first = look(desk).question
    assert first is not None
    decide(desk, first, "match")
    take_back(desk)
    assert look(desk).question == first
    assert events_of(sample) == before


def test_undo_takes_back_ones_own_answers_alone(sample: Path) -> None:
    anna, bea = Desk(sample, "Anna"), Desk(sample, "Bea")
    first = look(anna).question
    assert first is not None
    decide(anna, first, "match")
    take_back(bea)
    assert "nothing of yours" in bea.notice
    assert look(bea).progress.done == 1


def test_two_reviewers_never_have_the_same_pair(sample: Path) -> None:
    anna, bea = Desk(sample, "Anna"), Desk(sample, "Bea")
    assert look(anna).question != look(bea).question


def test_a_reviewer_sees_the_answers_of_the_other(sample: Path) -> None:
    anna, bea = Desk(sample, "Anna"), Desk(sample, "Bea")
    left = look(bea).progress.left
    first = look(anna).question
    assert first is not None
    decide(anna, first, "non_match")
    assert look(bea).progress.done == 1
    assert look(bea).progress.left < left


def test_a_skipped_pair_comes_back_at_the_end(sample: Path) -> None:
    two = [each.edge for each in queue(sample)][:2]
    for edge in two:
        ed.judge(sample, *edge, "unsure", "Anna")
    desk, shown = Desk(sample, "Anna", kinds=(Kind.unsure,)), []
    for _ in range(3):
        question = look(desk).question
        assert question is not None
        shown.append(question.edge)
        skip(desk, question)
    assert shown == [*two, two[0]]


def test_a_decided_pair_can_be_decided_anew(sample: Path) -> None:
    desk = Desk(sample, "Anna")
    first = look(desk).question
    assert first is not None
    decide(desk, first, "match")
    revisit(desk, first.edge)
    desk.board.finish()
    again = look(desk).question
    assert again is not None
    assert (again.edge, again.verdict) == (first.edge, "match")
    decide(desk, again, "non_match")
    desk.board.finish()
    events = events_of(sample)
    assert events[first.record_id_l] != events[first.record_id_r]


def test_an_answer_that_cannot_be_saved_is_told(sample: Path) -> None:
    desk = Desk(sample, " ")  # no name: the judgement is refused
    first = look(desk).question
    assert first is not None
    decide(desk, first, "match")
    desk.board.finish()
    assert look(desk).question == first
    assert "name" in desk.notice


def test_a_store_has_one_board_in_a_process(sample: Path) -> None:
    assert board_of(sample) is board_of(sample)
    assert isinstance(board_of(sample), Board)


def test_reviewers_go_on_while_another_process_holds_the_store(sample: Path) -> None:
    desk = Desk(sample, "Anna")
    first = look(desk).question
    assert first is not None
    decide(desk, first, "unsure")
    desk.board.finish()
    sample.touch()  # the queue is to be read anew
    with held_by_another_process(sample):
        second = look(desk).question
    assert second is not None
    assert second.edge != first.edge
