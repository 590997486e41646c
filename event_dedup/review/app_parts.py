"""Small pieces that every page is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.review.board import WAIT
from event_dedup.review.html import NOTHING, Safe, div, heading, join, span, tag
from event_dedup.store import StoreError, memory, open_store

Again = Callable[..., None]
"""Draws the page anew; with `data=True` what it shows has changed."""

WHEN = "{:%Y-%m-%d %H:%M}".format
"""A moment in a table, whose column says that it is UTC."""

LONGEST_NAME = 60
NAMELESS = "Write your name first."


def clean_name(name: str) -> str:
    """The name of a person on one line, of printable characters."""
    line = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    return line[:LONGEST_NAME]


def shown(html: Safe = NOTHING) -> Any:
    """Our own HTML as an output."""
    return mo.Html(str(html))


def embedded(element: Any) -> Safe:
    """The HTML of a control or layout, which escapes its own data."""
    return Safe(element.text)


def problem(told: Exception | str) -> Any:
    """An error on a page: what is wrong and what to do."""
    return shown(
        div("ed-card ed-problem", heading(2, "This does not work yet"), tag("p", str(told)), role="alert")
    )


def notice(message: str) -> Any:
    """What came of the last action; nothing where there is nothing to say."""
    return shown(div("ed-notice", message, role="status")) if message else shown()


def blank(title: str, *told: str | Safe) -> Safe:
    """A page or part with nothing to show: why, and what to do next."""
    return div("ed-card ed-empty", heading(2, title), tag("p", *told))


def no_listings(title: str, store: Path) -> Safe:
    """A page of a store without listings: the way to the quarantine, or the command that brings some into it."""
    try:
        with open_store(store, read_only=True, timeout=WAIT) as con:
            waiting = memory.in_quarantine(con)
    except StoreError as error:
        return blank(title, str(error))
    if waiting:
        what = "1 entry or file" if waiting == 1 else f"{waiting:,} entries and files"
        return blank(title, f"{what} could not be read: Quarantine tells why, and what to do.")
    command = tag("code", f"just batch FOLDER {store}")
    return blank(title, "Process a folder first: ", command, ". Then reload this page.")


def key_button(key: str, label: str, on_change: Callable[[Any], None], look_of: str = "plain") -> Any:
    """A button that a plain letter presses too; the letter stands on it. `label` is our own text."""
    inside = join([span("ed-key", key.upper(), data_key=key), span("ed-label", label)], " ")
    return mo.ui.button(label=span(f"ed-button ed-{look_of}", inside), on_change=on_change)


def small_button(label: str, on_change: Callable[[Any], None]) -> Any:
    """A button beside a line of text."""
    return mo.ui.button(label=span("ed-button ed-small", label), on_change=on_change)


def plain_table(rows: Any, **options: Any) -> Any:
    """A table without the tools of a data explorer; `options` are those of `mo.ui.table`."""
    bare = {
        "show_data_types": False,
        "show_column_summaries": False,
        "show_download": False,
        "show_search": False,
    }
    return mo.ui.table(rows, **{"selection": None, **bare, **options})


def readable(frame: pd.DataFrame, longest: int | None = None) -> pd.DataFrame:
    """The frame with days as text and nothing where a value is missing; texts of at most `longest` characters."""
    days = {name: str for name in frame.columns if name in ("starts", "ends")}
    texts = [name for name in frame.columns if frame[name].dtype in ("object", "str")]
    told: pd.DataFrame = frame.astype(days)
    told[texts] = told[texts].fillna("")
    for name in texts if longest else ():
        told[name] = told[name].map(lambda value: shortened(str(value), longest or 0))
    return told


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
