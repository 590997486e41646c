"""Figures of the dashboard, where there is little to count."""

from __future__ import annotations

from pathlib import Path

import pytest

import event_dedup as ed
from event_dedup.review.app_more import _share
from event_dedup.review.dashboard import queue_over_time, totals
from event_dedup.store import open_store
from tests.review.conftest import Deliver, event

pytestmark = pytest.mark.slow


def test_a_source_of_which_nothing_could_be_read_has_no_share() -> None:
    assert _share(float("nan")) == "–"
    assert _share(0.5) == "50%"


def test_a_file_that_is_no_file_of_listings_is_one_entry_of_the_quarantine_rate(
    deliver: Deliver, tmp_path: Path
) -> None:
    for number in range(3):
        (tmp_path / f"wzb_{number}.txt").write_text(f"no listings {number}", "utf-8")
        ed.process_new_file(tmp_path / f"wzb_{number}.txt", tmp_path / "events.duckdb")
    store = deliver("bwj", event())
    with open_store(store, read_only=True) as con:
        assert totals(con).quarantine_rate == 0.75


def test_one_run_is_no_course_of_time(deliver: Deliver) -> None:
    store = deliver("wzb", event())
    with open_store(store, read_only=True) as con:
        assert queue_over_time(con) == []
    deliver("bwj", event(title="Ein anderer Umzug"))
    with open_store(store, read_only=True) as con:
        [chart] = queue_over_time(con)
    assert chart.to_dict()["config"]["background"] == "transparent"  # the page's own ground, in dark as well
