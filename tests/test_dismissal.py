"""Dismissed events: what becomes of a dismissal when the event becomes one with another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from event_dedup.batch import load_all_events_as_dicts, process_file_batch, replace_canonical_events, withdraw
from event_dedup.export import Filters
from event_dedup.export.selection import select
from event_dedup.review.app_event import event_page, opened_event
from event_dedup.review.desk import Desk
from event_dedup.review.events import EventFilter, search_events
from event_dedup.review.judge import dismiss, judge, merge_events, restore, undo
from event_dedup.store import open_store
from event_dedup.summary import summarise
from tests.properties import town
from tests.properties.state import read_state

pytestmark = pytest.mark.slow

WRONG_DAY = "2026-09-14"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A parade that two publishers list, and a third with a wrong day, which makes it another event."""
    town.save_model(tmp_path / "events.duckdb", town.small_model())
    days = {"aue": town.DAYS[0], "berg": town.DAYS[0], "dorf": WRONG_DAY}
    paths = [town.write(tmp_path, source, 0, [town.listing("1", day=day)]) for source, day in days.items()]
    process_file_batch(paths, tmp_path / "events.duckdb")
    return tmp_path / "events.duckdb"


def event_of(store: Path, record: str) -> str:
    return read_state(store).event_of[record]


def correct_the_day(store: Path) -> None:
    """The third publisher's event becomes one with the others'."""
    process_file_batch([town.write(store.parent, "dorf", 1, [town.listing("1")], None)], store)


def handed_on(store: Path) -> list[tuple[int, bool]]:
    """(listings, whether it needs review) of every event that is handed on."""
    return sorted((each["listings"], each["needs_review"]) for each in load_all_events_as_dicts(store))


def asked(store: Path) -> list[str]:
    """The ids of the events that wait for somebody to decide their dismissal."""
    with open_store(store, read_only=True) as con:
        found = search_events(con, EventFilter(state="dismissed in part")).project("id").fetchall()
    return [event_id for (event_id,) in found]


@pytest.mark.parametrize("dismissed", ["aue/1", "dorf/1"])
def test_an_event_dismissed_in_part_is_handed_on_for_review(store: Path, dismissed: str):
    dismiss(store, event_of(store, dismissed), "Anna")
    correct_the_day(store)
    assert handed_on(store) == [(3, True)]
    assert asked(store) == [event_of(store, "aue/1")]
    replace_canonical_events(store)
    assert handed_on(store) == [(3, True)]


@pytest.mark.parametrize(("answer", "left"), [(dismiss, []), (restore, [(3, False)])])
def test_an_answer_about_the_whole_event_ends_the_question(
    store: Path, answer: Callable[[Path, str, str], None], left: list[tuple[int, bool]]
):
    dismiss(store, event_of(store, "dorf/1"), "Anna")
    correct_the_day(store)
    answer(store, event_of(store, "dorf/1"), "Berta")
    assert (handed_on(store), asked(store)) == (left, [])


def test_a_dismissal_counts_where_the_listing_was_withdrawn_before_it_came_into_another_event(store: Path):
    dismiss(store, event_of(store, "dorf/1"), "Anna")
    withdraw(store, "dorf", "1")
    correct_the_day(store)
    assert (handed_on(store), asked(store)) == ([(3, True)], [event_of(store, "aue/1")])


def test_the_page_of_such_an_event_offers_both_answers(store: Path):
    dismiss(store, event_of(store, "dorf/1"), "Anna")
    correct_the_day(store)
    desk = Desk(store, "Berta")
    desk.event.open(event_of(store, "dorf/1"))
    event_page(desk, opened_event(desk), lambda **_: None)
    assert {"x", "r"} <= set(desk.held["event"])


def test_the_question_goes_along_when_its_event_joins_another(store: Path, tmp_path: Path):
    dismiss(store, event_of(store, "dorf/1"), "Anna")
    correct_the_day(store)
    market = [town.listing("2", title="Wochenmarkt")]
    sources = ("aue", "berg", "dorf", "elz")
    process_file_batch([town.write(tmp_path, source, 2, market, 2) for source in sources], store)
    merge_events(store, [event_of(store, "aue/1"), event_of(store, "aue/2")], "Anna")
    assert handed_on(store) == [(7, True)]
    assert asked(store) == [event_of(store, "aue/2")]


def test_parted_again_each_event_is_what_it_was(store: Path):
    dismiss(store, event_of(store, "aue/1"), "Anna")
    action = merge_events(store, sorted(read_state(store).members), "Berta")
    assert handed_on(store) == [(3, True)]
    undo(store, action, "Berta")
    assert (handed_on(store), asked(store)) == ([(1, False)], [])


def exported_since(store: Path, since: datetime) -> list[str]:
    """The ids that an export of what was modified after `since` names."""
    with open_store(store, read_only=True) as con:
        return select(con, Filters(modified_after=since)).events.column("canonical_event_id").to_pylist()


def last_change(store: Path) -> datetime:
    with open_store(store, read_only=True) as con:
        return select(con, Filters()).as_of


def test_an_export_of_what_was_modified_holds_what_was_restored(store: Path):
    event = event_of(store, "aue/1")
    dismiss(store, event, "Anna")
    since = last_change(store)
    assert exported_since(store, since) == []
    restore(store, event, "Berta")
    assert exported_since(store, since) == [event]
    assert exported_since(store, last_change(store)) == []


def test_an_export_of_what_was_modified_holds_what_is_dismissed_in_part_alone(store: Path):
    for other in ("aue/1", "berg/1"):
        judge(store, other, "dorf/1", "non_match", "Anna")
    correct_the_day(store)
    event = event_of(store, "aue/1")
    dismiss(store, event, "Anna")
    since = last_change(store)
    merge_events(store, [event, event_of(store, "dorf/1")], "Berta")
    assert exported_since(store, since) == [event]


def test_two_dismissed_events_are_dismissed_together(store: Path):
    for event in sorted(read_state(store).members):
        dismiss(store, event, "Anna")
    correct_the_day(store)
    assert (handed_on(store), asked(store)) == ([], [])


def test_a_run_says_that_events_are_dismissed_in_part(store: Path):
    dismiss(store, event_of(store, "dorf/1"), "Anna")
    correct_the_day(store)
    told = summarise(store.parent, store, process_file_batch([], store))
    assert any("State: dismissed in part" in line for line in told.advice)
