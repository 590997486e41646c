"""Figures of the dashboard, where there is little to count."""

from __future__ import annotations

import pytest

from event_dedup.review.app_more import _share
from event_dedup.review.dashboard import queue_over_time
from event_dedup.store import open_store
from tests.review.conftest import Deliver, event

pytestmark = pytest.mark.slow


def test_a_source_of_which_nothing_could_be_read_has_no_share() -> None:
    assert _share(float("nan")) == "–"
    assert _share(0.5) == "50%"


def test_one_run_is_no_course_of_time(deliver: Deliver) -> None:
    store = deliver("wzb", event())
    with open_store(store, read_only=True) as con:
        assert queue_over_time(con) == []
    deliver("bwj", event(title="Ein anderer Umzug"))
    with open_store(store, read_only=True) as con:
        [chart] = queue_over_time(con)
    assert chart.to_dict()["config"]["background"] == "transparent"  # the page's own ground, in dark as well
