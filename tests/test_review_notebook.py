"""The notebooks of the apps run as scripts of cells, without a server."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import event_dedup as ed

pytestmark = pytest.mark.slow

NOTEBOOK = Path("notebooks/review.py")


def notebook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("review_notebook", NOTEBOOK)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_review_notebook_runs_and_asks_for_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "events.duckdb"
    ed.process_existing_files(Path("data/sample"), store)
    monkeypatch.setenv("EVENT_DEDUP_STORE", str(store))
    outputs, names = notebook().app.run()
    assert names["desk"].store == store
    assert names["desk"].reviewer == ""
    assert any("Who is reviewing?" in str(getattr(output, "text", "")) for output in outputs)


def test_the_review_notebook_shows_the_queue_to_a_named_reviewer(tmp_path: Path) -> None:
    from event_dedup.review.desk import Desk

    store = tmp_path / "events.duckdb"
    ed.process_existing_files(Path("data/sample"), store)
    outputs, _ = notebook().app.run(defs={"desk": Desk(store, "Anna")})
    assert any("ed-pair" in str(getattr(output, "text", "")) for output in outputs)


def test_the_review_notebook_passes_the_strict_check() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "marimo", "check", "--strict", str(NOTEBOOK)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def script(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    name, *options = arguments
    return subprocess.run(
        [sys.executable, str(NOTEBOOK.with_name(name).resolve()), "--", *options],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "EVENT_DEDUP_STORE"},
    )


@pytest.mark.parametrize("name", ["review.py", "tune.py"])
@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--nope", "1"], 2, "unrecognized arguments: --nope"),
        (["--store"], 2, "--store: expected one argument"),
        (["--store", "nowhere.duckdb"], 1, "nowhere.duckdb. Process a folder first"),
        ([], 1, "events.duckdb. Process a folder first"),
    ],
)
def test_a_notebook_started_with_a_mistake_names_it(
    name: str, options: list[str], code: int, message: str, tmp_path: Path
) -> None:
    done = script(name, *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["review.py", "tune.py"])
def test_a_notebook_started_as_a_script_tells_its_options_and_what_serves_it(
    name: str, tmp_path: Path
) -> None:
    helped = script(name, "--help", cwd=tmp_path)
    assert helped.returncode == 0 and "--store STORE" in helped.stdout
    with ed.open_store(tmp_path / "s.duckdb"):
        pass
    done = script(name, "--store", "s.duckdb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"python -m event_dedup {Path(name).stem} s.duckdb serves them" in done.stderr
