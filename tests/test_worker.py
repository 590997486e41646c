"""The worker as a real process: it is driven by files and signals, and watched by its log."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from event_dedup.batch import process_existing_files

pytestmark = pytest.mark.slow
LONGEST = 90  # seconds until a test that waits for a line gives up


def listing(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "title": f"Narrentreffen {number}",
        "source_type": "terminliste",
        "event_dates": [{"date": "2026-02-14"}],
        "location": {"city": "Riegel"},
    } | fields


def text_of(*numbers: int) -> str:
    return json.dumps({"events": [listing(number) for number in numbers]})


def put(folder: Path, name: str, text: str) -> None:
    """Deliver a file as one should: written elsewhere, then renamed."""
    (folder / f"{name}.tmp").write_text(text)
    (folder / f"{name}.tmp").rename(folder / name)


class Worker:
    """A worker process; `until` reads its log up to an event."""

    def __init__(self, folder: Path, store: Path, *options: str, level: str = "INFO") -> None:
        env = os.environ | {"EVENT_DEDUP_LOG_JSON": "1", "EVENT_DEDUP_LOG_LEVEL": level}
        command = [
            sys.executable,
            "-m",
            "event_dedup.worker",
            str(folder),
            str(store),
            "--quiet",
            "0.1",
            *options,
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
        self.seen: list[dict[str, Any]] = []
        self.alarm = threading.Timer(LONGEST, self.process.kill)
        self.alarm.start()

    def until(self, event: str, **fields: Any) -> dict[str, Any]:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            entry = json.loads(line) if line.startswith("{") else {"event": line}
            self.seen.append(entry)
            if entry["event"] == event and fields.items() <= entry.items():
                return entry
        raise AssertionError(f"the log ended before {event!r} {fields}: {self.seen[-5:]}")

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        assert self.process.stderr is not None
        self.seen += [json.loads(line) for line in self.process.stderr if line.startswith("{")]
        code = self.process.wait()
        self.alarm.cancel()
        self.process.stderr.close()
        return code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "events.duckdb"


@pytest.fixture
def start(folder: Path, store: Path) -> Iterator[Callable[..., Worker]]:
    started: list[Worker] = []

    def begin(*options: str, level: str = "INFO") -> Worker:
        started.append(Worker(folder, store, *options, level=level))
        return started[-1]

    yield begin
    for worker in started:
        if worker.process.poll() is None:
            worker.end(signal.SIGKILL)
        worker.alarm.cancel()


def rows(store: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(store), read_only=True) as con:
        return con.sql(query).fetchall()


def listings(store: Path) -> set[str]:
    return {row[0] for row in rows(store, "SELECT listing_id FROM membership")}


def partition(store: Path) -> list[Any]:
    found = rows(
        store, "SELECT list(source || '/' || listing_id) FROM membership GROUP BY canonical_event_id"
    )
    return sorted(sorted(members) for (members,) in found)


def quarantined(store: Path) -> list[str]:
    return [
        row[0] for row in rows(store, "SELECT reason FROM quarantine WHERE resolved_at IS NULL ORDER BY ALL")
    ]


def test_files_already_there_come_first_then_new_and_changed_ones(folder: Path, store: Path, start: Any):
    put(folder, "a_1.json", text_of(1))
    worker = start()
    worker.until("file processed", file="a_1.json")
    put(folder, "b_1.json", text_of(2))
    worker.until("file processed", file="b_1.json")
    put(folder, "b_1.json", text_of(2, 3))
    worker.until("file processed", file="b_1.json")
    assert worker.end() == 0
    assert worker.seen[-1]["event"] == "stopped"
    assert listings(store) == {"e1", "e2", "e3"}


def test_files_that_arrive_together_are_linked_at_once(folder: Path, store: Path, start: Any):
    worker = start()
    worker.until("watching")
    for number in range(5):
        put(folder, f"a{number}_1.json", text_of(number))
    assert worker.until("batch done")["files"] == 5
    assert worker.end() == 0


def test_a_half_written_file_is_waited_for(folder: Path, store: Path, start: Any):
    worker = start()
    worker.until("watching")
    text = text_of(1, 2)
    with (folder / "a_1.json").open("w") as file:
        for start_at in range(0, len(text), 60):
            if start_at:
                worker.until("file waits", file="a_1.json")
            file.write(text[start_at : start_at + 60])
            file.flush()
    worker.until("file processed", file="a_1.json")
    assert worker.end() == 0
    assert (listings(store), quarantined(store)) == ({"e1", "e2"}, [])


def test_a_file_that_stays_half_is_quarantined_and_taken_when_it_is_whole(
    folder: Path, store: Path, start: Any
):
    worker = start("--patience", "0.3")
    worker.until("watching")
    (folder / "a_1.json").write_text(text_of(1)[:-5])
    worker.until("file waits", file="a_1.json")
    assert worker.until("file processed", file="a_1.json")["quarantined"] == 1
    (folder / "a_1.json").write_text(text_of(1))
    assert worker.until("file processed", file="a_1.json")["events_ingested"] == 1
    assert worker.end() == 0
    assert listings(store) == {"e1"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_files_in_hand_be_finished(
    folder: Path, store: Path, start: Any, number: signal.Signals
):
    put(folder, "a_1.json", text_of(1, 2))
    worker = start(level="DEBUG")
    worker.until("stage started", stage="prepare")
    assert worker.end(number) == 0
    assert "batch done" in [entry["event"] for entry in worker.seen]
    assert listings(store) == {"e1", "e2"}


def test_a_second_signal_stops_at_once_and_the_next_start_goes_on(folder: Path, store: Path, start: Any):
    put(folder, "a_1.json", text_of(*range(300)))
    worker = start(level="DEBUG")
    worker.until("stage started", stage="prepare")
    worker.process.send_signal(signal.SIGTERM)
    worker.process.send_signal(signal.SIGSTOP)  # both signals stand before it goes on
    worker.process.send_signal(signal.SIGTERM)
    worker.process.send_signal(signal.SIGCONT)
    assert worker.wait() in (0, -signal.SIGTERM)
    again = start()
    again.until("batch done")
    assert again.end() == 0
    assert len(listings(store)) == 300


STAGES = ["land", "score", "save"]  # the torture harness kills at every one


@pytest.mark.parametrize("stage", STAGES)
def test_a_crash_at_any_stage_is_made_good_at_the_next_start(
    folder: Path, store: Path, tmp_path: Path, start: Any, stage: str
):
    put(folder, "a_1.json", text_of(1, 2))
    put(folder, "b_1.json", text_of(1, 3))
    worker = start(level="DEBUG")
    worker.until("stage started", stage=stage)
    assert worker.end(signal.SIGKILL) == -signal.SIGKILL
    again = start()
    again.until("batch done")
    assert again.end() == 0
    process_existing_files(folder, tmp_path / "undisturbed.duckdb")
    assert partition(store) == partition(tmp_path / "undisturbed.duckdb")


def test_everything_in_a_known_folder_changes_nothing_after_a_restart(folder: Path, store: Path, start: Any):
    put(folder, "a_1.json", text_of(1))
    process_existing_files(folder, store)
    before = rows(store, "SELECT count(*), max(finished) FROM (SELECT run_id AS finished FROM run)")
    worker = start()
    worker.until("file known", file="a_1.json")
    assert worker.until("batch done")["known"] == 1
    put(folder, "a_2.json", text_of(1))
    worker.until("file known", file="a_2.json")
    assert worker.end() == 0
    assert "file processed" not in [entry["event"] for entry in worker.seen]
    assert rows(store, "SELECT count(*), max(finished) FROM (SELECT run_id AS finished FROM run)") == before


def test_a_store_in_use_is_waited_for(folder: Path, store: Path, start: Any, monkeypatch: pytest.MonkeyPatch):
    put(folder, "a_1.json", text_of(1))
    process_existing_files(folder, store)
    monkeypatch.setenv("EVENT_DEDUP_LOCK_TIMEOUT", "0.2")
    with duckdb.connect(str(store)):
        put(folder, "b_1.json", text_of(2))
        worker = start()
        assert f"held by process {os.getpid()}" in worker.until("store is busy")["message"]
    worker.until("file processed", file="b_1.json")
    assert worker.end() == 0


def test_a_store_within_the_folder_does_not_wake_the_worker(folder: Path, start: Any, tmp_path: Path):
    put(folder, "a_1.json", text_of(1))
    worker = Worker(folder, folder / "events.duckdb")
    worker.until("batch done")
    put(folder, "b_1.json", text_of(2))
    assert worker.until("batch done")["files"] == 1
    assert worker.end() == 0
    assert quarantined(folder / "events.duckdb") == []


def test_a_table_is_tried_again_when_its_mapping_comes(folder: Path, store: Path, start: Any):
    put(folder, "verein_1.csv", "Nr;Was;Wann\n1;Ball;14.02.2026\n")
    worker = start("--patience", "0.3")
    assert worker.until("file processed", file="verein_1.csv")["quarantined"] == 1
    put(folder, "verein.columns.toml", 'Nr = "id"\nWas = "title"\nWann = "date"\n')
    assert worker.until("file processed", file="verein_1.csv")["events_ingested"] == 1
    assert worker.end() == 0
    assert listings(store) == {"1"}


def test_directories_and_pipes_do_not_stop_the_worker(folder: Path, store: Path, start: Any):
    (folder / "dir.json").mkdir()
    os.mkfifo(folder / "pipe.json")
    put(folder, "a_1.json", text_of(1))
    worker = start("--patience", "0.2")
    worker.until("file processed", file="dir.json")
    assert worker.end() == 0
    assert (len(quarantined(store)), listings(store)) == (2, {"e1"})


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere", "s.duckdb"], 1, "nowhere is no folder. Create it"),
        ([".", "s.duckdb", "--config", "none.toml"], 2, "none.toml cannot be read"),
        ([], 2, "No folder is named"),
    ],
)
def test_what_cannot_be_watched_says_what_to_do(tmp_path: Path, arguments: list[str], code: int, told: str):
    done = subprocess.run(
        [sys.executable, "-m", "event_dedup.worker", *arguments], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
