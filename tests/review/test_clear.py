"""The review queue is answered from labels as a reviewer would answer it."""

from __future__ import annotations

from pathlib import Path

import pytest

import event_dedup as ed
from event_dedup.labelled import read_labelled
from event_dedup.questions import open_questions
from event_dedup.review.clear import Cleared, clear
from event_dedup.store import open_store
from tests.review.conftest import SAMPLE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def truth() -> dict[str, str]:
    return dict(read_labelled(SAMPLE).truth)


def cleared(store: Path, truth: dict[str, str]) -> Cleared:
    with open_store(store) as con:
        done = clear(con, truth, ed.Thresholds())
        assert open_questions(con, ed.Thresholds()) == 0
    return done


def test_every_answer_is_asked_once_and_obeyed(sample: Path, truth: dict[str, str]) -> None:
    done = cleared(sample, truth)
    assert done.asked and len(done.asked) == len(set(done.asked))
    assert all(
        (done.clusters[left] == done.clusters[right]) == (truth[left] == truth[right])
        for left, right in done.asked
    )
    assert set(done.offered).isdisjoint(done.asked)


def test_without_labels_the_reviewer_is_unsure_and_no_event_changes(sample: Path) -> None:
    with open_store(sample, read_only=True) as con:
        before = con.sql("SELECT record_id, canonical_event_id FROM store.member").fetchall()
    done = cleared(sample, {})
    assert done.asked
    assert done.clusters == dict(before)
