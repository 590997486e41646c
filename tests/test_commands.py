from __future__ import annotations

import json
import re
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

import event_dedup as ed
from event_dedup.__main__ import COMMANDS, main
from event_dedup.commands import errors

EVENT = {
    "id": "1",
    "title": "Narrensprung",
    "source_type": "artikel",
    "event_dates": [{"date": "2026-02-12"}],
}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("STORE", "FOLDER", "MATCHING_CONFIG_PATH", "LOG_LEVEL", "LOG_JSON"):
        monkeypatch.delenv(f"EVENT_DEDUP_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sources tell of one event."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for source in ("blatt", "bote"):
        document = {"events": [EVENT], "metadata": {"sourceKey": source}}
        (inbox / f"{source}_1.json").write_text(json.dumps(document), "utf-8")
    return inbox


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr that names the error."""
    [line] = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
    return line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_configured_and_describes_itself(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    assert import_module(f"event_dedup.commands.{name.replace('-', '_')}").__doc__
    assert f"python -m event_dedup {name}" in capsys.readouterr().out


def test_every_module_in_commands_is_a_command() -> None:
    found = {path.stem.replace("_", "-") for path in Path(ed.__file__).parent.glob("commands/[a-z]*.py")}
    assert found == set(COMMANDS)


def test_every_command_has_a_recipe_and_every_recipe_of_a_command_exists() -> None:
    recipes = (Path(__file__).parents[1] / "Justfile").read_text("utf-8")
    called = re.findall(r"^    @\{\{ run }} (\S+)", recipes, re.MULTILINE)
    names = re.findall(r"^([a-z-]+)[^:\n]*:", recipes, re.MULTILINE)
    assert set(called) == set(COMMANDS)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("arguments", [[], ["btach"]])
def test_a_missing_or_unknown_command_lists_all_of_them(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr().err
    assert all(what in shown for what in COMMANDS.values())


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from event_dedup.__main__ import main; main(['help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"duckdb", "pandas", "splink", "rich", "structlog"} & set(done.stdout.split())


@pytest.mark.slow
def test_a_batch_prints_its_summary_and_the_next_step(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(folder), str(tmp_path / "s.duckdb")]) == 0
    shown = capsys.readouterr().out
    assert "Canonical events" in shown and "just export" in shown


def test_a_batch_without_a_folder_names_the_option_and_the_variable(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["batch"]) == 2
    assert "EVENT_DEDUP_FOLDER" in told(capsys)


def test_a_missing_folder_fails_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "nowhere"]) == 1
    assert "nowhere is no folder" in told(capsys)


def test_a_wrong_setting_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EVENT_DEDUP_LOCK_TIMEOUT", "soon")
    assert main(["rebuild"]) == 2
    assert "EVENT_DEDUP_LOCK_TIMEOUT" in told(capsys)


def test_a_file_that_is_no_store_fails_with_the_remedy(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.duckdb").write_text("no database")
    assert main(["batch", str(folder), str(tmp_path / "s.duckdb")]) == 1
    assert "name another file" in told(capsys)


def test_a_table_named_as_the_store_fails_before_any_file_is_processed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("table.csv").write_text("number\n1\n")
    assert main(["batch", str(folder), "table.csv"]) == 1
    shown = capsys.readouterr().err
    assert "table.csv cannot be opened as a store" in shown and "file processed" not in shown
    assert Path("table.csv").read_text() == "number\n1\n"


@pytest.mark.parametrize("mistake", [KeyError("no such column"), ValueError("zip() argument 2 is longer")])
def test_a_mistake_of_the_program_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch, mistake: Exception
) -> None:
    def broken(*_: object) -> int:
        raise mistake

    monkeypatch.setattr("event_dedup.commands.rebuild.run", broken)
    with pytest.raises(type(mistake)):
        main(["rebuild"])


@pytest.mark.slow
def test_judgements_in_another_encoding_are_refused_with_the_remedy(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "s.duckdb")
    main(["batch", str(folder), store])
    capsys.readouterr()
    Path("j.jsonl").write_bytes("ä".encode("latin-1"))
    assert main(["judgements", "load", "j.jsonl", "--store", store]) == 2
    assert "give a file written by" in told(capsys)


@pytest.mark.parametrize(
    "arguments", [["rebuild"], ["withdraw", "blatt", "1"], ["judgements", "dump", "-"], ["export"]]
)
def test_commands_on_a_store_that_is_not_there_say_how_to_make_one(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert "just batch FOLDER" in told(capsys)
    assert not Path("events.duckdb").exists()


@pytest.mark.slow
def test_rebuild_withdraw_and_export_work_on_one_store(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "s.duckdb")
    assert main(["batch", str(folder), store]) == 0
    assert main(["withdraw", "blatt", "1", "--store", store]) == 0
    assert main(["rebuild", store]) == 0
    assert main(["export", store, "--format", "csv", "--out", "out"]) == 0
    assert [event["sources"] for event in ed.load_all_events_as_dicts(Path(store))] == [1]  # of two
    assert Path("out/canonical.csv").exists()


@pytest.mark.slow
def test_a_withdrawal_clusters_with_the_configuration_of_the_batch(folder: Path, tmp_path: Path) -> None:
    store, strict = tmp_path / "s.duckdb", tmp_path / "strict.toml"
    strict.write_text("thresholds = { merge = 0.9 }")
    main(["batch", str(folder), str(store), "--config", str(strict)])
    assert main(["withdraw", "blatt", "1", "--store", str(store)]) == 0
    with ed.open_store(store, read_only=True) as con:
        runs = con.sql("SELECT kind, merge FROM store.run ORDER BY run_id").fetchall()
    assert runs == [("batch", 0.9), ("withdrawal", 0.9)]


@pytest.mark.slow
def test_withdrawing_an_unknown_listing_says_what_to_check(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "s.duckdb")
    main(["batch", str(folder), store])
    capsys.readouterr()
    assert main(["withdraw", "blatt", "99", "--store", store]) == 2
    assert "check source and id" in told(capsys)


@pytest.mark.slow
def test_where_one_of_several_listings_is_unknown_none_is_withdrawn(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "s.duckdb"
    main(["batch", str(folder), str(store)])
    capsys.readouterr()
    assert main(["withdraw", "blatt", "1", "99", "98", "--store", str(store)]) == 2
    shown = capsys.readouterr()
    assert "blatt 99, blatt 98. Nothing was withdrawn" in shown.err and shown.out == ""
    assert [event["sources"] for event in ed.load_all_events_as_dicts(store)] == [2]


def test_errors_are_those_of_the_sample_where_no_folder_is_named() -> None:
    parser = ArgumentParser()
    errors.configure(parser)
    assert parser.parse_args([]).folder == Path("data/sample")


@pytest.mark.slow
def test_several_listings_are_withdrawn_at_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, second = tmp_path / "s.duckdb", EVENT | {"id": "2", "title": "Blutspende"}
    (folder / "blatt_2.json").write_text(json.dumps({"events": [second]}), "utf-8")
    main(["batch", str(folder), str(store)])
    capsys.readouterr()
    assert main(["withdraw", "blatt", "1", "2", "1", "--store", str(store)]) == 0
    assert capsys.readouterr().out.count("is withdrawn") == 2
    assert [event["title"] for event in ed.load_all_events_as_dicts(store)] == ["Narrensprung"]
    with ed.open_store(store, read_only=True) as con:
        assert con.sql("SELECT count(*) FROM store.run WHERE kind = 'withdrawal'").fetchall() == [(1,)]


@pytest.mark.slow
def test_judgements_written_from_one_store_are_obeyed_in_another(folder: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.duckdb", tmp_path / "2.duckdb"
    for store in (first, second):
        main(["batch", str(folder), str(store)])
    ed.judge(first, "blatt/1", "bote/1", "non_match", "ada")
    assert main(["judgements", "dump", "j.jsonl", "--store", str(first)]) == 0
    assert main(["judgements", "load", "j.jsonl", "--store", str(second)]) == 0
    assert len(ed.load_all_events_as_dicts(second)) == 2


def test_an_unreadable_moment_is_refused_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", "--created-after", "yesterday"])
    assert "2026-02-14T19:30" in capsys.readouterr().err


@pytest.mark.slow
def test_an_export_to_an_empty_name_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "s.duckdb")
    main(["batch", str(folder), store])
    capsys.readouterr()
    assert main(["export", store, "--format", "csv", "--out", ""]) == 2
    assert "name a folder or a file" in told(capsys)
    assert not Path("canonical.csv").exists()


@pytest.mark.parametrize("size", ["-5", "0", "100", "many"])
def test_a_size_that_cannot_be_measured_is_refused(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["bench", size])
    assert "name a number of listings from 200 on" in capsys.readouterr().err
