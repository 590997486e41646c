"""Why a pair weighs what it weighs, in a sentence and in bars."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest

from event_dedup.batch import process_existing_files
from event_dedup.linkage.comparisons import COMPARISONS
from event_dedup.review.explain import UnknownRecord, explain_pair, model_behind, waterfall
from event_dedup.review.phrases import Evidence, sentence
from event_dedup.review.told import TOLD
from event_dedup.store import Connection, open_store


def event(event_id: str, title: str = "Hemdglunkerumzug der Schellenhansel", **fields: Any) -> dict[str, Any]:
    return {
        "id": event_id,
        "title": title,
        "source_type": "listing",
        "event_dates": [{"date": "2026-02-12", "start_time": fields.pop("start", "19:00")}],
        "location": {
            "name": fields.pop("venue", "Rathausplatz"),
            "city": fields.pop("city", "Gengenbach"),
            "geo": {"latitude": fields.pop("latitude", 48.404), "longitude": 8.015, "confidence": 0.9},
        },
        **fields,
    }


EVENTS = {
    "amtsblatt": [event("a1"), event("a2", "Kinderkino im Pfarrsaal", start="15:00")],
    "wochenblatt": [
        event("w1", "Umzug der Schellenhansel", start="19:30", venue="Am Obertor", latitude=48.4058),
        event("w2", "Tango für alle", city="Offenburg", venue="Tanzhaus", latitude=48.47),
    ],
}


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("explain")
    for source, events in EVENTS.items():
        (folder / f"{source}_2026-02-01.json").write_text(json.dumps({"events": events}), "utf-8")
    process_existing_files(folder, folder / "store.duckdb")
    with open_store(folder / "store.duckdb", read_only=True) as connection:
        yield connection


def test_the_sentence_names_day_distance_rare_words_and_starts(con: Connection) -> None:
    explained = explain_pair(con, "wochenblatt/w1", "amtsblatt/a1")
    for fact in ("Same day", "200 m apart", "rare word “Schellenhansel”", "start differs by 30 minutes"):
        assert fact in explained.sentence


def test_prior_and_evidence_add_up_to_the_weight(con: Connection) -> None:
    explained = explain_pair(con, "amtsblatt/a1", "wochenblatt/w1")
    assert explained.scored
    assert explained.prior + sum(e.weight for e in explained.evidence) == pytest.approx(explained.weight)
    assert all(e.level != "?" for e in explained.evidence)


def test_the_order_of_the_ids_does_not_matter(con: Connection) -> None:
    assert explain_pair(con, "amtsblatt/a1", "wochenblatt/w1") == explain_pair(
        con, "wochenblatt/w1", "amtsblatt/a1"
    )


def test_a_pair_that_no_run_compared_is_scored_on_the_spot(con: Connection) -> None:
    explained = explain_pair(con, "amtsblatt/a2", "wochenblatt/w2")
    assert not explained.scored
    assert explained.probability < 0.01
    assert "titles share no word" in explained.sentence


def test_scoring_on_the_spot_gives_the_weight_of_the_run(con: Connection) -> None:
    stored = explain_pair(con, "amtsblatt/a1", "wochenblatt/w1")
    again = explain_pair(con, "amtsblatt/a1", "wochenblatt/w1", model_behind(con))
    assert not again.scored
    assert again.weight == pytest.approx(stored.weight, abs=1e-4)
    assert again.evidence == stored.evidence


def test_an_unknown_id_says_which_ids_there_are(con: Connection) -> None:
    with pytest.raises(UnknownRecord, match="No current listing has the id nowhere/1"):
        explain_pair(con, "amtsblatt/a1", "nowhere/1")


def test_a_listing_is_no_pair_with_itself(con: Connection) -> None:
    with pytest.raises(UnknownRecord, match="Both ids are amtsblatt/a1"):
        explain_pair(con, "amtsblatt/a1", "amtsblatt/a1")


def test_the_waterfall_has_a_bar_for_every_comparison_the_prior_and_the_sum(con: Connection) -> None:
    explained = explain_pair(con, "amtsblatt/a1", "wochenblatt/w1")
    chart = waterfall(explained).to_dict()
    bars = [rows for rows in chart["datasets"].values() if "step" in rows[0]]
    assert len(bars[0]) == len(explained.evidence) + 2
    assert bars[0][-1]["weight"] == pytest.approx(explained.weight)


def test_the_chart_is_drawn_from_its_own_data_without_a_network(con: Connection) -> None:
    chart = json.dumps(waterfall(explain_pair(con, "amtsblatt/a1", "wochenblatt/w1")).to_dict()["datasets"])
    assert "http" not in chart


def said(left: dict[str, Any], right: dict[str, Any], *levels: Evidence) -> str:
    return sentence(left, right, levels, lambda word: 6.0)


def listed(**fields: Any) -> dict[str, Any]:
    """A listing as the store has it; only what matters to the test is named."""
    day = {"date": date(2026, 2, 12), "end_date": None, "start_time": fields.pop("start", None)}
    return {
        "source": fields.pop("source", "amtsblatt"),
        "title": "Flohmarkt",
        "dates": [day],
        "venue": "Burgweg 26",
        "city": "Elzach",
        "latitude": None,
        "longitude": None,
        "online": None,
    } | fields


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("same address", "Same address."),
        ("same street", "Same street."),
        ("same street, other venue", "Same street."),
        ("same town, other street", "Another street of the same town."),
        ("similar venue and town", "Similar venues."),
        ("same town, a venue unknown", "Both in Elzach."),
        ("same town, other venue", "Both in Elzach but at Burgweg 26 and at Museum."),
        ("same town, other quarter", "In other quarters of Elzach."),
        ("same town, a quarter against the town itself", "One in a quarter, the other in Elzach itself."),
        ("similar venue and town, a quarter on one side", "Similar venues."),
        ("venue inside the other's", "The name of one venue holds that of the other."),
        ("both online", "Both online."),
    ],
)
def test_the_place_is_told_as_its_level_has_it(level: str, words: str) -> None:
    assert said(listed(), listed(venue="Museum", source="bote"), Evidence("place", level, 1.0)) == words


def test_towns_of_one_name_in_two_spellings_are_told_as_one_town() -> None:
    level = Evidence("place", "same town, a venue unknown", 1.0)
    both = listed(city="Staufen i. Br."), listed(city="Staufen", venue=None, source="bote")
    assert said(*both, level) == "In one town (Staufen i. Br. and Staufen)."


@pytest.mark.parametrize(
    ("town", "level", "words"),
    [
        (
            "Winterthur",
            "towns of one metropolis",
            "In Zürich and in Winterthur, less than 50 km apart in a list of the whole world.",
        ),
        (
            "Switzerland",
            "in the country that the other names",
            "In a town and in its country (Zürich and Switzerland).",
        ),
    ],
)
def test_places_of_a_list_of_the_whole_world_are_told_as_such(town: str, level: str, words: str) -> None:
    both = listed(city="Zürich", venue=None), listed(city=town, venue=None, source="bote")
    assert said(*both, Evidence("place", level, 1.0)) == words


def test_a_venue_of_the_same_name_elsewhere_is_not_the_same_venue() -> None:
    both = listed(venue="Rathaus"), listed(venue="Rathaus", city="Lahr", source="bote")
    told = said(*both, Evidence("place", "other town", -4.0))
    assert told == "Venues of the same name in Elzach and in Lahr."


@pytest.mark.parametrize(
    ("levels", "weight", "words"),
    [
        (("equal, common", "all shared"), 5.0, "Equal titles of common words."),
        (("equal", "all shared"), 7.0, "Equal titles."),
        (("alike", "contained, common"), 4.0, "Titles share the common word “Flohmarkt”."),
        (("alike", "mostly"), 4.0, "Titles share the rare word “Flohmarkt”."),
        (("unlike", "hardly"), -6.0, "Titles share only the rare word “Flohmarkt”."),
    ],
)
def test_the_words_of_titles_are_as_rare_as_the_levels_say(
    levels: tuple[str, str], weight: float, words: str
) -> None:
    both = listed(title="Flohmarkt im Hof"), listed(title="Großer Flohmarkt", source="bote")
    title, shared = levels
    assert said(*both, Evidence("title", title, weight), Evidence("title_words", shared, 0.0)) == words


def test_a_start_told_by_the_other_text_is_no_contradiction() -> None:
    both = listed(start=time(19)), listed(start=time(19, 30), source="bote")
    told = said(*both, Evidence("time", "told by the other's text", 1.0))
    assert told == "Start differs by 30 minutes but is told by the other's text."


def test_a_start_told_otherwise_by_the_other_text_is_said() -> None:
    both = listed(start=time(17, 30)), listed(source="bote")
    told = said(*both, Evidence("time", "told otherwise by the other's text", -2.0))
    assert told == "Start told otherwise by the other's text."


def test_twelve_hours_are_told_as_one_hour_of_the_clock() -> None:
    both = listed(start=time(8)), listed(start=time(20), source="bote")
    told = said(*both, Evidence("time", "12 hours", 1.5))
    assert told == "Start differs by 12 hours as 8 and 20 o'clock do."


@pytest.mark.parametrize(
    ("comparison", "level", "words"),
    [
        ("people", "1 person each, others", "Each names another person."),
        ("contrast", "other sides", "The titles name other opponents."),
        ("contrast", "times in the titles differ", "The titles name different times."),
        ("kind", "films of other names", "Films of other names."),
        ("beside", "titles listed side by side", "A source lists these titles side by side."),
    ],
)
def test_what_sets_a_pair_apart_is_told_in_words(comparison: str, level: str, words: str) -> None:
    assert said(listed(), listed(source="bote"), Evidence(comparison, level, -4.0)) == words


def test_a_conference_on_other_days_is_told_and_other_combinations_are_not() -> None:
    level = "conference of equal title, no shared day, same town"
    both = listed(), listed(source="bote")
    assert said(*both, Evidence("occasion", level, 4.0)) == "Conferences of equal title in one town."
    assert said(*both, Evidence("occasion", "retitled, same place and minute", 2.6)).startswith("Nothing")


FROM_FACTS = {"title", "title_words", "days", "time", "place", "source"}


@pytest.mark.parametrize("comparison", sorted(COMPARISONS.keys() - FROM_FACTS))
def test_every_level_that_no_fact_tells_has_words(comparison: str) -> None:
    labels = {level.label for level in COMPARISONS[comparison]} - {"missing"}
    assert TOLD[comparison].keys() == labels
