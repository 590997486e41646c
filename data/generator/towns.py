"""One seeded town: its invented venues, guilds, clubs and churches, the same in every week."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from .places import Place
from .words import WORDS

Names = dict[str, list[list[str]]]
_VENUES: Names = tomllib.loads((Path(__file__).parent / "venues.toml").read_text(encoding="utf-8"))

# How many venues of a type a town of size 1, 2, 3, 4 and 5 has.
_COUNTS = {
    "hall": (2, 3, 4, 5, 6),
    "square": (2, 3, 3, 4, 5),
    "pub": (2, 3, 4, 5, 8),
    "church": (2, 3, 4, 5, 6),
    "parish": (1, 2, 3, 4, 6),
    "school": (1, 2, 3, 4, 6),
    "kita": (2, 3, 4, 5, 6),
    "sports": (1, 1, 2, 3, 4),
    "field": (1, 2, 3, 4, 6),
    "station": (2, 2, 3, 3, 4),
    "outdoor": (2, 2, 2, 2, 3),
    "winery": (1, 2, 2, 2, 2),
    "townhall": (1, 1, 1, 1, 1),
    "library": (1, 1, 2, 3, 4),
    "stage": (0, 1, 2, 3, 6),
    "museum": (0, 1, 2, 2, 4),
    "gallery": (0, 1, 1, 2, 4),
    "cinema": (0, 1, 1, 2, 3),
    "vhs": (1, 1, 1, 2, 3),
    "shop": (0, 1, 2, 2, 4),
    "youth": (1, 1, 2, 2, 4),
}


@dataclass(frozen=True, slots=True)
class Venue:
    """Somewhere an event is held; `dative` carries the article ("der Festhalle"), `short` is what locals say."""

    type: str
    name: str
    short: str
    dative: str
    district: str
    street: str
    street_no: str
    lat: float
    lon: float


@dataclass(slots=True)
class Town:
    """A place with all that the seed invented for it; `centres` are the coordinates of its districts."""

    place: Place
    venues: dict[str, list[Venue]] = field(default_factory=dict)
    centres: dict[str, tuple[float, float]] = field(default_factory=dict)
    guilds: list[tuple[str, str]] = field(default_factory=list)
    gugges: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)
    choirs: list[tuple[str, str]] = field(default_factory=list)
    sports: list[str] = field(default_factory=list)
    clubs: list[str] = field(default_factory=list)
    kitas: list[str] = field(default_factory=list)
    churches: list[str] = field(default_factory=list)
    shops: list[str] = field(default_factory=list)

    @property
    def villages(self) -> list[str]:
        """The town and its districts."""
        return [self.place.name, *self.place.districts]


def last_name(rng: Random) -> str:
    """A surname; about 1,000 composed ones and a few that many people bear."""
    if rng.random() < 0.15:
        return rng.choice(WORDS["common_last"])
    return rng.choice(WORDS["last_head"]) + rng.choice(WORDS["last_tail"])


def build_town(seed: str, place: Place) -> Town:
    """The town the seed makes of a place, independent of every other town."""
    rng = Random(f"{seed}/town/{place.official}")
    town = Town(place)
    for district in place.districts:
        town.centres[district] = (place.lat + rng.uniform(-0.03, 0.03), place.lon + rng.uniform(-0.04, 0.04))
    _name_guilds(rng, town, place.size + 2)
    _name_clubs(rng, town, place.size + 2)
    for kind, counts in _COUNTS.items():
        town.venues[kind] = _venues(rng, town, kind, counts[place.size - 1])
    return town


def _name_guilds(rng: Random, town: Town, many: int) -> None:
    for head in rng.sample(WORDS["guild_head"], many):
        nick = (head + rng.choice(WORDS["guild_tail"])).capitalize()
        where = rng.choice(["", f" {rng.choice(town.villages)}"])
        town.guilds.append((f"{rng.choice(WORDS['guild_type'])} {nick}{where}", nick))
        town.gugges.append(rng.choice(WORDS["gugge_head"]) + rng.choice(WORDS["gugge_tail"]))


def _name_clubs(rng: Random, town: Town, many: int) -> None:
    for name in rng.sample(WORDS["club_name"], many):
        where = rng.choice(["", f" {rng.choice(town.villages)}"])
        town.choirs.append((f"{rng.choice(WORDS['choir_kind'])} {name}{where}", name))
        town.sports.append(f"{rng.choice(WORDS['sport_club'])} {rng.choice(town.villages)}")
    town.bands = [f"Musikverein {village}" for village in town.villages[:3]]
    town.bands.append(f"Musikverein {rng.choice(WORDS['club_name'])} {town.place.name}")
    town.churches = rng.sample(WORDS["churches"], many)
    town.kitas = [f"Kindergarten {name}" for name in rng.sample(WORDS["kita"], many)]
    town.shops = [f"{rng.choice(WORDS['shop'])} {last_name(rng)}" for _ in range(many)]
    kinds = rng.sample(WORDS["club_kind"], 6)
    town.clubs = [f"{kind} {village}" for kind in kinds for village in town.villages[:2]]
    town.clubs += town.bands[:2] + [choir for choir, _ in town.choirs[:2]]


def _venues(rng: Random, town: Town, kind: str, count: int) -> list[Venue]:
    """So many venues of a type with different names."""
    found: dict[str, Venue] = {}
    for nth in range(count * 3):
        venue = _venue(rng, town, kind, nth)
        if len(found) < count and venue.short not in {other.short for other in found.values()}:
            found[venue.name] = venue
    return list(found.values())


def _venue(rng: Random, town: Town, kind: str, nth: int) -> Venue:
    place = town.place
    district = rng.choice(place.districts) if place.districts and (nth or rng.random() < 0.25) else ""
    name, short, article = _venue_name(rng, town, kind, nth, district)
    centre = town.centres.get(district, (place.lat, place.lon))
    street = rng.choice(WORDS["street_head"]) + rng.choice(WORDS["street_tail"])
    lat, lon = centre[0] + rng.uniform(-0.006, 0.006), centre[1] + rng.uniform(-0.009, 0.009)
    number = f"{rng.randint(1, 60)}{rng.choice(['', '', '', 'a'])}"
    return Venue(
        kind,
        name,
        short,
        f"{article} {short}".strip(),
        district,
        street,
        number,
        round(lat, 5),
        round(lon, 5),
    )


def _venue_name(rng: Random, town: Town, kind: str, nth: int, district: str) -> tuple[str, str, str]:
    """Name, what locals say, and the dative article."""
    name, short, article = rng.choice(_VENUES[kind])
    words = {
        "village": district or town.place.name,
        "last": last_name(rng),
        "hall": rng.choice(WORDS["hall_head"]),
        "pub": rng.choice(WORDS["pub"]),
        "church": town.churches[nth % len(town.churches)],
        "kita": town.kitas[nth % len(town.kitas)],
        "hill": rng.choice(WORDS["hill_head"]) + rng.choice(WORDS["hill_tail"]),
        "old": rng.choice(WORDS["old"]),
        "cinema": rng.choice(WORDS["cinema"]),
    }
    return name.format_map(words), (short or name).format_map(words), article
