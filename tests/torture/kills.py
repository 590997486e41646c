"""SIGKILL at every stage boundary, inside the transaction, and at random moments."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

from event_dedup.store import open_store
from tests.properties.state import read_state
from tests.torture import victims
from tests.torture.ground import PROCESSES, Ground, Outcome, run_and_wait

KILLED = -signal.SIGKILL


def at_stage_boundaries(outcome: Outcome, ground: Ground) -> None:
    """Killed as each stage begins."""
    for stage in victims.STAGES:
        with outcome.attempt(stage):
            store = ground.fresh_copy()
            assert run_and_wait(victims.die_at_stage, store, ground.delivery, stage) == KILLED
            assert not ground.check(store), "saved before it was committed"


def inside_the_transaction(outcome: Outcome, ground: Ground) -> None:
    """Killed after each step of saving, before the commit and after it."""
    for step in victims.STEPS:
        with outcome.attempt(step):
            store = ground.fresh_copy()
            assert run_and_wait(victims.die_after_step, store, ground.delivery, step) == KILLED
            assert not ground.check(store), "saved before it was committed"
    with outcome.attempt("all written, not committed"):
        store = ground.fresh_copy()
        assert run_and_wait(victims.die_before_the_log, store, ground.delivery) == KILLED
        assert not ground.check(store), "saved before it was committed"
    with outcome.attempt("committed, not closed"):
        store = ground.fresh_copy()
        assert run_and_wait(victims.die_after_commit, store, ground.delivery) == KILLED
        assert ground.check(store), "committed, and lost"


def while_created(outcome: Outcome, ground: Ground) -> None:
    """Killed while the tables of a new store are made."""
    with outcome.attempt("new store"):
        store = ground.folder / "created.duckdb"
        assert run_and_wait(victims.die_after_creation, store) == KILLED
        with open_store(store) as con:
            assert con.sql("SELECT count(*) FROM store.listing").fetchall() == [(0,)]


def at_random_moments(outcome: Outcome, ground: Ground, times: int, seed: int = 0) -> None:
    """Killed after a random part of the time that an undisturbed run takes."""
    chance, new = random.Random(seed), 0
    started = time.monotonic()
    run_and_wait(victims.process, ground.fresh_copy(), ground.delivery)
    whole = time.monotonic() - started
    for _ in range(times):
        moment = chance.uniform(0, 1.1 * whole)
        with outcome.attempt(f"after {moment:.3f} s"):
            store = ground.fresh_copy()
            _kill_after(moment, victims.process, store, ground.delivery)
            new += ground.check(store)
    outcome.note = f"{outcome.tries - new} found old, {new} new"


def while_judging(outcome: Outcome, ground: Ground, times: int, seed: int = 0) -> None:
    """A reviewer's process killed at random: every judgement that was acknowledged is in the store."""
    chance, kept = random.Random(seed), 0
    pairs = [("aue/0", "berg/0"), ("aue/1", "berg/1"), ("aue/4", "berg/5")]
    for _ in range(times):
        with outcome.attempt("judging"):
            store, told = ground.fresh_copy(), ground.folder / "told"
            told.unlink(missing_ok=True)
            _kill_after(chance.uniform(0.3, 2.0), victims.judge_for_ever, store, told, pairs, "Anna")
            kept += _assert_none_lost(store, told)
            assert ground_holds(store)
    outcome.note = f"{kept} acknowledged judgements, all kept"


def ground_holds(store: Path) -> bool:
    """Whether the store opens and its listings are in events."""
    state = read_state(store)
    return set(state.event_of) == state.current


def _assert_none_lost(store: Path, told: Path) -> int:
    actions = (
        {line.split()[1] for line in told.read_text().splitlines() if " " in line} if told.exists() else set()
    )
    with open_store(store, read_only=True) as con:
        stored = {action for (action,) in con.sql("SELECT action_id FROM store.judgement").fetchall()}
    assert actions <= stored, f"{len(actions - stored)} acknowledged judgements are lost"
    return len(actions)


def _kill_after(seconds: float, target: object, *args: object) -> None:
    child = PROCESSES.Process(target=target, args=args)  # type: ignore[arg-type]
    child.start()
    child.join(seconds)
    child.kill()
    child.join()
