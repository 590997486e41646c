"""One true event: where, when and by whom, and the contents of the slots it is told with."""

import re
from dataclasses import dataclass, field
from datetime import date
from random import Random

from .clock import later
from .inventions import Told, band, edition, invent
from .kinds import Kind
from .organisers import organiser_of
from .people import person, surname
from .region import PARTIES, Place, Region, Venue, bonfire_hill
from .seasons import PRAYER_DAY_LAND
from .venues import venue_of
from .words import WORDS, word

Slots = dict[str, Told]


@dataclass(eq=False, slots=True)
class Event:
    """A true event.

    `keep` names what tells it from a look-alike and no listing may lose: title, city, venue, date, time. `doors` is
    how many minutes earlier they open. A part of a larger event has titles and texts of its own.
    """

    number: int
    kind: Kind
    place: Place
    venue: Venue
    day: date
    start: str
    end: str
    organiser: list[str]
    slots: Slots
    prominence: float
    doors: int
    price: str
    free: bool
    edition: list[str]
    contact: str
    last_day: date | None = None
    keep: frozenset[str] = frozenset()
    suffix: list[str] = field(default_factory=list)
    date_may_err: bool = True
    venue_exact: bool = False
    own_titles: list[str] = field(default_factory=list)
    own_texts: list[str] = field(default_factory=list)

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last_day - self.day).days + 1 if self.last_day else 1


def first(told: Told) -> str:
    """The usual wording."""
    return told if isinstance(told, str) else told[0]


def wordings(told: Told) -> list[str]:
    """All wordings."""
    return [told] if isinstance(told, str) else told


def make(
    rng: Random,
    region: Region,
    number: int,
    kind: Kind,
    place: Place,
    day: date,
    organiser: list[str] | None = None,
) -> Event:
    """An event of the kind with everything about it drawn."""
    venue = venue_of(region, place, rng.choice(kind.venues))
    start = rng.choice(kind.times)
    prominence = kind.prominence * rng.choice([0.7, 1, 1, 1.3])
    rng.random()  # nothing needs it any more; without it every seed would hold other events
    end = _end(rng, kind, start)
    doors = _doors(rng, kind)
    region.rng.seed(f"{number}-{region.rng.random()}")
    party = rng.choice(list(PARTIES)) if kind.organiser == "partei" else ""
    if party:
        organiser = [party, PARTIES[party], f"{PARTIES[party]} {place.short}"]
    organiser = organiser or organiser_of(region, place, kind.organiser)
    slots = _slots(rng, region, place, venue, organiser) | {"slot": start}
    _special_person(rng, region, kind, party, slots)
    if kind.organiser == "winzer" and venue.type == "weingut":
        organiser = [f"Weingut {venue.owner}"]
        slots |= {"org": organiser, "kurzname": venue.owner}
    _fill_slots(rng, region, kind, slots)
    price = first(slots["preis"]) if kind.paid and rng.random() < 0.85 else ""
    free = not price and kind.often_free and rng.random() < 0.6
    times_held = edition(rng) if kind.numbered and rng.random() < 0.35 else []
    contact = f"0{rng.choice(_DIALLING_CODES)} {rng.randint(1000, 99999)}"
    return Event(
        number=number, kind=kind, place=place, venue=venue, day=day, start=start, end=end,
        organiser=organiser, slots=slots, prominence=prominence, doors=doors, price=price, free=free,
        edition=times_held, contact=contact,
    )  # fmt: skip


_DIALLING_CODES = ["7641", "7643", "7821", "761", "7681", "7663", "7822"]


def _end(rng: Random, kind: Kind, start: str) -> str:
    """The hour it ends, or nothing where nobody says."""
    if kind.hours:
        return later(start, kind.hours * 60 - rng.choice([0, 0, 30]))
    return later(start, rng.choice([60, 90, 120, 150, 180, 240])) if rng.random() < 0.5 else ""


def _doors(rng: Random, kind: Kind) -> int:
    opens = kind.doors == 1 or (rng.random() < 0.3 and kind.doors > 0)
    return rng.choice([30, 60]) if opens else 0


def _slots(rng: Random, region: Region, place: Place, venue: Venue, organiser: list[str]) -> Slots:
    """The slots that every kind has."""
    people = region.rng
    slots: Slots = {"ort": place.name, "kurz": place.short, "org": organiser, "kurzname": organiser[0]}
    slots |= {"person": person(people), "helfer": person(people)}
    slots |= {"frau": person(people, False), "mann": person(people, True)}
    slots |= {"nachname": surname(people), "zweiter_name": surname(people)}
    mayor = place.town.mayor
    slots["schultes"] = mayor if rng.random() < 0.5 else [mayor, mayor.split()[-1]]
    slots["band"] = band(rng, region)
    slots["gugge"] = word(rng, "gugge_head") + word(rng, "gugge_tail")
    slots["dj"] = word(rng, "dj")
    name = venue.names[0]
    slots |= {"strasse": venue.street, "platz": name if name in WORDS["square"] else "Festplatz"}
    slots |= {"funken": bonfire_hill(region, place), "bach": place.town.stream}
    slots["laden"] = word(rng, "shop").format(surname=surname(people))
    slots["preis"] = str(rng.choice([3, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 22, 25, 28, 32]))
    slots |= {"fantasie": word(rng, "fantasy"), "instrument": word(rng, "instrument")}
    land = PRAYER_DAY_LAND[region.year]
    slots |= {"zunft": organiser_of(region, place, "narren"), "aus_land": land}
    slots["land"] = land.replace("den ", "")
    slots["kursnummer"] = f"{rng.randint(100, 999)}{rng.choice('ABCK')}{rng.randint(10, 99)}"
    return slots | {"saal": [name], "schule": name}


def _special_person(rng: Random, region: Region, kind: Kind, party: str, slots: Slots) -> None:
    """The party's candidate or a doctor, where a kind may have one."""
    if "candidate" in kind.features and rng.random() < 0.6:
        slots["person"] = region.candidates[party]
    if "doctor" in kind.features and rng.random() < 0.3:
        slots["person"] = invent("expert", rng, region)


def _fill_slots(rng: Random, region: Region, kind: Kind, slots: Slots) -> None:
    """The slots of the kind, and its prices."""
    for slot, drawn in kind.slots.items():
        if isinstance(drawn, str):
            slots[slot] = invent(drawn, rng, region)
        else:
            slots[slot] = [_filled(wording, slots) for wording in rng.choice(drawn)]
    if kind.prices:
        slots["preis"] = rng.choice(kind.prices)


def _filled(wording: str, slots: Slots) -> str:
    return re.sub(r"\{(\w+)\}", lambda slot: first(slots.get(slot[1], slot[0])), wording)
