"""The fourth hand's generator: same seed same bytes, every listing labelled once, and what it promises is in it."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from random import Random
from statistics import mean

import pytest

from event_dedup.ingest import read_file
from tests.generated import Listing, by_event, entries, first_day, texts, truth

DATA = Path(__file__).parent.parent / "data"
sys.path.insert(0, str(DATA))

from fourth_writer import deliver, delivery, wording  # noqa: E402
from fourth_writer.county import build  # noqa: E402
from fourth_writer.words import words  # noqa: E402

LISTINGS = 1500


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen hundred listings as files."""
    out = tmp_path_factory.mktemp("set")
    deliver(LISTINGS, 5, out)
    return out


@pytest.fixture(scope="module")
def clusters(folder: Path) -> list[list[Listing]]:
    """The listings of each event, with their sources."""
    return by_event(folder)


def test_the_same_seed_makes_the_same_bytes(tmp_path, folder):
    assert deliver(LISTINGS, 5, tmp_path) == len(list(tmp_path.glob("*.json")))
    assert texts(tmp_path) == texts(folder)


def test_another_seed_makes_another_county_with_other_towns():
    counties = [build(seed) for seed in (5, 6, 7)]
    assert len({county.name for county in counties}) == 3
    assert all(9 <= len(set(county.towns)) <= 20 for county in counties)
    assert len(set.union(*(set(county.towns) for county in counties))) == sum(len(c.towns) for c in counties)


def test_the_truth_names_every_listing_once(folder):
    ids = [entry["id"] for _, entry in entries(folder)]
    assert len(ids) == len(set(ids)) == LISTINGS
    assert set(ids) == set(truth(folder))
    assert len((folder / "truth.csv").read_text(encoding="utf-8").splitlines()) == LISTINGS + 1


def test_more_listings_than_the_county_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(delivery, "_SCENES_OF_A_COUNTY", 3)
    with pytest.raises(ValueError, match="ask for fewer"):
        deliver(LISTINGS, 5, tmp_path)


def test_every_file_is_read_without_quarantine(folder):
    deliveries = [read_file(file) for file in folder.glob("*.json")]
    assert sum(delivery.listings.num_rows for delivery in deliveries) == LISTINGS
    assert not any(delivery.quarantine.num_rows for delivery in deliveries)


def test_no_text_has_an_open_slot_or_choice(folder):
    said = json.dumps([entry for _, entry in entries(folder)], ensure_ascii=False)
    assert not re.search(r"\{\w+\}|\[[^\[\]{}\"]*\||<[^<>]*\|", said)


def test_events_are_listed_by_several_sources_under_different_titles(clusters):
    together = [cluster for cluster in clusters if len(cluster) > 1]
    assert 0.3 < sum(map(len, together)) / LISTINGS < 0.6
    assert max(map(len, clusters)) <= 12
    assert mean(len({source for source, _ in cluster}) > 1 for cluster in together) > 0.9
    assert mean(len({entry["title"] for _, entry in cluster}) > 1 for cluster in together) > 0.8


def test_some_events_are_listed_twice_by_one_source(clusters):
    sources = [[source for source, _ in cluster] for cluster in clusters]
    assert sum(len(found) > len(set(found)) for found in sources) > 10


def test_different_events_of_one_day_share_a_title(clusters):
    events = Counter()
    for cluster in clusters:
        events.update({(entry["title"], first_day(entry)) for _, entry in cluster})
    assert sum(count > 1 for count in events.values()) > 10


def test_different_events_of_one_day_share_a_house(clusters):
    events = Counter()
    for cluster in clusters:
        places = [(entry.get("location", {}), first_day(entry)) for _, entry in cluster]
        events.update({(at["name"], at["city"], day) for at, day in places if {"name", "city"} <= set(at)})
    assert sum(count > 1 for count in events.values()) > 20


def test_the_same_event_has_other_dates_now_and_then(clusters):
    together = [cluster for cluster in clusters if len(cluster) > 1]
    days = [len({first_day(entry) for _, entry in cluster}) > 1 for cluster in together]
    assert 0 < mean(days) < 0.2


def test_optional_fields_are_sometimes_there_and_sometimes_not(folder):
    keys = Counter(key for _, entry in entries(folder) for key in entry)
    keys.update(f"location.{key}" for _, entry in entries(folder) for key in entry.get("location", {}))
    optional = ["short_description", "description", "highlights", "categories", "admission_free"]
    place = ["name", "city", "street", "street_no", "zipcode", "geo"]
    for key in [*optional, "location", *(f"location.{key}" for key in place)]:
        assert 0 < keys[key] < LISTINGS, key


def test_every_kind_has_venues_in_every_county():
    furnished = set.intersection(*(set(build(seed).by_type) for seed in range(1, 5)))
    for name, kind in words("kinds").items():
        assert set(kind["venues"]) <= furnished, name


def test_every_category_has_a_name_with_the_publishers():
    lists = words("publishers")
    held = {kind["category"] for kind in words("kinds").values()}
    assert held <= set(lists["categories"])
    assert all(set(printed) == set(lists["categories"]) for printed in lists["prints"].values())


def test_a_choice_made_once_holds_wherever_it_stands():
    choices: dict[str, str] = {}
    told = wording.settled(Random(1), "[Chili|Crab] Feed, {same0}: [Chili|Crab]", choices)
    assert told == "{0} Feed, {{same0}}: {0}".format(choices["same0"])


def test_what_a_printed_variant_leaves_is_tidied():
    assert wording.varied(Random(1), " <|>Open Mic <|> , late.. - ") == "Open Mic, late."
