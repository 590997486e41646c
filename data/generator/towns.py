"""One seeded town: its invented venues, guilds, clubs and churches, the same in every week."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from . import words as w
from .places import Place


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
    """A place with all that the seed invented for it."""

    place: Place
    venues: dict[str, list[Venue]] = field(default_factory=dict)
    guilds: list[tuple[str, str]] = field(default_factory=list)
    gugges: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)
    choirs: list[tuple[str, str]] = field(default_factory=list)
    sports: list[str] = field(default_factory=list)
    clubs: list[str] = field(default_factory=list)
    kitas: list[str] = field(default_factory=list)
    churches: list[str] = field(default_factory=list)
    shops: list[str] = field(default_factory=list)


def last_name(rng: Random) -> str:
    """A surname; about 1,000 composed ones and a few that many people bear."""
    if rng.random() < 0.15:
        return rng.choice(w.COMMON_LAST)
    return rng.choice(w.LAST_HEAD) + rng.choice(w.LAST_TAIL)


def build_town(seed: str, place: Place) -> Town:
    """The town the seed makes of a place, independent of every other town."""
    rng = Random(f"{seed}/town/{place.official}")
    town = Town(place)
    many = place.size + 1
    _name_clubs(rng, town, many)
    for kind, count in _VENUE_COUNTS.items():
        town.venues[kind] = list(_venues(rng, town, kind, count(place.size)))
    return town


def _name_clubs(rng: Random, town: Town, many: int) -> None:
    name = town.place.name
    villages = [name, *town.place.districts]
    for _ in range(many):
        nick = (rng.choice(w.GUILD_HEAD) + rng.choice(w.GUILD_TAIL)).capitalize()
        where = rng.choice(["", f" {rng.choice(villages)}"])
        town.guilds.append((f"{rng.choice(w.GUILD_TYPE)} {nick}{where}", nick))
        choir = rng.choice(w.CLUB_NAME)
        town.choirs.append(
            (f"{rng.choice(['Gesangverein', 'Männerchor', 'Kirchenchor', 'Frauenchor'])} {choir}", choir)
        )
        town.sports.append(f"{rng.choice(w.SPORT_CLUB)} {rng.choice(villages)}")
        town.gugges.append(rng.choice(w.GUGGE_HEAD) + rng.choice(w.GUGGE_TAIL))
    town.bands = [f"Musikverein {v}" for v in villages[:3]] + [
        f"Musikverein {rng.choice(w.CLUB_NAME)} {name}"
    ]
    town.churches = rng.sample(w.CHURCHES, many)
    town.kitas = [f"Kindergarten {k}" for k in rng.sample(w.KITA, many)]
    town.shops = [f"{rng.choice(w.SHOP)} {last_name(rng)}" for _ in range(3)]
    kinds = [
        "Schwarzwaldverein",
        "Tennisclub",
        "Angelverein",
        "Landfrauenverein",
        "DRK-Ortsverein",
        "VdK-Ortsverband",
    ]
    kinds += [
        "Obst- und Gartenbauverein",
        "Kleintierzuchtverein",
        "Schützenverein",
        "Heimatverein",
        "Skiclub",
    ]
    town.clubs = [f"{k} {v}" for k in rng.sample(kinds, 5) for v in villages[:2]] + town.bands[:2]
    town.clubs += [choir for choir, _ in town.choirs[:2]]


# How many venues of a type a town of size 1 to 5 has.
_VENUE_COUNTS = {
    "hall": lambda s: s + 1,
    "square": lambda s: s + 1,
    "pub": lambda s: s + 1,
    "church": lambda s: s + 1,
    "parish": lambda s: s,
    "school": lambda s: s,
    "kita": lambda s: s + 1,
    "sports": lambda s: max(1, s - 1),
    "field": lambda s: s,
    "station": lambda s: 2,
    "outdoor": lambda s: s,
    "winery": lambda s: s,
    "townhall": lambda s: 1,
    "library": lambda s: max(1, s - 1),
    "stage": lambda s: s - 1,
    "museum": lambda s: s - 1,
    "gallery": lambda s: s - 1,
    "cinema": lambda s: int(s > 1) + int(s > 3),
    "shop": lambda s: s - 1,
    "youth": lambda s: max(1, s - 1),
}


def _venues(rng: Random, town: Town, kind: str, count: int) -> Iterable[Venue]:
    for nth in range(count):
        yield _venue(rng, town, kind, nth)


def _venue(rng: Random, town: Town, kind: str, nth: int) -> Venue:
    place = town.place
    district = rng.choice(place.districts) if place.districts and (nth or rng.random() < 0.25) else ""
    name, short, article = _venue_name(rng, town, kind, nth, district)
    spread = 0.012 if not district else 0.03
    lat, lon = place.lat + rng.uniform(-spread, spread), place.lon + rng.uniform(-spread, spread)
    street = rng.choice(w.STREET_HEAD) + rng.choice(w.STREET_TAIL)
    number = str(rng.randint(1, 60))
    dative = f"{article} {short}"
    return Venue(kind, name, short, dative, district, street, number, round(lat, 5), round(lon, 5))


def _venue_name(rng: Random, town: Town, kind: str, nth: int, district: str) -> tuple[str, str, str]:
    """Name, what locals say, and the dative article."""
    village = district or town.place.name
    last = last_name(rng)
    choices = {
        "hall": [
            (f"Festhalle {village}", "Festhalle", "der"),
            (f"{rng.choice(w.HALL_HEAD)}halle", "", "der"),
            (f"Bürgerhaus {village}", "Bürgerhaus", "dem"),
            (f"Turn- und Festhalle {village}", "Turnhalle", "der"),
            (f"Mehrzweckhalle {village}", "Mehrzweckhalle", "der"),
            (f"Gemeindehalle {village}", "Gemeindehalle", "der"),
        ],
        "square": [
            (f"Rathausplatz {village}", "Rathausplatz", "dem"),
            ("Marktplatz", "", "dem"),
            ("Dorfplatz", "", "dem"),
            (f"{last}platz", "", "dem"),
            ("Kirchplatz", "", "dem"),
        ],
        "pub": [(f"Gasthaus {p}", p, "dem") for p in rng.sample(w.PUB, 3)] + [(f"{last}s Keller", "", "")],
        "church": [(f"{_church(town, nth)} {village}", _church(town, nth), "")],
        "parish": [
            (f"Gemeindehaus {_church(town, nth)}", "Gemeindehaus", "dem"),
            (f"Pfarrzentrum {_church(town, nth)}", "Pfarrzentrum", "dem"),
            (f"Pfarrsaal {village}", "Pfarrsaal", "dem"),
        ],
        "school": [
            (f"{last}schule", "", "der"),
            (f"Grundschule {village}", "Grundschule", "der"),
            (f"{rng.choice(w.HALL_HEAD)}schule", "", "der"),
        ],
        "kita": [(town.kitas[nth], town.kitas[nth].split(" ", 1)[1], "dem")],
        "sports": [
            (f"Sporthalle {village}", "Sporthalle", "der"),
            (f"{rng.choice(w.HALL_HEAD)}-Sporthalle", "Sporthalle", "der"),
        ],
        "field": [
            (f"Sportplatz {village}", "Sportplatz", "dem"),
            (f"{last}stadion", "", "dem"),
            ("Kunstrasenplatz", "", "dem"),
        ],
        "station": [
            (f"Bahnhof {village}", "Bahnhof", "dem"),
            ("Wanderparkplatz " + last, "Wanderparkplatz", "dem"),
        ],
        "outdoor": [(f"{rng.choice(w.HILL_HEAD)}{rng.choice(w.HILL_TAIL)}", "", "dem")],
        "winery": [(f"Weingut {last}", "", "dem"), (f"Winzerkeller {village}", "Winzerkeller", "dem")],
        "townhall": [(f"Rathaus {town.place.name}", "Ratssaal", "dem")],
        "library": [
            (f"Stadtbibliothek {village}", "Bibliothek", "der"),
            (f"Bücherei {village}", "Bücherei", "der"),
            (f"Mediathek {village}", "Mediathek", "der"),
        ],
        "stage": [
            (f"Kulturscheune {last}", "Kulturscheune", "der"),
            (f"Theater im {last}hof", f"{last}hof", "dem"),
            ("Alte " + rng.choice(["Mühle", "Schmiede", "Post", "Gießerei"]), "", "der"),
            (f"Kleinkunstbühne {rng.choice(w.ADJ)}er Kater", "Kleinkunstbühne", "der"),
        ],
        "museum": [
            (f"Heimatmuseum {village}", "Heimatmuseum", "dem"),
            (f"Museum {last}haus", f"{last}haus", "dem"),
            ("Stadtmuseum", "", "dem"),
        ],
        "gallery": [
            (f"Galerie {last}", "", "der"),
            (f"Kunstverein {village}", "Kunstverein", "dem"),
            (f"Atelier {last}", "", "dem"),
        ],
        "cinema": [
            (f"Kino {rng.choice(['Löwen', 'Krone', 'Union', 'Central', 'Apollo', 'Scala'])}", "", "dem"),
            (f"Kommunales Kino {village}", "Kommunales Kino", "dem"),
            (f"{last}-Lichtspiele", "", "den"),
        ],
        "shop": [(f"Buchhandlung {last}", "", "der"), (f"Bücherstube {last}", "Bücherstube", "der")],
        "youth": [
            (f"Jugendzentrum {village}", "Jugendzentrum", "dem"),
            (f"Familienzentrum {last}", "Familienzentrum", "dem"),
            (f"Mehrgenerationenhaus {village}", "Mehrgenerationenhaus", "dem"),
        ],
    }
    name, short, article = rng.choice(choices[kind])
    return name, short or name, article


def _church(town: Town, nth: int) -> str:
    return town.churches[nth % len(town.churches)]
