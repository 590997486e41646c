"""The section of the tune notebook on the model: its weights, and another one tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import marimo as mo
import pandas as pd

from event_dedup.linkage import Model
from event_dedup.review.app_parts import shown
from event_dedup.review.app_tune_parts import (
    note,
    part,
    text_table,
)
from event_dedup.review.charts import (
    weights_chart,
)
from event_dedup.review.html import Safe, tag
from event_dedup.review.model_view import model_levels, prior_bits
from event_dedup.review.saving import (
    parse_vocabulary,
    words_to_lines,
)
from event_dedup.review.snapshot import with_labels
from event_dedup.review.source import Loaded, Source
from event_dedup.review.trial import Trial, adapted, learnt, try_out
from event_dedup.settings import Vocabulary
from event_dedup.store import open_store

TRAINING = {
    "the reviewers' judgements (weights of the comparisons)": "judgements",
    "these listings, without labels (words, places, weights)": "listings",
    "nothing: only try the words above": "nothing",
}


TRAINING_STEPS = 5


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
            text_table(levels.round({"weight": 2, "m": 4, "u": 4})),
        ],
        gap=0.5,
    )


def words_as_text(vocabulary: Vocabulary) -> dict[str, str]:
    """The words of a vocabulary as people write them; `parse_vocabulary` reads them back."""
    return {
        "synonyms": words_to_lines(vocabulary.synonyms),
        "prefixes": ", ".join(vocabulary.prefixes),
        "cities": words_to_lines(vocabulary.cities),
    }


_LABELS = {
    "synonyms": "Synonyms, a line each: word kept = other, other",
    "prefixes": "Prefixes to leave out, with commas",
    "cities": "Cities, a line each: name kept = other, other",
}


def ask_words(start: Mapping[str, str]) -> Any:
    """Words of the field, as lines to edit."""
    fields = {
        name: mo.ui.text_area(start[name], label=label, rows=4, full_width=True)
        for name, label in _LABELS.items()
    }
    return shown(
        tag("div", Safe("<div>{synonyms}</div><div>{prefixes}</div><div>{cities}</div>"), class_="ed-form")
    ).batch(**fields)


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


def show_trial(changed: pd.DataFrame, table: Any) -> Any:
    """What the model and words tried would change; Thresholds and Quality show the rest."""
    pairs = (
        "1 pair would change sides." if len(changed) == 1 else f"{len(changed):,} pairs would change sides."
    )
    how = " Pick one to see why." if len(changed) else ""
    rows = [part("What would change"), note(pairs, how, " Thresholds and Quality now show the model tried.")]
    return mo.vstack([*rows, table] if len(changed) else rows, gap=0.5)
