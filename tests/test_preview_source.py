"""A folder opened as it is: what is in it, how clusters hold together, another model tried, the notebook run."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import event_dedup as ed
from event_dedup.linkage import default_model
from event_dedup.review import overview
from event_dedup.review.app_tune import asked_for
from event_dedup.review.clusters import cluster_chart, describe_cluster, largest_events, layout, members_of
from event_dedup.review.model_view import model_levels
from event_dedup.review.preview import preview, saved_state
from event_dedup.review.source import Loaded, Source, load_source, open_source
from event_dedup.review.trial import TooFewJudgements, adapted, changed_pairs, learnt, try_out
from event_dedup.settings import MatchingConfig
from event_dedup.store import Connection, StoreError, open_store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def source() -> Source:
    return open_source(ROOT / "data" / "sample")


@pytest.fixture(scope="module")
def loaded(source: Source) -> Loaded:
    return load_source(source)


@pytest.fixture
def con(source: Source, loaded: Loaded) -> Iterator[Connection]:
    with open_store(source.store, read_only=True) as connection:
        yield connection


def test_a_folder_brings_its_labels_and_goes_with_the_session(source: Source) -> None:
    assert source.labels == ROOT / "data" / "sample"
    assert not source.lasting


def test_the_preview_of_the_saved_thresholds_is_the_saved_state(loaded: Loaded) -> None:
    now, saved = preview(loaded.snapshot, loaded.snapshot.thresholds), saved_state(loaded.snapshot)
    assert (now.events, now.largest, now.questions) == (saved.events, saved.largest, saved.questions)
    assert (now.merges, now.splits) == (0, 0)
    assert loaded.current


def test_nothing_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="just batch FOLDER"):
        open_source(tmp_path / "nothing.duckdb")


def test_a_table_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("a,b\n1,2\n")
    with pytest.raises(StoreError, match="cannot be opened as a store"):
        load_source(open_source(tmp_path / "events.csv"))


def test_nothing_named_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Name a store or a folder"):
        asked_for({"path": " ", "labels": ""})


def test_the_home_folder_may_be_written_short() -> None:
    assert asked_for({"path": "~/events.duckdb", "labels": "~"}) == (
        Path.home() / "events.duckdb",
        Path.home(),
    )


def test_the_overview_counts_what_is_there(con: Connection) -> None:
    totals = overview.totals(con)
    assert overview.listings_over_time(con)["listings"].sum() == totals.listings
    assert overview.quarantine_reasons(con)["entries"].sum() == totals.quarantined
    assert overview.completeness(con).set_index("field")["share"]["title"] == 1.0


def test_rules_together_find_every_scored_pair(con: Connection) -> None:
    rules = overview.pairs_by_rule(con, MatchingConfig().max_block_size)
    assert rules["alone"].sum() <= overview.totals(con).pairs <= rules["pairs"].sum()
    assert overview.largest_blocks(con, 200)["listings"].is_monotonic_decreasing


def test_a_cluster_shows_its_members_and_its_weakest_bridge(con: Connection) -> None:
    event = largest_events(con)["event"][0]
    records = members_of(con, event)
    view = describe_cluster(con, records, 0.5)
    assert list(view.members["record_id"]) == records == members_of(con, records[0])
    assert view.bridge is not None
    assert view.bridge[2] <= view.pairs["weight"].max()
    assert cluster_chart(view).to_dict()["layer"]


def test_the_layout_is_the_same_every_time_and_inside_its_field(con: Connection) -> None:
    view = describe_cluster(con, members_of(con, largest_events(con)["event"][0]), 0.5)
    ids = list(view.members["record_id"])
    assert (layout(ids, view.pairs) == layout(ids, view.pairs)).all()
    assert abs(layout(ids, view.pairs)).max() <= 1.0


def test_trying_the_model_in_force_changes_nothing(con: Connection, loaded: Loaded) -> None:
    steps: list[str] = []
    trial = try_out(con, loaded.model, loaded.config, steps.append)
    assert changed_pairs(loaded.snapshot, trial.snapshot).empty
    assert preview(trial.snapshot, loaded.snapshot.thresholds).merges == 0
    assert steps


def test_the_listings_are_learnt_from_anew_and_not_once_more(con: Connection, loaded: Loaded) -> None:
    again = adapted(con, loaded.model, MatchingConfig())
    assert again.trained_on == loaded.model.trained_on
    assert again.model_id == loaded.model.model_id


def test_learning_without_judgements_says_what_to_do(con: Connection) -> None:
    with pytest.raises(TooFewJudgements, match="just review"):
        learnt(con, default_model())


def test_every_level_of_the_model_has_its_weight() -> None:
    levels = model_levels(default_model())
    assert set(levels) == {"comparison", "level", "weight", "m", "u"}
    assert levels["weight"].notna().all()


def notebook() -> Any:
    spec = importlib.util.spec_from_file_location("tune_notebook", ROOT / "notebooks" / "tune.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


def test_the_notebook_runs_on_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = {"id": "1", "title": "Umzug", "source_type": "listing", "event_dates": [{"date": "2026-02-12"}]}
    (tmp_path / "one_2026-02-01.json").write_text(json.dumps({"events": [event]}), "utf-8")
    monkeypatch.setenv("EVENT_DEDUP_STORE", str(tmp_path))
    _, definitions = notebook().run()
    assert definitions["loaded"].totals.listings == 1


@pytest.mark.parametrize("section", ed.tune.SECTIONS)
def test_every_section_of_the_notebook_runs(source: Source, section: str) -> None:
    chosen = SimpleNamespace(value=section)
    outputs, definitions = notebook().run(defs={"source": source, "section": chosen})
    assert definitions["loaded"].totals.listings == 800
    assert any(output is not None for output in outputs)
