"""The second writer's listings: same seed same bytes, fit to be read, hard and decidable."""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

DATA = Path(__file__).parent.parent / "data"
sys.path.insert(0, str(DATA))

from second_writer import deliver  # noqa: E402
from second_writer.events import Event  # noqa: E402
from second_writer.kinds import kinds  # noqa: E402
from second_writer.planner import planned  # noqa: E402
from second_writer.region import build  # noqa: E402

from event_dedup.ingest import read_file  # noqa: E402

Listing = tuple[str, str, dict]
"""Publisher, cluster, entry."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand listings as files."""
    out = tmp_path_factory.mktemp("set")
    deliver(2000, 1, out)
    return out


@pytest.fixture(scope="module")
def listings(folder: Path) -> list[Listing]:
    return list(read(folder))


@pytest.fixture(scope="module")
def clusters(listings: list[Listing]) -> dict[str, list[Listing]]:
    """The listings of every event that has more than one."""
    found = defaultdict(list)
    for one in listings:
        found[one[1]].append(one)
    return {cluster: members for cluster, members in found.items() if len(members) > 1}


@pytest.fixture(scope="module")
def groups() -> list[list[Event]]:
    """All events of a region, look-alikes together."""
    return planned(1)[1]


def read(folder: Path) -> Iterator[Listing]:
    labels = dict(truth(folder))
    for file in sorted(folder.glob("*.json")):
        for entry in json.loads(file.read_text(encoding="utf-8"))["events"]:
            yield file.name.split("_")[0], labels[entry["id"]], entry


def truth(folder: Path) -> list[tuple[str, str]]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as rows:
        return [(row["event_id"], row["cluster_id"]) for row in csv.DictReader(rows)]


def texts(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def day(entry: dict) -> str:
    return entry["event_dates"][0]["date"]


def clusters_by_day(listings: list[Listing], words: str) -> dict[str, set[str]]:
    """The events of which a title has the words, by day."""
    found = defaultdict(set)
    for _, cluster, entry in listings:
        if words in entry["title"]:
            found[day(entry)].add(cluster)
    return found


def test_the_same_seed_makes_the_same_bytes_and_says_how_many_files(tmp_path, folder):
    assert deliver(2000, 1, tmp_path / "same") == len(list(folder.glob("*.json")))
    assert texts(tmp_path / "same") == texts(folder)


def test_another_seed_makes_other_towns():
    towns = {seed: {town.name for town in build(seed).towns} for seed in (1, 2)}
    assert min(map(len, towns.values())) >= 24
    assert len(towns[1] & towns[2]) < 3


def test_the_truth_names_every_listing_once(folder, listings):
    ids = [entry["id"] for _, _, entry in listings]
    assert len(ids) == len(set(ids)) == 2000
    assert sorted(ids) == sorted(name for name, _ in truth(folder))


def test_every_file_is_read_without_quarantine(folder):
    for file in folder.glob("*.json"):
        delivery = read_file(file)
        assert delivery.quarantine.num_rows == 0, file.name
        assert delivery.listings.num_rows == delivery.entries > 0


def test_no_text_has_an_open_slot_or_alternative(listings):
    for _, _, entry in listings:
        assert not set("{}[]") & set(entry["title"] + entry.get("description", ""))


def test_fields_are_sometimes_there_and_sometimes_not(listings):
    for key in (
        "short_description",
        "description",
        "highlights",
        "categories",
        "is_family_event",
        "location",
    ):
        assert 0 < sum(key in entry for _, _, entry in listings) < 2000, key
    places = [entry.get("location", {}) for _, _, entry in listings]
    for key in ("name", "city", "district", "street", "zipcode", "geo"):
        assert 0 < sum(key in place for place in places) < 2000, key
    timed = [entry for _, _, entry in listings if "start_time" in entry["event_dates"][0]]
    assert 0.8 < len(timed) / 2000 < 1
    assert {"artikel", "terminliste", "anzeige"} == {entry["source_type"] for _, _, entry in listings}


def test_events_have_up_to_eight_listings_mostly_of_several_publishers_under_several_titles(clusters):
    assert max(map(len, clusters.values())) == 8
    assert 0.4 < sum(map(len, clusters.values())) / 2000 < 0.8
    assert mean(len({source for source, _, _ in members}) > 1 for members in clusters.values()) > 0.85
    assert mean(len({e["title"] for _, _, e in members}) > 1 for members in clusters.values()) > 0.9


def test_an_event_stands_under_another_hour_or_day_now_and_then(clusters):
    hours = [{e["event_dates"][0].get("start_time") for _, _, e in m} - {None} for m in clusters.values()]
    assert 0.05 < mean(len(found) > 1 for found in hours) < 0.4
    assert any(len({day(e) for _, _, e in m}) > 1 for m in clusters.values())


@pytest.mark.parametrize("words", ["Rathaus", "Scheiben", "Weltgebetstag", "Aschenkreuz"])
def test_what_many_towns_do_on_one_day_is_many_events(listings, words):
    assert max(map(len, clusters_by_day(listings, words).values())) > 2


def test_a_party_has_stands_in_several_towns_on_one_saturday(groups):
    towns = defaultdict(set)
    for event in (event for group in groups for event in group if event.kind.name == "infostand"):
        towns[event.organiser[0], event.day].add(event.place.town.name)
    assert max(map(len, towns.values())) > 2


def test_weekly_dates_are_events_of_their_own(listings):
    weeks = clusters_by_day(listings, "Wochenmarkt")
    assert len(weeks) > 3
    assert all(not weeks[one] & weeks[other] for one in weeks for other in weeks if one != other)


def test_an_opening_is_an_event_of_its_own_beside_the_exhibition(groups):
    pairs = [
        group[:2] for group in groups if group[0:1] and "opening" in group[0].kind.features and group[1:]
    ]
    assert len(pairs) > 5
    for exhibition, opening in pairs:
        assert exhibition.number != opening.number
        assert exhibition.last_day and not opening.last_day and "title" in opening.keep


def test_two_parts_or_two_performances_keep_what_tells_them_apart(groups):
    features = {"several_shows": "time", "two_parts": "title", "football": "title", "two_bazaars": "venue"}
    for feature, kept in features.items():
        twins = [group for group in groups if len(group) > 1 and feature in group[0].kind.features]
        assert any(all(kept in event.keep for event in group) for group in twins), feature


def test_two_films_of_a_day_in_one_cinema_keep_their_hours(listings):
    shows = defaultdict(lambda: defaultdict(set))
    for _, cluster, entry in listings:
        if "Film" in entry.get("categories", []):
            start = entry["event_dates"][0].get("start_time")
            shows[entry.get("location", {}).get("name"), day(entry)][cluster].add(start)
    twins = [starts for starts in shows.values() if len(starts) > 1]
    assert twins
    assert all(len(hours) == 1 and None not in hours for starts in twins for hours in starts.values())


def test_every_kind_has_titles_texts_and_days():
    assert len(kinds()) > 80
    assert len({kind.name for kind in kinds()}) == len(kinds())
    for kind in kinds():
        assert kind.titles and kind.texts and kind.venues and kind.times, kind.name
        assert kind.fasnet_days or kind.weekdays or kind.season, kind.name
