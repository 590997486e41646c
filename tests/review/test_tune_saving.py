"""What the section Save says is what the store holds, whoever has saved since the page was opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_dedup.linkage import default_model
from event_dedup.review.app_tune_model import words_as_text
from event_dedup.review.app_tune_saving import act, last_save_of, show_saving
from event_dedup.review.saving import save_configuration, save_model
from event_dedup.review.source import Loaded, load_source, open_source
from event_dedup.settings import MatchingConfig, Thresholds

pytestmark = pytest.mark.slow

ADAS = MatchingConfig(thresholds=Thresholds(merge=0.5, review=0.2))


def said(store: Path, loaded: Loaded, at: Thresholds) -> str:
    source, words = open_source(store), words_as_text(loaded.config.vocabulary)
    page = show_saving(source, loaded, last_save_of(source), at.model_dump(), words, None)
    return str(page.text)


def test_what_another_has_saved_is_told_with_what_to_do(sample: Path) -> None:
    opened = load_source(open_source(sample))
    save_configuration(sample, ADAS, "Ada")
    page = said(sample, opened, opened.config.thresholds)
    assert "Ada saved thresholds and words (merge 0.5, review 0.2)" in page
    assert "Reload the page" in page
    assert "This is not saved yet." in page


def test_a_model_that_another_has_saved_is_told_with_what_to_do(sample: Path) -> None:
    opened = load_source(open_source(sample))
    save_model(sample, default_model())
    page = said(sample, opened, opened.config.thresholds)
    assert f"After this page was opened, the model {default_model().model_id} was saved on" in page
    assert "Reload the page" in page
    assert "After this page" not in said(sample, load_source(open_source(sample)), opened.config.thresholds)


def test_what_another_has_saved_is_saved(sample: Path) -> None:
    opened = load_source(open_source(sample))
    save_configuration(sample, ADAS, "Ada")
    page = said(sample, opened, ADAS.thresholds)
    assert "This is what is saved. It stands in" in page
    assert "Reload the page" not in page


def test_a_run_takes_the_file_that_the_environment_names_and_says_so(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict, source = tmp_path / "strict.toml", open_source(sample)
    strict.write_text("thresholds = { merge = 0.9 }")
    monkeypatch.setenv("EVENT_DEDUP_MATCHING_CONFIG_PATH", str(strict))
    assert not load_source(source).current
    told = act(source, "run", ADAS, None, "Ada", last_save_of(source))
    assert f"Every run takes {strict} instead" in told
    assert f"Every run takes {strict} instead" in said(sample, load_source(source), ADAS.thresholds)
    opened = load_source(source)
    assert (opened.current, opened.snapshot.thresholds.merge) == (True, 0.9)


def test_defaults_that_nobody_saved_are_no_save(sample: Path) -> None:
    page = said(sample, load_source(open_source(sample)), Thresholds())
    assert "Nothing is saved yet; these are the defaults. Saving puts it in" in page
