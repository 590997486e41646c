"""An answer survives the death of the server that took it."""

from __future__ import annotations

from pathlib import Path

import pytest

import event_dedup as ed
from event_dedup.questions import Question
from event_dedup.review.board import Board
from event_dedup.review.desk import Desk, decide, look
from event_dedup.review.journal import Journal, recover
from event_dedup.store import open_store

pytestmark = pytest.mark.slow


def verdicts(store: Path, question: Question) -> list[str]:
    with open_store(store, read_only=True) as con:
        rows = con.sql(
            "SELECT verdict FROM store.judgement WHERE record_id_l = $l AND record_id_r = $r ORDER BY judgement_id",
            params={"l": question.record_id_l, "r": question.record_id_r},
        ).fetchall()
    return [verdict for (verdict,) in rows]


def left_beside(store: Path) -> list[Path]:
    return sorted(store.parent.glob(f"*{store.name}.answers-*"))


@pytest.fixture
def question(sample: Path) -> Question:
    found = look(Desk(sample, "Anna")).question
    assert found is not None
    return found


def leave_behind(sample: Path, question: Question) -> Path:
    """What a server leaves that is killed after the key was pressed: a file that nobody has locked any more."""
    written = Journal(sample)
    written.note(*question.edge, "match", "Änne", Board(sample).snapshot().newest)
    [path] = left_beside(sample)
    content = path.read_bytes()
    written.clear()
    path.write_bytes(content)
    return path


@pytest.fixture
def left_behind(sample: Path, question: Question) -> Path:
    return leave_behind(sample, question)


def test_the_next_server_saves_what_a_killed_one_had_not(
    sample: Path, question: Question, left_behind: Path
) -> None:
    Board(sample).snapshot()
    assert verdicts(sample, question) == ["match"]
    assert not left_behind.exists()


def test_what_was_saved_after_all_is_not_saved_twice(
    sample: Path, question: Question, left_behind: Path
) -> None:
    ed.judge(sample, *question.edge, "match", "Änne")
    assert recover(sample) == 0
    assert verdicts(sample, question) == ["match"]


def test_a_later_decision_of_somebody_else_counts(
    sample: Path, question: Question, left_behind: Path
) -> None:
    ed.judge(sample, *question.edge, "non_match", "Otto")
    recover(sample)
    assert verdicts(sample, question) == ["non_match"]


def test_an_answer_is_saved_though_the_clock_went_back_since_the_pair_was_decided_before(
    sample: Path, question: Question
) -> None:
    ed.judge(sample, *question.edge, "non_match", "Otto")
    with open_store(sample) as con:
        con.execute("UPDATE store.judgement SET judged_at = judged_at + INTERVAL 1 HOUR")
    leave_behind(sample, question)
    assert recover(sample) == 1
    assert verdicts(sample, question) == ["non_match", "match"]


def test_the_answers_of_a_living_server_are_its_own(sample: Path, question: Question) -> None:
    journal = Journal(sample)
    journal.note(*question.edge, "match", "Änne", 0)
    assert recover(sample) == 0
    assert len(left_beside(sample)) == 1
    journal.clear()


def test_half_a_line_and_a_vanished_listing_harm_nothing(
    sample: Path, question: Question, left_behind: Path
) -> None:
    whole = left_behind.read_bytes()
    left_behind.write_bytes(whole.replace(question.record_id_l.encode(), b"gone/1") + whole + whole[:40])
    assert recover(sample) == 1
    assert verdicts(sample, question) == ["match"]


def test_nothing_stays_beside_the_store_once_all_is_saved(sample: Path) -> None:
    desk = Desk(sample, "Anna")
    for verdict in ("match", "non_match"):
        asked = look(desk).question
        assert asked is not None
        decide(desk, asked, verdict)
        assert left_beside(sample)
    desk.board.finish()
    assert left_beside(sample) == []
