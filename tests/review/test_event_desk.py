"""An opened event: what it may be merged with, and where an undo leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_dedup.review import event_desk
from event_dedup.review.app_event_search import MODES
from event_dedup.review.app_more import as_csv
from event_dedup.review.decisions import audit
from event_dedup.review.desk import Desk
from event_dedup.review.events import EventView, event_view
from event_dedup.review.judge import dismiss
from event_dedup.store import open_store
from tests.review.conftest import Deliver, event

pytestmark = pytest.mark.slow


def seen(store: Path, event_id: str) -> EventView:
    with open_store(store, read_only=True) as con:
        view = event_view(con, event_id)
    assert view is not None
    return view


def largest(store: Path) -> str:
    return query(
        store,
        "SELECT canonical_event_id FROM store.member GROUP BY ALL ORDER BY count(*) DESC, canonical_event_id",
    )[0]


def query(store: Path, sql: str) -> list[str]:
    with open_store(store, read_only=True) as con:
        return [value for (value,) in con.sql(sql).fetchall()]


def opened(store: Path, event_id: str) -> Desk:
    desk = Desk(store, "Anna")
    desk.event.open(event_id)
    return desk


def test_events_that_a_pair_leads_to_are_offered_by_their_heaviest_pair(sample: Path) -> None:
    desk = opened(sample, largest(sample))
    view = seen(sample, desk.event.event_id)
    desk.event.mode = "merge"
    MODES["merge"](desk, view, lambda **_: None)
    offered = desk.held["target"].data
    both = [event for row in view.around for event in (row["event_l"], row["event_r"])]
    assert list(offered["id"]) == list(dict.fromkeys(each for each in both if each != desk.event.event_id))
    assert list(offered.index) == list(range(len(offered))) != [0]  # any other would be a column of its own


def test_an_event_that_nothing_leads_to_says_to_search(deliver: Deliver) -> None:
    store = deliver("a", event())
    desk = opened(store, largest(store))
    desk.event.mode = "merge"
    page = MODES["merge"](desk, seen(store, desk.event.event_id), lambda **_: None)
    assert "No scored pair leads to another event" in page.text
    assert "stand here" not in page.text


def test_undo_leads_back_from_an_event_that_ends_with_it(sample: Path) -> None:
    whole = largest(sample)
    desk = opened(sample, whole)
    desk.event.picked = [seen(sample, whole).listings[0]["record_id"]]
    event_desk.propose_split(desk.event, sample, "Anna")
    event_desk.carry_out(desk.event, sample)
    action_id = desk.event.undoable
    assert action_id
    (part,) = query(sample, "SELECT canonical_event_id FROM store.event_id ORDER BY created_at DESC LIMIT 1")
    desk.event.open(part)
    event_desk.take_back(desk.event, sample, "Anna", action_id)
    assert desk.event.event_id == whole
    assert desk.event.done.startswith("Undone")


def test_what_is_not_known_is_nothing_in_the_log_handed_on(sample: Path) -> None:
    dismiss(sample, largest(sample), "Anna")
    with open_store(sample, read_only=True) as con:
        written = as_csv(audit(con).df()).decode("utf-8-sig")
    assert "nan" not in written.splitlines()[1].split(",")
