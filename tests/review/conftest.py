from __future__ import annotations

import json
import shutil
from collections.abc import Callable
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
