"""Entries that could not be read: another try, one at a time, and a store that somebody else holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import event_dedup as ed
from event_dedup.review.app_events import event_list
from event_dedup.review.app_more import export_page
from event_dedup.review.app_quarantine import quarantine_list
from event_dedup.review.app_queue import queue_page
from event_dedup.review.desk import Desk
from event_dedup.review.quarantine import retry_entry
from tests.review.conftest import held_by_another_process

pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two entries of one file in quarantine, for want of a title."""
    entry = {"source_type": "terminliste", "event_dates": [{"date": "2026-02-14"}]}
    file = tmp_path / "bwb_1.json"
    file.write_text(json.dumps({"events": [{**entry, "id": "1"}, {**entry, "id": "2"}]}), "utf-8")
    ed.process_new_file(file, tmp_path / "events.duckdb")
    return tmp_path / "events.duckdb"


def again(**changed: bool) -> None:
    """Nothing is drawn here."""


def rows(store: Path, query: str) -> list[tuple[Any, ...]]:
    with ed.open_store(store, read_only=True) as con:
        return con.sql(query).fetchall()


def mended(store: Path) -> str:
    ((payload,),) = rows(store, "SELECT payload FROM store.quarantine WHERE quarantine_id = 1")
    return json.dumps({**json.loads(payload), "title": "Wochenmarkt"})


def test_an_entry_read_again_leaves_the_others_of_its_file_in_quarantine(store: Path):
    assert retry_entry(store, 1, mended(store)).resolved
    assert rows(store, "SELECT quarantine_id FROM store.quarantine WHERE resolved_at IS NULL") == [(2,)]


def test_an_entry_leaves_the_quarantine_in_the_transaction_that_saves_its_listing(store: Path):
    retry_entry(store, 1, mended(store))
    query = "SELECT resolved_at FROM store.quarantine WHERE quarantine_id = 1"
    assert rows(store, query) == rows(store, "SELECT max(started_at) FROM store.run WHERE kind = 'retry'")


def test_an_entry_read_again_is_linked_with_the_configuration_of_the_others(store: Path):
    ed.replace_canonical_events(store, ed.MatchingConfig(thresholds=ed.Thresholds(merge=0.9)))
    retry_entry(store, 1, mended(store))
    runs = rows(store, "SELECT kind, merge FROM store.run ORDER BY run_id DESC LIMIT 2")
    assert runs == [("retry", 0.9), ("rebuild", 0.9)]


@pytest.mark.parametrize("title", ["Flohmarkt", "Kirchweih", "Probe", "Umzug"])
def test_an_entry_whose_id_was_given_twice_counts_once_it_is_retried(title: str, tmp_path: Path):
    entry = {"id": "1", "source_type": "terminliste", "event_dates": [{"date": "2026-02-14"}]}
    file, store = tmp_path / "bwb_1.json", tmp_path / "events.duckdb"
    events = [{**entry, "title": "Wochenmarkt"}, {**entry, "title": title}]
    file.write_text(json.dumps({"events": events, "metadata": {"processedAt": "2026-02-01T10:00:00"}}))
    ed.process_new_file(file, store)
    assert retry_entry(store, 1).resolved
    assert rows(store, "SELECT title FROM store.current_listing") == [(title,)]


@pytest.mark.parametrize(
    "page",
    [
        lambda desk: queue_page(desk, again),
        lambda desk: event_list(desk, {}, again),
        lambda desk: export_page(desk, {"format": "json", "created": "", "modified": ""}),
    ],
    ids=["queue", "events", "export"],
)
def test_a_page_of_a_store_with_nothing_but_quarantine_leads_there(store: Path, page: Callable[[Desk], Any]):
    shown = page(Desk(store, "Ada")).text
    assert "2 entries and files could not be read: Quarantine tells why" in shown
    assert "Process a folder first" not in shown


def test_the_page_tells_who_holds_a_busy_store(store: Path):
    with held_by_another_process(store) as holder:
        page = quarantine_list(Desk(store, "Ada"), lambda **changed: None)
    assert str(holder) in page.text
