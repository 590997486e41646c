"""The list of canonical events on the screen: filters above, one row an event, a click opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import marimo as mo

from event_dedup.review.app_parts import (
    WHEN,
    blank,
    embedded,
    no_listings,
    plain_table,
    problem,
    readable,
    shown,
)
from event_dedup.review.board import WAIT
from event_dedup.review.desk import Desk
from event_dedup.review.events import MOST, STATES, EventFilter, event_choices, search_events
from event_dedup.review.html import Safe, div, tag
from event_dedup.store import StoreError, open_store

# marimo opens a longer text on its own, in place of the row that is clicked.
_LONGEST = 48
# Up to the state in a window of 800 pixels, up to the change in one of 1280.
_WIDTHS = {"title": 210, "starts": 88, "city": 110, "venue": 110, "listings": 84, "state": 90}
_WIDTHS |= {"sources": 84, "confidence": 105, "ends": 88, "changed (UTC)": 125, "categories": 170}


def event_filters(desk: Desk) -> Any:
    """The filters as one control; its value is a dictionary that `event_list` takes."""
    try:
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            choices = event_choices(con)
    except StoreError:
        return mo.ui.dictionary({})  # the list tells what is wrong
    desk.held["days"] = (choices.first, choices.last)
    return mo.ui.dictionary(
        {
            "words": mo.ui.text(placeholder="Words, or an id", label="Find", debounce=300),
            "city": mo.ui.dropdown(choices.cities, label="City", searchable=True),
            "category": mo.ui.dropdown(choices.categories, label="Category", searchable=True),
            "source": mo.ui.dropdown(choices.sources, label="Source", searchable=True),
            "first": mo.ui.date(label="From", value=choices.first),
            "last": mo.ui.date(label="To", value=choices.last),
            "state": mo.ui.dropdown(list(STATES), value="open", allow_select_none=False, label="State"),
        }
    )


def show_filters(filters: Any) -> Any:
    """The filters side by side."""
    row = mo.hstack(list(filters.elements.values()), justify="start", align="end", gap=0.4, wrap=True)
    return shown(div("ed-list", embedded(row)))


def event_list(desk: Desk, wanted: Mapping[str, Any], opened: Callable[[], None]) -> Any:
    """The events that fit, as a table; picking a row opens it."""
    try:
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            found = search_events(con, _wanted(desk, wanted)).df()
    except StoreError as error:
        return problem(error)
    if found.empty:
        return shown(div("ed-list", _nothing(desk, _wanted(desk, wanted))))
    desk.held["list"] = table = plain_table(
        readable(found, _LONGEST),
        selection="single",
        page_size=15,
        column_widths=_WIDTHS,
        hidden_columns=["id"],
        format_mapping={"changed (UTC)": WHEN, "confidence": "{:.0%}".format},
        on_change=lambda rows: _open(desk, rows, opened),
    )
    more = (
        f" The first {MOST:,} by date are shown: narrow the search to see others."
        if len(found) == MOST
        else ""
    )
    count = f" event{'s' if len(found) != 1 else ''}.{more}"
    how = " Pick one to open it. Arrows in the heading sort, one after the other; a third click ends it."
    told = tag("p", tag("b", f"{len(found):,}"), count, how, class_="ed-quiet")
    return shown(div("ed-list", told, embedded(table)))


def _wanted(desk: Desk, chosen: Mapping[str, Any]) -> EventFilter:
    """The filter; the first and the last day of all events do not filter, so that later ones are found too."""
    bounds = dict(zip(("first", "last"), desk.held.get("days", (None, None)), strict=True))
    days = {
        name: chosen.get(name) if day not in (None, chosen.get(name)) else None
        for name, day in bounds.items()
    }
    return EventFilter(**{**chosen, **days})


def _open(desk: Desk, rows: Any, opened: Callable[[], None]) -> None:
    """Open the event picked; a second click on its row takes the tick away, and opens it again."""
    ids = list(rows["id"]) if len(rows) else []
    desk.held["opened"] = event_id = ids[0] if ids else desk.held.get("opened", "")
    desk.event.open(event_id)
    opened()


def _nothing(desk: Desk, wanted: EventFilter) -> Safe:
    if wanted == EventFilter():
        return no_listings("No events here", desk.store)
    return blank(
        "No events here", "Take a word away, or widen a filter. Dismissed and merged events are under State."
    )
