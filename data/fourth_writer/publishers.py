"""Who prints listings, with habits that the seed draws, and which events they take."""

import re
from random import Random
from typing import Any

from .model import County, Event, Publisher
from .words import words

_VISITED = {"brewery": "brew", "winery": "wine"}


def publishers(county: County, seed: int) -> list[Publisher]:
    """Those that every county has, and three or four of the others."""
    rng, lists = Random(f"pubs-{seed}"), words("publishers")
    found = []
    for row in lists["always"]:
        name, places = _one(rng, row["names"]), _one(rng, row["places"])
        found.append(_publisher(rng, county, row, name, places))
    others = [(row, _one(rng, row["names"])) for row in lists["sometimes"]]
    for row, name in rng.sample(others, rng.choice([3, 4, 4])):
        found.append(_publisher(rng, county, row, name, row["places"][0]))
    return found


def taken_by(event: Event, sources: list[Publisher], rng: Random) -> list[Publisher]:
    """Those that list the event: its own house nearly always, the others as they like it; at least one if any does."""
    taken = [source for source in sources if source.own and source.own == event.own]
    if taken and rng.random() >= 0.96:
        taken = []
    visited = _VISITED.get(event.shared)
    if visited:
        taken += [source for source in sources if source.own == visited and rng.random() < 0.8]
    liking = [(source, _liking(source, event)) for source in sources]
    for source, likes in liking:
        if source not in taken and likes and rng.random() < min(0.9, likes * event.fame * 0.62):
            taken.append(source)
    fallback = [(source, likes) for source, likes in liking if likes > 0]
    if not taken and fallback:
        taken = rng.choices([source for source, _ in fallback], [likes for _, likes in fallback])
    return taken


def _liking(source: Publisher, event: Event) -> float:
    printed = words("publishers")["prints"].get(source.role, {})
    return float(printed.get(event.category, 0)) * source.rate


def _one(rng: Random, options: list[str]) -> str:
    return options[0] if len(options) == 1 else rng.choice(options)


def _publisher(rng: Random, county: County, row: dict[str, Any], name: str, places: str) -> Publisher:
    """A publisher with its habits, drawn in this order."""
    own = row.get("own", "")
    weights = words("publishers")["places"][places]
    return Publisher(
        role=row["role"],
        key=_key(county, name),
        own=own,
        places={place: weight * rng.uniform(0.5, 1.6) for place, weight in weights.items()},
        no_hour=row.get("no_hour", rng.uniform(0.04, 0.24)),
        wrong_hour=rng.uniform(0.015, 0.065),
        wrong_day=rng.uniform(0.005, 0.02),
        end=rng.choice([0, 0.2, 0.6, 0.95]),
        midnight=rng.choice([0, 0, 0.02, 0.05]),
        rephrases=rng.uniform(0, 0.4),
        describes=rng.choice(["full", "some", "short", "none", "none", "fluff", "mix", "mix"]),
        title_weights=_title_weights(rng, bool(own)),
        caps=rng.choice([0, 0, 0, 0.02, 0.1]),
        typos=rng.uniform(0, 0.04),
        html=rng.choice([0, 0, 0.03, 0.12]),
        venue_suffix=rng.choice([0, 0, 0.05] if own else [0, 0.02, 0.08, 0.25]),
        venue_suffix_form=rng.choice([" at {v}", " @ {v}", " | {v}", " - {v}", ", {v}"]),
        label=rng.choice([0, 0, 0.05, 0.2]),
        day_suffix=rng.choice([0, 0, 0, 0.03, 0.1]),
        status=rng.uniform(0, 0.03),
        ampersand=rng.choice(["", "", "and", "&"]),
        town_suffix=rng.choice([0, 0, 0.05, 0.15]),
        other_venue=rng.uniform(0.05, 0.5),
        categories=rng.choice([0, 0.5, 1]),
        category_manner=rng.randrange(3),
        flags=rng.random() < 0.5,
        exports=rng.choice([1, 1, 2]),
        twice=rng.choice([0, 0.01, 0.03]),
        articles=row.get("articles", 0),
        adverts=row.get("adverts", 0),
        from_today=rng.random() < 0.5,
        street_short=rng.random() < 0.5,
        rate=rng.uniform(0.6, 1.35),
        splits=rng.random() < 0.35,
        cuts=rng.choice([0, 0, 0.03]),
        geo=rng.random() < 0.5,
        lower=rng.choice([0, 0, 0.02]),
    )


def _title_weights(rng: Random, own: bool) -> list[float]:
    """How much it likes each form of a title; a house prefers the name it gave."""
    first = 6 if own else rng.uniform(0.3, 1.5)
    low, high = (0, 1.2) if own else (0.05, 1)
    return [first, *(rng.uniform(low, high) for _ in range(12))]


def _key(county: County, name: str) -> str:
    """The name of its files: letters and digits alone."""
    houses = {type: county.by_type[type][0].name for type in ("paint", "senior", "dance")}
    towns = {"T": county.towns[0], "T2": county.towns[1]}
    return re.sub("[^a-z0-9]", "", name.format(C=county.name, **towns, **houses).lower())
