"""The model: the weights of every comparison level, and everything learnt from listings, frozen together."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from event_dedup.linkage.specification import fixed_weights, splink_settings
from event_dedup.user_error import UserError

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Model:
    """A frozen specification: the same records and the same `model_id` always give the same weights.

    `settings` is a Splink settings object (comparisons with m and u, prior); `lexicon` holds what was learnt from
    listings without labels: how many listings show a word, labels of one place. `judged` is the number of judged pairs
    that the weights have learnt from.
    """

    trained_at: str
    trained_on: str
    settings: JsonObject
    lexicon: JsonObject = field(default_factory=dict)
    judged: int = 0

    def __hash__(self) -> int:
        return hash(self.model_id)

    @cached_property
    def model_id(self) -> str:
        """A hash of the settings and the lexicon: 16 hexadecimal digits."""
        content = json.dumps([self.settings, self.lexicon], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """The model as text that `from_json` reads back unchanged."""
        content = {
            "model_id": self.model_id,
            "trained_at": self.trained_at,
            "trained_on": self.trained_on,
            "settings": self.settings,
            "lexicon": self.lexicon,
            "judged": self.judged,
        }
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Model:
        """The model written by `to_json`, read once in a process. Raises UserError where the text is no such model."""
        return _parsed(text)


@lru_cache(maxsize=4)  # half a megabyte of text each in a large store
def _parsed(text: str) -> Model:
    try:
        content = json.loads(text)
        return Model(
            content["trained_at"],
            content["trained_on"],
            content["settings"],
            content["lexicon"],
            content.get("judged", 0),
        )
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise UserError(f"This is no saved model ({error!r}): train and save it again.") from error


@cache
def default_model() -> Model:
    """The model shipped with the package, good without any training; from `just train-default`."""
    return Model.from_json(files("event_dedup.linkage").joinpath("default_model.json").read_text("utf-8"))


def unadapted(model: Model | None) -> Model:
    """The shipped model, with the weights of `model` where those have learnt from judgements."""
    shipped = default_model()
    return replace(model, lexicon=shipped.lexicon) if model and model.judged else shipped


def match_weight(probability: float) -> float:
    """The match weight, in bits, of a match probability: its log2 odds; infinite for 0 and 1."""
    if probability in (0.0, 1.0):
        return math.inf if probability else -math.inf
    return math.log2(probability / (1 - probability))


def compares_as_shipped(model: Model) -> bool:
    """Whether the model weighs the comparison levels that this version prepares records for."""
    return _conditions(model.settings) == _conditions(splink_settings(fixed_weights(), 0.5))


def _conditions(settings: JsonObject) -> list[tuple[str, list[str]]]:
    return [
        (
            comparison["output_column_name"],
            [level["sql_condition"] for level in comparison["comparison_levels"]],
        )
        for comparison in settings["comparisons"]
    ]
