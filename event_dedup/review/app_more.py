"""Dashboard, audit and export on the screen."""

from __future__ import annotations

import csv
import io
import math
from datetime import UTC, datetime
from functools import partial
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.export import FORMATS, Filters, count_selected, download_name, export_bytes
from event_dedup.export.table import harmless
from event_dedup.questions import OPEN
from event_dedup.review.app_parts import WHEN, blank, no_listings, plain_table, problem, readable, shown
from event_dedup.review.board import WAIT
from event_dedup.review.dashboard import Totals, queue_over_time, runs, sources, totals
from event_dedup.review.decisions import audit
from event_dedup.review.desk import Desk
from event_dedup.review.html import Safe, div, heading, join, span, tag
from event_dedup.store import StoreError, open_store

_SAID = {"json": "JSON, as delivered", "csv": "CSV", "parquet": "Parquet", "ical": "iCalendar"}


def dashboard_page(desk: Desk) -> Any:
    """Figures, sources and runs of the store as it is now."""
    try:
        desk.board.snapshot()
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            figures, by_source, last = totals(con), sources(con).df(), runs(con).df()
            charts = queue_over_time(con)
    except StoreError as error:
        return problem(error)
    if not figures.files:
        return shown(no_listings("Nothing has been delivered yet", desk.store))
    parts = [shown(_tiles(figures, desk.board.left(OPEN)))]
    parts += [mo.hstack(charts, justify="start", wrap=True)] if charts else []
    parts += [shown(heading(2, "Sources")), _sources(by_source)]
    parts += [shown(heading(2, "Runs")), _runs(last)]
    return mo.vstack(parts, gap=0.75)


def audit_page(desk: Desk) -> Any:
    """Who decided what when; searched, sorted and handed on as CSV."""
    try:
        desk.board.finish()
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            log = audit(con).df()
    except StoreError as error:
        return problem(error)
    if log.empty:
        return shown(
            blank("Nothing has been decided yet", "Decisions made under Queue and Events will stand here.")
        )
    table = plain_table(
        readable(log),
        page_size=20,
        show_search=True,
        format_mapping={"decided (UTC)": WHEN, "probability then": _probability},
        column_widths={"left listing": 190, "right listing": 190},
    )
    name = f"audit_{datetime.now(UTC):%Y-%m-%d}.csv"
    desk.held["audit"] = button = mo.download(
        lambda: as_csv(log),
        filename=name,
        mimetype="text/csv",
        label=span("ed-button ed-plain", "Download as CSV"),
    )
    told = shown(
        div(
            "ed-quiet",
            tag("b", f"{len(log):,}"),
            " entries, newest first. Nothing here is ever changed or removed.",
        )
    )
    return mo.vstack([mo.hstack([told, button], align="center"), table], gap=0.5)


def _probability(value: float) -> str:
    """What the model gave a pair; an undo, and what is no pair, has none."""
    return "" if math.isnan(value) else f"{value:.1%}"


def export_choices() -> Any:
    """What to hand on; its value is a dictionary that `export_page` takes."""
    return mo.ui.dictionary(
        {
            "format": mo.ui.dropdown(
                {_SAID[name]: name for name in FORMATS},
                value=_SAID["json"],
                allow_select_none=False,
                label="Format",
            ),
            "created": mo.ui.text(placeholder="2026-02-14", label="Created after (UTC)"),
            "modified": mo.ui.text(placeholder="2026-02-14", label="Modified after (UTC)"),
        }
    )


def show_choices(choices: Any) -> Any:
    """The choices side by side."""
    return mo.hstack(list(choices.elements.values()), justify="start", align="end", gap=0.75, wrap=True)


def export_page(desk: Desk, chosen: dict[str, Any]) -> Any:
    """The download of what was chosen; nothing is written before somebody asks for it."""
    try:
        filters = Filters(_moment(chosen["created"]), _moment(chosen["modified"]))
    except ValueError as error:
        return problem(error)
    try:
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            count, everything = count_selected(con, filters), count_selected(con, Filters())
    except StoreError as error:
        return problem(error)
    if not count:
        return shown(_nothing_to_export(desk, everything))
    name, mime = download_name(chosen["format"], count)
    desk.held["export"] = button = mo.download(
        partial(_written, desk, chosen["format"], filters),
        filename=name,
        mimetype=mime,
        label=span("ed-button ed-match", f"Download {name} ({_counted(count)})"),
    )
    return mo.vstack([shown(_about_export()), button], gap=0.75)


def _written(desk: Desk, format: str, filters: Filters) -> bytes:
    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        _, _, content = export_bytes(con, format, filters)
    return content


def _counted(events: int) -> str:
    return "1 event" if events == 1 else f"{events:,} events"


def _nothing_to_export(desk: Desk, everything: int) -> Safe:
    if everything:
        told = (
            f"None of the {_counted(everything)} is that new: name an earlier day, or leave the fields empty."
        )
        return blank("No events since then", told)
    return no_listings("No events to hand on", desk.store)


def as_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV that a spreadsheet shows as text; moments are UTC and say so."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(frame.columns)
    for row in readable(frame).itertuples(index=False):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value.isoformat()}Z"
    return harmless(value) if isinstance(value, str) else value


def _moment(written: str) -> datetime | None:
    """What was written as a moment; a day begins at midnight. Raises ValueError that says how to write one."""
    written = written.strip()
    if not written:
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        how = "Write a day as 2026-02-14, or a moment as 2026-02-14T19:30."
        raise ValueError(f"“{written}” is neither a day nor a moment. {how}") from None


def _about_export() -> Safe:
    lines = (
        "JSON has the form of a delivery, with the canonical ids, 200 events a file; several come as one zip.",
        "Another store takes it in: a listing for each event, under its canonical id, linked as all listings are, "
        "so that two may become one there, even those that were judged to be two here. Dismissed events are left out.",
        "After: a day as 2026-02-14, or a moment as 2026-02-14T19:30; empty means all of time.",
        "The same from the command line: just export STORE --format json --out FOLDER",
    )
    return div("ed-card", *(tag("p", line) for line in lines))


def _tiles(figures: Totals, left: int) -> Safe:
    told = [
        (f"{figures.files:,}", "files"),
        (f"{figures.listings:,}", "listings"),
        (f"{figures.events:,}", "canonical events"),
        (f"{figures.match_rate:.1%}", "of listings share an event"),
        (f"{figures.quarantine_rate:.2%}", f"of entries in quarantine ({figures.quarantined:,})"),
        (f"{left:,}", "questions left"),
        (f"{figures.decided:,}", "pairs decided"),
    ]
    return div("ed-tiles", join([div("ed-tile", tag("b", number), span("", name)) for number, name in told]))


def _sources(frame: pd.DataFrame) -> Any:
    options = {"format_mapping": {"matched": _share, "last delivery (UTC)": WHEN}, "page_size": 15}
    return plain_table(readable(frame), **options)


def _share(value: float) -> str:
    """A share of the listings; a source of which nothing could be read has none."""
    return "–" if math.isnan(value) else f"{value:.0%}"


def _runs(frame: pd.DataFrame) -> Any:
    return plain_table(readable(frame), page_size=10, format_mapping={"started (UTC)": WHEN})
