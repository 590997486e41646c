"""Several processes at one store: three reviewers, a batch, a worker, a reader."""

from __future__ import annotations

import itertools
import json
import threading
import time
from functools import partial
from pathlib import Path

from event_dedup.batch import BatchReport, process_file_batch
from event_dedup.review.judge import judge
from event_dedup.store import StoreBusy, open_store
from event_dedup.worker import watch_and_process
from tests.properties import town
from tests.properties.promises import assert_holds
from tests.properties.state import read_state
from tests.torture import victims
from tests.torture.ground import PROCESSES, Ground, Outcome, run_and_wait

_PAIRS = [("aue/0", "berg/0"), ("aue/1", "berg/1"), ("aue/4", "berg/5"), ("aue/2", "berg/3")]


def everybody_at_once(outcome: Outcome, ground: Ground, seconds: float) -> None:
    """For `seconds`: every judgement that came back is there, every file too, and every look at it was consistent."""
    store, told, inbox = ground.fresh_copy("crowd.duckdb"), ground.folder / "crowd", ground.folder / "inbox"
    told.mkdir()
    inbox.mkdir()
    end = time.time() + seconds
    children = [PROCESSES.Process(target=_review, args=(store, told, f"reviewer {n}", end)) for n in range(3)]
    children.append(PROCESSES.Process(target=_deliver, args=(store, told, end)))
    children.append(PROCESSES.Process(target=_watch, args=(store, told, inbox, end)))
    children.append(PROCESSES.Process(target=_look, args=(store, told, end)))
    for child in children:
        child.start()
    for child in children:
        with outcome.attempt("process"):
            child.join(seconds + 120)
            assert child.exitcode == 0, f"{child.name} ended with {child.exitcode}"
    done = [json.loads(line) for path in sorted(told.iterdir()) for line in path.read_text().splitlines()]
    with outcome.attempt("what was told is in the store"):
        _assert_kept(store, done)
    with outcome.attempt("the promises hold afterwards"):
        assert_holds(read_state(store))
    kinds = ("judged", "delivered", "watched", "looked", "busy")
    counts = {kind: sum(kind in each for each in done) for kind in kinds}
    outcome.note = ", ".join(f"{count} {kind}" for kind, count in counts.items())


def the_holder_is_named(outcome: Outcome, ground: Ground) -> None:
    """Who waits in vain is told which process holds the store."""
    store = ground.fresh_copy("held.duckdb")
    with outcome.attempt("by a writer"), open_store(store):
        told = ground.folder / "busy"
        run_and_wait(_try_once, store, told)
        message = told.read_text()
        assert "is held by process" in message and "try again" in message, message


def _try_once(store: Path, told: Path) -> None:
    try:
        with open_store(store, timeout=0.5):
            told.write_text("opened")
    except StoreBusy as busy:
        told.write_text(str(busy))


def _review(store: Path, told: Path, reviewer: str, end: float) -> None:
    turn = 0
    with (told / reviewer).open("w") as file:
        while time.time() < end:
            left, right = _PAIRS[turn % len(_PAIRS)]
            turn += 1
            verdict = ("match", "non_match")[turn % 2]
            _tell(file, "judged", partial(judge, store, left, right, verdict, reviewer))


def _deliver(store: Path, told: Path, end: float) -> None:
    number = 100
    with (told / "batch").open("w") as file:
        while time.time() < end:
            number += 1
            _tell(file, "delivered", partial(_take_in, _written(told.parent, number), store))


def _watch(store: Path, told: Path, inbox: Path, end: float) -> None:
    """A worker to which the next file comes as soon as one is in the store."""
    victims.quietly()
    numbers, stop = itertools.count(100_000), threading.Event()
    with (told / "worker").open("w") as file:

        def next_file(report: BatchReport) -> None:
            for name, _, _ in report.run.deliveries if report.run else []:
                _tell(file, "watched", partial(str, name))
            if time.time() < end:
                _written(inbox, next(numbers))
            else:
                stop.set()

        _written(inbox, next(numbers))
        watch_and_process(inbox, store, stop=stop, on_result=next_file, quiet=0.05)


def _written(folder: Path, number: int) -> Path:
    """A file with one listing, which some earlier file may have told otherwise."""
    title, city = town.TITLES[number % 6], town.CITIES[number % 3]
    entries = [town.listing(str(number % 7), title=title, city=city)]
    return town.write(folder, town.SOURCES[number % 3], number, entries, processed=number)


def _take_in(path: Path, store: Path) -> str:
    process_file_batch([path], store)
    return path.name


def _look(store: Path, told: Path, end: float) -> None:
    with (told / "reader").open("w") as file:
        while time.time() < end:
            _tell(file, "looked", lambda: assert_holds(read_state(store)))


def _tell(file, kind, act) -> None:  # type: ignore[no-untyped-def]
    try:
        file.write(json.dumps({kind: act()}) + "\n")
    except StoreBusy as busy:
        assert "held by" in str(busy) or "in use" in str(busy), str(busy)
        file.write(json.dumps({"busy": str(busy)}) + "\n")
    file.flush()


def _assert_kept(store: Path, done: list[dict[str, str]]) -> None:
    with open_store(store, read_only=True) as con:
        actions = {action for (action,) in con.sql("SELECT action_id FROM store.judgement").fetchall()}
        files = {name for (name,) in con.sql("SELECT file FROM store.delivery").fetchall()}
    lost = {each["judged"] for each in done if "judged" in each} - actions
    assert not lost, f"{len(lost)} acknowledged judgements are lost"
    missing = {each[kind] for each in done for kind in ("delivered", "watched") if kind in each} - files
    assert not missing, f"{len(missing)} files that were taken in are lost"
