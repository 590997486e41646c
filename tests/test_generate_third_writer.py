"""The third hand's generator: same seed same bytes, every listing labelled once, and what the set promises is in it."""

import json
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import mean

import pytest

from event_dedup.ingest import read_file
from tests.generated import Listing, by_event, entries, first_day, texts, truth

DATA = Path(__file__).parent.parent / "data"
sys.path.insert(0, str(DATA))

from third_writer import deliver, delivery, feasts  # noqa: E402
from third_writer.dice import Dice  # noqa: E402
from third_writer.kinds import kinds  # noqa: E402
from third_writer.organisers import organiser  # noqa: E402
from third_writer.world import build  # noqa: E402

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


def test_another_seed_makes_other_towns():
    def towns(seed: int) -> set[str]:
        return {town.base for town in build(seed, Dice(f"set-{seed}")).towns}

    assert len(towns(5)) >= 22
    assert len(towns(5) & towns(9)) <= 2  # of one region: the parts of the names are the same
    assert not towns(5) & towns(6)


def test_the_truth_names_every_listing_once(folder):
    ids = [entry["id"] for _, entry in entries(folder)]
    assert len(ids) == len(set(ids)) == LISTINGS
    assert set(ids) == set(truth(folder))
    assert len((folder / "truth.csv").read_text(encoding="utf-8").splitlines()) == LISTINGS + 1


def test_more_listings_than_the_towns_hold_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(delivery, "_SCENES_OF_A_WORLD", 3)
    with pytest.raises(ValueError, match="ask for fewer"):
        deliver(LISTINGS, 5, tmp_path)


def test_every_file_is_read_without_quarantine(folder):
    deliveries = [read_file(file) for file in folder.glob("*.json")]
    assert sum(delivery.listings.num_rows for delivery in deliveries) == LISTINGS
    assert not any(delivery.quarantine.num_rows for delivery in deliveries)


def test_no_text_has_an_open_slot(folder):
    words = json.dumps([entry for _, entry in entries(folder)], ensure_ascii=False)
    assert not re.search(r"\{\w+\}", words)
    assert not any(f" {slot} " in words for slot in ("oshort", "p1", "p1s", "iv"))


def test_events_are_listed_by_several_sources_under_different_titles(clusters):
    together = [cluster for cluster in clusters if len(cluster) > 1]
    assert 0.5 < sum(map(len, together)) / LISTINGS < 0.75
    assert max(map(len, clusters)) <= 8
    assert mean(len({source for source, _ in cluster}) > 1 for cluster in together) > 0.9
    assert mean(len({entry["title"] for _, entry in cluster}) > 1 for cluster in together) > 0.9


def test_some_events_are_listed_twice_by_one_source(clusters):
    sources = [[source for source, _ in cluster] for cluster in clusters]
    assert sum(len(found) > len(set(found)) for found in sources) > 20


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


def test_the_same_event_has_other_dates_and_hours_now_and_then(clusters):
    together = [cluster for cluster in clusters if len(cluster) > 1]
    days = [len({first_day(entry) for _, entry in cluster}) > 1 for cluster in together]
    assert 0 < mean(days) < 0.2


def test_optional_fields_are_sometimes_there_and_sometimes_not(folder):
    keys = Counter(key for _, entry in entries(folder) for key in entry)
    keys.update(f"location.{key}" for _, entry in entries(folder) for key in entry.get("location", {}))
    optional = ["short_description", "description", "highlights", "categories", "admission_free"]
    place = ["name", "city", "district", "street", "zipcode", "geo"]
    for key in [*optional, "location", *(f"location.{key}" for key in place)]:
        assert 0 < keys[key] < LISTINGS, key


def test_every_kind_has_venues_days_and_an_organiser():
    worlds = [build(seed, Dice(f"set-{seed}")) for seed in range(1, 5)]
    furnished = {type for world in worlds for town in world.towns for type in town.main.venues}
    year = worlds[0].easter.year
    worlds[0].first, worlds[0].last = date(year, 1, 1), date(year, 12, 31)
    for kind in kinds().values():
        assert set(kind.venues) <= furnished, kind.name
        assert feasts.days_for(worlds[0], kind.days), kind.name
        assert all(organiser(world, kind.organiser, world.towns[0].main).long for world in worlds)


def test_feasts_follow_easter():
    assert [feasts.easter(year).isoformat() for year in (2024, 2025, 2026, 2027)] == [
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
    ]
