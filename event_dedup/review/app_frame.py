"""What every page shares: the desk of this browser session, the name, the pages to choose from."""

from __future__ import annotations

from typing import Any

import marimo as mo

from event_dedup.review.app_parts import (
    LONGEST_NAME,
    NAMELESS,
    Again,
    clean_name,
    embedded,
    shown,
    small_button,
)
from event_dedup.review.desk import Desk
from event_dedup.review.html import NOTHING, div, heading, span, tag
from event_dedup.settings import load_settings

PAGES = ("Queue", "Events", "Quarantine", "Dashboard", "Audit", "Export")


def open_desk() -> Desk:
    """A desk for this browser session: the store from the settings, the reviewer from the address of the page."""
    desk = Desk(load_settings().store.resolve())
    desk.reviewer = clean_name(str(mo.query_params().get("reviewer") or ""))
    return desk


def choose_page(desk: Desk) -> Any:
    """The pages as tabs; its value is the name of the page to show. Nothing before the reviewer has a name."""
    return mo.ui.tabs(dict.fromkeys(PAGES, shown()), on_change=lambda _: _turn_page(desk))


def _turn_page(desk: Desk) -> None:
    """What one page had to say is no news on the next."""
    desk.notice = ""


def frame(desk: Desk, pages: Any, again: Again) -> Any:
    """The top of every page; asks for the reviewer's name where it is not known."""
    brand = div("ed-brand", heading(1, "Review"), span("ed-quiet", desk.store.name, title="the store"))
    if not desk.reviewer:
        return mo.vstack([shown(brand), _welcome(desk, again)], gap=1)
    desk.held["rename"] = rename = small_button("Not you?", lambda _: _rename(desk, "", again))
    who = div(
        "ed-who", span("ed-wide", "Reviewer "), tag("b", desk.reviewer, dir="auto"), title=desk.reviewer
    )
    person = div("ed-person", who, embedded(rename))
    return shown(div("ed-top", brand, embedded(pages), person))


def _welcome(desk: Desk, again: Again) -> Any:
    desk.held["name"] = name = mo.ui.text(
        placeholder="Your name", max_length=LONGEST_NAME, on_change=lambda value: _rename(desk, value, again)
    )
    desk.held["start"] = start = mo.ui.button(
        label=span("ed-button ed-match", "Start reviewing"),
        on_change=lambda _: _start(desk, name.value, again),
    )
    asked = tag("p", "Your name stands on every decision you make. It is asked once in this browser.")
    missing = div("ed-notice", desk.notice, role="alert") if desk.notice else NOTHING
    fields = div("ed-welcome", embedded(name), embedded(start), missing)
    return shown(div("ed-card ed-empty", heading(2, "Who is reviewing?"), asked, fields))


def _start(desk: Desk, name: str, again: Again) -> None:
    desk.notice = "" if clean_name(name) else NAMELESS
    _rename(desk, name, again)


def _rename(desk: Desk, name: str, again: Again) -> None:
    desk.reviewer = clean_name(name)
    desk.held.pop("recent", None)
    mo.query_params().set("reviewer", desk.reviewer)
    again()
