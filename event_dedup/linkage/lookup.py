"""What `prepare` looks up: the lexicon of a model and the vocabulary as tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from event_dedup.linkage.model import Model
from event_dedup.linkage.vocabulary import Words, stem

_COMMON = 0.02  # share of listings taken to hold a word of the vocabulary's common words
_MAX_BITS = 10  # words rarer than one in a thousand listings are equally rare, in a set of any size
_QUANTA = 4  # steps a bit


@lru_cache(maxsize=4)  # 20 ms each: once a model, not once a delivery
def word_table(model: Model, words: Words) -> pa.Table:
    """Columns word, rarity (quarter bits, at least 1) of every known word; other words are as rare as the rarest."""
    total, counts = _counts(model, "words")
    common = {word: max(counts.get(word, 0.0), _COMMON * total) for word in map(stem, words.common_words)}
    return _rarity_table({**counts, **common}, total, lambda bits: round(bits * _QUANTA))


@lru_cache(maxsize=4)
def gram_table(model: Model) -> pa.Table:
    """Columns word (three letters), rarity (squared bits, for a cosine)."""
    total, counts = _counts(model, "grams")
    return _rarity_table(counts, total, lambda bits: round(bits * bits))


def mapping_table(known: Mapping[str, str], key: str, value: str) -> pa.Table:
    """Columns `key` and `value`, ordered by both: the entries of a mapping between texts."""
    entries = sorted(known.items())
    columns = {key: [one for one, _ in entries], value: [other for _, other in entries]}
    return pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()})


def city_table(model: Model, words: Words) -> pa.Table:
    """Columns label, kept: labels of one place, from the vocabulary and learnt from listings."""
    return mapping_table({**model.lexicon.get("cities", {}), **words.cities}, "label", "kept")


def country_table(words: Words) -> pa.Table:
    """Columns label, kept: labels of one country."""
    return mapping_table(words.countries, "label", "kept")


def quarter_table(model: Model) -> pa.Table:
    """Columns quarter, town: parts of a town and the town they belong to, learnt from listings that name both."""
    return mapping_table(model.lexicon.get("quarters", {}), "quarter", "town")


def spot_table(model: Model) -> pa.Table:
    """Columns town, spot_latitude, spot_longitude, spot_country: towns of lists of the whole world."""
    spots = sorted(model.lexicon.get("spots", {}).items())
    return pa.table(
        {
            "town": pa.array([town for town, _ in spots], pa.string()),
            "spot_latitude": pa.array([latitude for _, (latitude, _, _) in spots], pa.float64()),
            "spot_longitude": pa.array([longitude for _, (_, longitude, _) in spots], pa.float64()),
            "spot_country": pa.array([country for _, (_, _, country) in spots], pa.string()),
        }
    )


def home_table(model: Model) -> pa.Table:
    """Columns source, home: the town of sources that list one town alone, learnt from their listings."""
    return mapping_table(model.lexicon.get("homes", {}), "source", "home")


def source_venue_table(model: Model) -> pa.Table:
    """Columns source, source_venue: the venue of sources that list one house alone, learnt from their listings."""
    return mapping_table(model.lexicon.get("source_venues", {}), "source", "source_venue")


def busy_table(model: Model) -> pa.Table:
    """Columns town, house: houses of which a file lists several events a day, learnt from listings."""
    return _in_towns(model.lexicon.get("busy_houses", []), "house")


def parted_table(model: Model) -> pa.Table:
    """Columns town, title_hash: titles that two quarters of a town have on one day, learnt from listings."""
    return _in_towns(model.lexicon.get("parted_titles", []), "title_hash")


def town_table(model: Model) -> pa.Table:
    """Columns name, town: the names of known towns and of their quarters, learnt from listings."""
    towns = {**{town: town for town in model.lexicon.get("towns", [])}, **model.lexicon.get("quarters", {})}
    return mapping_table(towns, "name", "town")


def street_table(model: Model) -> pa.Table:
    """Columns town, house, known_street: the street of the houses of a town, learnt from listings that name both."""
    streets = model.lexicon.get("streets", {})
    places = [place.split("|") for place in sorted(streets)]
    return pa.table(
        {
            "town": pa.array([town for town, _ in places], pa.string()),
            "house": pa.array([house for _, house in places], pa.string()),
            "known_street": pa.array([streets[place] for place in sorted(streets)], pa.string()),
        }
    )


def series_table(model: Model) -> pa.Table:
    """Columns title_hash, on_days, in_places, at_times, in_towns: titles that are repeated, as `_series` has them."""
    series = sorted(model.lexicon.get("series", {}).items())
    columns = {
        "title_hash": pa.array([name for name, _ in series], pa.string()),
        "on_days": pa.array([bool(kind & 1) for _, kind in series], pa.bool_()),
        "in_places": pa.array([bool(kind & 2) for _, kind in series], pa.bool_()),
        "at_times": pa.array([bool(kind & 4) for _, kind in series], pa.bool_()),
        "in_towns": pa.array([bool(kind & 8) for _, kind in series], pa.bool_()),
    }
    return pa.table(columns)


def sibling_table(model: Model) -> pa.Table:
    """Columns title_hash, siblings, agreed: titles that one file, or files of two sources, list beside a title."""
    siblings, agreed = (model.lexicon.get(name, {}) for name in ("siblings", "agreed_siblings"))
    known = sorted(siblings)
    return pa.table(
        {
            "title_hash": pa.array(known, pa.string()),
            "siblings": pa.array([siblings[name] for name in known], pa.list_(pa.string())),
            "agreed": pa.array([agreed.get(name, []) for name in known], pa.list_(pa.string())),
        }
    )


def _in_towns(known: Sequence[str], of: str) -> pa.Table:
    """Columns town and `of`, from texts "town|…"."""
    split = [each.split("|") for each in known]
    columns = {"town": [town for town, _ in split], of: [each for _, each in split]}
    return pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()})


def _counts(model: Model, kind: str) -> tuple[float, dict[str, float]]:
    return float(model.lexicon.get("listings", 0.0)) or 1.0, dict(model.lexicon.get(kind, {}))


def _rarity_table(counts: Mapping[str, float], total: float, scale: Any) -> pa.Table:
    rarity = {word: scale(_bits(count, total)) for word, count in counts.items()}
    known = sorted(rarity)
    # The last row is no word: it holds the rarity of words never met.
    return pa.table(
        {
            "word": pa.array([*known, ""], pa.string()),
            "rarity": pa.array([*(max(1, rarity[word]) for word in known), scale(_MAX_BITS)], pa.uint64()),
        }
    )


def _bits(count: float, total: float) -> float:
    return min(_MAX_BITS, max(0.25, math.log2((total + 1) / (count + 0.5))))
