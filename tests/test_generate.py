"""The generator of labelled listings: same seed same bytes, every difficulty there, nothing betrays the truth."""

import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import correlation, mean

import pytest

DATA = Path(__file__).parent.parent / "data"
sys.path.insert(0, str(DATA))

import generate  # noqa: E402
from generator import distortions, rates, seasons  # noqa: E402
from generator.delivery import deliver, labelled  # noqa: E402
from generator.kinds import kinds  # noqa: E402
from generator.places import places  # noqa: E402
from generator.world import Printed  # noqa: E402


@cache
def made(listings: int, seed: int = 11) -> list[Printed]:
    return list(labelled(listings, seed))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand listings as files."""
    out = tmp_path_factory.mktemp("set")
    deliver(1000, 3, out)
    return out


def documents(folder: Path) -> Iterator[dict]:
    return (json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json")))


def entries(folder: Path) -> list[dict]:
    return [entry for document in documents(folder) for entry in document["events"]]


def truth(folder: Path) -> dict[str, str]:
    with (folder / "truth.csv").open(encoding="utf-8") as rows:
        return {row["event_id"]: row["cluster_id"] for row in csv.DictReader(rows)}


def texts(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_committed_sample_is_what_the_command_without_arguments_makes(tmp_path):
    assert generate.main(["--out", str(tmp_path / "sample")]) == 0
    assert texts(tmp_path / "sample") == texts(DATA / "sample")


def test_the_same_seed_makes_the_same_bytes_and_another_seed_another_region(tmp_path, folder):
    deliver(1000, 3, tmp_path / "same")
    deliver(100, 4, tmp_path / "other")
    assert texts(tmp_path / "same") == texts(folder)
    assert not set(truth(tmp_path / "other")) & set(truth(folder))


def test_a_folder_with_files_is_refused(folder, capsys):
    assert generate.main(["--out", str(folder)]) == 2
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize("writer", ["second", "third", "fourth"])
def test_another_writer_is_chosen_and_draws_rates_and_weeks_itself(tmp_path, capsys, writer):
    chosen = ["--writer", writer, "--listings", "300", "--out", str(tmp_path / writer)]
    assert generate.main([*chosen, "--vary"]) == 2
    assert "leave --vary and --weeks" in capsys.readouterr().err
    assert generate.main(chosen) == 0
    assert len(truth(tmp_path / writer)) == len(entries(tmp_path / writer)) == 300


def test_the_truth_names_every_listing_once(folder):
    ids = [entry["id"] for entry in entries(folder)]
    assert len(ids) == len(set(ids)) == 1000
    assert set(ids) == set(truth(folder))


def test_every_entry_has_what_the_delivery_format_requires(folder):
    for entry in entries(folder):
        assert entry["title"].strip()
        assert entry["source_type"] in ("artikel", "terminliste")
        assert entry["event_dates"]
        for dated in entry["event_dates"]:
            assert date.fromisoformat(dated["date"]) <= date.fromisoformat(
                dated.get("end_date", "9999-01-01")
            )
            assert dated.get("start_time", "00:00")[2] == ":"


def test_no_text_has_an_open_slot(folder):
    words = json.dumps(entries(folder), ensure_ascii=False)
    assert "{'" not in words and "_lang}" not in words
    assert not any(f"{{{slot}}}" in words for kind in kinds().values() for slot in kind.slots)


def test_optional_fields_are_sometimes_there_and_sometimes_not(folder):
    keys = Counter(key for entry in entries(folder) for key in entry)
    keys.update(f"location.{key}" for entry in entries(folder) for key in entry.get("location", {}))
    optional = [
        "short_description",
        "description",
        "highlights",
        "categories",
        "is_family_event",
        "registration_contact",
    ]
    place = ["name", "district", "street", "zipcode", "geo", "_sanitizeResult"]
    for key in [*optional, *(f"location.{key}" for key in place)]:
        assert 0 < keys[key] < 1000, key


def test_every_difficulty_occurs():
    tags = Counter(tag for printed in made(6_000) for tag in printed.draft.tags)
    wanted = {step.__name__ for _, step in distortions.DISTORTIONS + distortions.GEO_DISTORTIONS}
    assert not (wanted | {"both_forms", "again_next_week", "held_online"}) - set(tags)
    assert wanted <= set(rates.RATES)


def test_every_look_alike_occurs_and_has_at_least_two_events():
    events = {printed.event_number: printed.draft.event for printed in made(6_000)}
    tags = Counter(event.tag for event in events.values())
    assert not set(rates.LOOK_ALIKES) - set(tags)
    assert tags["weekly_recurrence"] > tags["monthly_recurrence"] > 0
    assert min(tags.values()) >= 2


def test_the_sample_holds_every_look_alike_and_every_difficulty_but_a_few_rare_ones():
    printed = list(labelled(800, 15, 2))
    difficulties = {tag for one in printed for tag in one.draft.tags}
    assert set(rates.LOOK_ALIKES) <= {one.draft.event.tag for one in printed}
    assert {
        "ocr",
        "district_as_city",
        "minutes_apart",
        "cancelled",
        "again_next_week",
        "wrong_city",
    } <= difficulties


def test_twins_that_differ_in_the_hour_alone_keep_their_hours():
    twins = [p.draft for p in made(6_000) if "time" in p.draft.event.needs]
    assert len(twins) > 100
    assert all(draft.spans[0].start == draft.event.spans[0].start for draft in twins)


def test_twins_that_differ_in_the_place_alone_keep_their_place():
    twins = [p.draft for p in made(6_000) if "place" in p.draft.event.needs]
    assert len(twins) > 100
    assert all(draft.name for draft in twins)


def test_twins_that_differ_in_a_name_alone_show_it():
    twins = [p.draft for p in made(6_000) if p.draft.event.musts and "name" in p.draft.event.needs]
    assert len(twins) > 20
    shown = [any(must in draft.text() for must in draft.event.musts) for draft in twins]
    assert mean(shown) > 0.9  # the rest is spelt with ae, oe and ue


def test_half_of_the_listings_stand_in_clusters_of_up_to_eight():
    sizes = Counter(Counter(printed.event_number for printed in made(6_000)).values())
    together = sum(size * count for size, count in sizes.items() if size > 1)
    assert 0.42 < together / 6_000 < 0.58
    assert max(sizes) <= 8
    assert 0.4 < sum(size * (size - 1) / 2 * count for size, count in sizes.items()) / 6_000 < 1.5


def test_the_same_event_is_mostly_titled_differently():
    titles = defaultdict(set)
    for printed in made(6_000):
        titles[printed.event_number].add(printed.draft.title)
    counts = Counter(printed.event_number for printed in made(6_000))
    assert mean(len(titles[number]) > 1 for number, count in counts.items() if count > 1) > 0.6


def density(listings: int) -> float:
    """Mean number of events of a town and day that has any."""
    events = {printed.event_number: printed.draft.event for printed in made(listings)}
    days = Counter((event.town.place.official, event.first) for event in events.values())
    return len(events) / len(days)


def test_density_does_not_grow_with_the_set():
    assert density(8_000) == pytest.approx(density(1000), rel=0.2)


def test_neither_ids_nor_order_nor_metadata_betray_the_truth(folder):
    labels = truth(folder)
    rank = {cluster: number for number, cluster in enumerate(sorted(set(labels.values())))}
    by_id = [rank[labels[name]] for name in sorted(labels)]
    assert abs(correlation(range(len(by_id)), by_id)) < 0.1
    neighbours = [left == right for left, right in pairwise(labels[name] for name in sorted(labels))]
    assert mean(neighbours) < 0.01
    printed = [labels[entry["id"]] for entry in entries(folder)]
    beside = mean(left == right for left, right in pairwise(printed))
    assert beside < 0.02
    written = json.dumps(entries(folder))
    assert not any(name in written for name in [*rates.LOOK_ALIKES, "doors_for_start", "minutes_apart"])


def test_no_headline_without_a_name_stands_over_two_events_of_a_day():
    headlines = {line for kind in kinds().values() for line in kind.headline if "{" not in line}
    events = defaultdict(set)
    for printed in made(5000):
        if printed.draft.title in headlines:
            events[printed.draft.title, printed.draft.event.first].add(printed.event_number)
    assert len(events) > 100
    assert max(map(len, events.values())) == 1


def test_fasnet_follows_easter():
    assert seasons.easter(2026) == date(2026, 4, 5)
    assert seasons.in_season("fasnet_schmudo", date(2026, 2, 12))
    assert not seasons.in_season("fasnet", date(2026, 2, 18))
    assert seasons.in_season("fasnet_schmudo", date(2027, 2, 4))


def test_places_are_real_enough():
    assert len(places()) > 100
    assert all(47.4 < place.lat < 48.8 and 7.5 < place.lon < 8.5 for place in places())


def test_varied_rates_are_another_region_and_the_same_each_time(tmp_path):
    def made_with(name: str, *options: str) -> dict[str, bytes]:
        command = [sys.executable, str(DATA / "generate.py"), "--listings", "300", "--seed", "5"]
        subprocess.run([*command, "--out", str(tmp_path / name), *options], check=True, capture_output=True)
        return texts(tmp_path / name)

    varied = made_with("varied", "--vary")
    assert varied == made_with("again", "--vary")
    assert varied != made_with("plain")
