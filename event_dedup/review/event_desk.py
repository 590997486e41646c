"""One canonical event under the hands of a reviewer: what is picked, what an action would change, how to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from event_dedup.review.board import WAIT
from event_dedup.review.event_state import EventDesk, Proposal
from event_dedup.review.events import members, titles
from event_dedup.review.fields import listings
from event_dedup.review.judge import (
    Change,
    dismiss,
    judge,
    merge_events,
    move_listing,
    plan_merge,
    plan_move,
    plan_split,
    rehearse,
    restore,
    split_event,
    undo,
)
from event_dedup.review.judgements import Decision, JudgementError
from event_dedup.store import open_store

_SHOWN = 20  # changed listings named in a preview


def propose_split(desk: EventDesk, store: Path, reviewer: str) -> None:
    """Propose that the picked listings become an event of their own. Raises JudgementError."""
    event_id, part = desk.event_id, list(desk.picked)
    changes = rehearse(store, lambda con: plan_split(con, event_id, set(part)))
    desk.proposal = Proposal(
        f"Split off {_count(part)}",
        f"{_count(part)} split off",
        _lines(store, changes),
        partial(split_event, store, event_id, part, reviewer),
    )


def propose_move(desk: EventDesk, store: Path, reviewer: str, target: str) -> None:
    """Propose that the picked listing goes to another event. Raises JudgementError."""
    if len(desk.picked) != 1:
        raise JudgementError("One listing is moved at a time: pick exactly one, or split several off first.")
    record_id = desk.picked[0]
    changes = rehearse(store, lambda con: plan_move(con, record_id, target))
    desk.proposal = Proposal(
        "Move the listing",
        "the listing is in the other event now",
        _lines(store, changes),
        partial(move_listing, store, record_id, target, reviewer),
    )


def propose_merge(desk: EventDesk, store: Path, reviewer: str, target: str) -> None:
    """Propose that this event and another are one. Raises JudgementError."""
    both = [desk.event_id, target]
    changes = rehearse(store, lambda con: plan_merge(con, both))
    desk.proposal = Proposal(
        "Merge the two events",
        "the two events are one now",
        _lines(store, changes),
        partial(merge_events, store, both, reviewer),
    )


def propose_same(desk: EventDesk, store: Path, reviewer: str) -> None:
    """Propose that the picked listing and the partner found for it are one event. Raises JudgementError."""
    left, right = desk.picked[0], desk.partner
    decision = Decision(left, right, "match")
    changes = rehearse(store, lambda con: [decision])
    desk.proposal = Proposal(
        "Say that these two are the same event",
        "these two are the same event now",
        _lines(store, changes),
        partial(judge, store, left, right, "match", reviewer),
    )


def say_different(desk: EventDesk, store: Path, reviewer: str) -> None:
    """Judge the picked listing and the partner shown as different events."""
    desk.undoable = judge(store, desk.picked[0], desk.partner, "non_match", reviewer)
    desk.partner, desk.done = "", "Noted: these two are different events."


def propose_dismissal(desk: EventDesk, store: Path, reviewer: str) -> None:
    """Propose that the event is not handed on."""
    lines = ["It is left out of exports and of the view canonical_event. Its listings and its history stay."]
    done = "the event is not handed on any more"
    desk.proposal = Proposal(
        "Dismiss the event", done, lines, partial(_dismiss, store, desk.event_id, reviewer)
    )


def take_restored(desk: EventDesk, store: Path, reviewer: str) -> None:
    """Take a dismissal back."""
    restore(store, desk.event_id, reviewer)
    desk.rest()
    desk.done, desk.undoable = "Restored: the event is handed on.", None


def carry_out(desk: EventDesk, store: Path) -> None:
    """Do what was proposed, and follow the event to the id it has afterwards. Raises JudgementError, StoreError."""
    proposal = desk.proposal
    if proposal is None:
        return
    picked = list(desk.picked)
    action_id = proposal.do()
    desk.rest()
    desk.done, desk.undoable = f"Done: {proposal.done}.", action_id
    _follow(desk, store, picked)


def take_back(desk: EventDesk, store: Path, reviewer: str, action_id: str) -> None:
    """Undo an action, and follow the event where it was made by it. Raises JudgementError, StoreError."""
    if action_id == "dismissal":
        take_restored(desk, store, reviewer)
        return
    undo(store, action_id, reviewer)
    desk.rest()
    desk.done, desk.undoable = "Undone: everything is as it was before.", None
    _follow(desk, store, [])


def _dismiss(store: Path, event_id: str, reviewer: str) -> str:
    dismiss(store, event_id, reviewer)
    return "dismissal"


def _follow(desk: EventDesk, store: Path, picked: Sequence[str]) -> None:
    """Where the event has no listings any more, show the one that its listings went to."""
    with open_store(store, read_only=True, timeout=WAIT) as con:
        if members(con, desk.event_id):
            return
        redirect = con.sql(
            "SELECT redirect_to FROM store.event_id WHERE canonical_event_id = $id AND redirect_to IS NOT NULL",
            params={"id": desk.event_id},
        ).fetchall()
        event_id = redirect[0][0] if redirect else _event_of(listings(con, picked[:1]))
    desk.event_id = event_id or desk.event_id


def _event_of(found: Sequence[dict[str, object]]) -> str:
    return str(found[0]["event_id"] or "") if found else ""


def _lines(store: Path, changes: Sequence[Change]) -> list[str]:
    """What changes, one line a listing."""
    if not changes:
        return ["Nothing moves now: the listings stay where they are, and that is remembered for later runs."]
    with open_store(store, read_only=True, timeout=WAIT) as con:
        known = {
            each["record_id"]: each for each in listings(con, [each.record_id for each in changes[:_SHOWN]])
        }
        named = titles(con, [event for each in changes for event in (each.before, each.after) if event])
    lines = [_line(each, known[each.record_id], named) for each in changes[:_SHOWN]]
    more = len(changes) - len(lines)
    return [*lines, f"and {more} more listings"] if more else lines


def _line(change: Change, listing: dict[str, object], named: dict[str, str]) -> str:
    target = f"{change.after} ({named[change.after]})" if change.after in named else "a new event"
    return f"{listing['source']}: {listing['title']} goes from {change.before} to {target}"


def _count(part: Sequence[str]) -> str:
    return "1 listing" if len(part) == 1 else f"{len(part)} listings"
