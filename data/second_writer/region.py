"""The invented region of a seed: two counties, their towns and quarters, and the time it is told of."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .people import person, skip
from .seasons import thursday_of_fasnet, year_of
from .words import word

PARTIES = {
    "CDU": "CDU",
    "SPD": "SPD",
    "Bündnis 90/Die Grünen": "Grüne",
    "FDP": "FDP",
    "Freie Wähler": "FW",
    "Linke": "Linke",
    "AfD": "AfD",
    "ÖDP": "ÖDP",
    "Volt": "Volt",
}


@dataclass(eq=False, slots=True)
class Venue:
    """Somewhere an event is held, under all the names publishers have for it; `owner` is the winery's."""

    type: str
    names: list[str]
    street: str
    number: str
    lat: float
    lon: float
    owner: str


@dataclass(eq=False, slots=True)
class Town:
    """A municipality; size 3 is a county town, 1 a village."""

    name: str
    short: str
    county: str
    zipcode: str
    size: int
    lat: float
    lon: float
    stream: str
    mayor: str


@dataclass(eq=False, slots=True)
class Place:
    """The core of a town or one of its quarters; venues and organisers are invented when first asked for."""

    town: Town
    name: str
    short: str
    is_quarter: bool
    weight: float
    lat: float
    lon: float
    venues: dict[str, list[Venue]] = field(default_factory=dict)
    organisers: dict[str, list[str]] = field(default_factory=dict)
    hill: str = ""

    @property
    def core_size(self) -> int:
        """The town's size at its core, 0 in a quarter."""
        return 0 if self.is_quarter else self.town.size


@dataclass(eq=False, slots=True)
class Region:
    """All that is true of a seed before anything happens."""

    rng: Random
    year: int
    fasnet: date
    start: date
    end: date
    counties: tuple[str, str]
    places: list[Place]
    candidates: dict[str, str]

    @property
    def towns(self) -> list[Town]:
        """Every town once."""
        return [place.town for place in self.places if not place.is_quarter]


def build(seed: int) -> Region:
    """The region of the seed; what it invents later is drawn from a stream of its own."""
    rng = Random(f"world{seed}")
    year = year_of(seed)
    fasnet = thursday_of_fasnet(year)
    start = max(date(year, 2, 1), fasnet - timedelta(rng.randint(11, 15)))
    end = min(date(year, 3, 31), start + timedelta(rng.randint(44, 57)))
    count = rng.randint(24, 42)
    used: set[str] = set()
    streams = [word(rng, "town_head") + "bach" for _ in range(6)]
    counties = _counties(rng, used)
    places: list[Place] = []
    for number in range(count):
        county = counties[0] if number < count * 0.62 else counties[1]
        size = 3 if number < 2 else 2 if number < 8 else 1
        places += _town_with_quarters(rng, used, county, size, streams)
    candidates = {party: person(rng, rng.random() < 0.6) for party in PARTIES}
    return Region(Random(f"w2{seed}"), year, fasnet, start, end, counties, places, candidates)


def bonfire_hill(region: Region, place: Place) -> str:
    """Where the place lights its bonfire."""
    if not place.hill:
        place.hill = word(region.rng, "hill_head") + word(region.rng, "hill_tail")
    return place.hill


def _counties(rng: Random, used: set[str]) -> tuple[str, str]:
    first = f"Landkreis {_town_name(rng, used)}-{word(rng, 'county_tail')}"
    skip(rng, 3, 3)
    return first, word(rng, "second_county")


def _town_with_quarters(
    rng: Random, used: set[str], county: str, size: int, streams: list[str]
) -> list[Place]:
    town = _town(rng, used, county, size, streams)
    core = Place(town, town.name, town.short, False, size * 2.0, town.lat, town.lon)
    counts = (0, rng.choice([0, 0, 1, 2, 3]), rng.randint(2, 5), rng.randint(4, 7))
    quarters = []
    for _ in range(counts[size]):
        name = _quarter_name(rng, used)
        lat, lon = town.lat + rng.uniform(-0.04, 0.04), town.lon + rng.uniform(-0.04, 0.04)
        quarters.append(Place(town, name, name, True, 0.7, lat, lon))
    return [core, *quarters]


def _town(rng: Random, used: set[str], county: str, size: int, streams: list[str]) -> Town:
    name = _town_name(rng, used)
    zipcode = f"7{rng.choice('789')}{rng.randint(100, 999)}"
    lat, lon = 47.6 + rng.random() * 0.7, 7.6 + rng.random() * 0.7
    stream = rng.choice(streams)
    if rng.random() < 0.08:
        name = f"Bad {name}"
    elif rng.random() < 0.06:
        name += f" am {word(rng, 'town_by')}"
    short = re.sub(r" am .*|^Bad ", "", name)
    return Town(name, short, county, zipcode, size, lat, lon, stream, person(rng, True))


def _town_name(rng: Random, used: set[str]) -> str:
    while True:
        name = _composed_town(rng)
        if name and 5 < len(name) < 15 and name not in used:
            used.add(name)
            return name


def _composed_town(rng: Random) -> str:
    """A name, or nothing if its parts do not go together."""
    head, tail = word(rng, "town_head"), word(rng, "town_tail")
    if head[-1] == tail[0] and tail[0] != "a" and rng.random() < 0.8:
        return ""
    if head in ("Ober", "Nord", "Feld") and len(tail) < 4:
        return ""
    name = head + tail
    if head == "Ober":
        name = head + word(rng, "town_head").lower() + tail
    if rng.random() < 0.14:
        name = word(rng, "town_prefix") + name.lower()
    if rng.random() < 0.2:
        name = name.replace("heim", "sheim").replace("ssh", "sh")
    return name


def _quarter_name(rng: Random, used: set[str]) -> str:
    while True:
        name = word(rng, "town_head") + word(rng, "quarter_tail")
        if rng.random() < 0.2:
            name = word(rng, "quarter_prefix") + name.lower()
        if name not in used and len(name) > 4:
            used.add(name)
            return name
