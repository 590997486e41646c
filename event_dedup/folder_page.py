"""The page of a folder: what a run brought, what stands in quarantine, every file, where the seconds went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import marimo as mo

from event_dedup.batch import BatchReport
from event_dedup.folder import files_frame
from event_dedup.folder_charts import files_chart, seconds_chart
from event_dedup.review.app_parts import WHEN, plain_table, problem, readable, shown
from event_dedup.review.app_quarantine import refusal_table
from event_dedup.review.html import NOTHING, Safe, div, heading, span, tag
from event_dedup.review.quarantine import quarantined
from event_dedup.store import StoreError, open_store
from event_dedup.summary import Figure, Summary

_TITLE = heading(1, "A folder becomes canonical events")


def folder_problem(message: str) -> Any:
    """The page of a run that could not be done: why, and what to do."""
    return mo.vstack([shown(_TITLE), problem(message)])


def folder_figures(summary: Summary) -> Any:
    """The top of the page: which folder and store, the figures, what to do next."""
    news = div("ed-notice", summary.news, role="status") if summary.news else NOTHING
    tiles = div("ed-tiles", *map(_tile, summary.figures))
    advice = div("ed-card", *(tag("p", line) for line in summary.advice)) if summary.advice else NOTHING
    return mo.vstack([shown(part) for part in (_TITLE, div("ed-quiet", summary.title), news, tiles, advice)])


def folder_quarantine(store: Path) -> Any:
    """All that could not be read, newest first, as the review app shows it; nothing where all could."""
    try:
        with open_store(store, read_only=True) as con:
            waiting = quarantined(con).df()
    except StoreError as error:
        return problem(error)
    return None if waiting.empty else _part("In quarantine", refusal_table(waiting))


def folder_files(store: Path) -> Any:
    """Every file in the store as a bar and as a row; nothing where there is none."""
    try:
        files = files_frame(store)
    except StoreError as error:
        return problem(error)
    if files.empty:
        return None
    table = plain_table(
        readable(files),
        page_size=10,
        wrapped_columns=["file"],
        column_widths={"file": 238, "delivered (UTC)": 134, "listings": 84, "quarantined": 113},
        format_mapping={"delivered (UTC)": WHEN},
    )
    return _part("What each file brought", files_chart(files), table)


def folder_seconds(report: BatchReport) -> Any:
    """Where the seconds of the run went; nothing where there was nothing to do."""
    return _part("Seconds by stage", seconds_chart(report.seconds)) if report.run else None


def _part(title: str, *contents: Any) -> Any:
    return mo.vstack([shown(heading(2, title)), *contents])


def _tile(figure: Figure) -> Safe:
    return div("ed-tile", tag("b", f"{figure.number:,}"), figure.name, span("ed-quiet", figure.meaning))
