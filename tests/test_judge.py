"""Judgements on a store of three pairs: obeyed, undone without a trace, loaded again, shown where they contradict."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from event_dedup.__main__ import main
from event_dedup.batch import process_file_batch, replace_canonical_events, withdraw
from event_dedup.review.judge import (
    dump_judgements,
    judge,
    load_dump,
    merge_events,
    move_listing,
    split_event,
    undo,
)
from event_dedup.review.judgements import JudgementError
from event_dedup.review.preview import preview
from event_dedup.review.snapshot import read_snapshot
from event_dedup.settings import MatchingConfig, Thresholds
from event_dedup.store import open_store
from tests.properties import town
from tests.properties.state import State, read_state

pytestmark = pytest.mark.slow

SOURCES = ("aue", "berg")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two publishers with the same three listings each: three events of two."""
    folder = tmp_path_factory.mktemp("founded")
    town.save_model(folder / "events.duckdb", town.small_model())
    titles = ("Rosenmontagsumzug", "Wochenmarkt", "Blasmusik")
    entries = [town.listing(str(place), title=title) for place, title in enumerate(titles)]
    paths = [town.write(folder, source, 0, entries, processed) for processed, source in enumerate(SOURCES)]
    process_file_batch(paths, folder / "events.duckdb")
    return folder / "events.duckdb"


@pytest.fixture
def store(founded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(founded, tmp_path / "events.duckdb"))


def parts(state: State) -> list[str]:
    """The partition, such as ["aue/0 berg/0", ...]."""
    return sorted(" ".join(sorted(members)) for members in state.members.values())


def test_the_same_listings_of_two_publishers_are_three_events(store: Path):
    assert parts(read_state(store)) == ["aue/0 berg/0", "aue/1 berg/1", "aue/2 berg/2"]


def test_no_match_parts_what_the_model_is_sure_of(store: Path):
    judge(store, "aue/0", "berg/0", "non_match", "Anna")
    assert parts(read_state(store)) == ["aue/0", "aue/1 berg/1", "aue/2 berg/2", "berg/0"]


def test_merging_three_events_overrules_what_parted_the_first_and_the_last(store: Path):
    judge(store, "aue/0", "berg/2", "non_match", "Anna")
    merge_events(store, sorted(read_state(store).members), "Berta")
    assert parts(read_state(store)) == ["aue/0 aue/1 aue/2 berg/0 berg/1 berg/2"]


def test_undoing_a_merge_of_equal_events_gives_every_listing_its_id_again(store: Path):
    before = read_state(store)
    undo(store, merge_events(store, sorted(before.members), "Anna"), "Anna")
    after = read_state(store)
    assert (after.event_of, after.content, after.redirects) == (before.event_of, before.content, {})


def test_a_listing_moved_takes_no_other_with_it(store: Path):
    target = read_state(store).event_of["aue/1"]
    move_listing(store, "berg/0", target, "Anna")
    assert parts(read_state(store)) == ["aue/0", "aue/1 berg/0 berg/1", "aue/2 berg/2"]


@pytest.mark.parametrize("leaving", ["aue/1", "berg/1"])
@pytest.mark.parametrize("how", ["split", "move"])
def test_who_was_judged_together_stays_together_when_one_of_them_leaves(store: Path, leaving: str, how: str):
    members = read_state(store).event_of
    merge_events(store, [members["aue/0"], members["aue/1"]], "Anna")
    if how == "split":
        split_event(store, read_state(store).event_of[leaving], {leaving}, "Anna")
    else:
        move_listing(store, leaving, members["aue/2"], "Anna")
    rest = {"aue/0", "berg/0", "aue/1", "berg/1"} - {leaving}
    assert rest in read_state(store).members.values()


def test_a_split_leaves_the_redirects_of_nobody(store: Path):
    event = read_state(store).event_of["aue/0"]
    split_event(store, event, {"berg/0"}, "Anna")
    state = read_state(store)
    assert (state.event_of["aue/0"], state.redirects) == (event, {})


def test_contradicting_judgements_are_shown_and_the_newer_one_on_the_pair_is_obeyed(store: Path):
    judge(store, "aue/0", "berg/1", "match", "Anna")
    judge(store, "aue/0", "aue/1", "match", "Anna")
    judge(store, "aue/1", "berg/1", "match", "Berta")
    judge(store, "aue/1", "berg/1", "non_match", "Clara")
    state = read_state(store)
    assert state.event_of["aue/1"] != state.event_of["berg/1"]
    assert state.contradicted >= {state.event_of["aue/1"], state.event_of["berg/1"]}


def test_an_older_judgement_that_is_loaded_later_does_not_overrule_a_newer_one(store: Path, tmp_path: Path):
    elsewhere = Path(shutil.copy2(store, tmp_path / "elsewhere.duckdb"))
    judge(elsewhere, "aue/0", "berg/0", "match", "Anna")
    judge(store, "aue/0", "berg/0", "non_match", "Berta")
    load_dump(store, dump_judgements(elsewhere))
    assert read_state(store).judgements == [("aue/0", "berg/0", "non_match")]


def test_older_judgements_that_are_loaded_later_are_older_for_the_preview_too(store: Path, tmp_path: Path):
    elsewhere = Path(shutil.copy2(store, tmp_path / "elsewhere.duckdb"))
    judge(elsewhere, "aue/1", "aue/2", "match", "Anna")
    judge(store, "aue/0", "aue/1", "match", "Berta")
    judge(store, "aue/0", "aue/2", "non_match", "Berta")
    load_dump(store, dump_judgements(elsewhere))
    event_of = read_state(store).event_of
    assert event_of["aue/0"] == event_of["aue/1"] != event_of["aue/2"]
    with open_store(store, read_only=True) as con:
        found = read_snapshot(con)
    previewed = preview(found, found.thresholds)
    assert (previewed.merges, previewed.splits) == (0, 0)


def test_a_dump_loaded_into_a_store_without_judgements_gives_the_same_events(store: Path, tmp_path: Path):
    fresh = Path(shutil.copy2(store, tmp_path / "fresh.duckdb"))
    merge_events(store, sorted(read_state(store).members)[:2], "Anna")
    undo(store, judge(store, "aue/2", "berg/2", "non_match", "Berta"), "Berta")
    assert load_dump(fresh, dump_judgements(store)).added == len(dump_judgements(store))
    assert read_state(fresh).event_of == read_state(store).event_of
    assert load_dump(fresh, dump_judgements(store)).added == 0


@pytest.mark.parametrize("merge", [0.55, 0.999])
@pytest.mark.parametrize("how", ["judged", "loaded"])
def test_a_judgement_that_brings_a_store_to_this_version_leaves_the_events_of_others_alone(
    store: Path, tmp_path: Path, merge: float, how: str
):
    replace_canonical_events(store, MatchingConfig(thresholds=Thresholds(merge=merge)))
    before, elsewhere = read_state(store), Path(shutil.copy2(store, tmp_path / "elsewhere.duckdb"))
    judge(elsewhere, "aue/0", "aue/1", "non_match", "Anna")
    with open_store(store) as con:
        con.execute("UPDATE store.schema_version SET version = 1")
    if how == "judged":
        judge(store, "aue/0", "aue/1", "non_match", "Anna")
    else:
        load_dump(store, dump_judgements(elsewhere))
    after = read_state(store)
    assert (after.event_of, after.derived, after.redirects) == (before.event_of, before.derived, {})


def test_a_withdrawal_holds_against_a_publisher_whose_clock_runs_ahead(store: Path, tmp_path: Path):
    ahead = town.write(
        tmp_path, "aue", 9, [town.listing("0", title="Rosenmontagsumzug", start="15:00")], 10**6
    )
    process_file_batch([ahead], store)
    withdraw(store, "aue", "0")
    assert parts(read_state(store)) == ["aue/1 berg/1", "aue/2 berg/2", "berg/0"]


@pytest.mark.parametrize(
    ("left", "right", "verdict", "reviewer", "why"),
    [
        ("aue/0", "berg/0", "perhaps", "Anna", "is no verdict"),
        ("aue/0", "aue/0", "match", "Anna", "cannot be compared with itself"),
        ("aue/0", "berg/77", "match", "Anna", "There is no listing berg/77"),
        ("aue/0", "berg/0", "match", " ", "needs the reviewer's name"),
    ],
)
def test_a_judgement_that_cannot_be_taken_says_why(
    store: Path, left: str, right: str, verdict: str, reviewer: str, why: str
):
    with pytest.raises(JudgementError, match=why):
        judge(store, left, right, verdict, reviewer)
    assert dump_judgements(store) == []


def test_a_dump_with_an_unknown_verdict_is_refused_whole(store: Path, founded: Path, tmp_path: Path) -> None:
    judge(store, "aue/0", "berg/1", "match", "Eva")
    lines = [*dump_judgements(store), dump_judgements(store)[0].replace('"match"', '"maybe"')]
    fresh = Path(shutil.copy(founded, tmp_path / "fresh.duckdb"))
    with pytest.raises(JudgementError, match="Line 2 has the verdict 'maybe': give one of match, non_match"):
        load_dump(fresh, lines)
    assert dump_judgements(fresh) == []


def test_a_part_of_a_dump_undoes_no_judgement_of_others(store: Path, founded: Path, tmp_path: Path) -> None:
    undo(store, judge(store, "aue/0", "berg/1", "match", "Ben"), "Ben")
    elsewhere = Path(shutil.copy(founded, tmp_path / "elsewhere.duckdb"))
    judge(elsewhere, "aue/0", "berg/0", "non_match", "Anna")
    before = dump_judgements(elsewhere)
    with pytest.raises(JudgementError, match="names judgement 1, which is not in the file"):
        load_dump(elsewhere, dump_judgements(store)[1:])
    assert dump_judgements(elsewhere) == before


def test_a_note_with_any_line_break_survives_dump_and_load(
    store: Path, founded: Path, tmp_path: Path
) -> None:
    judge(store, "aue/0", "berg/1", "match", "Eva", note="one\u2028two\x85three\nfour")
    fresh, file = Path(shutil.copy(founded, tmp_path / "fresh.duckdb")), tmp_path / "judgements.jsonl"
    assert main(["judgements", "dump", str(file), "--store", str(store)]) == 0
    assert main(["judgements", "load", str(file), "--store", str(fresh)]) == 0
    assert dump_judgements(fresh) == dump_judgements(store)
