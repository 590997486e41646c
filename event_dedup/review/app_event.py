"""One canonical event on the screen: what can be done, its listings, its values and where they come from.

It is drawn in three parts, so that what is found while somebody types leaves the box and the picked listings alone.
"""

from __future__ import annotations

from typing import Any

import marimo as mo

from event_dedup.review import event_desk as actions
from event_dedup.review.app_event_parts import (
    around_table,
    facts,
    headline,
    history_rows,
    pair_table,
    proposal,
)
from event_dedup.review.app_event_search import MODES, ask_words, cancel, on_press
from event_dedup.review.app_parts import (
    Again,
    key_button,
    plain_table,
    problem,
    shortened,
    shown,
    small_button,
)
from event_dedup.review.board import WAIT
from event_dedup.review.desk import Desk
from event_dedup.review.events import EventView, event_view, titles
from event_dedup.review.fields import occasions
from event_dedup.review.html import Safe, div
from event_dedup.review.side_by_side import many_side_by_side
from event_dedup.store import StoreError, open_store


def opened_event(desk: Desk) -> EventView | str:
    """The opened event, or why it cannot be shown; empty while the list is shown."""
    if not desk.event.event_id:
        return ""
    try:
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            view = event_view(con, desk.event.event_id)
    except StoreError as error:
        return str(error)
    return view or f"There is no event {desk.event.event_id}. Go back to the list."


def event_page(desk: Desk, view: EventView | str, again: Again) -> Any:
    """The head of the event's page: what can be done with it, and what is under way.

    `again(data=True)` draws the list of events anew too, `again(found=True)` nothing but `event_found`.
    """
    if isinstance(view, str):
        return problem(view) if view else shown()
    desk.held["event"] = buttons = _buttons(desk, view, again)
    parts = [
        shown(div("ed-opened")),
        mo.hstack(list(buttons.values()), justify="start", gap=0.5, wrap=True),
    ]
    if desk.event.done or desk.notice:
        parts.append(_told(desk, again))
    parts.append(shown(headline(view)))
    if desk.event.proposal is not None:
        parts.append(_proposed(desk, again))
    elif desk.event.mode and not desk.event.partner:
        parts.append(ask_words(desk, again))
    return mo.vstack(parts, gap=0.75)


def event_found(desk: Desk, view: EventView | str, again: Again) -> Any:
    """What the search for the other side of an action finds; nothing where none is under way."""
    if isinstance(view, str) or not desk.event.mode or desk.event.proposal is not None:
        return shown()
    return MODES[desk.event.mode](desk, view, again)


def event_details(desk: Desk, view: EventView | str, again: Again) -> Any:
    """The listings of the event, to be picked from, and all that is known of it."""
    desk.held.pop("pick", None)
    if isinstance(view, str):
        return shown()
    parts = [_pick(desk, view)] if len(view.listings) > 1 else []
    return mo.vstack([*parts, _details(desk, view, again)], gap=0.75)


def _buttons(desk: Desk, view: EventView, again: Again) -> dict[str, Any]:
    """What can be done with this event now."""
    buttons = {"b": key_button("b", "All events", lambda _: _close(desk, again))}
    if view.event["status"] != "open":
        if view.redirect:
            target = view.redirect
            buttons["g"] = key_button("g", "Go to its successor", lambda _: _go(desk, target, again))
        return buttons
    if len(view.listings) > 1:
        buttons["s"] = key_button("s", "Split off picked", on_press(desk, again, _split))
        buttons["v"] = key_button("v", "Move picked…", on_press(desk, again, _enter, "move"))
    buttons["m"] = key_button("m", "Merge with…", on_press(desk, again, _enter, "merge"))
    buttons["f"] = key_button("f", "Find a partner…", on_press(desk, again, _enter, "partner"))
    if view.event["dismissed"] or view.event["dismissed_in_part"]:
        buttons["r"] = key_button("r", "Restore", on_press(desk, again, _restore, data=True))
    if not view.event["dismissed"]:
        buttons["x"] = key_button("x", "Dismiss", on_press(desk, again, _dismiss))
    return buttons


def _close(desk: Desk, again: Again) -> None:
    desk.event.open("")
    desk.notice = ""
    again()


def _go(desk: Desk, event_id: str, again: Again) -> None:
    desk.event.open(event_id)
    again()


def _split(desk: Desk) -> None:
    actions.propose_split(desk.event, desk.store, desk.reviewer)


def _dismiss(desk: Desk) -> None:
    actions.propose_dismissal(desk.event, desk.store, desk.reviewer)


def _restore(desk: Desk) -> None:
    actions.take_restored(desk.event, desk.store, desk.reviewer)


def _enter(desk: Desk, mode: str) -> None:
    """Open the search for a target; a listing that is alone needs no picking."""
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        view = event_view(con, desk.event.event_id)
    if view is not None and len(view.listings) == 1:
        desk.event.picked = [view.listings[0]["record_id"]]
    if mode in ("move", "partner") and len(desk.event.picked) != 1:
        desk.notice = "Pick exactly one listing in the table first."
        return
    desk.event.mode, desk.event.words, desk.event.partner = mode, "", ""


def _carry_out(desk: Desk) -> None:
    actions.carry_out(desk.event, desk.store)


def _undo(desk: Desk, action_id: str) -> None:
    actions.take_back(desk.event, desk.store, desk.reviewer, action_id)


def _told(desk: Desk, again: Again) -> Any:
    """What was just done, with its undo; or what went wrong."""
    notice = shown(div("ed-notice", desk.notice or desk.event.done, role="status"))
    if desk.notice or not desk.event.undoable:
        return notice
    handler = on_press(desk, again, _undo, desk.event.undoable, data=True)
    desk.held["undo"] = button = key_button("z", "Undo", handler)
    return mo.hstack([notice, button], justify="start", align="center", gap=0.5)


def _proposed(desk: Desk, again: Again) -> Any:
    """What will change, and the two answers to it."""
    proposed = desk.event.proposal
    assert proposed is not None
    desk.held["answer"] = answers = {
        "y": key_button("y", proposed.title, on_press(desk, again, _carry_out, data=True), "match"),
        "n": key_button("n", "Cancel", on_press(desk, again, cancel)),
    }
    row = mo.hstack(list(answers.values()), justify="start", gap=0.5)
    return mo.vstack([shown(proposal(proposed)), row], gap=0.5)


def _pick(desk: Desk, view: EventView) -> Any:
    """The listings of the event, to be picked for an action."""
    rows = [
        {
            "source": each["source"],
            "title": shortened(each["title"], 48),
            "when": (occasions(each) or "").split("\n")[0],
            "city": shortened(each["city"] or "", 48),
            "venue": shortened(each["venue"] or "", 48),
            "record": each["record_id"],
        }
        for each in view.listings
    ]
    picked = [i for i, row in enumerate(rows) if row["record"] in desk.event.picked]
    desk.held["pick"] = table = plain_table(
        rows,
        selection="multi",
        initial_selection=picked or None,
        page_size=10,
        column_widths={"title": 230},
        pagination=len(rows) > 10,
    )
    return table


def _details(desk: Desk, view: EventView, again: Again) -> Any:
    sections = {
        "Values": shown(facts(view)),
        "Side by side": shown(div("ed-card", many_side_by_side(view.listings))),
        "Pairs": shown(pair_table(view)),
        "Near events": shown(around_table(view, _titles_near(desk, view))),
        "History": _history(desk, view, again),
    }
    desk.held["sections"] = tabs = mo.ui.tabs(sections)
    return tabs


def _titles_near(desk: Desk, view: EventView) -> dict[str, str]:
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        return titles(con, [event for row in view.around for event in (row["event_l"], row["event_r"])])


def _history(desk: Desk, view: EventView, again: Again) -> Any:
    """What happened, each action with its undo."""
    undoable = [each for each in view.history if each.action_id][:20]
    desk.held["history"] = buttons = mo.ui.array(
        [small_button("Undo", on_press(desk, again, _undo, each.action_id, data=True)) for each in undoable]
    )
    button_of = dict(zip((id(each) for each in undoable), buttons, strict=True))
    rows = [
        (each, Safe(button_of[id(each)].text) if id(each) in button_of else Safe("")) for each in view.history
    ]
    return shown(history_rows(rows))
