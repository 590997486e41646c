"""Everything that `notebooks/tune.py` calls, under one public name: `event_dedup.tune`."""

from __future__ import annotations

from event_dedup.review.app_parts import notice, problem
from event_dedup.review.app_tune import (
    SECTIONS,
    ask_source,
    ask_thresholds,
    asked_at_start,
    asked_for,
    change_table,
    chosen_thresholds,
    figures,
    headline,
    patience,
    show_cluster,
    show_pair,
    title,
    told_order,
)
from event_dedup.review.app_tune_model import (
    TRAINING,
    TRAINING_STEPS,
    ask_words,
    run_training,
    show_model,
    show_trial,
    words_as_text,
)
from event_dedup.review.app_tune_pages import (
    PRECISIONS,
    ask_pair,
    changes_shown,
    chosen_pair,
    largest_events_of,
    proposed,
    quality_curve,
    show_blocking,
    show_change,
    show_overview,
    show_proposal,
    show_quality,
    told_largest,
)
from event_dedup.review.app_tune_parts import REFUSED, face, note, pair_table, part, picked
from event_dedup.review.app_tune_saving import ask_actions, last_save_of, show_saving
from event_dedup.review.as_script import obey_command_line
from event_dedup.review.changes import merges, pairs_near, splits
from event_dedup.review.charts import weight_counts, weight_histogram, with_thresholds
from event_dedup.review.preview import preview, saved_state
from event_dedup.review.quality import propose
from event_dedup.review.source import load_source, open_source
from event_dedup.review.trial import changed_pairs

__all__ = [
    "PRECISIONS",
    "REFUSED",
    "SECTIONS",
    "TRAINING",
    "TRAINING_STEPS",
    "ask_actions",
    "ask_pair",
    "ask_source",
    "ask_thresholds",
    "ask_words",
    "asked_at_start",
    "asked_for",
    "change_table",
    "changed_pairs",
    "changes_shown",
    "chosen_pair",
    "chosen_thresholds",
    "face",
    "figures",
    "headline",
    "largest_events_of",
    "last_save_of",
    "load_source",
    "merges",
    "note",
    "notice",
    "obey_command_line",
    "open_source",
    "pair_table",
    "pairs_near",
    "part",
    "patience",
    "picked",
    "preview",
    "problem",
    "propose",
    "proposed",
    "quality_curve",
    "run_training",
    "saved_state",
    "show_blocking",
    "show_change",
    "show_cluster",
    "show_model",
    "show_overview",
    "show_pair",
    "show_proposal",
    "show_quality",
    "show_saving",
    "show_trial",
    "splits",
    "title",
    "told_largest",
    "told_order",
    "weight_counts",
    "weight_histogram",
    "with_thresholds",
    "words_as_text",
]
