"""What every section of the tune notebook is made of: text, tables, errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.review.app_parts import shortened, shown
from event_dedup.review.charts import NAMES
from event_dedup.review.html import Safe, div, heading, span, tag
from event_dedup.store import StoreError
from event_dedup.user_error import UserError

REFUSED = (UserError, StoreError, OSError)
"""Errors that a person can mend; their message says how."""


_WIDE = 90  # letters of a title in a table
_ROW = "row"  # the place of a row in its frame, not shown
_TOLD = {
    "title_l": "first title",
    "title_r": "second title",
    "record_id_l": "first record",
    "record_id_r": "second record",
}


def note(*words: object) -> Any:
    """A quiet line of text; nothing in it is markup."""
    return shown(div("ed-quiet", *words))


def face(label: str, look: str = "plain") -> str:
    """The label of a button in the look of the apps: plain, match (what one comes for), unsure."""
    return str(span(f"ed-button ed-{look}", label))


def pair_table(frame: pd.DataFrame) -> Any:
    """A table to pick one row from: probabilities short, titles cut."""
    told = frame.copy()
    for name in told.columns:
        if pd.api.types.is_float_dtype(told[name]):
            told[name] = told[name].round(3)
        elif name.startswith("title"):
            told[name] = [shortened(str(value or ""), _WIDE) for value in told[name]]
        elif name == "verdict":
            told[name] = told[name].map(NAMES)
    # Rows as dictionaries: marimo takes 2 ms for 200 of them, 15 ms for a frame, and a slider draws two tables.
    named = told.rename(columns=_TOLD).assign(**{_ROW: range(len(told))})
    rows: list[dict[str, Any]] = named.to_dict("records")  # type: ignore[assignment]  # every name is a str
    return mo.ui.table(
        rows,
        selection="single",
        page_size=8,
        hidden_columns=[_ROW] if rows else None,
        show_column_summaries=False,
        show_data_types=False,
        show_download=False,
    )


def picked(table: Any, frame: pd.DataFrame) -> Mapping[str, Any] | None:
    """The row of `frame` that was picked in its table; None while none is."""
    chosen = table.value
    if not chosen:
        return None
    row = frame.iloc[int(chosen[0][_ROW])]
    return {str(name): value for name, value in row.items()}


def part(title: str) -> Any:
    """The title of a part of a section."""
    return shown(heading(2, title))


def text_table(frame: pd.DataFrame) -> Any:
    """A table to read: every cell is text and nothing else."""
    head = tag("tr", *(_heading(name, frame[name]) for name in frame.columns))
    rows = [tag("tr", *map(_cell, row)) for row in frame.itertuples(index=False)]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="ed-table")
    return shown(div("ed-scroll", table, tabindex="0"))


def _heading(name: str, column: pd.Series) -> Safe:
    numbers = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return tag("th", name.replace("_", " "), scope="col", class_="ed-number" if numbers else None)


def _cell(value: object) -> Safe:
    if isinstance(value, bool):
        return tag("td", "yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return tag("td", f"{value:%d %b %Y %H:%M}")
    if isinstance(value, int | float):
        return tag("td", f"{value + 0:,}", class_="ed-number")  # -0.0 is 0.0
    return tag("td", value)
