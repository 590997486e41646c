from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import event_dedup as ed

SAMPLE = Path("data/sample")
Deliver = Callable[..., Path]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, processed once; tests copy it."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    ed.process_existing_files(SAMPLE, path)
    return path


@pytest.fixture
def sample(sample_store: Path, tmp_path: Path) -> Path:
    """A store of its own for one test, with the sample in it."""
    return Path(shutil.copy(sample_store, tmp_path / "sample.duckdb"))


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    """Delivers listings of one source into the test's store and gives the store."""
    store, count = tmp_path / "events.duckdb", iter(range(1000))

    def deliver(source: str, *events: dict[str, Any]) -> Path:
        file = tmp_path / f"{source}_{next(count):03}.json"
        file.write_text(json.dumps({"events": list(events)}, ensure_ascii=False), "utf-8")
        ed.process_new_file(file, store)
        return store

    return deliver


def event(**fields: Any) -> dict[str, Any]:
    """A listing as a publisher delivers it; only what matters to the test is named."""
    return {
        "id": "1",
        "title": "Hemdglunkerumzug der Narrenzunft",
        "source_type": "terminliste",
        "event_dates": [{"date": "2026-02-12", "start_time": "19:30"}],
        "location": {"name": "Marktplatz", "city": "Waldkirch"},
    } | fields


@contextmanager
def held_by_another_process(store: Path) -> Iterator[int]:
    """The store as a batch holds it, open for writing in a process of its own; the id of that process."""
    script = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield holder.pid
        holder.communicate()
