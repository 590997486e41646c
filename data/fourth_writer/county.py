"""The county a seed stands for: its towns, venues, bands and days."""

import re
from datetime import date, timedelta
from random import Random

from .model import County, single
from .venues import furnish
from .wording import composed
from .words import words

_BANDS = 420
_OF_WEEKDAY = (0.7, 0.8, 1, 1.2, 1.6, 2.4, 1.6)  # how much happens from Monday to Sunday


def build(seed: int) -> County:
    """The county of this seed."""
    rng = Random(f"county-{seed}")
    name = rng.choice(words("names")["county"])
    span = rng.choice([8, 9, 10, 12, 14])
    year = rng.choice([2024, 2025, 2026])
    county = County(rng, name, date(year, rng.randint(1, 12), rng.randint(1, 28)), span)
    _found(county)
    furnish(county)
    _form_bands(county)
    _weigh_days(county)
    return county


def _found(county: County) -> None:
    """Towns with their weights, zip codes and coordinates."""
    rng = county.rng
    count = rng.randint(9, 20)
    while len(county.towns) < count:
        town = _town_name(county)
        if town not in county.towns:
            county.towns.append(town)
    county.town_weights = [1 / (rank + 1.3) ** 0.75 for rank in range(count)]
    zipcode = rng.randint(10000, 98000)
    lat, lon = rng.uniform(32, 46), rng.uniform(-123, -76)
    for rank, town in enumerate(county.towns):
        county.places[town] = (lat + rng.uniform(-0.3, 0.3), lon + rng.uniform(-0.4, 0.4))
        county.zipcodes[town] = zipcode + rank * 3


def _town_name(county: County) -> str:
    form = county.rng.random()
    base = county.composed("{stem}{ending}").capitalize()
    if form < 0.6:
        name = base
    elif form < 0.7:
        name = county.part("before_town") + base
    elif form < 0.85:
        name = base + county.part("after_town")
    elif form < 0.9:
        name = county.composed("{mission}{mission_of}")
    else:
        name = county.composed("{last}{after_family}")
    return re.sub(r"ll?l", "ll", name)


def _form_bands(county: County) -> None:
    """Bands with what they play."""
    rng, seen = county.rng, set()
    while len(county.bands) < _BANDS:
        band = _band(county)
        if band not in seen:
            seen.add(band)
            played = (genres for mark, genres in words("names")["genre_of"].items() if mark in band)
            county.bands.append((band, rng.choice(next(played, words("names")["genre"]))))


def _band(county: County) -> str:
    rng = county.rng
    form = rng.random()
    parts = {kind: county.part(kind) for kind in ("first", "last", "adjective")}
    parts["noun"], parts["other_noun"] = rng.sample(words("names")["noun"], 2)
    parts["single"] = single(parts["noun"])
    name = next(row["name"] for row in words("names")["bands"] if form < row["to"])

    def slot(kind: str) -> str:
        return parts[kind] if kind in parts else county.part(kind.removeprefix("other_"))

    return composed(rng, name, slot).strip()


def _weigh_days(county: County) -> None:
    """Two days hold more than others, and the second week less."""
    county.dates = [county.first + timedelta(number) for number in range(county.span)]
    busy = county.rng.sample(county.dates, 2)
    for number, day in enumerate(county.dates):
        weight = _OF_WEEKDAY[day.weekday()] * (1.5 if day in busy else 1)
        county.date_weights.append(weight * (1.25 if number < 7 else 0.8))
