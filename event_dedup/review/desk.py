"""One reviewer at work: which pair is on the screen, what was skipped, and the actions of the keys.

A desk lives as long as a browser session and holds nothing that matters: every decision is in the store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from event_dedup.review.decisions import Decided, last_action, pair_of, recent_decisions
from event_dedup.review.fields import listings
from event_dedup.review.queue import (
    OPEN,
    Edge,
    Kind,
    Progress,
    Question,
    next_question,
    progress,
    review_queue,
)
from event_dedup.settings import MatchingConfig, Thresholds
from event_dedup.store import Connection, memory, open_store

# A pair that somebody has on the screen is not given to others; after this many seconds they may have left.
_RESERVED_FOR = 600.0
_WAIT = 10.0  # seconds for another process that holds the store, before the reviewer is told
_lock = threading.Lock()
_on_screen: dict[Path, dict[int, tuple[Edge, float]]] = {}


@dataclass(slots=True, eq=False)
class Desk:
    """What one browser session has in front of it. `day_starts` is the reviewer's midnight, in UTC."""

    store: Path
    reviewer: str = ""
    kinds: tuple[Kind, ...] = OPEN
    skipped: dict[Edge, None] = field(default_factory=dict)
    again: Edge | None = None
    notice: str = ""
    day_starts: Callable[[], datetime] = field(default=lambda: _midnight(datetime.now(UTC)))
    held: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the queue shows: a question with both listings, or none when nothing of these kinds is left."""

    question: Question | None
    left: dict[str, Any]
    right: dict[str, Any]
    progress: Progress
    recent: list[Decided]
    empty: bool


def look(desk: Desk) -> Screen:
    """The next screen. Raises StoreError where the store cannot be used."""
    with open_store(desk.store, read_only=True, timeout=_WAIT) as con:
        queue = review_queue(con, thresholds(con))
        question = _chosen(con, desk, queue)
        left, right = listings(con, question.edge) if question else ({}, {})
        counts = progress(con, queue, desk.reviewer, desk.day_starts())
        recent = recent_decisions(con, desk.reviewer)
        empty = not con.sql("SELECT 1 FROM store.member LIMIT 1").fetchall()
    return Screen(question, left, right, counts, recent, empty)


def decide(desk: Desk, question: Question, verdict: str) -> None:
    """Judge the pair on the screen. Raises JudgementError or StoreError with the remedy."""
    from event_dedup.review.judge import judge

    judge(desk.store, *question.edge, verdict, desk.reviewer)
    desk.again, desk.notice = None, ""
    desk.skipped.pop(question.edge, None)


def skip(desk: Desk, question: Question) -> None:
    """Put the pair aside; it comes back when the rest of this queue is done."""
    desk.skipped.pop(question.edge, None)
    desk.skipped[question.edge] = None
    desk.again, desk.notice = None, "Skipped: the pair comes back at the end."


def take_back(desk: Desk) -> None:
    """Undo the reviewer's last decision and show its pair again."""
    from event_dedup.review.judge import undo

    with open_store(desk.store, read_only=True, timeout=_WAIT) as con:
        action_id = last_action(con, desk.reviewer)
        edge = pair_of(con, action_id) if action_id else None
    if not action_id:
        desk.notice = "There is nothing of yours to undo."
        return
    undo(desk.store, action_id, desk.reviewer)
    desk.again, desk.notice = edge, "Undone: here is the pair again."


def revisit(desk: Desk, edge: Edge) -> None:
    """Show a decided pair again; the next answer replaces the earlier one."""
    desk.again, desk.notice = edge, "Decided before: your next answer replaces it."


def thresholds(con: Connection) -> Thresholds:
    """The thresholds that the stored events were made with, or the default ones."""
    made_with = memory.derived_from(con)
    return MatchingConfig.model_validate_json(made_with[1]).thresholds if made_with else Thresholds()


def _chosen(con: Connection, desk: Desk, queue: list[Question]) -> Question | None:
    """The pair asked for, else the first that nobody has on the screen, else the pair skipped longest ago."""
    with _lock:
        others = _reserved(desk)
        chosen = _wanted(con, desk, queue)
        if chosen is None:
            chosen = next_question(queue, desk.kinds, {*others, *desk.skipped})
        if chosen is None:
            skipped = {each.edge: each for each in queue if each.kind in desk.kinds}
            chosen = next((skipped[e] for e in desk.skipped if e in skipped and e not in others), None)
        _reserve(desk, chosen)
    return chosen


def _wanted(con: Connection, desk: Desk, queue: list[Question]) -> Question | None:
    if desk.again is None:
        return None
    queued = next((each for each in queue if each.edge == desk.again), None)
    if queued is not None:
        return queued
    rows = con.sql(
        """
        SELECT verdict FROM store.current_judgement WHERE record_id_l = $l AND record_id_r = $r
        """,
        params={"l": desk.again[0], "r": desk.again[1]},
    ).fetchall()
    verdict = rows[0][0] if rows else None
    present = len(listings(con, desk.again)) == 2
    return Question(*desk.again, Kind.doubtful, None, 2, verdict) if present else None


def _reserved(desk: Desk) -> set[Edge]:
    """Pairs on the screens of others."""
    now = time.monotonic()
    screens = _on_screen.setdefault(desk.store, {})
    return {edge for who, (edge, since) in screens.items() if who != id(desk) and now - since < _RESERVED_FOR}


def _reserve(desk: Desk, question: Question | None) -> None:
    screens = _on_screen.setdefault(desk.store, {})
    screens.pop(id(desk), None)
    if question is not None:
        screens[id(desk)] = (question.edge, time.monotonic())


def _midnight(now: datetime) -> datetime:
    """The last midnight of the server's own clock, as naive UTC."""
    local = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return local.astimezone(UTC).replace(tzinfo=None)


def guarded(desk: Desk, action: Callable[..., None], *arguments: Any) -> Callable[[Any], None]:
    """A button's handler: runs the action; what goes wrong is told on the next screen, not raised."""
    return partial(_run, desk, action, arguments)


def _run(desk: Desk, action: Callable[..., None], arguments: tuple[Any, ...], _: Any) -> None:
    from event_dedup.review.judgements import JudgementError
    from event_dedup.store import StoreError

    try:
        action(desk, *arguments)
    except (JudgementError, StoreError) as error:
        desk.notice = str(error)
