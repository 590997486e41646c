"""What runs in the processes that are killed."""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog

from event_dedup.batch import BatchReport, process_file_batch
from event_dedup.expected import expected
from event_dedup.ingest import find_files, read_file
from event_dedup.pipeline import run
from event_dedup.review.judge import judge
from event_dedup.store import StoreError, connect, memory, open_store
from event_dedup.store import save as saving
from event_dedup.worker import watch_and_process
from tests.properties import town
from tests.properties.state import read_state

SAID = 3  # exit code: refused with a message that says what to do
STAGES = ("read", "land", "model", "prepare", "block", "score", "cluster", "canonicalise", "save")
STEPS = (
    "save_landing",
    "save_linkage",
    "save_ids",
    "save_members",
    "save_canonical",
)


def die() -> None:
    """End this process at once, with nothing closed and nothing flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def process(store: Path, files: list[Path]) -> None:
    """An ordinary batch."""
    process_file_batch(files, store)


def process_or_say(store: Path, files: list[Path]) -> None:
    """An ordinary batch that ends with code SAID where the store cannot be used; with 1 it broke."""
    try:
        process(store, files)
    except StoreError as error:
        assert "run again" in str(error) or "try again" in str(error), str(error)
        sys.exit(SAID)


def die_at_stage(store: Path, files: list[Path], stage: str) -> None:
    """A batch that is killed as a stage begins."""
    process_file_batch(files, store, tell=lambda begun, done, total: die() if begun == stage else None)


def die_after_step(store: Path, files: list[Path], step: str) -> None:
    """A batch that is killed inside its transaction, after one step of saving."""
    setattr(saving, step, _deadly(getattr(saving, step)))
    process_file_batch(files, store)


def die_before_the_log(store: Path, files: list[Path]) -> None:
    """A batch that is killed when everything is written but not committed."""
    memory.save_run = _deadly(memory.save_run)
    process_file_batch(files, store)


def die_after_commit(store: Path, files: list[Path]) -> None:
    """A batch that is killed when it has committed, so that the write-ahead log stays."""
    with open_store(store) as con:
        run(con, [read_file(path) for path in files])
        die()


def die_after_creation(store: Path) -> None:
    """A process that is killed while it makes the tables of a new store."""
    connect._create_views = _deadly(connect._create_views)
    with open_store(store):
        pass


def judge_for_ever(store: Path, told: Path, pairs: list[tuple[str, str]], reviewer: str) -> None:
    """Judge one pair after the other; each action that came back is told in the file `told`."""
    for turn in range(1_000_000):
        left, right = pairs[turn % len(pairs)]
        action = judge(
            store, left, right, ("match", "non_match", "unsure")[turn % 3], reviewer, f"turn {turn}"
        )
        with told.open("a") as file:
            file.write(f"{turn} {action}\n")


def _deadly(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        die()

    return wrapped


def process_with_small_files(store: Path, files: list[Path], limit: int) -> None:
    """A batch that may not make a file larger than `limit` bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    process_or_say(store, files)


def as_nobody(what: str, store: Path, files: list[Path], told: Path, *search: Any) -> None:
    """Read, process, judge or find as a user without rights; the message of what went wrong, or "done", is told."""
    read_file(files[0])  # so that everything is imported that this user may not read
    os.setgid(65534)
    os.setuid(65534)
    try:
        if what == "process":
            process_file_batch(files, store)
        elif what == "judge":
            judge(store, "aue/1", "berg/1", "match", "Anna")
        elif what == "find":
            find_files(*search)
        else:
            read_state(store)
        told.write_text("done")
    except (StoreError, OSError) as error:
        told.write_text(expected(error)[0])


def quietly() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def watch_until_done(store: Path, folder: Path, files: int) -> None:
    """A worker that stops by itself once so many files are in the store."""
    quietly()
    stop, done = threading.Event(), [0]

    def count(report: BatchReport) -> None:
        done[0] += report.files
        if done[0] >= files:
            stop.set()

    watch_and_process(folder, store, stop=stop, on_result=count, quiet=0.05, patience=1)


def watch_many(store: Path, folder: Path, told: Path, files: int) -> None:
    """A worker that is given one file after the other; how many megabytes it holds after each is told."""
    quietly()
    stop, done = threading.Event(), [0]

    def next_file(_: BatchReport) -> None:
        done[0] += 1
        with told.open("a") as file:
            file.write(f"{_megabytes():.1f}\n")
        if done[0] < files:
            _deliver(folder, done[0])
        else:
            stop.set()

    _deliver(folder, 0)
    watch_and_process(folder, store, stop=stop, on_result=next_file, quiet=0.05, patience=1)


def _deliver(folder: Path, number: int) -> None:
    entries = [
        town.listing(f"{number}-{place}", title=title, city=town.CITIES[number % 3], day=town.DAYS[place % 3])
        for place, title in enumerate(town.TITLES)
    ]
    town.write(folder, town.SOURCES[number % 3], number, entries, processed=number)


def _megabytes() -> float:
    """What of this process is in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
