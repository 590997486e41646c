"""Thirty kinds of broken input in one folder with good files: everything good is read, everything bad explained."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from event_dedup.ingest import Delivery, find_files, read_file
from tests.ingest.conftest import event

DAY = {"date": "2026-02-14"}

FILES: dict[str, bytes] = {
    "empty_1.json": b"",
    "blank_1.json": b" \n",
    "half_1.json": json.dumps({"events": [event()]}).encode()[:-9],
    "html_1.json": b"<html><body>502 Bad Gateway</body></html>",
    "latin_1.json": json.dumps({"events": [event(title="Ölmühle")]}, ensure_ascii=False).encode("latin-1"),
    "utf16_1.json": json.dumps({"events": [event()]}).encode("utf-16"),
    "zeros_1.json": b"\0" * 500,
    "deep_1.json": b"[" * 200_000,
    "other_1.json": b'{"items": [1, 2]}',
    "object_1.json": b'{"events": {"0": {}}}',
    "number_1.json": b"42",
    "kind_1.docx": b"PK\3\4",
    "table_1.csv": b"a,b\n1,2\n",
    "cut_1.parquet": b"PAR1\0\0",
    "cut_1.ics": b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
}
ENTRIES: list[Any] = [
    None,
    "text",
    event(id=None),
    event(id="no title", title=""),
    event(id="long title", title="x" * 10_000_000),
    event(id="no date", event_dates=[]),
    event(id="bad date", event_dates=[{"date": "2026-02-30"}]),
    event(id="bad time", event_dates=[DAY | {"start_time": "25:00"}]),
    event(id="end first", event_dates=[DAY | {"end_date": "2026-02-01"}]),
    event(id="too many", event_dates=[DAY] * 100_000),
    event(id="north", location={"geo": {"latitude": 480.0, "longitude": 7.8}}),
    event(id="nan", location={"geo": {"latitude": float("nan"), "longitude": 7.8}}),
    event(id="infinite", confidence_score=float("inf")),
    event(id="nul", title="a\0b"),
    event(id="wrong type", title=["a"]),
    event(id="good", title="same id, other title"),
]


def fill(folder: Path) -> None:
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    deep = json.dumps(event(id="deep", x="X")).replace('"X"', "[" * 100_000 + "]" * 100_000)
    entries = [json.dumps(entry) for entry in [event(id="good"), *ENTRIES]]
    (folder / "mixed_1.json").write_text(f'{{"events": [{",".join([*entries, deep])}]}}')
    (folder / "good_1.json").write_text(
        json.dumps({"events": [event(id=f"g{n}") for n in range(3)]}), "utf-8-sig"
    )
    (folder / "dir_1.json").mkdir()
    os.mkfifo(folder / "pipe_1.json")
    (folder / "loop_1.json").symlink_to("loop_1.json")
    (folder / "out_1.json").symlink_to("/etc/hostname")


def faults(deliveries: list[Delivery]) -> Iterator[dict[str, Any]]:
    for delivery in deliveries:
        yield from delivery.quarantine.to_pylist()


def test_everything_good_is_read_and_everything_bad_has_a_reason(tmp_path: Path):
    fill(tmp_path)
    deliveries = [read_file(path) for path in find_files(tmp_path, "*")]
    good = {row["record_id"] for delivery in deliveries for row in delivery.listings.to_pylist()}
    assert good == {"good/g0", "good/g1", "good/g2", "mixed/good"}
    told = list(faults(deliveries))
    assert len([fault for fault in told if fault["position"] is None]) == len(FILES) + 4
    assert len([fault for fault in told if fault["position"] is not None]) == len(ENTRIES) + 1
    for fault in told:
        assert 10 < len(fault["reason"]) < 400 and fault["reason"].isprintable()
        assert fault["remedy"].endswith(".")


def test_hashes_of_a_broken_folder_are_stable(tmp_path: Path):
    fill(tmp_path)
    once, again = ([read_file(path).sha256 for path in find_files(tmp_path, "*")] for _ in range(2))
    assert once == again
    assert len(set(once)) == len(once)
