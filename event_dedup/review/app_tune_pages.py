"""The sections of the tune notebook that show: overview, blocking, changes, quality, pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.review import overview
from event_dedup.review.app_parts import shown
from event_dedup.review.app_tune import show_pair, show_records
from event_dedup.review.app_tune_parts import (
    note,
    part,
    text_table,
)
from event_dedup.review.changes import members
from event_dedup.review.charts import calibration_chart, quality_chart
from event_dedup.review.clusters import largest_events
from event_dedup.review.html import Safe, div, heading, tag
from event_dedup.review.overview_charts import completeness_chart, rules_chart, time_chart
from event_dedup.review.preview import Preview
from event_dedup.review.quality import (
    Proposal,
    calibration_bins,
    curve_from_judgements,
    curve_from_labels,
)
from event_dedup.review.snapshot import Snapshot
from event_dedup.review.source import Source
from event_dedup.review.trial import Trial
from event_dedup.settings import Thresholds
from event_dedup.store import open_store

PRECISIONS = (0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.999)


def show_overview(source: Source) -> Any:
    """Listings over time and source, how complete they are, and what could not be read."""
    with open_store(source.store, read_only=True) as con:
        times, shares = overview.listings_over_time(con), overview.completeness(con)
        quarantine = overview.quarantine_reasons(con)
    rows = [part("Listings over time"), time_chart(times)]
    rows += [part("Completeness"), completeness_chart(shares), part("Quarantine")]
    nothing = note("Every entry of every file was read.")
    return mo.vstack([*rows, text_table(quarantine) if len(quarantine) else nothing], gap=0.5)


def show_blocking(source: Source, max_block_size: int) -> Any:
    """Which rules bring pairs together, and the blocks that are too large to compare."""
    with open_store(source.store, read_only=True) as con:
        rules = overview.pairs_by_rule(con, max_block_size)
        blocks = overview.largest_blocks(con, max_block_size)
    left_out = f"A block of more than {max_block_size:,} listings is not compared; “too large” counts them."
    for each in (rules, blocks):
        each["rule"] = each["rule"].str.replace("_town_and", ", town and").str.replace("_", " ")
    return mo.vstack(
        [
            part("Pairs by blocking rule"),
            note(
                "Only listings that share a key of one of these rules are compared; alone: no other rule finds it."
            ),
            rules_chart(rules),
            text_table(rules),
            part("Largest blocks"),
            note(left_out),
            text_table(blocks),
        ],
        gap=0.5,
    )


def changes_shown(what: str, changes: pd.DataFrame, table: Any) -> list[Any]:
    """A heading and the table of changed events, or a line where nothing changes."""
    if not len(changes):
        return [note(f"No event would {what}.")]
    return [part(f"Events that would {what}"), note("Pick one to open it."), table]


def show_change(
    source: Source, snapshot: Snapshot, now: Preview, row: Mapping[str, Any], trial: Trial | None
) -> Any:
    """A changed event: the pair that decides it, and everything that is or would be together with it."""
    pair = (str(row["record_id_l"]), str(row["record_id_r"]))
    together = members(snapshot, pair[0], now)
    return mo.vstack(
        [
            part("The pair that decides"),
            show_pair(source, *pair, trial),
            part("All listings concerned"),
            show_records(source, together, now.thresholds.merge),
        ],
        gap=0.5,
    )


def quality_curve(snapshot: Snapshot) -> pd.DataFrame:
    """Quality over thresholds from labels, else from judgements; empty where there are neither."""
    if snapshot.truth:
        return curve_from_labels(snapshot)
    if ((snapshot.verdict == 1) | (snapshot.verdict == 2)).any():
        return curve_from_judgements(snapshot)
    return pd.DataFrame(columns=["merge", "figure", "value", "low", "high"])


def show_quality(snapshot: Snapshot, curve: pd.DataFrame, at: Thresholds) -> Any:
    """Precision, recall, F1 and B-cubed over thresholds, and whether probabilities mean what they say."""
    if not len(curve):
        text = "Nothing is known about quality yet: judge some pairs (just review), or name a folder with a truth.csv."
        return shown(div("ed-card ed-empty", tag("p", text)))
    return mo.vstack(
        [
            part("Quality over the merge threshold"),
            note(_measured_on(snapshot)),
            quality_chart(curve, at),
            part("Calibration"),
            note(
                "On the line, a pair that the model gives 80 % is one event in 80 of 100 cases."
                + _asked_only(snapshot)
            ),
            calibration_chart(calibration_bins(snapshot)),
        ],
        gap=0.5,
    )


def _asked_only(snapshot: Snapshot) -> str:
    """What to keep in mind where no labels, but answers to the queue are drawn."""
    if snapshot.truth:
        return ""
    return " Drawn are the judged pairs: likely ones are asked where they stayed apart, so they are wrong more often."


def _measured_on(snapshot: Snapshot) -> str:
    if snapshot.truth:
        return f"Measured on {len(snapshot.truth):,} labelled listings; shaded: 95 % intervals."
    known = int(((snapshot.verdict == 1) | (snapshot.verdict == 2)).sum())
    return (
        f"Estimated from {known:,} judged pairs, each speaking for its range of probability; shaded: 95 % intervals. "
        "Recall is that of compared pairs."
    )


def show_proposal(proposal: Proposal | None, wanted: float) -> Any:
    """The threshold that reaches a wanted precision, and what it costs."""
    if proposal is None:
        return note(
            f"No threshold reaches a precision of {wanted:.1%}: try words or a model that has learnt."
        )
    cost = f"recall {proposal.recall:.1%} ({-proposal.recall_lost:+.1%} against the last run)"
    reviews = f"{proposal.questions:,} questions for reviewers ({proposal.more_questions:+,})"
    title = f"merge {proposal.merge:g} reaches a precision of {proposal.precision:.1%}"
    return shown(div("ed-card", heading(3, title), f"{cost}, {reviews}"))


def proposed(proposal: Proposal | None, snapshot: Snapshot) -> Thresholds | None:
    """The thresholds of a proposal."""
    if proposal is None:
        return None
    return Thresholds(merge=proposal.merge, review=min(snapshot.thresholds.review, proposal.merge))


def ask_pair() -> Any:
    """Two record ids."""
    fields = {
        name: mo.ui.text(label=f"The {name} record id", placeholder="source/id", full_width=True)
        for name in ("first", "second")
    }
    return shown(tag("div", Safe("<div>{first}</div><div>{second}</div>"), class_="ed-form")).batch(**fields)


def chosen_pair(typed: Mapping[str, str], row: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """The ids that were typed, else those of the picked row."""
    ids = [text.strip() for text in typed.values()]
    if all(ids) and ids:
        return ids[0], ids[1]
    return (str(row["record_id_l"]), str(row["record_id_r"])) if row else None


def largest_events_of(source: Source) -> pd.DataFrame:
    """The events with most listings."""
    with open_store(source.store, read_only=True) as con:
        return largest_events(con)


def told_largest(largest: pd.DataFrame, events: int) -> Any:
    """What the table of the largest events is for, and that it is not all of `events` where it is not."""
    others = f" The table and its search hold the {len(largest):,} largest of {events:,}."
    told = "Or leave it empty and pick an event: the largest come first."
    return note(told + (others if len(largest) < events else ""))
