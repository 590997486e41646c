"""One canonical event on the screen: its values and where they come from, its listings, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
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
from event_dedup.review.app_parts import key_button, plain_table, problem, readable, shown, small_button
from event_dedup.review.board import FAULTS, WAIT
from event_dedup.review.desk import Desk
from event_dedup.review.events import EventFilter, EventView, event_view, search_events, titles
from event_dedup.review.fields import listings, occasions
from event_dedup.review.html import Safe, div, span, tag
from event_dedup.review.partners import find_partners
from event_dedup.review.side_by_side import many_side_by_side, side_by_side
from event_dedup.store import StoreError, open_store

Again = Callable[..., None]


def event_page(desk: Desk, again: Again) -> Any:
    """The opened event, or nothing while the list is shown; `again(data=True)` draws the list anew too."""
    if not desk.event.event_id:
        return shown()
    try:
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            view = event_view(con, desk.event.event_id)
    except StoreError as error:
        return problem(str(error))
    if view is None:
        return problem(f"There is no event {desk.event.event_id}. Go back to the list.")
    return mo.vstack([shown(div("ed-opened")), *_parts(desk, view, again)], gap=0.75)


def _parts(desk: Desk, view: EventView, again: Again) -> list[Any]:
    desk.held["event"] = buttons = _buttons(desk, view, again)
    parts = [mo.hstack(list(buttons.values()), justify="start", gap=0.5, wrap=True)]
    if desk.event.done or desk.notice:
        parts.append(_told(desk, again))
    parts.append(shown(headline(view)))
    if desk.event.proposal is not None:
        parts.append(_proposed(desk, again))
    elif desk.event.mode:
        parts.append(_MODES[desk.event.mode](desk, view, again))
    if view.listings:
        parts.append(_pick(desk, view))
    return [*parts, _details(desk, view, again)]


def _buttons(desk: Desk, view: EventView, again: Again) -> dict[str, Any]:
    """What can be done with this event now."""
    buttons = {"b": key_button("b", "All events", lambda _: _close(desk, again))}
    if view.event["status"] != "open":
        if view.redirect:
            target = view.redirect
            buttons["g"] = key_button("g", "Go to its successor", lambda _: _go(desk, target, again))
        return buttons
    if len(view.listings) > 1:
        buttons["s"] = key_button("s", "Split off picked", _do(desk, again, _split))
        buttons["v"] = key_button("v", "Move picked…", _do(desk, again, _enter, "move"))
    buttons["m"] = key_button("m", "Merge with…", _do(desk, again, _enter, "merge"))
    buttons["f"] = key_button("f", "Find a partner…", _do(desk, again, _enter, "partner"))
    if view.event["dismissed"]:
        buttons["r"] = key_button("r", "Restore", _do(desk, again, _restore, data=True))
    else:
        buttons["x"] = key_button("x", "Dismiss", _do(desk, again, _dismiss))
    return buttons


def _do(
    desk: Desk, again: Again, action: Callable[..., None], *arguments: Any, data: bool = False
) -> Callable[[Any], None]:
    """A button's handler: take what is picked, run the action, tell what went wrong, draw anew."""

    def handler(_: Any) -> None:
        desk.notice = ""
        picked = desk.held.get("pick")
        if picked is not None and not desk.event.proposal:
            desk.event.picked = [row["record"] for row in picked.value]
        try:
            action(desk, *arguments)
        except FAULTS as error:
            desk.notice = str(error)
        again(data=data)

    return handler


def _close(desk: Desk, again: Again) -> None:
    desk.event.open("")
    desk.notice = ""
    again(data=True)


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


def _cancel(desk: Desk) -> None:
    desk.event.rest()


def _undo(desk: Desk, action_id: str) -> None:
    actions.take_back(desk.event, desk.store, desk.reviewer, action_id)


def _told(desk: Desk, again: Again) -> Any:
    """What was just done, with its undo; or what went wrong."""
    notice = shown(div("ed-notice", desk.notice or desk.event.done, role="status"))
    if desk.notice or not desk.event.undoable:
        return notice
    handler = _do(desk, again, _undo, desk.event.undoable, data=True)
    desk.held["undo"] = button = key_button("z", "Undo", handler)
    return mo.hstack([notice, button], justify="start", align="center", gap=0.5)


def _proposed(desk: Desk, again: Again) -> Any:
    """What will change, and the two answers to it."""
    proposed = desk.event.proposal
    assert proposed is not None
    desk.held["answer"] = answers = {
        "y": key_button("y", proposed.title, _do(desk, again, _carry_out, data=True), "match"),
        "n": key_button("n", "Cancel", _do(desk, again, _cancel)),
    }
    row = mo.hstack(list(answers.values()), justify="start", gap=0.5)
    return mo.vstack([shown(proposal(proposed)), row], gap=0.5)


def _pick(desk: Desk, view: EventView) -> Any:
    """The listings of the event, to be picked for an action."""
    rows = [
        {
            "source": each["source"],
            "title": each["title"],
            "when": (occasions(each) or "").split("\n")[0],
            "city": each["city"] or "",
            "venue": each["venue"] or "",
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
        [small_button("Undo", _do(desk, again, _undo, each.action_id, data=True)) for each in undoable]
    )
    button_of = dict(zip((id(each) for each in undoable), buttons, strict=True))
    rows = [
        (each, Safe(button_of[id(each)].text) if id(each) in button_of else Safe("")) for each in view.history
    ]
    return shown(history_rows(rows))


def _search(desk: Desk, again: Again, placeholder: str) -> Any:
    def changed(words: str) -> None:
        desk.event.words = words
        again()

    desk.held["words"] = box = mo.ui.text(
        value=desk.event.words, placeholder=placeholder, full_width=True, on_change=changed
    )
    return box


def _target(desk: Desk, view: EventView, again: Again) -> Any:
    """Pick the other event, for a move or a merge: near ones first, or what the words find."""
    move = desk.event.mode == "move"
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        if desk.event.words:
            found = search_events(con, EventFilter(desk.event.words)).limit(50).df()
        else:
            found = search_events(con, EventFilter()).df()
            near = _near(view)
            found = found[found["id"].isin(near)]
    found = found[found["id"] != desk.event.event_id]
    rows = readable(found[["title", "starts", "city", "venue", "listings", "id"]])
    propose = actions.propose_move if move else actions.propose_merge

    def choose(chosen: Any) -> None:
        if len(chosen):
            target = str(next(iter(chosen["id"])))
            _do(desk, again, lambda d: propose(d.event, d.store, d.reviewer, target))(None)

    desk.held["target"] = table = _choice(rows, choose)
    lead = "Move the picked listing to which event?" if move else "Merge this event with which one?"
    told = "Events with a scored pair stand here; words search all of them." if not desk.event.words else ""
    return _chooser(
        desk, again, lead, told, _search(desk, again, "Words of the other event, or its id"), table, len(rows)
    )


def _near(view: EventView) -> list[str]:
    own = view.event["canonical_event_id"]
    return [event for row in view.around for event in (row["event_l"], row["event_r"]) if event != own]


def _partner(desk: Desk, view: EventView, again: Again) -> Any:
    """Search the whole base for the partner of one listing."""
    record = desk.event.picked[0]
    if desk.event.partner:
        return _compare(desk, record, again)
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        found = find_partners(con, record, desk.event.words)
    rows = [{name: "" if value is None else str(value) for name, value in row.items()} for row in found]

    def choose(chosen: Any) -> None:
        if len(chosen):
            desk.event.partner = str(chosen[0]["record_id"])
            again()

    desk.held["target"] = table = _choice(rows, choose)
    told = "Every listing of the base is searched: by the words of the title, or by yours."
    box = _search(desk, again, "Other words: title, place, source, id")
    return _chooser(desk, again, "Which listing is its partner?", told, box, table, len(rows))


def _compare(desk: Desk, record: str, again: Again) -> Any:
    """The listing and the partner picked for it, to be decided."""
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        left, right = listings(con, [record, desk.event.partner])
    desk.held["answer"] = answers = {
        "y": key_button("y", "Same event", _do(desk, again, _same), "match"),
        "d": key_button("d", "Different", _do(desk, again, _different, data=True), "non_match"),
        "n": key_button("n", "Back to the search", _do(desk, again, _no_partner)),
    }
    row = mo.hstack(list(answers.values()), justify="start", gap=0.5)
    return mo.vstack([row, shown(div("ed-card", side_by_side(left, right)))], gap=0.5)


def _same(desk: Desk) -> None:
    actions.propose_same(desk.event, desk.store, desk.reviewer)


def _different(desk: Desk) -> None:
    actions.say_different(desk.event, desk.store, desk.reviewer)


def _no_partner(desk: Desk) -> None:
    desk.event.partner = ""


def _choice(rows: Any, choose: Callable[[Any], None]) -> Any:
    return plain_table(
        rows,
        selection="single",
        page_size=10,
        on_change=choose,
    )


def _chooser(desk: Desk, again: Again, lead: str, told: str, box: Any, table: Any, found: int) -> Any:
    desk.held["cancel"] = cancel = key_button("n", "Cancel", _do(desk, again, _cancel))
    head = shown(div("", tag("b", lead), " ", span("ed-quiet", told)))
    nothing = shown(div("ed-card ed-empty", tag("p", "Nothing found: try fewer or other words.")))
    return mo.vstack([head, mo.hstack([box, cancel], widths=[1, 0]), table if found else nothing], gap=0.5)


_MODES: dict[str, Callable[[Desk, EventView, Again], Any]] = {
    "move": _target,
    "merge": _target,
    "partner": _partner,
}
