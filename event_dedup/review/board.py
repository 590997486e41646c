"""The queue of one store, shared by every session of this server.

A decision is on disk at once (`journal`) and saved behind the screen, in the order of the key presses, while the next
pair is there at once: saving clusters anew and takes longer than a reviewer should wait. What the screen needs is read
ahead.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from event_dedup.in_force import configuration_behind
from event_dedup.questions import OPEN, Edge, Kind, Question, review_queue
from event_dedup.review.decisions import Tally, tally
from event_dedup.review.fields import listings
from event_dedup.review.journal import Journal, recover
from event_dedup.review.judgements import JudgementError, next_id
from event_dedup.store import StoreBusy, StoreError, open_store

log = logging.getLogger(__name__)

FAULTS = (JudgementError, StoreError, duckdb.Error)  # what can keep an answer out of the store
RESERVED = 600.0  # seconds: whoever left a pair on the screen for longer has gone
WAIT = 10.0  # seconds for another process that holds the store, before the reviewer is told
_BRIEFLY = 0.1  # seconds to wait for the store where there is something to show without it
_AHEAD = 40  # questions whose listings are read ahead

_boards: dict[Path, Board] = {}
_boards_lock = threading.Lock()
Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The queue as the store had it at `stamp`.

    `ahead` holds the listings of its first questions; `newest` is the newest judgement in the store, 0 where is none.
    """

    queue: list[Question] = field(default_factory=list)
    ahead: dict[str, dict[str, Any]] = field(default_factory=dict)
    tally: Tally = field(default_factory=lambda: Tally(0, 0, {}))
    empty: bool = True
    stamp: Stamp = ()
    newest: int = 0


def board_of(store: Path) -> Board:
    """The one board of a store in this process."""
    with _boards_lock:
        return _boards.setdefault(store.resolve(), Board(store.resolve()))


class Board:
    """Hands out questions and takes answers; every method may be called from any thread."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self._lock = threading.RLock()
        self._snapshot = Snapshot()
        self._waiting: dict[int, tuple[Question, str]] = {}  # answers not saved yet, with their reviewers
        self._screens: dict[int, tuple[Question, float]] = {}
        self._faults: dict[int, str] = {}
        self._saver = ThreadPoolExecutor(max_workers=1, thread_name_prefix="saver")
        self._saving: list[Future[None]] = []
        self._journal = Journal(store)
        self._recovered = False

    def snapshot(self) -> Snapshot:
        """The queue, read anew where another process has written. Raises StoreError."""
        with self._lock:
            if not self._recovered:
                recover(self.store)
                self._recovered = True
            if not self._waiting and _stamp(self.store) != self._snapshot.stamp:
                self._snapshot = self._read_anew()
            now = self._snapshot
            return replace(now, tally=_with(now.tally, [who for _, who in self._waiting.values()]))

    def _read_anew(self) -> Snapshot:
        """The queue as it is in the store; while a batch holds the store, reviewers go on with the one they have."""
        if not self._snapshot.queue:
            return _read(self.store)
        try:
            return _read(self.store, _BRIEFLY)
        except StoreBusy:
            return self._snapshot

    def draw(self, seat: int, kinds: Collection[Kind], skipped: Iterable[Edge]) -> Question | None:
        """The next question for a seat: what no other has on the screen, what was skipped at last."""
        chosen = self._draw(seat, kinds, list(skipped))
        if chosen is None and self._waiting:
            self.finish()
            self.snapshot()
            chosen = self._draw(seat, kinds, list(skipped))
        return chosen

    def show(self, seat: int, question: Question | None) -> None:
        """Note what a seat has on its screen, so that others get something else."""
        with self._lock:
            self._screens.pop(seat, None)
            if question is not None:
                self._screens[seat] = (question, time.monotonic())

    def left(self, kinds: Collection[Kind]) -> int:
        """How many questions of these kinds are neither answered nor on their way to be."""
        with self._lock:
            answered = {question.edge for question, _ in self._waiting.values()}
            return sum(each.kind in kinds and each.edge not in answered for each in self._snapshot.queue)

    def answer(
        self, seat: int, question: Question, verdict: str, reviewer: str, save: Callable[[], None]
    ) -> None:
        """Take an answer; `save` puts it into the store and may raise, which `fault` then tells."""
        with self._lock:
            try:
                self._journal.note(*question.edge, verdict, reviewer, self._snapshot.newest)
            except OSError as error:  # saving will tell the reviewer, if the disk is full
                log.warning("an answer is not on disk before it is saved", extra={"error": str(error)})
            ticket = max(self._waiting, default=0) + 1
            self._waiting[ticket] = (question, reviewer)
            self._saving.append(self._saver.submit(self._save, ticket, seat, save))

    def finish(self) -> None:
        """Wait until every answer given so far is in the store; raises what no reviewer can do anything about."""
        with self._lock:
            saving, self._saving = self._saving, []
        for each in saving:
            each.result()

    def check(self) -> None:
        """Raise what went wrong behind the screen; nothing that is only a fault of the store or of an answer."""
        with self._lock:
            ended = [each for each in self._saving if each.done()]
            self._saving = [each for each in self._saving if not each.done()]
        for each in ended:
            each.result()

    def fault(self, seat: int) -> str:
        """What went wrong with this seat's answers since it last asked; empty if nothing did."""
        with self._lock:
            return self._faults.pop(seat, "")

    def _save(self, ticket: int, seat: int, save: Callable[[], None]) -> None:
        try:
            save()
        except FAULTS as error:
            with self._lock:
                self._faults[seat] = f"Not saved: {error}"
        finally:
            self._saved(ticket)

    def _saved(self, ticket: int) -> None:
        """Read the queue anew once nothing is left to save; until then answered questions stay out of it."""
        with self._lock:
            last = ticket == max(self._waiting)
        if last:
            fresh = _read_or_none(self.store)
            with self._lock:
                self._snapshot = fresh or _without(self._snapshot, list(self._waiting.values()))
                self._waiting = {each: told for each, told in self._waiting.items() if each > ticket}
                if not self._waiting:
                    self._journal.clear()

    def _draw(self, seat: int, kinds: Collection[Kind], skipped: list[Edge]) -> Question | None:
        with self._lock:
            busy = self._busy(seat)
            free = [each for each in self._snapshot.queue if each.kind in kinds and not busy(each)]
            fresh = next((each for each in free if each.edge not in skipped), None)
            again = {each.edge: each for each in free}
            return fresh or next((again[edge] for edge in skipped if edge in again), None)

    def _busy(self, seat: int) -> Callable[[Question], bool]:
        """Whether a question is on another's screen, or about events that an unsaved answer may change."""
        now = time.monotonic()
        screens = {q.edge for who, (q, at) in self._screens.items() if who != seat and now - at < RESERVED}
        touched = {event for question, _ in self._waiting.values() for event in question.events}
        answered = {question.edge for question, _ in self._waiting.values()}
        return lambda q: q.edge in screens or q.edge in answered or not touched.isdisjoint(q.events)


def _read(store: Path, timeout: float = WAIT) -> Snapshot:
    with open_store(store, read_only=True, timeout=timeout) as con:
        stamp = _stamp(store)
        queue = review_queue(con, configuration_behind(con).thresholds)
        ahead = [record for each in _first(queue) for record in each.edge]
        found = {each["record_id"]: each for each in listings(con, ahead)}
        empty = not con.sql("SELECT 1 FROM store.member LIMIT 1").fetchall()
        return Snapshot(queue, found, tally(con, _midnight()), empty, stamp, next_id(con) - 1)


def _read_or_none(store: Path) -> Snapshot | None:
    try:
        return _read(store, _BRIEFLY)
    except StoreError:
        return None  # the next screen reads again, and tells


def _without(snapshot: Snapshot, answered: list[tuple[Question, str]]) -> Snapshot:
    """The snapshot after answers that are in the store, as long as the store cannot be read."""
    edges = {question.edge for question, _ in answered}
    queue = [each for each in snapshot.queue if each.edge not in edges]
    told = _with(snapshot.tally, [who for _, who in answered])
    return replace(snapshot, queue=queue, tally=told, stamp=())


def _first(queue: list[Question]) -> list[Question]:
    kinds = (OPEN, (Kind.unsure,), (Kind.missed,))
    return [each for group in kinds for each in islice((q for q in queue if q.kind in group), _AHEAD)]


def _with(counted: Tally, reviewers: list[str]) -> Tally:
    """The tally with answers that are being saved."""
    by_reviewer = dict(counted.by_reviewer)
    for reviewer in reviewers:
        by_reviewer[reviewer] = by_reviewer.get(reviewer, 0) + 1
    return Tally(counted.done + len(reviewers), counted.today + len(reviewers), by_reviewer)


def _stamp(store: Path) -> Stamp:
    """What changes in a file whenever somebody writes to it."""
    files = (store, store.with_name(store.name + ".wal"))
    return tuple(
        (stat.st_mtime_ns, stat.st_size) for stat in (file.stat() for file in files if file.exists())
    )


def _midnight() -> datetime:
    """The last midnight of the server's own clock, in naive UTC."""
    local = datetime.now(UTC).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return local.astimezone(UTC).replace(tzinfo=None)
