"""What was tuned is saved, in force on the next run, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_dedup.in_force import configuration_in_force, model_in_force
from event_dedup.linkage import default_model
from event_dedup.review.app_tune_saving import act, last_save_of
from event_dedup.review.saving import (
    NothingToSave,
    NothingToUndo,
    SavedMeanwhile,
    last_save,
    parse_vocabulary,
    save_configuration,
    save_history,
    save_model,
    save_tuned,
    to_toml,
    undo_configuration,
    undo_model,
    words_to_lines,
)
from event_dedup.review.source import Source
from event_dedup.settings import (
    MatchingConfig,
    SettingsError,
    Thresholds,
    Vocabulary,
    load_matching_config,
    parse_matching_config,
)
from event_dedup.store import open_store
from event_dedup.user_error import UserError

STRICT = MatchingConfig(thresholds=Thresholds(merge=0.9, review=0.3))
LOOSE = MatchingConfig(thresholds=Thresholds(merge=0.4, review=0.1))

texts = st.text(st.characters(exclude_categories=["Cs"]))
words = st.dictionaries(texts, st.lists(texts, max_size=3), max_size=3)
thresholds = st.floats(0, 0.999)


@given(words, st.lists(texts, max_size=3), words, thresholds, thresholds, st.integers(2, 10**6))
def test_toml_is_read_back_unchanged(
    synonyms: dict[str, list[str]],
    prefixes: list[str],
    cities: dict[str, list[str]],
    one: float,
    two: float,
    size: int,
) -> None:
    config = MatchingConfig(
        thresholds=Thresholds(merge=max(one, two), review=min(one, two)),
        vocabulary=Vocabulary(synonyms=synonyms, prefixes=prefixes, cities=cities),
        max_block_size=size,
    )
    assert parse_matching_config(to_toml(config)) == config


def in_force(store: Path) -> MatchingConfig:
    with open_store(store) as con:
        return configuration_in_force(con)


def test_the_newest_save_is_in_force_and_stands_beside_the_store(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    save_configuration(store, LOOSE, "Ada")
    file = save_configuration(store, STRICT, "Ada")
    assert in_force(store) == load_matching_config(file) == STRICT


def test_every_save_can_be_undone(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    save_configuration(store, LOOSE, "Ada")
    save_configuration(store, STRICT, "Ada")
    assert undo_configuration(store, "Ada") == in_force(store) == LOOSE


def test_undoing_the_first_save_brings_the_default_back(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    save_configuration(store, STRICT, "Ada")
    assert undo_configuration(store, "Ada") == in_force(store) == MatchingConfig()


def test_an_undo_can_be_undone(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    save_configuration(store, STRICT, "Ada")
    undo_configuration(store, "Ada")
    assert undo_configuration(store, "Ada") == STRICT


def test_what_is_saved_already_is_not_saved_again(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    save_configuration(store, STRICT, "Ada")
    with pytest.raises(NothingToSave, match="nothing to save"):
        save_configuration(store, STRICT, "Ben")
    with open_store(store) as con:
        assert list(save_history(con)["by"]) == ["Ada"]


def test_what_another_has_saved_meanwhile_is_not_overwritten_unseen(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    with open_store(store) as con:
        seen = last_save(con)
    save_configuration(store, STRICT, "Ada", seen)
    with pytest.raises(SavedMeanwhile, match=r"Ada saved .*merge 0\.9, review 0\.3.* UTC"):
        save_configuration(store, LOOSE, "Ben", seen)
    with pytest.raises(SavedMeanwhile):
        undo_configuration(store, "Ben", seen)
    with open_store(store) as con:
        seen = last_save(con)
    save_configuration(store, LOOSE, "Ben", seen)
    assert in_force(store) == LOOSE


def test_an_undo_goes_back_to_what_differs(tmp_path: Path) -> None:
    store = tmp_path / "events.duckdb"
    save_configuration(store, LOOSE, "Ada")
    save_configuration(store, STRICT, "Ada")
    with open_store(store) as con:  # as stores hold it in which the same was saved twice
        con.execute(
            "INSERT INTO store.configuration SELECT 3, saved_at, saved_by, content FROM store.configuration "
            "WHERE configuration_id = 2"
        )
    assert undo_configuration(store, "Ada") == LOOSE


@pytest.mark.parametrize("action", ["save", "undo"])
def test_who_saves_has_a_name(tmp_path: Path, action: str) -> None:
    save_configuration(tmp_path / "events.duckdb", STRICT, "Ada")
    with pytest.raises(UserError, match="Write your name first"):
        source = Source(tmp_path / "events.duckdb", None)
        act(source, action, LOOSE, None, " \n", last_save_of(source))
    assert in_force(tmp_path / "events.duckdb") == STRICT


def test_nothing_to_undo_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        undo_configuration(tmp_path / "events.duckdb", "Ada")
    with pytest.raises(NothingToUndo, match="one model only"):
        undo_model(tmp_path / "events.duckdb")


def test_a_saved_model_is_in_force_until_undone(tmp_path: Path) -> None:
    store, first = tmp_path / "events.duckdb", default_model()
    second = replace(first, lexicon={**first.lexicon, "listings": 7.0})
    for model in (first, second):
        save_model(store, model)
    with open_store(store) as con:
        assert model_in_force(con) == second
    assert undo_model(store) == first
    with open_store(store) as con:
        assert model_in_force(con) == first


def test_a_model_that_another_has_saved_meanwhile_is_not_overwritten_unseen(tmp_path: Path) -> None:
    store, model = tmp_path / "events.duckdb", default_model()
    source = Source(store, None)
    save_model(store, model)
    seen = last_save_of(source)
    save_model(store, replace(model, lexicon={**model.lexicon, "listings": 7.0}), seen)
    for act_on_it in (lambda: save_model(store, model, seen), lambda: undo_model(store, seen)):
        with pytest.raises(SavedMeanwhile, match=r"Nothing was done, since the model .* was saved on .* UTC"):
            act_on_it()
    undo_model(store, last_save_of(source))
    with open_store(store) as con:
        assert model_in_force(con) == model


def test_a_model_and_its_words_are_saved_both_or_neither(tmp_path: Path) -> None:
    store, model = tmp_path / "events.duckdb", default_model()
    save_configuration(store, LOOSE, "Ada")
    seen = last_save_of(Source(store, None))
    save_model(store, model)
    with pytest.raises(SavedMeanwhile):
        save_tuned(store, STRICT, model, "Ben", seen)
    assert in_force(store) == LOOSE
    save_tuned(store, STRICT, model, "Ben", last_save_of(Source(store, None)))
    assert in_force(store) == STRICT


def test_the_history_names_who_saved_what(tmp_path: Path) -> None:
    save_configuration(tmp_path / "events.duckdb", STRICT, "Ada")
    with open_store(tmp_path / "events.duckdb") as con:
        (row,) = save_history(con).to_dict("records")
    assert (row["by"], row["what"]) == ("Ada", "thresholds and words")


def test_words_are_written_as_lines_and_read_back() -> None:
    vocabulary = parse_vocabulary("umzug = narrensprung, umzüge\n", "vortrag, lesung\nkino", "basel = bâle")
    assert vocabulary == Vocabulary(
        synonyms={"umzug": ["narrensprung", "umzüge"]},
        prefixes=["vortrag", "lesung", "kino"],
        cities={"basel": ["bâle"]},
    )
    assert words_to_lines(vocabulary.synonyms) == "umzug = narrensprung, umzüge"


def test_a_line_that_is_no_words_is_named() -> None:
    with pytest.raises(SettingsError, match="umzug narrensprung"):
        parse_vocabulary("umzug narrensprung", "", "")
