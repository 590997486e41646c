"""What survives of the listings of one event, and where each value came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from event_dedup.batch import load_all_events_as_dicts, process_file_batch
from event_dedup.canonical.canonicalise import assess
from tests.properties import town

LONG = "Mit Musik, Narrensamen und Bewirtung auf dem Marktplatz."


def one_event(folder: Path, told: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The event of one listing of each publisher."""
    town.save_model(folder / "events.duckdb", town.small_model())
    paths = [town.write(folder, source, 0, [town.listing("1", **more)]) for source, more in told.items()]
    process_file_batch(paths, folder / "events.duckdb")
    (only,) = load_all_events_as_dicts(folder / "events.duckdb")
    return only


@pytest.fixture(scope="module")
def event(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One event of three publishers' listings that tell it differently."""
    told: dict[str, dict[str, Any]] = {
        "aue": {"start": "14:00", "description": "Mit Musik.", "categories": ["Fasnet"]},
        "berg": {"start": "14:00", "description": LONG, "categories": ["Umzug", "Fasnet"]},
        "caño": {"start": "15:00", "admission_free": True},
    }
    return one_event(tmp_path_factory.mktemp("one"), told)


def test_three_listings_of_three_publishers_make_one_event(event: dict[str, Any]):
    assert (event["listings"], event["sources"]) == (3, 3)


def test_the_longest_description_survives_with_its_origin(event: dict[str, Any]):
    assert (event["description"], event["provenance"]["description"]) == (LONG, ["berg/1"])


def test_the_start_that_most_listings_tell_survives(event: dict[str, Any]):
    assert [each["start_time"].isoformat() for each in event["dates"]] == ["14:00:00"]


def test_categories_are_united(event: dict[str, Any]):
    assert event["categories"] == ["Fasnet", "Umzug"]
    assert event["provenance"]["categories"] == ["aue/1", "berg/1"]


def test_a_value_that_one_listing_has_survives(event: dict[str, Any]):
    assert (event["admission_free"], event["provenance"]["admission_free"]) == (True, ["ca%C3%B1o/1"])


DAYS = [
    {"date": f"2026-07-0{day}", "start_time": start}
    for day, start in ((3, "18:00"), (4, "14:00"), (5, "11:00"))
]
RANGE = {"date": "2026-07-03", "end_date": "2026-07-05", "start_time": "18:00"}


@pytest.mark.parametrize(
    ("days", "survive"),
    [
        (DAYS, ["07-03 18:00", "07-04 14:00", "07-05 11:00"]),  # each day is told: the range says no more
        (
            DAYS[:1],
            ["07-03 18:00 to 07-05"],
        ),  # the first day with the start of the range says no more than it
        ([DAYS[0] | {"end_time": "23:00"}], ["07-03 18:00 to 07-05", "07-03 18:00"]),  # its end does
        (DAYS[:2], ["07-03 18:00 to 07-05", "07-04 14:00"]),  # another start on the second day does
    ],
)
def test_of_a_range_and_its_days_those_survive_that_say_more(
    tmp_path: Path, days: list[dict[str, str]], survive: list[str]
):
    kerwe = {"title": "Kerwe Elzach", "city": "Elzach"}
    told = {"aue": kerwe | {"event_dates": days}, "berg": kerwe | {"event_dates": [RANGE]}}
    event = one_event(tmp_path, told)
    assert [_day(each) for each in event["dates"]] == survive


def _day(told: dict[str, Any]) -> str:
    end = f" to {told['end_date']:%m-%d}" if told["end_date"] else ""
    return f"{told['date']:%m-%d} {told['start_time']:%H:%M}{end}"


AT_HOME = {
    "name": "Festhalle",
    "city": "Elzach",
    "street": "Schulstr.",
    "geo": {"latitude": 48.17, "longitude": 8.07, "confidence": 0.5},
}
FAR_AWAY = {"name": "Festhalle", "geo": {"latitude": 54.3, "longitude": 10.1, "confidence": 0.9}}


def located(folder: Path, *locations: dict[str, Any]) -> dict[str, Any]:
    """The event of listings at these locations."""
    told = {f"blatt{place}": {"location": location} for place, location in enumerate(locations)}
    return one_event(folder, told)


def test_a_town_that_one_listing_names_survives_two_that_name_none(tmp_path: Path):
    found = located(tmp_path, {"name": "Festhalle"}, AT_HOME, {"name": "Festhalle"})
    assert (found["venue"], found["street"], found["city"]) == ("Festhalle", "Schulstr.", "Elzach")


def test_what_the_place_leaves_out_another_listing_of_its_town_tells(tmp_path: Path):
    found = located(
        tmp_path,
        {"city": "Elzach", "street": "Schulstr.", "district": "Yach"},
        {"city": "Elzach", "name": "Festhalle", "zipcode": "79215"},
        {"city": "Waldkirch", "name": "Stadthalle", "street": "Lange Str.", "zipcode": "79183"},
    )
    told = [found[name] for name in ("venue", "street", "zipcode", "city", "district")]
    assert told == ["Festhalle", "Schulstr.", "79215", "Elzach", "Yach"]
    assert (found["provenance"]["venue"], found["provenance"]["street"]) == (["blatt1/1"], ["blatt0/1"])


def test_coordinates_are_those_of_the_town_that_survives(tmp_path: Path):
    found = located(tmp_path, FAR_AWAY, AT_HOME, {"name": "Festhalle"})
    assert (found["latitude"], found["provenance"]["latitude"]) == (48.17, ["blatt1/1"])


def test_coordinates_of_another_listing_are_better_than_none(tmp_path: Path):
    found = located(tmp_path, FAR_AWAY, {"name": "Festhalle", "city": "Elzach"})
    assert (found["city"], found["latitude"]) == ("Elzach", 54.3)


def assessed(judged: list[tuple[str, str, str]]) -> dict[str, str | None]:
    """Cluster -> review reason of the events {a1, a2} and {b}, both of whose pairs across are doubtful."""
    with duckdb.connect() as con:
        members = con.sql("FROM (VALUES ('a1', 'A'), ('a2', 'A'), ('b', 'B')) AS t (record_id, cluster)")
        pairs = con.sql(
            """
            FROM (VALUES ('a1', 'a2', 0.99), ('a1', 'b', 0.4), ('a2', 'b', 0.3))
                AS t (record_id_l, record_id_r, match_probability)
            """
        )
        rows = pa.table(
            {
                "record_id_l": pa.array([left for left, _, _ in judged], pa.string()),
                "record_id_r": pa.array([right for _, right, _ in judged], pa.string()),
                "verdict": pa.array([verdict for _, _, verdict in judged], pa.string()),
            }
        )
        found = assess(con, members, members, pairs, con.from_arrow(rows), 0.55)
        return dict(found.project("cluster, review_reason").fetchall())


@pytest.mark.parametrize(
    ("judged", "doubtful"),
    [
        ([], True),
        ([("a1", "b", "non_match")], False),
        ([("a1", "b", "unsure")], True),
        ([("a1", "a2", "match")], True),
    ],
)
def test_what_is_said_of_one_pair_of_two_events_settles_their_other_pairs(
    judged: list[tuple[str, str, str]], doubtful: bool
) -> None:
    reasons = assessed(judged)
    assert [(reason or "").startswith("may be the same") for reason in reasons.values()] == [doubtful] * 2
