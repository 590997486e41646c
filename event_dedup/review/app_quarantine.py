"""The quarantine on the screen: what could not be read, why, the raw text, and another try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.review.app_parts import (
    WHEN,
    Again,
    blank,
    key_button,
    notice,
    plain_table,
    problem,
    readable,
    shown,
)
from event_dedup.review.board import FAULTS, WAIT
from event_dedup.review.desk import Desk
from event_dedup.review.fields import moment
from event_dedup.review.html import div, heading, span, tag
from event_dedup.review.quarantine import (
    NoSuchEntry,
    Retry,
    quarantined,
    quarantined_entry,
    retry_entry,
    retry_quarantine,
)
from event_dedup.store import StoreError, open_store

# Reason and remedy share the rest, from 640 px on.
_WIDTHS = {"where": 140, "since (UTC)": 126}
_LONGEST = 20_000  # characters of raw text that are shown and can be mended here


def quarantine_list(desk: Desk, again: Again) -> Any:
    """What waits in quarantine, to pick from."""
    try:
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            waiting = quarantined(con).df()
            read_since = len(quarantined(con, resolved=True))
    except StoreError as error:
        return problem(error)
    if waiting.empty:
        return shown(_empty(read_since))
    desk.held["quarantine"] = table = refusal_table(
        waiting,
        selection="single",
        initial_selection=[i for i, each in enumerate(waiting["id"]) if each == desk.held.get("entry")],
        on_change=lambda rows: _pick(desk, rows, again),
    )
    told = f" waiting, {read_since:,} read since. Pick one to see its text."
    desk.held["retry all"] = everything = key_button(
        "a", "Retry all", lambda _: _retry_all(desk, waiting, again)
    )
    head = mo.hstack(
        [shown(div("ed-quiet", tag("b", f"{len(waiting):,}"), told)), everything], align="center"
    )
    return mo.vstack([head, table], gap=0.5)


def refusal_table(waiting: pd.DataFrame, **options: Any) -> Any:
    """Rows of `quarantined` as a table that fits into 640 px; `options` are those of `mo.ui.table`."""
    return plain_table(
        readable(waiting),
        page_size=10,
        wrapped_columns=["where", "why", "what to do", "since (UTC)"],
        hidden_columns=["id"],
        column_widths=_WIDTHS,
        format_mapping={"since (UTC)": WHEN},
        **options,
    )


def quarantine_entry(desk: Desk, again: Again) -> Any:
    """What came of the last try, and the entry that is picked; the list keeps its page meanwhile."""
    return mo.vstack([notice(desk.notice), _entry(desk, again)], gap=0.5)


def _empty(read_since: int) -> Any:
    since = (
        f"{read_since:,} entries were read on another try." if read_since else "Every entry could be read."
    )
    return blank("Nothing in quarantine", since)


def _pick(desk: Desk, rows: Any, again: Again) -> None:
    desk.held["entry"] = int(rows["id"].iloc[0]) if len(rows) else None
    desk.notice = ""
    again()


def _entry(desk: Desk, again: Again) -> Any:
    """The picked entry with its text, which may be mended before the next try."""
    picked = desk.held.get("entry")
    if picked is None:
        return shown()
    try:
        with open_store(desk.store, read_only=True, timeout=WAIT) as con:
            entry = quarantined_entry(con, picked)
    except (NoSuchEntry, StoreError) as error:
        return problem(error)
    head = div(
        "ed-card",
        heading(3, entry["file"], " ", span("ed-quiet", f"quarantined {moment(entry['quarantined_at'])}")),
        tag("p", tag("b", "Why: "), entry["reason"], dir="auto"),
        tag("p", tag("b", "What to do: "), entry["remedy"], dir="auto"),
    )
    return mo.vstack([shown(head), *_text(desk, entry, again)], gap=0.5)


def _text(desk: Desk, entry: dict[str, Any], again: Again) -> list[Any]:
    payload = entry["payload"]
    if payload is None or entry["position"] is None:
        raw = tag("pre", (payload or "")[:_LONGEST] or "No text was kept.", class_="ed-raw")
        return [shown(div("ed-card", tag("p", "Mend the file and deliver it again."), raw))]
    if len(payload) > _LONGEST:
        desk.held["retry"] = button = key_button(
            "r", "Retry as it is", lambda _: _retry(desk, entry, None, again)
        )
        return [button, shown(div("ed-card", tag("pre", payload[:_LONGEST] + " …", class_="ed-raw")))]
    number, mended = entry["quarantine_id"], _mended(desk)
    desk.held["text"] = box = mo.ui.text_area(
        value=mended.get(number, payload),
        rows=12,
        full_width=True,
        debounce=True,
        on_change=lambda text: mended.update({number: text}),
    )
    desk.held["retry"] = button = key_button(
        "r", "Retry with this text", lambda _: _retry(desk, entry, box.value, again)
    )
    return [box, button]


def _retry(desk: Desk, entry: dict[str, Any], text: str | None, again: Again) -> None:
    try:
        tried = retry_entry(desk.store, entry["quarantine_id"], text)
        desk.notice = (
            "Read: it is a listing now." if tried.resolved else f"Still not readable: {tried.reason}"
        )
        _forget(desk, [tried])
        again(data=tried.resolved)
    except (*FAULTS, NoSuchEntry) as error:
        desk.notice = str(error)
        again()


def _retry_all(desk: Desk, waiting: Any, again: Again) -> None:
    """Try every entry, those that were mended with their new text, which stays where it cannot be read."""
    mended = dict(_mended(desk))
    try:
        tried = retry_quarantine(desk.store, [int(each) for each in waiting["id"]], mended)
        _forget(desk, tried)
        read = sum(each.resolved for each in tried)
        failed = [each.reason for each in tried if not each.resolved and each.quarantine_id in mended]
        still = [f"As mended, still not readable: {reason}" for reason in failed]
        desk.notice = " ".join([f"{read:,} of {len(tried):,} could be read now.", *still])
    except (*FAULTS, NoSuchEntry) as error:
        desk.notice = str(error)
    again(data=True)


def _mended(desk: Desk) -> dict[int, str]:
    """The text of each entry that was changed here and has not been read yet."""
    texts: dict[int, str] = desk.held.setdefault("mended", {})
    return texts


def _forget(desk: Desk, tried: Sequence[Retry]) -> None:
    """Put away the texts of the entries that are read now, and close the one that is open."""
    for each in tried:
        if each.resolved:
            _mended(desk).pop(each.quarantine_id, None)
            if desk.held.get("entry") == each.quarantine_id:
                desk.held["entry"] = None
