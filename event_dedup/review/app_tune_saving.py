"""The section of the tune notebook that saves: what would be saved, the buttons, what was saved before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import marimo as mo

from event_dedup.batch import replace_canonical_events
from event_dedup.review.app_parts import NAMELESS, clean_name, notice, problem, shown
from event_dedup.review.app_tune import chosen_thresholds
from event_dedup.review.app_tune_parts import (
    REFUSED,
    face,
    note,
    part,
    text_table,
)
from event_dedup.review.html import tag
from event_dedup.review.saving import (
    Saved,
    last_save,
    parse_vocabulary,
    save_configuration,
    save_history,
    save_model,
    save_tuned,
    to_toml,
    undo_configuration,
    undo_model,
)
from event_dedup.review.source import Loaded, Source
from event_dedup.review.trial import Trial
from event_dedup.settings import (
    MatchingConfig,
    Settings,
    SettingsError,
    chosen_configuration,
    load_settings,
)
from event_dedup.store import open_store
from event_dedup.user_error import UserError

ACTIONS = {
    "save": "Save thresholds and words",
    "undo": "Undo the last save",
    "save_model": "Save the model tried",
    "undo_model": "Undo the last model",
    "run": "Run now with what is saved",
}


def ask_actions(
    source: Source,
    loaded: Loaded,
    last: Saved,
    sliders: Any,
    words: Any,
    name: Callable[[], str],
    trial: Any,
    done: Callable[[str, str], None],
    refused: Callable[[str], None],
) -> Any:
    """One button an action of saving and undoing.

    `done` is told what came of it, and of which action; `refused` why nothing was saved, so that what was chosen and
    typed stays.
    """

    def press(action: str) -> None:
        try:
            config = config_of(loaded, sliders.value, words.value)
            changed = config not in (loaded.config, last.config)
            both = action == "save_model" and trial() and changed
            done(act(source, "save_both" if both else action, config, trial(), name(), last), action)
        except REFUSED as error:
            refused(str(error))

    buttons = [
        mo.ui.button(
            label=face(label, "match" if action == "save" else "plain"),
            disabled=action == "save_model" and trial() is None,
            on_change=partial(_press, press, action),
        )
        for action, label in ACTIONS.items()
    ]
    return mo.hstack(buttons, justify="start", wrap=True, gap=0.5)


def _press(press: Callable[[str], None], action: str, _: object) -> None:
    press(action)


def last_save_of(source: Source) -> Saved:
    """What the store holds now, whoever saved it."""
    with open_store(source.store, read_only=True) as con:
        return last_save(con)


def show_saving(
    source: Source,
    loaded: Loaded,
    last: Saved,
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
    rows = [
        part("What will be saved"),
        notice(_news(config, loaded, last)),
        note(_state(config, last), " ", _where(source, config, last), " ", _overruled(load_settings())),
        shown(tag("pre", text, class_="ed-card ed-toml")),
        mo.download(
            text.encode(),
            filename="matching.toml",
            mimetype="application/toml",
            label=face("Download as TOML"),
        ),
    ]
    if trial:
        rows.append(
            note(f"A model is tried and not saved: {trial.model.model_id}, {trial.model.trained_on}.")
        )
    history["content"] = history["content"].map(_on_one_line)
    return mo.vstack([*rows, part("Saved before"), text_table(history)], gap=0.5)


def _news(config: MatchingConfig, loaded: Loaded, last: Saved) -> str:
    """What others have saved since the page was opened, and what to do; nothing where it is what the page says."""
    news = [str(last)] if last.config not in (config, loaded.config) else []
    if last.model.number != loaded.saved.model.number:
        news.append(str(last.model))
    if not news:
        return ""
    how = "Reload the page to go on from there, or save over it."
    return f"After this page was opened, {' and '.join(news)}. {how}"


def _state(config: MatchingConfig, last: Saved) -> str:
    if config != last.config:
        return "This is not saved yet."
    return "This is what is saved." if last.number else "Nothing is saved yet; these are the defaults."


def _where(source: Source, config: MatchingConfig, last: Saved) -> str:
    if not source.lasting:
        return "This store goes with the session: download the file and give it to a run with --config."
    stands = last.number and config == last.config
    beside = source.store.with_suffix(".toml").name
    return f"{'It stands' if stands else 'Saving puts it'} in {source.store}, and beside it as {beside}."


def _on_one_line(toml: str) -> str:
    """The settings of a saved file, without its comments and headings."""
    return ", ".join(line for line in toml.splitlines() if line and not line.startswith(("#", "[")))


def config_of(loaded: Loaded, sliders: Mapping[str, float], words: Mapping[str, str]) -> MatchingConfig:
    """The configuration that the controls say. Raises SettingsError for words that are none."""
    return loaded.config.model_copy(
        update={"thresholds": chosen_thresholds(sliders), "vocabulary": parse_vocabulary(**words)}
    )


def act(
    source: Source, action: str, config: MatchingConfig, trial: Trial | None, name: str, last: Saved
) -> str:
    """Do one of `ACTIONS`, or `save_both`; a sentence: what was done and what to do next. `last` is the save seen.

    Raises UserError where nothing was done, with the remedy.
    """
    if action == "save":
        path = save_configuration(source.store, config, _named(name), last)
        return f"Saved, and written to {path}. In force on the next run; “{ACTIONS['run']}” does it here."
    if action == "undo":
        at = undo_configuration(source.store, _named(name), last).thresholds
        return f"Saved again what was saved before: merge {at.merge:g}, review {at.review:g}."
    if action == "save_model":
        if trial is None:
            return "No model is tried: train one in the section Model first."
        save_model(source.store, trial.model, last)
        return "Saved the model. In force on the next run."
    if action == "save_both" and trial:
        path = save_tuned(source.store, config, trial.model, _named(name), last)
        return f"Saved the model, thresholds and words, these written to {path}. In force on the next run."
    if action == "undo_model":
        return f"Saved the model before again: {undo_model(source.store, last).model_id}."
    return _run(source)


def _run(source: Source) -> str:
    settings = load_settings()
    with mo.status.spinner("Running with what is saved", remove_on_exit=True):
        report = replace_canonical_events(source.store, chosen_configuration(settings))
    counts = f"{report.canonical_events:,} canonical events, {report.for_review:,} questions for review."
    return f"Done: {counts} {_overruled(settings)}".strip()


def _overruled(settings: Settings) -> str:
    """That the environment names a file which counts instead of what is saved; nothing where it names none."""
    path = settings.matching_config_path
    variable = "EVENT_DEDUP_MATCHING_CONFIG_PATH"
    return f"Every run takes {path} instead, which {variable} names." if path else ""


def _named(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise UserError(NAMELESS)
    return cleaned
