"""docs/operations.md tells of everything the log can say, and its backup works."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from event_dedup.batch import process_existing_files
from event_dedup.ingest import SUFFIXES
from event_dedup.settings import Settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_every_log_event_of_the_worker_is_explained():
    files = ["batch.py", "clock.py", "inbox.py", "worker.py"]
    sources = "".join((ROOT / "event_dedup" / name).read_text("utf-8") for name in files)
    events = set(re.findall(r"log\.\w+\(\s*\"([^\"]+)\"", sources))
    assert events
    assert {event for event in events if f"`{event}`" not in TEXT} == set()


def test_every_field_of_a_processed_file_is_explained():
    source = (ROOT / "event_dedup" / "batch.py").read_text("utf-8")
    counts = source[source.index("def _log_file") : source.index('"file processed"')]
    fields = re.findall(r'^ +"(\w+)":', counts, re.MULTILINE)
    assert "matches_found" in fields
    assert {field for field in fields if f"`{field}`" not in TEXT} == set()


def test_every_setting_and_kind_of_file_is_listed():
    names = [f"`EVENT_DEDUP_{name.upper()}`" for name in Settings.model_fields]
    assert [name for name in [*names, *(f"`{suffix}`" for suffix in SUFFIXES)] if name not in TEXT] == []


def test_the_backup_is_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    delivery = (
        '{"events": [{"id": "a", "title": "x", "source_type": "y", "event_dates": [{"date": "2026-02-14"}]}]}'
    )
    (tmp_path / "a_1.json").write_text(delivery)
    process_existing_files(tmp_path, tmp_path / "events.duckdb", pattern="*.json")
    [code] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(code, "docs/operations.md", "exec"), {})
    with duckdb.connect("backup.duckdb", read_only=True) as con:
        assert con.sql("SELECT source, listing_id FROM membership").fetchall() == [("a", "a")]
