"""The publishers of a world: what each one takes, and its habits, drawn as `publishers.toml` says."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .dice import Dice
from .model import Event, Town, Venue, World
from .words import words

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "–": "-"}
_QUOTES = [None, None, ("„", "“"), ("„", "“"), ("»", "«"), ("'", "'"), ("", "")]
_NARROW = ("amts", "weekly", "town", "parish", "kreis", "club")
_PRINTED = ("amts", "daily", "weekly", "parish")
_DAYS_BETWEEN = {"daily": 1, "town": 9, "portal": 11, "amts": 7, "weekly": 7, "parish": 14}
_DAYS_AHEAD = {"daily": 9, "weekly": 9, "amts": 12, "parish": 16}


@dataclass(eq=False, slots=True)
class Publisher:
    """A source of listings; `town` is set if it belongs to one, `usual_names` is what it calls each venue."""

    key: str
    type: str
    town: Town | None
    habits: dict[str, Any]
    first_names: float
    quotes: tuple[str, str] | None
    abbreviates: float
    rewrites: float
    salt: float
    clock_style: int
    issues: list[date] = field(default_factory=list)
    usual_names: dict[Venue, int] = field(default_factory=dict)

    @property
    def regional(self) -> bool:
        """Whether its readers live in more than one town."""
        return self.town is None or self.type == "tour"

    @property
    def file_type(self) -> str:
        """What the listings were read from."""
        return "pdf" if self.type in _PRINTED else "html"

    def takes(self, event: Event) -> bool:
        """Whether the event is of the kind and place that it prints."""
        here = self.town is None or self.type == "tour" or event.town is self.town
        return here and _TAKES.get(self.type, _everything)(event)

    def issue_for(self, dice: Dice, day: date, but: date | None = None) -> date | None:
        """An issue that announces the day; another one than `but`, if there is any."""
        far = _DAYS_AHEAD.get(self.type, 25)
        found = [
            issue for issue in self.issues if issue <= day and (day - issue).days <= far and issue != but
        ]
        if not found:
            if but:
                return None
            found = [issue for issue in self.issues if issue <= day][-1:] or self.issues[:1]
        return dice.choice(found)


def publishers(world: World) -> list[Publisher]:
    """All publishers of the world."""
    dice, towns, files = world.dice, world.towns, words("publishers")["files"]
    calendars, gazettes = dice.randint(3, 6), dice.randint(2, 5)
    found = []
    for town in dice.sample(towns[:9], calendars):
        found.append(_publisher(dice, ("stadt-" if town.large else "gemeinde-") + _file(town), "town", town))
    found += [_publisher(dice, f"amtsblatt-{_file(t)}", "amts", t) for t in dice.sample(towns[:14], gazettes)]
    for type, most in (("daily", 2), ("weekly", 3), ("portal", 3)):
        found += [_publisher(dice, key, type) for key in dice.sample(files[type], dice.randint(1, most))]
    found.append(_publisher(dice, "ticketshop", "ticket"))
    found.append(_publisher(dice, "kreis-kalender", "kreis"))
    parishes = dice.sample(towns[:8], dice.randint(1, 3))
    found += [_publisher(dice, f"pfarrbrief-{_file(town)}", "parish", town) for town in parishes]
    found.append(_publisher(dice, "drk-termine", "drk"))
    found.append(_publisher(dice, f"tourist-{_file(towns[0])}", "tour", towns[0]))
    found.append(_publisher(dice, "vhs-programm", "vhs"))
    if dice.chance(0.8):
        found.append(_publisher(dice, "kino-programm", "kino"))
    found += [_publisher(dice, f"sport-{_file(town)}", "club", town) for town in dice.sample(towns[:8], 2)]
    if dice.chance(0.6):
        found.append(_publisher(dice, "kulturkreis", "kult"))
    for publisher in found:
        publisher.issues = _issues(world, publisher.type)
    return found


def without_umlauts(text: str) -> str:
    """The text in the letters of an old database."""
    for letter, written in UMLAUTS.items():
        text = text.replace(letter, written)
    return text


def _file(town: Town) -> str:
    return re.sub("[^a-z]", "", without_umlauts(town.base).lower())


def _publisher(dice: Dice, key: str, type: str, town: Town | None = None) -> Publisher:
    rows = words("publishers")
    own = {name: _drawn(dice, value) for name, value in rows["habits"][type].items()}
    return Publisher(
        key=key,
        type=type,
        town=town,
        habits=rows["general"] | own,
        first_names=dice.uniform(0.35, 0.85),
        quotes=dice.choice(_QUOTES),
        abbreviates=dice.choice([0, 0.02, 0.08, 0.2]) if type in _NARROW else 0.01,
        rewrites=dice.uniform(0.2, 0.8),
        salt=dice.random(),
        clock_style=dice.randrange(3),
    )


def _drawn(dice: Dice, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "low" in value:
        return dice.uniform(value["low"], value["high"])
    if "any" in value:
        return dice.choice(value["any"])
    return value["yes"] if dice.chance(value["odds"]) else value["no"]


def _issues(world: World, type: str) -> list[date]:
    dice = world.dice
    day = world.first - timedelta(dice.randint(2, 8))
    if type in ("amts", "weekly", "parish"):
        day += timedelta((dice.choice([2, 3, 4, 5]) - day.weekday()) % 7)
        if day > world.first:
            day -= timedelta(7)
    found = []
    while day <= world.last:
        if type != "daily" or day.weekday() != 6:
            found.append(day)
        day += timedelta(_DAYS_BETWEEN.get(type, 13))
    return found


def _everything(_: Event) -> bool:
    return True


def _by_a_parish(event: Event) -> bool:
    organisers = ("kath", "ev", "kfd", "kolping", "caritas", "evfrauen")
    houses = ("catholic_church", "protestant_church", "catholic_hall", "protestant_hall")
    guests = event.venue.type in houses and event.number % 2 == 0
    return event.organiser.type in organisers or event.kind.category == "Kirche" or guests


def _ticketed(event: Event) -> bool:
    shows = ("Theater", "Kabarett", "Konzert", "Genuss", "Party", "Fest")
    return event.kind.entry == "ticket" and ("ticket" in event.kind.flags or event.kind.category in shows)


def _for_visitors(event: Event) -> bool:
    sights = ("Führung", "Markt", "Fest", "Ausstellung", "Advent", "Brauchtum")
    return event.kind.category in sights and event.town.number < 6


def _taught(event: Event) -> bool:
    rooms = ("vhs", "school", "library", "culture", "hall")
    return event.kind.category in ("Kurs", "Vortrag") and event.venue.type in rooms


def _by_a_club(event: Event) -> bool:
    return event.kind.category in ("Sport", "Verein", "Wandern") and event.quarter.main


def _cultural(event: Event) -> bool:
    arts = ("Kabarett", "Konzert", "Literatur", "Ausstellung", "Film", "Theater")
    return event.kind.category in arts and event.town.large


_TAKES: dict[str, Callable[[Event], bool]] = {
    "parish": _by_a_parish,
    "ticket": _ticketed,
    "drk": lambda event: event.kind.name == "blut",
    "tour": _for_visitors,
    "vhs": _taught,
    "kino": lambda event: event.kind.name == "kino",
    "club": _by_a_club,
    "kult": _cultural,
}
