"""Events are found however their words are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_dedup.review.app_event_parts import facts, pair_table
from event_dedup.review.dashboard import runs, sources
from event_dedup.review.decisions import audit
from event_dedup.review.events import EventFilter, event_view, search_events
from event_dedup.review.judge import judge
from event_dedup.review.quarantine import quarantined
from event_dedup.store import open_store, scalar
from tests.review.conftest import Deliver, event

pytestmark = pytest.mark.slow


def found(store: Path, words: str) -> set[str]:
    with open_store(store, read_only=True) as con:
        return {row[-1] for row in search_events(con, EventFilter(words)).fetchall()}


@pytest.mark.parametrize("written", ["STRASSE", "strasse", "Strasse"])
def test_sharp_s_is_found_as_two(sample: Path, written: str) -> None:
    assert found(sample, written) >= found(sample, "straße") != set()


@pytest.mark.parametrize("written", ["mueller", "MÜLLER", "muller", "Müller"])
def test_an_umlaut_is_found_as_one_letter_or_two(deliver: Deliver, written: str) -> None:
    store = deliver("a", event(title="Lesung mit Jörg Müller"))
    assert len(found(store, written)) == len(found(store, f"joerg {written}")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "801226cc3a003676",
        "emt/801226cc3a003676",
        "Narrensprung Endingen 79346",
        "Hauptstraße 7a, 79346 Endingen",
        "brauchtum",
        "narrenrat@example.org",
    ],
)
def test_an_event_is_found_by_what_its_page_shows(deliver: Deliver, words: str) -> None:
    place = {"street": "Hauptstraße", "street_no": "7a", "zipcode": "79346", "city": "Endingen"}
    more = {"categories": ["Brauchtum"], "registration_contact": "narrenrat@example.org"}
    deliver("emt", event(id="1"))
    store = deliver("emt", event(id="801226cc3a003676", title="Narrensprung", location=place, **more))
    with open_store(store, read_only=True) as con:
        event_id = scalar(
            con.sql("SELECT canonical_event_id FROM store.canonical WHERE title = 'Narrensprung'")
        )
    assert found(store, words) == {event_id}


def test_an_event_is_found_by_the_title_of_any_of_its_listings(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    store = deliver("b", event(id="b", title="Großer Umzug"))
    judge(store, "a/a", "b/b", "match", "Eva")
    assert found(store, "Hemdglunkerumzug") == found(store, "grosser umzug") != set()


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


def test_pairs_of_an_event_that_were_never_compared_are_told(sample: Path) -> None:
    with open_store(sample) as con:
        (event_id,) = con.sql(
            "SELECT canonical_event_id FROM store.canonical ORDER BY listings DESC, 1"
        ).fetchall()[0]
        whole = event_view(con, event_id)
        assert whole is not None
        assert "never compared" not in str(pair_table(whole))
        first = whole.pairs[0]
        con.execute(
            "DELETE FROM store.pair WHERE record_id_l = ? AND record_id_r = ?",
            [first["record_id_l"], first["record_id_r"]],
        )
        view = event_view(con, event_id)
        assert view is not None
        every = len(whole.pairs)
        assert f"1 of {every} pairs was never compared" in str(pair_table(view))


def test_every_list_says_that_its_moments_are_utc(sample: Path) -> None:
    with open_store(sample, read_only=True) as con:
        lists = search_events(con, EventFilter()), sources(con), runs(con), audit(con), quarantined(con)
        for each in lists:
            moments = [
                name for name, kind in zip(each.columns, each.types, strict=True) if kind == "TIMESTAMP"
            ]
            assert moments
            assert all(name.endswith("(UTC)") for name in moments)
