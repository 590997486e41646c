"""The ground on which the store is tortured: a folder in memory, one store as it was, and what must come of it."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from event_dedup.batch import process_file_batch
from event_dedup.review.judge import judge
from tests.properties import town
from tests.properties.state import State, read_state

# Children are forked from a server that has imported everything and never touched DuckDB, whose threads do not fork.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["event_dedup.batch", "event_dedup.review.judge", "splink", "tests.torture.victims"]
)
_SHM = Path("/dev/shm")


@dataclass(slots=True)
class Outcome:
    """What came of one class of torture: how often it was tried and what went wrong; `skipped` says why not tried."""

    name: str
    tries: int = 0
    failures: list[str] = field(default_factory=list)
    skipped: str = ""
    note: str = ""

    @contextmanager
    def attempt(self, what: str) -> Iterator[None]:
        """Count one try; whatever it raises is a failure, and the next try goes on."""
        self.tries += 1
        try:
            yield
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            self.failures.append(f"{what}: {type(error).__name__}: {str(error)[:300]}")


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder in memory, gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="torture", dir=_SHM if _SHM.is_dir() else None))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Ground:
    """A store `before` with judgements in it, a `delivery` to come, and the states `old` and `new`."""

    folder: Path
    before: Path
    delivery: list[Path]
    old: State
    new: State

    def fresh_copy(self, name: str = "victim.duckdb") -> Path:
        """The store as it was before the delivery."""
        store = self.folder / name
        for path in (store, wal(store)):
            path.unlink(missing_ok=True)
        shutil.copy2(self.before, store)
        return store

    def check(self, store: Path) -> bool:
        """The invariant: it opens, is old or new, a rerun converges, no judgement is lost; whether it was new."""
        found = read_state(store)
        is_new = alike(found, self.new)
        assert is_new or alike(found, self.old), (
            f"neither the old nor the new state: {_difference(found, self)}"
        )
        process_file_batch(self.delivery, store)
        again = read_state(store)
        assert alike(again, self.new), f"a rerun does not converge: {_difference(again, self)}"
        return is_new


def alike(one: State, other: State) -> bool:
    """Whether two states are the same, times apart."""
    return not differences(one, other)


def differences(one: State, other: State) -> list[str]:
    """The parts in which two states differ, times apart."""
    parts = ("event_of", "content", "redirects", "derived", "judgements", "versions", "short_counts")
    return [part for part in parts if getattr(one, part) != getattr(other, part)]


def _difference(found: State, ground: Ground) -> str:
    old, new = differences(found, ground.old), differences(found, ground.new)
    return f"differs from the old one in {old}, from the new one in {new}"


def wal(store: Path) -> Path:
    """The write-ahead log beside a store."""
    return store.with_name(store.name + ".wal")


def prepare(path: Path) -> Ground:
    """Two deliveries and three judgements in the store, a third delivery that changes, adds and withdraws."""
    before = path / "before.duckdb"
    town.save_model(before, town.small_model())
    process_file_batch(_first(path), before)
    judge(before, "aue/1", "berg/1", "match", "Anna")
    judge(before, "aue/2", "berg/2", "non_match", "Anna")
    judge(before, "aue/3", "berg/1", "unsure", "Anna")
    delivery = _next(path)
    old = read_state(before)
    done = path / "done.duckdb"
    shutil.copy2(before, done)
    process_file_batch(delivery, done)
    return Ground(path, before, delivery, old, read_state(done))


def _first(path: Path) -> list[Path]:
    cities = town.CITIES
    return [
        town.write(
            path,
            source,
            number,
            [
                town.listing(
                    str(place), title=title, city=cities[(place + number) % 3], day=town.DAYS[place % 3]
                )
                for place, title in enumerate(town.TITLES)
            ],
            processed=number,
        )
        for number, source in enumerate(("aue", "berg"))
    ]


def _next(path: Path) -> list[Path]:
    changed = [
        town.listing("1", title=town.TITLES[0], city="Elzach", day=town.DAYS[1]),
        {"id": "2", "withdrawn": True},
        town.listing("7", title=town.TITLES[4], city="Elzach", day=town.DAYS[0]),
        {"id": "8", "title": "Ohne Datum"},
    ]
    fresh = [town.listing(str(place), title=title, city="Elzach") for place, title in enumerate(town.TITLES)]
    return [town.write(path, "aue", 2, changed, processed=5), town.write(path, "caño", 3, fresh, processed=6)]


def run_and_wait(target: Callable[..., Any], *args: Any, timeout: float = 60) -> int | None:
    """Run `target` in a process of its own; its exit code."""
    child = PROCESSES.Process(target=target, args=args)
    child.start()
    child.join(timeout)
    if child.is_alive():
        child.kill()
        child.join()
        raise TimeoutError(f"the child was still running after {timeout:.0f} s")
    return child.exitcode
