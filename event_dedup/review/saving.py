"""Saving what was tuned: the newest saved configuration and model are in force on the next run, and can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from event_dedup.linkage import Model
from event_dedup.settings import MatchingConfig, SettingsError, Vocabulary, parse_matching_config
from event_dedup.store import Connection, memory, open_store, transaction
from event_dedup.user_error import UserError


class NothingToUndo(UserError):
    """There is no save before the last one; the message says so."""


class NothingToSave(UserError):
    """What is to be saved is what is saved; the message says so."""


class SavedMeanwhile(UserError):
    """Somebody has saved since one looked; the message says who, what, when and what to do."""


@dataclass(frozen=True, slots=True)
class SavedModel:
    """Which model was saved last, and when (UTC); number 0 is none."""

    number: int = 0
    model_id: str = ""
    at: datetime = datetime.min

    def __str__(self) -> str:
        return f"the model {self.model_id} was saved on {self.at:%d %b %Y %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved last, by whom and when (UTC); number 0 is the default, which nobody saved."""

    number: int
    config: MatchingConfig
    by: str
    at: datetime
    model: SavedModel

    def __str__(self) -> str:
        at = self.config.thresholds
        what = f"thresholds and words (merge {at.merge:g}, review {at.review:g})"
        return f"{self.by} saved {what} on {self.at:%d %b %Y %H:%M} UTC"


def last_save(con: Connection) -> Saved:
    """The save that is in force, and the model that is."""
    model = _last_model(con)
    rows = con.sql(
        """
        SELECT configuration_id, content, saved_by, saved_at FROM store.configuration
        ORDER BY configuration_id DESC LIMIT 1
        """
    ).fetchall()
    for number, content, by, at in rows:
        return Saved(number, parse_matching_config(content), by, at, model)
    return Saved(0, MatchingConfig(), "", datetime.min, model)


def _last_model(con: Connection) -> SavedModel:
    rows = con.sql(
        "SELECT model_number, model_id, saved_at FROM store.model ORDER BY model_number DESC LIMIT 1"
    ).fetchall()
    return SavedModel(*rows[0]) if rows else SavedModel()


def save_tuned(
    store: Path, config: MatchingConfig, model: Model, saved_by: str, seen: Saved | None = None
) -> Path:
    """Save both or neither, as `save_configuration` and `save_model` do."""
    with open_store(store) as con, transaction(con):
        _save_configuration(con, config, saved_by, seen)
        _save_model(con, model, seen)
    return _write_beside(store, to_toml(config))


def save_configuration(store: Path, config: MatchingConfig, saved_by: str, seen: Saved | None = None) -> Path:
    """Put `config` in force from the next run on, and write it beside the store as TOML; the path of that file.

    Raises NothingToSave where it is what was saved last, SavedMeanwhile where that is not what was `seen`, StoreError
    where the store cannot be written.
    """
    with open_store(store) as con, transaction(con):
        _save_configuration(con, config, saved_by, seen)
    return _write_beside(store, to_toml(config))


def _save_configuration(con: Connection, config: MatchingConfig, saved_by: str, seen: Saved | None) -> None:
    last = last_save(con)
    if last.number and last.config == config:
        raise NothingToSave("This is what is saved already: there is nothing to save.")
    _check_seen(last, seen)
    _append(con, to_toml(config), saved_by)


def _check_seen(last: Saved | SavedModel, seen: Saved | SavedModel | None) -> None:
    if seen and seen.number != last.number:
        how = "Press again to do it all the same, or reload the page to go on from there."
        raise SavedMeanwhile(f"Nothing was done, since {last}. {how}")


def undo_configuration(store: Path, saved_by: str, seen: Saved | None = None) -> MatchingConfig:
    """Save the last configuration that differs from the one saved again; before the first one it was the default.

    Raises NothingToUndo where no other was ever saved, SavedMeanwhile where the one saved is not what was `seen`.
    """
    with open_store(store) as con, transaction(con):
        last = last_save(con)
        _check_seen(last, seen)
        saved = [parse_matching_config(content) for (content,) in con.sql(_CONFIGURATIONS).fetchall()]
        before = next((each for each in [*saved, MatchingConfig()] if each != last.config), None)
        if before is None:
            raise NothingToUndo(
                "No other thresholds or words were saved in this store yet, so there is nothing to undo."
            )
        _append(con, to_toml(before), f"{saved_by} (undo)")
    _write_beside(store, to_toml(before))
    return before


def save_model(store: Path, model: Model, seen: Saved | None = None) -> None:
    """Put `model` in force from the next run on. Raises SavedMeanwhile where the last model is not the one `seen`."""
    with open_store(store) as con, transaction(con):
        _save_model(con, model, seen)


def undo_model(store: Path, seen: Saved | None = None) -> Model:
    """Save the model before the last one again.

    Raises NothingToUndo where the store has had one model alone, SavedMeanwhile where the last is not the one `seen`.
    """
    with open_store(store) as con, transaction(con):
        contents = [content for (content,) in con.sql(_NEWEST_MODELS).fetchall()]
        if len(contents) < 2:
            raise NothingToUndo("This store has had one model only, so there is none to go back to.")
        model = Model.from_json(contents[1])
        _save_model(con, model, seen)
    return model


def _save_model(con: Connection, model: Model, seen: Saved | None) -> None:
    _check_seen(_last_model(con), seen and seen.model)
    memory.save_model(
        con, model.model_id, model.trained_at, model.trained_on, model.to_json(), memory.moment(con)
    )


_CONFIGURATIONS = "SELECT content FROM store.configuration ORDER BY configuration_id DESC"
_NEWEST_MODELS = "SELECT content FROM store.model ORDER BY model_number DESC LIMIT 2"


def save_history(con: Connection) -> pd.DataFrame:
    """Columns saved (UTC), what, by, content: everything ever saved, newest first."""
    found: pd.DataFrame = con.sql(
        """
        SELECT saved_at AS "saved (UTC)", 'thresholds and words' AS what, saved_by AS "by", content
        FROM store.configuration
        UNION ALL
        SELECT saved_at, 'model', '', 'model ' || model_id || ', trained ' || trained_at::DATE || ' on ' || trained_on
        FROM store.model
        ORDER BY "saved (UTC)" DESC, what, content
        """
    ).df()
    return found


def to_toml(config: MatchingConfig) -> str:
    """`config` as TOML that `parse_matching_config` reads back unchanged; defaults are written too."""
    words = config.vocabulary
    return "\n".join(
        [
            "# How listings are matched. In force on the next run.",
            f"max_block_size = {config.max_block_size}",
            "",
            "[thresholds]",
            "# match probabilities: pairs from `merge` on link, those from `review` up to it are reviewed",
            f"merge = {float(config.thresholds.merge)!r}",
            f"review = {float(config.thresholds.review)!r}",
            "",
            "[vocabulary]",
            f"prefixes = {_list(words.prefixes)}",
            *_table("vocabulary.synonyms", words.synonyms),
            *_table("vocabulary.cities", words.cities),
            "",
        ]
    )


def words_to_lines(words: Mapping[str, Iterable[str]]) -> str:
    """One line a word kept: `kept = other, other`."""
    return "\n".join(f"{kept} = {', '.join(others)}" for kept, others in words.items())


def parse_vocabulary(synonyms: str, prefixes: str, cities: str) -> Vocabulary:
    """Words as people write them: `kept = other, other` a line, prefixes by comma or line.

    Raises SettingsError naming the line that is not of that form.
    """
    return Vocabulary(
        synonyms=_lines_to_words(synonyms),
        prefixes=_split(prefixes.replace("\n", ",")),
        cities=_lines_to_words(cities),
    )


def _lines_to_words(text: str) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        kept, sign, others = line.partition("=")
        if not sign or not kept.strip() or not _split(others):
            raise SettingsError(
                f"“{line}” is not of the form: word kept = other word, other word. Mend that line."
            )
        words.setdefault(kept.strip(), []).extend(_split(others))
    return words


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _append(con: Connection, content: str, saved_by: str) -> None:
    con.execute(
        """
        INSERT INTO store.configuration
        SELECT coalesce(max(configuration_id), 0) + 1, $now, $by, $content FROM store.configuration
        """,
        {"now": memory.moment(con), "by": saved_by, "content": content},
    )


def _write_beside(store: Path, content: str) -> Path:
    path = store.with_suffix(".toml")
    half = path.with_name(path.name + ".part")
    half.write_text(content, "utf-8")
    half.replace(path)
    return path


def _table(name: str, words: Mapping[str, Iterable[str]]) -> list[str]:
    if not words:
        return []
    return ["", f"[{name}]", *(f"{_string(kept)} = {_list(others)}" for kept, others in words.items())]


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_string, words))}]"


def _string(text: str) -> str:
    """A basic string of TOML: JSON's escapes, and DEL, which JSON lets through."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
