"""The notebook as the process that a schedule starts, and as a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import util
from pathlib import Path
from typing import Any

import pytest

import event_dedup as ed

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


@pytest.mark.slow
def test_it_processes_a_folder_and_tells_what_could_not_be_read(folder: Path, tmp_path: Path) -> None:
    done = run("--folder", folder, "--store", tmp_path / "s.duckdb")
    assert done.returncode == 0, done.stderr
    assert "Listings" in done.stdout and "Seconds" in done.stdout
    assert "bote_1.json, entry 2" in done.stdout and "kurier_1.json" in done.stdout
    assert len(ed.load_all_events_as_dicts(tmp_path / "s.duckdb")) == 1


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--foldr", "x"], 2, "--foldr is no option"),
        ([], 2, "EVENT_DEDUP_FOLDER"),
        (["--folder", "nowhere"], 1, "nowhere is no folder"),
        (["--folder", ".", "--store", "."], 1, "is a folder, not a store"),
    ],
)
def test_what_could_not_be_done_is_one_line_and_an_exit_code(
    arguments: list[str], code: int, message: str, tmp_path: Path
) -> None:
    done = run(*arguments)
    assert done.returncode == code
    [line] = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert message in line and "Traceback" not in done.stderr


@pytest.mark.slow
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


def test_the_page_has_a_row_for_every_file_of_the_store_and_charts_of_them(
    folder: Path, tmp_path: Path
) -> None:
    outcome = ed.run_folder({"folder": folder, "store": tmp_path / "s.duckdb"})
    assert outcome.summary is not None
    files = ed.files_frame(tmp_path / "s.duckdb")
    assert sorted(files.file) == ["blatt_1.json", "bote_1.json", "kurier_1.json"]
    assert files.quarantined.sum() == 2
    assert ed.files_chart(files).to_dict()["mark"] == {"type": "bar"}
    assert ed.seconds_chart(outcome.summary.seconds).to_dict()["encoding"]["x"]["field"] == "seconds"


def notebook() -> Any:
    spec = util.spec_from_file_location("run_folder", NOTEBOOK)
    assert spec and spec.loader
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
