"""Several processes at one store: three reviewers, one batch, one reader."""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path

from event_dedup.batch import process_file_batch
from event_dedup.review.judge import judge
from event_dedup.store import StoreBusy, open_store
from tests.properties import town
from tests.properties.promises import assert_holds
from tests.properties.state import read_state
from tests.torture.ground import PROCESSES, Ground, Outcome, run_and_wait

_PAIRS = [("aue/0", "berg/0"), ("aue/1", "berg/1"), ("aue/4", "berg/5"), ("aue/2", "berg/3")]


def three_reviewers_a_batch_and_a_reader(outcome: Outcome, ground: Ground, seconds: float) -> None:
    """For `seconds`: every judgement that came back is there, every file too, and every look at it was consistent."""
    store, told = ground.fresh_copy("crowd.duckdb"), ground.folder / "crowd"
    told.mkdir(exist_ok=True)
    end = time.time() + seconds
    children = [PROCESSES.Process(target=_review, args=(store, told, f"reviewer {n}", end)) for n in range(3)]
    children.append(PROCESSES.Process(target=_deliver, args=(store, told, end)))
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
    counts = {kind: sum(kind in each for each in done) for kind in ("judged", "delivered", "looked", "busy")}
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
            entries = [
                town.listing(str(number % 7), title=town.TITLES[number % 6], city=town.CITIES[number % 3])
            ]
            path = town.write(told.parent, town.SOURCES[number % 3], number, entries, processed=number)
            _tell(file, "delivered", partial(_take_in, path, store))


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
    missing = {each["delivered"] for each in done if "delivered" in each} - files
    assert not missing, f"{len(missing)} files that were taken in are lost"
