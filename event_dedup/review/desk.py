"""One reviewer at work: which pair is on the screen, what was skipped, and the actions of the keys.

A desk lives as long as a browser session and holds nothing that matters: every decision is on disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from event_dedup.questions import OPEN, Edge, Kind, Question
from event_dedup.review.board import FAULTS, WAIT, Board, Snapshot, board_of
from event_dedup.review.decisions import Decided, last_action, pair_of, recent_decisions
from event_dedup.review.event_state import EventDesk
from event_dedup.review.fields import listings
from event_dedup.store import open_store


@dataclass(slots=True, eq=False)
class Desk:
    """What one browser session has in front of it; `held` keeps its controls and which parts are open."""

    store: Path
    reviewer: str = ""
    kinds: tuple[Kind, ...] = OPEN
    skipped: dict[Edge, None] = field(default_factory=dict)
    again: Edge | None = None
    notice: str = ""
    event: EventDesk = field(default_factory=EventDesk)
    held: dict[str, Any] = field(default_factory=dict)

    @property
    def board(self) -> Board:
        return board_of(self.store)


@dataclass(frozen=True, slots=True)
class Progress:
    """Decisions in numbers: `left` to ask, `done` in all, `today` by all, `mine` today; others offered after."""

    left: int
    unsure: int
    missed: int
    done: int
    today: int
    mine: int


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the queue shows: a question with both listings, or none when nothing of these kinds is left."""

    question: Question | None
    left: dict[str, Any]
    right: dict[str, Any]
    progress: Progress
    empty: bool


def look(desk: Desk) -> Screen:
    """The next screen. Raises StoreError where the store cannot be used."""
    board = desk.board
    board.check()
    board.snapshot()
    question = _asked_for(desk) or board.draw(id(desk), desk.kinds, desk.skipped)
    now = board.snapshot()
    board.show(id(desk), question)
    left, right = _both(desk, now, question) if question else ({}, {})
    desk.notice = board.fault(id(desk)) or desk.notice
    return Screen(question, left, right, _progress(desk, now), now.empty)


def decide(desk: Desk, question: Question, verdict: str) -> None:
    """Answer the pair on the screen; it is saved behind the next one."""

    def save() -> None:
        from event_dedup.review.judge import judge

        judge(desk.store, *question.edge, verdict, desk_reviewer)

    desk_reviewer = desk.reviewer
    desk.board.answer(id(desk), question, verdict, desk.reviewer, save)
    desk.again, desk.notice = None, ""
    desk.skipped.pop(question.edge, None)


def skip(desk: Desk, question: Question) -> None:
    """Put the pair aside; it comes back when the rest of this queue is done."""
    desk.skipped.pop(question.edge, None)
    desk.skipped[question.edge] = None
    desk.again, desk.notice = None, "Skipped: the pair comes back at the end."


def take_back(desk: Desk) -> None:
    """Undo the reviewer's last decision and show its pair again. Raises StoreError, JudgementError."""
    from event_dedup.review.judge import undo

    desk.board.finish()
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
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


def recent(desk: Desk) -> list[Decided]:
    """The last 20 decisions of the reviewer, with those of a moment ago. Raises StoreError."""
    desk.board.finish()
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        return recent_decisions(con, desk.reviewer)


def guarded(desk: Desk, action: Callable[..., None], *arguments: Any) -> None:
    """Run an action; what can go wrong is told on the next screen, not raised."""
    try:
        action(desk, *arguments)
    except FAULTS as error:
        desk.notice = str(error)


def _asked_for(desk: Desk) -> Question | None:
    """The pair that undo or a look back asked for."""
    if desk.again is None:
        return None
    queued = next((each for each in desk.board.snapshot().queue if each.edge == desk.again), None)
    return queued or _decided_before(desk, desk.again)


def _decided_before(desk: Desk, edge: Edge) -> Question | None:
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        rows = con.sql(
            "SELECT verdict FROM store.current_judgement WHERE record_id_l = $l AND record_id_r = $r",
            params={"l": edge[0], "r": edge[1]},
        ).fetchall()
        events = [each["event_id"] for each in listings(con, edge)]
    if len(events) < 2:
        return None
    return Question(*edge, Kind.doubtful, None, 2, (events[0], events[1]), rows[0][0] if rows else None)


def _both(desk: Desk, now: Snapshot, question: Question) -> tuple[dict[str, Any], dict[str, Any]]:
    if not all(record in now.ahead for record in question.edge):
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            left, right = listings(con, question.edge)
            return left, right
    return now.ahead[question.record_id_l], now.ahead[question.record_id_r]


def _progress(desk: Desk, now: Snapshot) -> Progress:
    left, unsure, missed = (desk.board.left(kinds) for kinds in (OPEN, (Kind.unsure,), (Kind.missed,)))
    counted = now.tally
    return Progress(
        left, unsure, missed, counted.done, counted.today, counted.by_reviewer.get(desk.reviewer, 0)
    )
