"""What people decided survives a store that is made anew from its files, whatever ids that one gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from event_dedup.__main__ import main
from event_dedup.batch import load_all_events_as_dicts, process_file_batch, withdraw
from event_dedup.review.judge import (
    Loaded,
    dismiss,
    dump_judgements,
    judge,
    load_dump,
    merge_events,
    restore,
)
from event_dedup.review.judgements import JudgementError
from tests.properties import town
from tests.properties.state import read_state

pytestmark = pytest.mark.slow

TITLES = ("Orgelvesper", "Blutspende", "Schachturnier")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two publishers with the same three listings each."""
    folder = tmp_path_factory.mktemp("files")
    entries = [town.listing(str(place), title=title) for place, title in enumerate(TITLES)]
    return [town.write(folder, source, 0, entries, hour) for hour, source in enumerate(("aue", "berg"))]


@pytest.fixture(scope="module")
def stores(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store in which the second publisher came first, and one made anew of both files at once."""
    folder = tmp_path_factory.mktemp("stores")
    grown, anew = folder / "grown.duckdb", folder / "anew.duckdb"
    for store in (grown, anew):
        town.save_model(store, town.small_model())
    for path in reversed(files):
        process_file_batch([path], grown)
    process_file_batch(files, anew)
    return grown, anew


@pytest.fixture
def grown(stores: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy2(stores[0], tmp_path / "grown.duckdb"))


@pytest.fixture
def anew(stores: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy2(stores[1], tmp_path / "anew.duckdb"))


def event(store: Path, record: str) -> str:
    return read_state(store).event_of[record]


def handed_on(store: Path) -> list[str]:
    """The titles of what is handed on."""
    return sorted(row["title"] for row in load_all_events_as_dicts(store))


def test_a_dismissal_is_loaded_into_a_store_that_names_the_event_otherwise(grown: Path, anew: Path):
    dismiss(grown, event(grown, "aue/1"), "Anna", "only for staff")
    assert event(grown, "aue/1") != event(anew, "aue/1")
    assert load_dump(anew, dump_judgements(grown)) == Loaded(1, 0)
    assert handed_on(anew) == handed_on(grown) == ["Orgelvesper", "Schachturnier"]


def test_a_dump_that_is_loaded_twice_dismisses_nothing_that_was_restored_meanwhile(grown: Path, anew: Path):
    dismiss(grown, event(grown, "aue/1"), "Anna")
    load_dump(anew, dump_judgements(grown))
    restore(anew, event(anew, "aue/1"), "Berta")
    assert load_dump(anew, dump_judgements(grown)) == Loaded(0, 0)
    assert handed_on(anew) == sorted(TITLES)


def test_an_older_dismissal_that_is_loaded_later_does_not_overrule_a_newer_decision(grown: Path, anew: Path):
    dismiss(grown, event(grown, "aue/1"), "Anna")
    dismiss(anew, event(anew, "aue/1"), "Berta")
    restore(anew, event(anew, "aue/1"), "Berta")
    assert load_dump(anew, dump_judgements(grown)) == Loaded(0, 0)
    assert handed_on(anew) == sorted(TITLES)


def test_a_dismissal_taken_back_is_taken_back_after_loading_too(grown: Path, anew: Path):
    for record in ("aue/0", "aue/1"):
        dismiss(grown, event(grown, record), "Anna")
    restore(grown, event(grown, "aue/0"), "Berta")
    assert load_dump(anew, dump_judgements(grown)) == Loaded(3, 0)
    assert handed_on(anew) == ["Orgelvesper", "Schachturnier"]
    assert load_dump(grown, dump_judgements(anew)) == Loaded(0, 0)


def test_a_dismissal_holds_for_the_event_as_it_was_judged(grown: Path, anew: Path):
    merge_events(grown, [event(grown, "aue/0"), event(grown, "aue/1")], "Anna")
    dismiss(grown, event(grown, "aue/0"), "Anna")
    load_dump(anew, dump_judgements(grown))
    assert handed_on(anew) == ["Schachturnier"]


def test_a_dismissal_waits_for_the_listings_of_its_event(grown: Path, files: list[Path], tmp_path: Path):
    dismiss(grown, event(grown, "aue/1"), "Anna")
    late, lines = tmp_path / "late.duckdb", dump_judgements(grown)
    town.save_model(late, town.small_model())
    assert load_dump(late, lines) == Loaded(0, 1)
    process_file_batch(files, late)
    assert load_dump(late, lines) == Loaded(1, 0)
    assert handed_on(late) == ["Orgelvesper", "Schachturnier"]


def test_judgements_that_wait_for_their_listings_are_counted_and_obeyed_once_those_are_there(
    grown: Path, files: list[Path], tmp_path: Path
):
    judge(grown, "aue/0", "berg/0", "non_match", "Anna")
    late, lines = tmp_path / "late.duckdb", dump_judgements(grown)
    town.save_model(late, town.small_model())
    assert load_dump(late, lines) == Loaded(1, 1)
    process_file_batch(files[:1], late)
    assert load_dump(late, lines) == Loaded(0, 1)
    process_file_batch(files[1:], late)
    assert load_dump(late, lines) == Loaded(0, 0)
    assert event(late, "aue/0") != event(late, "berg/0")


def test_a_judgement_on_a_listing_that_is_withdrawn_waits_for_nothing(grown: Path, anew: Path):
    judge(grown, "aue/0", "berg/0", "non_match", "Anna")
    withdraw(anew, "aue", "0")
    assert load_dump(anew, dump_judgements(grown)) == Loaded(1, 0)


def test_a_listing_withdrawn_by_hand_is_withdrawn_after_loading(grown: Path, anew: Path):
    withdraw(grown, "aue", ["0", "1"])
    withdraw(grown, "berg", "1")
    assert load_dump(anew, dump_judgements(grown)) == Loaded(3, 0)
    assert set(read_state(anew).event_of) == {"aue/2", "berg/0", "berg/2"}
    assert load_dump(anew, dump_judgements(grown)) == Loaded(0, 0)


def test_a_listing_that_has_changed_since_is_not_withdrawn(grown: Path, anew: Path, tmp_path: Path):
    withdraw(grown, "aue", "0")
    changed = [town.listing("0", title="Orgelvesper", start="19:30")]
    process_file_batch([town.write(tmp_path, "aue", 1, changed, 9)], anew)
    assert load_dump(anew, dump_judgements(grown)) == Loaded(0, 1)
    assert "aue/0" in read_state(anew).event_of


def test_what_a_publisher_withdrew_is_no_withdrawal_by_hand(grown: Path, tmp_path: Path):
    process_file_batch([town.write(tmp_path, "aue", 1, [{"id": "0", "withdrawn": True}], 9)], grown)
    assert dump_judgements(grown) == []


def test_a_withdrawal_by_hand_is_one_though_the_publisher_had_withdrawn_the_listing_before(
    grown: Path, tmp_path: Path
):
    back = town.listing("0", title="Orgelvesper", start="19:30")
    for number, entry in enumerate([{"id": "0", "withdrawn": True}, back], 1):
        process_file_batch([town.write(tmp_path, "aue", number, [entry], 9 + number)], grown)
    withdraw(grown, "aue", "0")
    [line] = map(json.loads, dump_judgements(grown))
    assert (line["kind"], line["source"], line["listing_id"]) == ("withdrawal", "aue", "0")


def test_a_dump_of_judgements_alone_still_loads(grown: Path, anew: Path):
    judge(grown, "aue/0", "berg/0", "non_match", "Anna")
    [line] = dump_judgements(grown)
    assert "kind" not in json.loads(line)
    assert load_dump(anew, [line]) == Loaded(1, 0)


def test_the_command_says_what_waits(grown: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    dismiss(grown, event(grown, "aue/1"), "Anna")
    late, file = tmp_path / "late.duckdb", str(tmp_path / "decisions.jsonl")
    town.save_model(late, town.small_model())
    assert main(["judgements", "dump", file, "--store", str(grown)]) == 0
    assert main(["judgements", "load", file, "--store", str(late)]) == 0
    told = capsys.readouterr().out
    assert "1 decisions written" in told and "1 wait for listings that are not there" in told


GOOD = {
    "kind": "dismissal",
    "canonical_event_id": "ev_1",
    "dismissed": True,
    "reviewer": "Anna",
    "note": None,
    "decided_at": "2026-02-14 12:00:00",
    "records": ["aue/1"],
}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{}", "Line 2 is no judgement: it has no judgement_id"),
        ("{", "Line 2 is no judgement: it is no JSON"),
        ("[1]", "Line 2 is no judgement: it is no JSON object"),
        (json.dumps(GOOD | {"decided_at": "soon"}), "Line 2 is no dismissal: its decided_at is 'soon'"),
        (
            json.dumps({"kind": "withdrawal", "source": "aue"}),
            "Line 2 is no withdrawal: it has no listing_id",
        ),
        (
            json.dumps({"kind": "verdict"}),
            "Line 2 is of the kind 'verdict', which this version does not know",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_told_in_words_and_nothing_is_loaded(anew: Path, line: str, why: str):
    with pytest.raises(JudgementError, match=why) as told:
        load_dump(anew, [json.dumps(GOOD), line])
    assert "Nothing was loaded" in str(told.value) and "Error" not in str(told.value)
    assert handed_on(anew) == sorted(TITLES)
