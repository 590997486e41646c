"""Events are found however their words are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_dedup.review.app_event_parts import facts
from event_dedup.review.dashboard import runs, sources
from event_dedup.review.decisions import audit
from event_dedup.review.events import EventFilter, event_view, search_events
from event_dedup.review.quarantine import quarantined
from event_dedup.store import open_store

pytestmark = pytest.mark.slow


def found(store: Path, words: str) -> set[str]:
    with open_store(store, read_only=True) as con:
        return {row[-1] for row in search_events(con, EventFilter(words)).fetchall()}


@pytest.mark.parametrize("written", ["STRASSE", "strasse", "Strasse"])
def test_sharp_s_is_found_as_two(sample: Path, written: str) -> None:
    assert found(sample, written) >= found(sample, "straße") != set()


@pytest.mark.parametrize("word", ["%", "_x_", "\\", "[a", "'; DROP TABLE", '"', ".*"])
def test_signs_are_letters_and_no_pattern(sample: Path, word: str) -> None:
    assert found(sample, word) < found(sample, "")


def test_every_value_of_an_event_names_a_listing_that_gave_it(sample: Path) -> None:
    with open_store(sample, read_only=True) as con:
        largest = con.sql("SELECT canonical_event_id FROM store.canonical ORDER BY listings DESC, 1 LIMIT 40")
        for (event_id,) in largest.fetchall():
            view = event_view(con, event_id)
            assert view is not None
            rows = str(facts(view)).split("<tr>")[2:]
            assert len(rows) > 3
            assert all("ed-file" in row for row in rows)


def test_every_list_says_that_its_moments_are_utc(sample: Path) -> None:
    with open_store(sample, read_only=True) as con:
        lists = search_events(con, EventFilter()), sources(con), runs(con), audit(con), quarantined(con)
        for each in lists:
            moments = [
                name for name, kind in zip(each.columns, each.types, strict=True) if kind == "TIMESTAMP"
            ]
            assert moments
            assert all(name.endswith("(UTC)") for name in moments)
