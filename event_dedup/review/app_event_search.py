"""Finding the other side of an action: the event to move to or to merge with, the partner of a listing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import marimo as mo

from event_dedup.review import event_desk as actions
from event_dedup.review.app_parts import Again, key_button, plain_table, readable, shortened, shown
from event_dedup.review.board import FAULTS, WAIT
from event_dedup.review.desk import Desk
from event_dedup.review.events import EventFilter, EventView, search_events
from event_dedup.review.fields import listings
from event_dedup.review.html import div, tag
from event_dedup.review.partners import find_partners
from event_dedup.review.side_by_side import side_by_side
from event_dedup.store import open_store

_TOLD = {"shared": "words shared", "days": "days apart"}
_NOTHING = "Nothing found: try fewer or other words."
_MOST_OFFERED = 50  # events: whoever does not see the one looked for takes another word
_LONGEST = 48  # marimo opens a longer text on its own, in place of the row that is clicked


def on_press(
    desk: Desk, again: Again, action: Callable[..., None], *arguments: Any, data: bool = False
) -> Callable[[Any], None]:
    """A button's handler: take what is picked, run the action, tell what went wrong, draw anew."""

    def handler(_: Any) -> None:
        desk.notice = desk.event.done = ""
        picked = desk.held.get("pick")
        if picked is not None and not desk.event.proposal:
            desk.event.picked = [row["record"] for row in picked.value]
        try:
            action(desk, *arguments)
        except FAULTS as error:
            desk.notice = str(error)
        again(data=data)

    return handler


def cancel(desk: Desk) -> None:
    """Leave what was begun."""
    desk.event.rest()


_ASKED = {
    "move": ("Move the picked listing to which event?", "Words of the other event, or its id"),
    "merge": ("Merge this event with which one?", "Words of the other event, or its id"),
    "partner": ("Which listing is its partner?", "Other words: title, place, source, id"),
}


def ask_words(desk: Desk, again: Again) -> Any:
    """What is looked for, the box for its words, and the way out; what is found is drawn while they are typed."""

    def changed(words: str) -> None:
        desk.event.words = words
        again(found=True)

    lead, placeholder = _ASKED[desk.event.mode]
    desk.held["words"] = box = mo.ui.text(
        value=desk.event.words, placeholder=placeholder, full_width=True, on_change=changed, debounce=300
    )
    desk.held["cancel"] = leave = key_button("n", "Cancel", on_press(desk, again, cancel))
    return mo.vstack([shown(tag("b", lead)), mo.hstack([box, leave], widths=[1, 0], align="center")], gap=0.5)


def _target(desk: Desk, view: EventView, again: Again) -> Any:
    """Pick the other event, for a move or a merge: near ones first, or what the words find."""
    move = desk.event.mode == "move"
    near = _near(view)
    wanted = EventFilter(desk.event.words) if desk.event.words else EventFilter(ids=tuple(near))
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        found = search_events(con, wanted).limit(_MOST_OFFERED).df()
    found = found[found["id"] != desk.event.event_id]
    if not desk.event.words:
        found = found.sort_values("id", key=lambda ids: ids.map(near.index))
    found = found.reset_index(drop=True)  # marimo shows any other index as a column
    rows = readable(found[["title", "starts", "city", "venue", "listings", "id"]], _LONGEST)
    propose = actions.propose_move if move else actions.propose_merge

    def choose(chosen: Any) -> None:
        if len(chosen):
            target = str(next(iter(chosen["id"])))
            on_press(desk, again, lambda d: propose(d.event, d.store, d.reviewer, target))(None)

    desk.held["target"] = table = _choice(rows, choose)
    if not len(rows):
        return _blank(
            _NOTHING if desk.event.words else "No scored pair leads to another event: search by words."
        )
    told = "" if desk.event.words else "Events with a scored pair stand here; words search all of them."
    return _offered(told, table)


def _near(view: EventView) -> list[str]:
    """The other events that a pair leads to, by their heaviest pair."""
    own = view.event["canonical_event_id"]
    both = (event for row in view.around for event in (row["event_l"], row["event_r"]))
    return list(dict.fromkeys(event for event in both if event != own))


def _partner(desk: Desk, view: EventView, again: Again) -> Any:
    """Search the whole base for the partner of one listing."""
    record = desk.event.picked[0]
    if desk.event.partner:
        return _compare(desk, record, again)
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        found = find_partners(con, record, desk.event.words)
    rows = [{_TOLD.get(name, name): _brief(name, value) for name, value in row.items()} for row in found]

    def choose(chosen: Any) -> None:
        if len(chosen):
            desk.event.partner = str(chosen[0]["record_id"])
            again()

    desk.held["target"] = table = _choice(rows, choose, ["record_id", "event_id"])
    told = "Every listing of the base is searched: by the words of the title, or by yours."
    return _offered(told, table if rows else _blank(_NOTHING))


def _brief(name: str, value: Any) -> Any:
    """A cell; ids stay whole, since they are read from the picked row, and numbers numbers, to be sorted."""
    if isinstance(value, int | float):
        return value
    text = "" if value is None else str(value)
    return text if name in ("record_id", "event_id") else shortened(text, _LONGEST)


def _compare(desk: Desk, record: str, again: Again) -> Any:
    """The listing and the partner picked for it, to be decided."""
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        left, right = listings(con, [record, desk.event.partner])
    desk.held["answer"] = answers = {
        "y": key_button("y", "Same event", on_press(desk, again, _same), "match"),
        "d": key_button("d", "Different", on_press(desk, again, _different, data=True), "non_match"),
        "n": key_button("n", "Back to the search", on_press(desk, again, _no_partner)),
    }
    row = mo.hstack(list(answers.values()), justify="start", gap=0.5)
    return mo.vstack([row, shown(div("ed-card", side_by_side(left, right)))], gap=0.5)


def _same(desk: Desk) -> None:
    actions.propose_same(desk.event, desk.store, desk.reviewer)


def _different(desk: Desk) -> None:
    actions.say_different(desk.event, desk.store, desk.reviewer)


def _no_partner(desk: Desk) -> None:
    desk.event.partner = ""


def _choice(rows: Any, choose: Callable[[Any], None], hidden: Sequence[str] = ()) -> Any:
    return plain_table(
        rows,
        selection="single",
        hidden_columns=list(hidden),
        page_size=10,
        on_change=choose,
    )


def _blank(told: str) -> Any:
    return shown(div("ed-card ed-empty", tag("p", told)))


def _offered(told: str, table: Any) -> Any:
    return mo.vstack([shown(div("ed-quiet", told)), table], gap=0.5)


MODES: dict[str, Callable[[Desk, EventView, Again], Any]] = {
    "move": _target,
    "merge": _target,
    "partner": _partner,
}
