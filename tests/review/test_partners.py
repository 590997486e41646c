from __future__ import annotations

import pytest

from event_dedup.review.partners import find_partners
from event_dedup.store import open_store
from tests.review.conftest import Deliver, event

pytestmark = pytest.mark.slow


def test_the_most_alike_listing_of_another_event_comes_first(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    deliver("b", event(id="b", title="Hemdglunkerumzug Narrenzunft", event_dates=[{"date": "2026-02-19"}]))
    store = deliver("c", event(id="c", title="Narrenzunft trifft sich", event_dates=[{"date": "2026-12-01"}]))
    with open_store(store, read_only=True) as con:
        assert [each["record_id"] for each in find_partners(con, "a/a")] == ["b/b", "c/c"]


def test_words_of_the_reviewer_search_places_and_sources_too(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    store = deliver("wzb", event(id="b", title="Ganz anders", location={"city": "Müllheim"}))
    with open_store(store, read_only=True) as con:
        for words in ("mullheim", "wzb", "MÜLLHEIM 100%"):
            assert [each["record_id"] for each in find_partners(con, "a/a", words)] == ["wzb/b"]
        assert find_partners(con, "a/a", "nowhere") == []


def test_sharp_s_is_found_as_two(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    store = deliver("b", event(id="b", title="Straßenfest", location={"city": "Lahr"}))
    with open_store(store, read_only=True) as con:
        for words in ("STRASSENFEST", "straßenfest"):
            assert [each["record_id"] for each in find_partners(con, "a/a", words)] == ["b/b"]


def test_words_of_an_older_version_find_nothing(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    another_day = [{"date": "2026-02-14", "start_time": "20:00"}]
    deliver("b", event(id="b", title="Kappenabend Krone", event_dates=another_day))
    store = deliver("b", event(id="b", title="Zunftball Löwen", event_dates=another_day))
    with open_store(store, read_only=True) as con:
        assert find_partners(con, "a/a", "Kappenabend") == []
        assert [each["title"] for each in find_partners(con, "a/a", "Zunftball")] == ["Zunftball Löwen"]
