"""The parts of the tune notebook that people see: what is asked, figures, a pair, a cluster."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.review.app_parts import notice, problem, shown
from event_dedup.review.app_tune_parts import (
    note,
    pair_table,
)
from event_dedup.review.clusters import ClusterView, cluster_chart, describe_cluster, members_of
from event_dedup.review.events import never_compared
from event_dedup.review.explain import Explanation, UnknownRecord, explain_pair, waterfall
from event_dedup.review.fields import listings
from event_dedup.review.html import Safe, div, heading, join, span, tag
from event_dedup.review.preview import Preview
from event_dedup.review.side_by_side import side_by_side
from event_dedup.review.snapshot import Snapshot
from event_dedup.review.source import Loaded, Source
from event_dedup.review.trial import Trial
from event_dedup.settings import Thresholds, load_settings
from event_dedup.store import StoreError, open_store

SECTIONS = ("Overview", "Blocking", "Thresholds", "Quality", "Pair", "Cluster", "Model", "Save")
_STEPS = (
    *(0.03, 0.04, 0.05, 0.07),
    *(n / 20 for n in range(2, 19)),
    *(0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.993, 0.995, 0.997, 0.998, 0.999),
)


_SLIDERS = {
    "merge": "merge: pairs of this match probability or more link",
    "review": "review: from here up to 1 - review, a person is asked",
}


def asked_at_start() -> dict[str, str]:
    """Store or folder, and labels, as the command `tune` or the settings name them."""
    return {"path": str(load_settings().store), "labels": os.environ.get("EVENT_DEDUP_TUNE_LABELS", "")}


def asked_for(fields: Mapping[str, str]) -> tuple[Path, Path | None]:
    """Store or folder, and labels, as typed; `~` is the home folder. Raises StoreError where neither is named."""
    path, labels = fields["path"].strip(), fields["labels"].strip()
    if not path:
        raise StoreError("Name a store or a folder with files of listings.")
    return Path(path).expanduser(), Path(labels).expanduser() if labels else None


def title() -> Any:
    """The name of the page."""
    return shown(
        div(
            "ed-brand ed-page", heading(1, "Tune"), span("ed-quiet", "thresholds, words and model of a store")
        )
    )


def ask_source(start: Mapping[str, str]) -> Any:
    """A form for the store or folder to look at, and for labels."""
    fields = {
        "path": mo.ui.text(start["path"], label="Store or folder", full_width=True),
        "labels": mo.ui.text(
            start["labels"],
            label="Labels",
            placeholder="folder with truth.csv, if there is one",
            full_width=True,
        ),
    }
    side_by_side = mo.Html('<div class="ed-form"><div>{path}</div><div>{labels}</div></div>')
    return side_by_side.batch(**fields).form(submit_button_label="Open", bordered=False)


def ask_thresholds(start: Thresholds) -> Any:
    """Two sliders, `merge` and `review`, in match probability; on one scale, so that their thumbs can be compared."""
    return mo.ui.dictionary(
        {"merge": _slider("merge", start.merge), "review": _slider("review", start.review)}
    )


def _slider(name: str, value: float) -> Any:
    steps = sorted({*_STEPS, value})
    return mo.ui.slider(steps=steps, value=value, label=_SLIDERS[name], show_value=True, full_width=True)


def patience(snapshot: Snapshot) -> AbstractContextManager[Any]:
    """A turning wheel while the dendrogram of a large store is found, nothing afterwards."""
    if "dendrogram" in vars(snapshot):
        return nullcontext()
    return mo.status.spinner("Finding every clustering of the pairs, once", remove_on_exit=True)


def chosen_thresholds(sliders: Mapping[str, float]) -> Thresholds:
    """What the sliders say; `review` never above `merge`."""
    return Thresholds(merge=sliders["merge"], review=min(sliders["review"], sliders["merge"]))


def told_order(sliders: Mapping[str, float]) -> Any:
    """Which value counts where `review` stands above `merge`; nothing elsewhere."""
    merge, review = sliders["merge"], sliders["review"]
    counts = f"review cannot be above merge: {merge:g} counts instead of {review:g}, and nobody is asked."
    return notice(counts if review > merge else "")


def headline(source: Source, loaded: Loaded) -> Any:
    """What is open, in numbers, and what to do where there is nothing or a run is due."""
    t = loaded.totals
    numbers = {
        "listings": t.listings,
        "sources": t.sources,
        "canonical events": t.events,
        "scored pairs": t.pairs,
        "judgements": t.judgements,
        "in quarantine": t.quarantined,
    }
    figures = [span("ed-figure", tag("b", f"{number:,}"), f" {name}") for name, number in numbers.items()]
    rows = [shown(div("ed-status", *figures))]
    if not t.listings:
        rows.append(_empty(source))
    elif not loaded.current:
        due = (
            "The events were made with other settings, or by another version. To see what is in force, press "
        )
        command = tag("code", f"just rebuild {source.store}")
        rows.append(shown(div("ed-notice", due, "“Run now” in Save, or run ", command, ".", role="status")))
    return mo.vstack(rows, gap=0.5)


def _empty(source: Source) -> Any:
    what = heading(2, "No listings yet")
    if not source.lasting:
        todo = tag("p", "No file of this folder holds listings. Name another folder, or a store, above.")
        return shown(div("ed-card ed-empty", what, todo))
    todo = tag("p", "Name a folder with files of listings above, or bring them into this store: ")
    command = tag("code", f"just batch FOLDER {source.store}")
    return shown(div("ed-card ed-empty", what, todo, command))


def figures(now: Preview, saved: Preview, compare: bool) -> Any:
    """The outcome of the thresholds in six numbers, with the saved ones beside them if `compare`."""
    rows = (
        ("canonical events", now.events, saved.events),
        ("events that merge", now.merges, None),
        ("events that split", now.splits, None),
        ("listings in the largest event", now.largest, saved.largest),
        ("questions for reviewers", now.questions, saved.questions),
        ("minutes of review", round(now.minutes), round(saved.minutes)),
    )
    return shown(div("ed-tiles", *(_tile(*row, compare=compare) for row in rows)))


def _tile(name: str, value: int, before: int | None, *, compare: bool) -> Safe:
    change = "against the last run" if before is None else f"last run: {before:,} ({value - before:+,})"
    told = tag("b", f"{value:,}"), _SINGULAR.get(name, name) if value == 1 else name
    return div("ed-tile", *told, span("ed-quiet", change if compare else ""), data_figure=name)


_SINGULAR = {
    "canonical events": "canonical event",
    "events that merge": "event that merges",
    "events that split": "event that splits",
    "questions for reviewers": "question for reviewers",
    "minutes of review": "minute of review",
}


def change_table(changes: pd.DataFrame) -> Any:
    """A table of changed events to pick one from."""
    return pair_table(changes[["titles", "listings", "probability"]])


def show_pair(source: Source, left: str, right: str, trial: Trial | None = None) -> Any:
    """Why a pair weighs what it weighs: a sentence, the waterfall, and both listings side by side."""
    try:
        with open_store(source.store, read_only=True) as con:
            explanation = explain_pair(con, left.strip(), right.strip(), trial.model if trial else None)
            both = listings(con, [explanation.record_id_l, explanation.record_id_r])
    except UnknownRecord as error:
        return problem(error)
    return mo.vstack([verdict_of(explanation), waterfall(explanation), shown(side_by_side(*both))], gap=0.75)


def verdict_of(explanation: Explanation) -> Any:
    """The sentence, the probability, and how it came about."""
    how = "" if explanation.scored else "No blocking rule brought this pair together; it was scored just now."
    facts = (
        f"match probability {explanation.probability:.3f}, match weight {explanation.weight:+.1f} bits. {how}"
    )
    return shown(div("ed-card", heading(3, explanation.sentence), div("ed-quiet", facts)))


def show_cluster(source: Source, name: str, merge: float) -> Any:
    """How the event with id `name`, or the event of the record `name`, holds together."""
    with open_store(source.store, read_only=True) as con:
        records = members_of(con, name)
        view = describe_cluster(con, records, merge) if records else None
    if view is None:
        return note("No event and no record is called ", tag("b", name), ": take an id from the table.")
    return _cluster(view)


def show_records(source: Source, records: list[str], merge: float) -> Any:
    """How some records hold together, whatever events they are in."""
    with open_store(source.store, read_only=True) as con:
        return _cluster(describe_cluster(con, records, merge))


def _cluster(view: ClusterView) -> Any:
    one_event = (
        view.members["event"].nunique() == 1
    )  # its id is known: it was asked for, or stands in the table
    members = [
        tag("li", tag("b", title), " ", span("ed-quiet", record if one_event else f"{record}, {event}"))
        for record, title, _, event in view.members.itertuples(index=False)
    ]
    gaps = div("ed-quiet", never_compared(len(view.members), len(view.pairs)))
    rows = [shown(div("ed-card", tag("ol", *members, class_="ed-members"), _bridge(view), gaps))]
    if len(view.members) > 1:
        rows.append(cluster_chart(view))
    if len(view.judgements):
        rows.append(shown(_judgements(view.judgements)))
    return mo.vstack(rows, gap=0.75)


def _bridge(view: ClusterView) -> Safe:
    if view.bridge is None:
        return div("ed-quiet", "No scored pair joins these listings.")
    titles = dict(zip(view.members["record_id"], view.members["title"], strict=True))
    left, right, weight = view.bridge
    ends = join([tag("b", titles[left]), tag("b", titles[right])], " and ")
    return div("ed-quiet", "Weakest bridge: ", ends, f", {weight:+.1f} bits ({left}, {right})")


def _judgements(judgements: pd.DataFrame) -> Safe:
    head = tag("tr", *(tag("th", name) for name in ("pair", "verdict", "by", "when (UTC)", "note")))
    rows = [
        tag(
            "tr",
            *(
                tag("td", cell)
                for cell in (f"{left} and {right}", verdict, who, f"{when:%d %b %Y %H:%M}", words)
            ),
        )
        for left, right, verdict, who, when, words in judgements.itertuples(index=False)
    ]
    return div("ed-scroll", tag("table", tag("thead", head), tag("tbody", *rows), class_="ed-facts"))
