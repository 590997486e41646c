"""What a later delivery does to earlier ones."""

import json
from pathlib import Path
from typing import Any

from event_dedup.batch import process_file_batch
from event_dedup.store import open_store


def entry(**changes: Any) -> dict[str, Any]:
    given = {
        "id": "1",
        "title": "Wochenmarkt",
        "source_type": "terminliste",
        "event_dates": [{"date": "2026-02-14"}],
    }
    return {**given, **changes}


def deliver(folder: Path, *entries: dict[str, Any], name: str = "bwb_1.json", at: str | None = None) -> Path:
    path = folder / name
    path.write_text(json.dumps({"events": entries, "metadata": {"processedAt": at} if at else {}}), "utf-8")
    return path


def rows(store: Path, query: str) -> list[tuple[Any, ...]]:
    with open_store(store, read_only=True) as con:
        return con.sql(query).fetchall()


def test_a_file_delivered_anew_resolves_what_stood_in_quarantine_of_it(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    process_file_batch([deliver(tmp_path, entry(event_dates=[{"date": "2026-02-30"}]))], store)
    assert rows(store, "SELECT resolved_at IS NULL FROM store.quarantine") == [(True,)]
    process_file_batch([deliver(tmp_path, entry())], store)
    assert rows(store, "SELECT resolved_at IS NULL FROM store.quarantine") == [(False,)]


def test_a_late_file_does_not_overwrite_what_was_stated_later(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    new = deliver(tmp_path, entry(title="Bauernmarkt"), name="bwb_2.json", at="2026-02-02T10:00:00")
    old = deliver(tmp_path, entry(), name="bwb_1.json", at="2026-02-01T10:00:00")
    process_file_batch([new], store)
    process_file_batch([old], store)
    assert rows(store, "SELECT title FROM store.current_listing") == [("Bauernmarkt",)]
    assert rows(store, "SELECT title, version FROM store.listing ORDER BY version") == [
        ("Bauernmarkt", 1),
        ("Wochenmarkt", 2),
    ]


def test_a_statement_from_the_far_future_does_not_stay_the_last_word(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    process_file_batch([deliver(tmp_path, entry(), at="2999-01-01T00:00:00")], store)
    (when,) = rows(store, "SELECT effective_at - delivered_at FROM store.listing")[0]
    assert when.days == 1
