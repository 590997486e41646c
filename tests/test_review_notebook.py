"""The review notebook runs as a script of cells, without a server."""

from __future__ import annotations

import importlib.util
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
