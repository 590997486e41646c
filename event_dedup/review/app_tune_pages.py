"""The sections of the tune notebook: overview, blocking, changes, quality, model, saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.batch import replace_canonical_events
from event_dedup.linkage import Model
from event_dedup.review import overview
from event_dedup.review.app_tune import (
    REFUSED,
    chosen_thresholds,
    markup,
    note,
    pair_table,
    problem,
    show_pair,
    show_records,
)
from event_dedup.review.changes import members
from event_dedup.review.charts import (
    calibration_chart,
    completeness_chart,
    quality_chart,
    rules_chart,
    weeks_chart,
    weights_chart,
)
from event_dedup.review.clusters import largest_events
from event_dedup.review.html import Safe, div, heading, tag
from event_dedup.review.model_view import model_levels, prior_bits
from event_dedup.review.preview import Preview
from event_dedup.review.quality import (
    Proposal,
    calibration_bins,
    curve_from_judgements,
    curve_from_labels,
)
from event_dedup.review.saving import (
    parse_vocabulary,
    save_configuration,
    save_history,
    save_model,
    to_toml,
    undo_configuration,
    undo_model,
    words_to_lines,
)
from event_dedup.review.snapshot import Snapshot, with_labels
from event_dedup.review.source import Loaded, Source
from event_dedup.review.trial import Trial, adapted, changed_pairs, learnt, try_out
from event_dedup.settings import MatchingConfig, SettingsError, Thresholds, Vocabulary
from event_dedup.store import open_store

PRECISIONS = (0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.999)
TRAINING_STEPS = 5
TRAINING = {
    "the reviewers' judgements (weights of the comparisons)": "judgements",
    "these listings (how rare each word is)": "listings",
    "nothing: only try the words above": "nothing",
}
ACTIONS = {
    "save": "Save thresholds and words",
    "undo": "Undo last save of them",
    "save_model": "Save the model tried",
    "undo_model": "Undo last save of a model",
    "run": "Run now with what is saved",
}


def show_overview(source: Source) -> Any:
    """Listings by week and source, how complete they are, and what could not be read."""
    with open_store(source.store, read_only=True) as con:
        weeks, shares = overview.listings_by_week(con), overview.completeness(con)
        quarantine = overview.quarantine_reasons(con)
    rows = [part("Listings by week"), weeks_chart(weeks)]
    rows += [part("Completeness"), completeness_chart(shares), part("Quarantine")]
    nothing = note("Every entry of every file was read.")
    return mo.vstack([*rows, plain_table(quarantine) if len(quarantine) else nothing], gap=0.5)


def show_blocking(source: Source, max_block_size: int) -> Any:
    """Which rules bring pairs together, and the blocks that are too large to compare."""
    with open_store(source.store, read_only=True) as con:
        rules = overview.pairs_by_rule(con, max_block_size)
        blocks = overview.largest_blocks(con, max_block_size)
    left_out = f"A block of more than {max_block_size:,} listings is not compared; `too_large` counts them."
    return mo.vstack(
        [
            part("Pairs by blocking rule"),
            rules_chart(rules),
            plain_table(rules),
            part("Largest blocks"),
            note(left_out),
            plain_table(blocks),
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
        return markup(div("ed-card ed-empty", tag("p", text)))
    return mo.vstack(
        [
            part("Quality over the merge threshold"),
            note(_measured_on(snapshot)),
            quality_chart(curve, at),
            part("Calibration"),
            note("On the line, a pair that the model gives 80 % is one event in 80 of 100 cases."),
            calibration_chart(calibration_bins(snapshot)),
        ],
        gap=0.5,
    )


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
    reviews = f"{proposal.for_review:,} pairs for review ({proposal.more_reviews:+,})"
    title = f"merge {proposal.merge:g} reaches a precision of {proposal.precision:.1%}"
    return markup(div("ed-card", heading(3, title), f"{cost}, {reviews}"))


def proposed(proposal: Proposal | None, snapshot: Snapshot) -> Thresholds | None:
    """The thresholds of a proposal."""
    if proposal is None:
        return None
    return Thresholds(merge=proposal.merge, review=min(snapshot.thresholds.review, proposal.merge))


def ask_pair() -> Any:
    """Two record ids."""
    fields = {
        name: mo.ui.text(label=name, full_width=True) for name in ("First record id", "Second record id")
    }
    return mo.ui.dictionary(fields)


def chosen_pair(typed: Mapping[str, str], row: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """The ids that were typed, else those of the picked row."""
    left, right = (text.strip() for text in typed.values())
    if left and right:
        return left, right
    return (str(row["record_id_l"]), str(row["record_id_r"])) if row else None


def largest_events_of(source: Source) -> pd.DataFrame:
    """The events with most listings."""
    with open_store(source.store, read_only=True) as con:
        return largest_events(con)


def show_model(model: Model, trying: bool) -> Any:
    """What the model holds: where it comes from, and the weight, m and u of every level."""
    levels = model_levels(model)
    state = "tried, not saved" if trying else "in force"
    facts = f"Model {model.model_id} ({state}), trained {model.trained_at} on {model.trained_on}."
    prior = f"Before any comparison a pair has {prior_bits(model):+.1f} bits."
    return mo.vstack(
        [
            part("Match weights"),
            note(facts, " ", prior),
            weights_chart(levels),
            part("m and u"),
            note("m: how often one event shows the level; u: how often two different ones do."),
            plain_table(levels.round({"weight": 2, "m": 4, "u": 4})),
        ],
        gap=0.5,
    )


def ask_words(vocabulary: Vocabulary) -> Any:
    """Words of the field, as lines to edit."""
    areas = {
        "synonyms": (words_to_lines(vocabulary.synonyms), "Synonyms, a line each: word kept = other, other"),
        "prefixes": (", ".join(vocabulary.prefixes), "Prefixes to leave out, with commas"),
        "cities": (words_to_lines(vocabulary.cities), "Cities, a line each: name kept = other, other"),
    }
    fields = {
        name: mo.ui.text_area(value, label=label, rows=4, full_width=True)
        for name, (value, label) in areas.items()
    }
    return markup(tag("div", Safe("{synonyms}{prefixes}{cities}"), class_="ed-form")).batch(**fields)


def run_training(
    source: Source, loaded: Loaded, what: str, words: Mapping[str, str], on_step: Callable[..., object]
) -> Trial:
    """Every listing scored anew with a model that has learnt and with the words given; nothing is saved.

    Raises TooFewJudgements, SettingsError for words that are none, StoreError.
    """
    config = loaded.config.model_copy(update={"vocabulary": parse_vocabulary(**words)})
    with open_store(source.store, read_only=True) as con:
        on_step(title="Learning")
        model = {
            "judgements": lambda: learnt(con, loaded.model),
            "listings": lambda: adapted(con, loaded.model, config),
        }
        trial = try_out(
            con, model.get(what, lambda: loaded.model)(), config, lambda step: on_step(title=step)
        )
    return replace(trial, snapshot=with_labels(trial.snapshot, loaded.snapshot.truth))


def show_trial(before: Snapshot, trial: Trial) -> Any:
    """What the model and words tried would change; Thresholds and Quality show the rest."""
    changed = changed_pairs(before, trial.snapshot)
    summary = f"{len(changed):,} pairs would change sides. Thresholds and Quality now show the model tried."
    rows = [part("What would change"), note(summary)]
    return mo.vstack([*rows, pair_table(changed)] if len(changed) else rows, gap=0.5)


def ask_actions(
    source: Source,
    loaded: Loaded,
    sliders: Any,
    words: Any,
    saver: Any,
    trial: Any,
    done: Callable[[str], None],
) -> Any:
    """One button an action of saving and undoing; `done` is told what came of it."""

    def press(action: str) -> None:
        try:
            config = config_of(loaded, sliders.value, words.value)
            done(act(source, action, config, trial(), saver.value))
        except REFUSED as error:
            done(str(error))

    buttons = [
        mo.ui.button(
            label=label,
            kind="success" if action == "save" else "neutral",
            on_change=partial(_press, press, action),
        )
        for action, label in ACTIONS.items()
    ]
    return mo.hstack(buttons, justify="start", wrap=True, gap=0.5)


def _press(press: Callable[[str], None], action: str, _: object) -> None:
    press(action)


def show_saving(
    source: Source,
    loaded: Loaded,
    sliders: Mapping[str, float],
    words: Mapping[str, str],
    trial: Trial | None,
) -> Any:
    """What would be saved, what was saved before, and the file to take away."""
    try:
        config = config_of(loaded, sliders, words)
    except SettingsError as error:
        return problem(error)
    with open_store(source.store, read_only=True) as con:
        history = save_history(con)
    text = to_toml(config)
    state = "This is what is saved." if config == loaded.config else "This is not saved yet."
    where = (
        f"It is saved in {source.store} and as {source.store.with_suffix('.toml')}, in force on the next run."
    )
    passing = "This store goes with the session: download the file and give it to a run with --config."
    rows = [
        part("What will be saved"),
        note(state, " ", where if source.lasting else passing),
        markup(tag("pre", text, class_="ed-card ed-toml")),
        mo.download(
            text.encode(), filename="matching.toml", mimetype="application/toml", label="Download as TOML"
        ),
    ]
    if trial:
        rows.append(
            note(f"A model is tried and not saved: {trial.model.model_id}, {trial.model.trained_on}.")
        )
    return mo.vstack([*rows, part("Saved before"), plain_table(history)], gap=0.5)


def config_of(loaded: Loaded, sliders: Mapping[str, float], words: Mapping[str, str]) -> MatchingConfig:
    """The configuration that the controls say. Raises SettingsError for words that are none."""
    return loaded.config.model_copy(
        update={"thresholds": chosen_thresholds(sliders), "vocabulary": parse_vocabulary(**words)}
    )


def act(source: Source, action: str, config: MatchingConfig, trial: Trial | None, name: str) -> str:
    """Do one of `ACTIONS`; a sentence that says what was done and what to do next."""
    who = name.strip() or "somebody"
    if action == "save":
        path = save_configuration(source.store, config, who)
        return f"Saved, and written to {path}. In force on the next run; “{ACTIONS['run']}” does it here."
    if action == "undo":
        at = undo_configuration(source.store, who).thresholds
        return f"Saved again what was saved before: merge {at.merge:g}, review {at.review:g}."
    if action == "save_model":
        if trial is None:
            return "No model is tried: train one in the section Model first."
        save_model(source.store, trial.model)
        return "Saved the model. In force on the next run."
    if action == "undo_model":
        return f"Saved the model before again: {undo_model(source.store).model_id}."
    report = replace_canonical_events(source.store)
    return f"Done: {report.canonical_events:,} canonical events, {report.for_review:,} pairs for review."


def part(title: str) -> Any:
    """The title of a part of a section."""
    return markup(heading(3, title))


def plain_table(frame: pd.DataFrame) -> Any:
    """A table to read: every cell is text and nothing else."""
    head = tag("tr", *(tag("th", name.replace("_", " "), scope="col") for name in frame.columns))
    rows = [tag("tr", *map(_cell, row)) for row in frame.itertuples(index=False)]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="ed-table")
    return markup(div("ed-scroll", table, tabindex="0"))


def _cell(value: object) -> Safe:
    if isinstance(value, bool):
        return tag("td", "yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return tag("td", f"{value:%d %b %Y %H:%M}")
    if isinstance(value, int | float):
        return tag("td", f"{value:,}", class_="ed-number")
    return tag("td", value)
