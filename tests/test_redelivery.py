"""What a later delivery does to earlier ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from event_dedup.batch import process_file_batch
from event_dedup.review.fields import listings
from event_dedup.store import open_store

pytestmark = pytest.mark.slow


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


UNREAD = {"event_dates": [{"date": "2026-02-30"}]}


def waiting(store: Path) -> list[Any]:
    """What stands in quarantine: the day on which each entry came, in order."""
    query = "SELECT payload FROM store.quarantine WHERE resolved_at IS NULL ORDER BY quarantine_id"
    return [json.loads(payload).get("day") for (payload,) in rows(store, query)]


def test_an_entry_stays_in_quarantine_until_its_id_is_delivered_again(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    process_file_batch([deliver(tmp_path, entry(id="unread", day=1, **UNREAD))], store)
    process_file_batch([deliver(tmp_path, entry(title="Altpapier"))], store)
    assert waiting(store) == [1]
    process_file_batch([deliver(tmp_path, entry(id="unread"), name="bwb_mended.json")], store)
    assert waiting(store) == []


@pytest.mark.parametrize(
    ("unread", "mended"), [(7.0, "7"), (" y\u200b ", "y"), ("Mu\u0308hle", "M\u00fchle")]
)
def test_an_id_in_quarantine_is_known_as_that_of_a_listing(tmp_path: Path, unread: Any, mended: str) -> None:
    store = tmp_path / "events.duckdb"
    process_file_batch([deliver(tmp_path, entry(id=unread, day=1, **UNREAD))], store)
    process_file_batch([deliver(tmp_path, entry(id=mended), name="bwb_mended.json")], store)
    assert waiting(store) == []


def test_an_entry_that_is_delivered_unread_again_waits_once(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    for day in (1, 2):
        process_file_batch([deliver(tmp_path, entry(day=day, **UNREAD))], store)
    assert waiting(store) == [2]


def test_an_entry_without_an_id_waits_until_another_file_of_its_name_comes(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    process_file_batch([deliver(tmp_path, entry(id=None, day=1))], store)
    process_file_batch([deliver(tmp_path, entry(), name="bwb_other.json")], store)
    assert waiting(store) == [1]
    process_file_batch([deliver(tmp_path, entry(id=None, day=2), entry(id="2"))], store)
    assert waiting(store) == [2]


@pytest.mark.parametrize("content", ["", json.dumps({"events": [entry(id="2", **UNREAD)]})])
def test_files_of_one_name_that_come_together_do_not_answer_for_each_other(
    content: str, tmp_path: Path
) -> None:
    store = tmp_path / "events.duckdb"
    files = [tmp_path / folder / "bwb_1.json" for folder in "ab"]
    for spaces, file in enumerate(files):
        file.parent.mkdir()
        file.write_text(content.replace('"2"', f'"{spaces}"') + " " * spaces)
    process_file_batch(files, store)
    assert rows(store, "SELECT count(*) FROM store.quarantine WHERE resolved_at IS NULL") == [(2,)]


def test_a_calendar_event_that_could_not_be_read_is_known_by_its_uid(tmp_path: Path) -> None:
    store, file = tmp_path / "events.duckdb", tmp_path / "chor_1.ics"
    for rule in ("RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;COUNT=2"):
        lines = ["BEGIN:VEVENT", "UID:probe", "SUMMARY:Probe", "DTSTART:20260214T190000", rule, "END:VEVENT"]
        file.write_text("\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]))
        process_file_batch([file], store)
    assert rows(store, "SELECT reason[:5], resolved_at IS NULL FROM store.quarantine") == [("RRULE", False)]


def test_the_same_bytes_of_a_publisher_change_nothing_under_any_name(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    process_file_batch([deliver(tmp_path, entry())], store)
    again = process_file_batch([deliver(tmp_path, entry(), name="bwb_copy.json")], store)
    assert (again.known, again.run) == (1, None)


@pytest.mark.parametrize("batches", [[["bwb_1.json"], ["wzb_1.json"]], [["bwb_1.json", "wzb_1.json"]]])
def test_the_same_bytes_of_another_publisher_are_its_listings(
    batches: list[list[str]], tmp_path: Path
) -> None:
    store = tmp_path / "events.duckdb"
    broken = entry(id="2", event_dates=[])
    for names in batches:
        process_file_batch([deliver(tmp_path, entry(), broken, name=name) for name in names], store)
    assert rows(store, "SELECT record_id FROM store.current_listing ORDER BY ALL") == [("bwb/1",), ("wzb/1",)]
    assert rows(store, "SELECT source, listings_new, quarantined FROM store.delivery ORDER BY ALL") == [
        ("bwb", 1, 1),
        ("wzb", 1, 1),
    ]
    with open_store(store, read_only=True) as con:
        assert [each["file"] for each in listings(con, ["bwb/1", "wzb/1"])] == ["bwb_1.json", "wzb_1.json"]


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
