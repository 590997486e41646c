"""A worker that is killed again and again, and one that lives through many files."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from event_dedup.store import open_store
from tests.torture import victims
from tests.torture.ground import PROCESSES, Ground, Outcome, run_and_wait

GROWTH = 1.5  # the memory after all files, against that after the first tenth


def killed_at_random(outcome: Outcome, ground: Ground, times: int, seed: int = 0) -> None:
    """Killed at a random moment, most of them twice in a row; the next one finishes what is left."""
    chance = random.Random(seed)
    folder = _inbox(ground, "killed")
    for path in ground.delivery:
        shutil.copy2(path, folder / path.name)
    started = time.monotonic()
    run_and_wait(victims.watch_until_done, ground.fresh_copy(), folder, len(ground.delivery))
    whole = time.monotonic() - started
    for _ in range(times):
        moments = [chance.uniform(0.2, 1.1) * whole for _ in range(chance.choice((1, 2, 2)))]
        with outcome.attempt(f"after {', '.join(f'{moment:.3f}' for moment in moments)} s"):
            store = ground.fresh_copy()
            for moment in moments:
                _kill_after(moment, store, folder, len(ground.delivery))
            done = run_and_wait(victims.watch_until_done, store, folder, len(ground.delivery))
            assert done == 0, f"the worker that came after ended with {done}"
            assert ground.check(store), "the worker that came after did not finish what was left"


def through_many_files(outcome: Outcome, ground: Ground, files: int) -> None:
    """One worker, one linkage a file: all are taken in, and its memory does not grow with them."""
    folder, told, store = _inbox(ground, "many"), ground.folder / "memory", ground.folder / "many.duckdb"
    with outcome.attempt("every file is in the store"):
        done = run_and_wait(victims.watch_many, store, folder, told, files, timeout=60 + 5 * files)
        assert done == 0, f"the worker ended with {done}"
        with open_store(store, read_only=True) as con:
            assert con.sql("SELECT count(*) FROM store.delivery").fetchall() == [(files,)]
    with outcome.attempt("memory"):
        megabytes = [float(line) for line in told.read_text().split()]
        early, late = megabytes[files // 10], max(megabytes[-files // 10 :])
        outcome.note = f"{early:.0f} MB after {files // 10} files, {late:.0f} MB after {files}"
        assert late < GROWTH * early, outcome.note


def _inbox(ground: Ground, name: str) -> Path:
    folder = ground.folder / name
    folder.mkdir()
    return folder


def _kill_after(seconds: float, store: Path, folder: Path, files: int) -> None:
    child = PROCESSES.Process(target=victims.watch_until_done, args=(store, folder, files))
    child.start()
    child.join(seconds)
    child.kill()
    child.join()
