"""The notebook as the process that a schedule starts, and as a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import util
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import event_dedup as ed
from event_dedup.folder import OPTIONS, files_frame
from event_dedup.folder_charts import files_chart, seconds_chart

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "run_folder.py"
EVENT = {
    "id": "1",
    "title": "Narrensprung",
    "source_type": "artikel",
    "event_dates": [{"date": "2026-02-12"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good file, one with a bad entry, and one that is no JSON."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "blatt_1.json").write_text(json.dumps({"events": [EVENT]}), "utf-8")
    (inbox / "bote_1.json").write_text(json.dumps({"events": [EVENT, {"id": "2"}]}), "utf-8")
    (inbox / "kurier_1.json").write_text("{", "utf-8")
    return inbox


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(NOTEBOOK), "--", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def log_lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_it_processes_a_folder_and_tells_what_could_not_be_read(folder: Path, tmp_path: Path) -> None:
    done = run("--folder", folder, "--store", tmp_path / "s.duckdb")
    assert done.returncode == 0, done.stderr
    assert "Listings" in done.stdout and "Seconds" in done.stdout
    assert "bote_1.json, entry 2" in done.stdout and "kurier_1.json" in done.stdout
    assert len(ed.load_all_events_as_dicts(tmp_path / "s.duckdb")) == 1


def test_every_file_has_a_log_line_with_the_counts(folder: Path, tmp_path: Path) -> None:
    done = run("--folder", folder, "--store", tmp_path / "s.duckdb", "--json-logs", "--pattern", "b*.json")
    lines = [line for line in log_lines(done) if line["event"] == "file processed"]
    assert [line["file"] for line in lines] == ["blatt_1.json", "bote_1.json"]
    counts = {
        "events_ingested",
        "total_events",
        "matches_found",
        "canonicals_created",
        "flagged_for_review",
    }
    assert all(counts <= set(line) for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--foldr", "x"], 2, "--foldr is no option"),
        ([], 2, "EVENT_DEDUP_FOLDER"),
        (["--folder", "nowhere"], 1, "nowhere is no folder"),
        (["--folder", ".", "--store", "."], 1, "is a folder, not a store"),
        (["--folder", ".", "--store"], 2, "--store needs a value"),
        (["--folder", ".", "--folder", "x"], 2, "--folder is given twice"),
        (["--folder", ".", "--watch", "x"], 2, "--watch takes no value, not 'x'"),
    ],
)
def test_what_could_not_be_done_is_one_line_and_an_exit_code(
    arguments: list[str], code: int, message: str, tmp_path: Path
) -> None:
    done = run(*arguments, EVENT_DEDUP_STORE=str(tmp_path / "s.duckdb"))
    assert not (tmp_path / "s.duckdb").exists()
    assert done.returncode == code
    [line] = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert message in line and "Traceback" not in done.stderr


def test_help_tells_every_option_and_processes_nothing(folder: Path, tmp_path: Path) -> None:
    done = run("--help", EVENT_DEDUP_FOLDER=str(folder), EVENT_DEDUP_STORE=str(tmp_path / "s.duckdb"))
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"--{name}" in done.stdout and what in done.stdout for name, what in OPTIONS.items())
    assert not (tmp_path / "s.duckdb").exists()


def test_defaults_come_from_the_environment(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    done = run(EVENT_DEDUP_FOLDER=str(folder), EVENT_DEDUP_STORE=str(store), EVENT_DEDUP_LOG_JSON="1")
    assert done.returncode == 0, done.stderr
    assert store.exists() and log_lines(done)


def test_the_app_runs_in_a_test(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENT_DEDUP_FOLDER", str(folder))
    monkeypatch.setenv("EVENT_DEDUP_STORE", str(tmp_path / "s.duckdb"))
    monkeypatch.setattr(sys, "argv", ["run_folder.py"])
    _, defs = notebook().app.run()
    assert defs["outcome"].exit_code == 0
    assert [figure.number for figure in defs["outcome"].summary.figures][:3] == [3, 2, 2]


def test_a_second_run_of_the_same_folder_changes_nothing(folder: Path, tmp_path: Path) -> None:
    options = {"folder": folder, "store": tmp_path / "s.duckdb"}
    first, second = ed.run_folder(options), ed.run_folder(options)
    assert first.exit_code == second.exit_code == 0
    assert second.report is not None and second.report.known == 3 and second.report.run is None


def figures(outcome: ed.FolderOutcome) -> dict[str, int]:
    assert outcome.summary is not None
    return {figure.name: figure.number for figure in outcome.summary.figures}


def test_where_nothing_is_new_the_summary_says_so_and_shows_what_the_store_holds(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"folder": folder, "store": tmp_path / "s.duckdb"}
    ed.run_folder(options)
    again = ed.run_folder(options)
    assert figures(again) == {"Listings": 2, "In quarantine": 2, "Canonical events": 1, "For review": 0}
    assert "Nothing new: all 3 files are known.\n" in capsys.readouterr().out


def test_where_only_the_configuration_is_new_the_summary_says_what_was_done(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text("[thresholds]\nmerge = 0.9\n", "utf-8")
    options = {"folder": folder, "store": tmp_path / "s.duckdb"}
    ed.run_folder(options)
    again = ed.run_folder({**options, "config": tmp_path / "own.toml"})
    assert again.report is not None and again.report.run is not None
    assert again.summary is not None and "derived anew" in again.summary.news
    assert figures(again)["Listings"] == 2


def test_where_one_file_of_many_is_new_the_figures_are_those_of_the_run(folder: Path, tmp_path: Path) -> None:
    options = {"folder": folder, "store": tmp_path / "s.duckdb"}
    ed.run_folder(options)
    (folder / "bote_2.json").write_text(json.dumps({"events": [{**EVENT, "id": "3"}]}), "utf-8")
    again = ed.run_folder(options)
    assert again.summary is not None and not again.summary.news
    assert (figures(again)["Files"], figures(again)["Listings"], figures(again)["Quarantined"]) == (4, 1, 0)


def test_a_folder_without_files_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = ed.run_folder({"folder": tmp_path / "empty", "store": tmp_path / "s.duckdb"})
    assert outcome.summary is not None and "No file in" in outcome.summary.news
    assert "Files" not in figures(outcome)
    assert outcome.summary.advice == []


def test_where_nothing_could_be_read_the_advice_leads_to_the_quarantine(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "kurier_1.json").write_text("{", "utf-8")
    outcome = ed.run_folder({"folder": tmp_path / "inbox", "store": tmp_path / "s.duckdb"})
    assert outcome.summary is not None
    [advice] = outcome.summary.advice
    assert "just review" in advice and "quarantine" in advice


def test_words_of_a_listing_are_never_read_as_markup(folder: Path, tmp_path: Path) -> None:
    entry = {**EVENT, "title": "[bold red]x[/]", "event_dates": [{"date": "[link=http://x]heute[/link]"}]}
    (folder / "bote_1.json").write_text(json.dumps({"events": [entry]}), "utf-8")
    outcome = ed.run_folder({"folder": folder, "store": tmp_path / "s.duckdb"})
    assert outcome.summary is not None
    assert any("[link=http://x]heute[/link]" in each.reason for each in outcome.summary.refusals)


def test_the_page_has_a_row_for_every_file_of_the_store(folder: Path, tmp_path: Path) -> None:
    ed.run_folder({"folder": folder, "store": tmp_path / "s.duckdb"})
    files = files_frame(tmp_path / "s.duckdb")
    assert sorted(files.file) == ["blatt_1.json", "bote_1.json", "kurier_1.json"]
    assert files.quarantined.sum() == 2
    page = ed.folder_files(tmp_path / "s.duckdb").text
    assert "delivered (UTC)" in page and "data-show-data-types='false'" in page


def test_the_page_shows_all_that_stands_in_quarantine(folder: Path, tmp_path: Path) -> None:
    entries = [{"id": str(number)} for number in range(9)]
    (folder / "blatt_1.json").write_text(json.dumps({"events": [EVENT, *entries]}), "utf-8")
    ed.run_folder({"folder": folder, "store": tmp_path / "s.duckdb"})
    page = ed.folder_quarantine(tmp_path / "s.duckdb").text
    assert "data-total-rows='11'" in page and "bote_1.json, entry 2" in page


def test_the_page_shows_no_seconds_of_a_run_that_had_nothing_to_do(folder: Path, tmp_path: Path) -> None:
    options = {"folder": folder, "store": tmp_path / "s.duckdb"}
    first, second = ed.run_folder(options).report, ed.run_folder(options).report
    assert first and "Seconds by stage" in ed.folder_seconds(first).text
    assert second and ed.folder_seconds(second) is None


def test_the_page_of_a_missing_folder_has_a_heading_and_the_reason() -> None:
    page = ed.folder_problem("nowhere is no folder").text
    assert "A folder becomes canonical events" in page and "nowhere is no folder" in page


def test_charts_are_as_high_as_their_bars() -> None:
    names = ["file", "listings", "quarantined"]
    files = pd.DataFrame([("blatt_1.json", 1, 0), ("bote_1.json", 2, 1)], columns=names)
    for chart in (files_chart(files), seconds_chart({"read": 0.1, "score": 0.7})):
        assert chart.to_dict()["height"] == 40  # none is left for marimo to fit, which it would warn of


def notebook() -> Any:
    spec = util.spec_from_file_location("run_folder", NOTEBOOK)
    assert spec and spec.loader
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
