"""What the invented districts consist of: towns, quarters, houses, organisers, events."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .dice import Dice
from .kinds import Kind


@dataclass(eq=False, slots=True)
class Venue:
    """A house or place; `names` are pairs of the words that lead to it and a name it goes by."""

    type: str
    quarter: "Quarter"
    names: list[tuple[str, str]]
    street: str
    number: str
    lat: float
    lon: float


@dataclass(eq=False, slots=True)
class Quarter:
    """A town's centre (`main`) or one of its villages, with its venues by type."""

    town: "Town"
    name: str
    main: bool
    saint: str = ""
    venues: dict[str, list[Venue]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Town:
    """A municipality; `names` has the official name first, `large` is a town among villages."""

    number: int
    base: str
    names: list[str]
    size: float
    large: bool
    zipcode: str
    lat: float
    lon: float
    area_code: str
    quarters: list[Quarter] = field(default_factory=list)

    @property
    def main(self) -> Quarter:
        """The centre."""
        return self.quarters[0]

    @property
    def villages(self) -> list[Quarter]:
        """The quarters but the centre."""
        return self.quarters[1:]


@dataclass(eq=False, slots=True)
class Organiser:
    """A club, parish or office under its long names (for texts) and short ones (for titles)."""

    type: str
    quarter: Quarter
    long: list[str]
    short: list[str]


@dataclass(eq=False, slots=True)
class World:
    """One landscape in one season: its towns and the dates that matter in it."""

    dice: Dice
    region: dict[str, Any]
    season: str
    first: date
    last: date
    easter: date
    first_advent: date
    towns: list[Town] = field(default_factory=list)
    organisers: dict[tuple[str, Quarter], Organiser] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The letter by which the lists name the region."""
        return str(self.region["code"])


@dataclass(eq=False, slots=True)
class Event:
    """What truly happens; listings say less of it, or say it wrongly.

    `told` names what a listing must not hide, since another event differs in that alone; `exact` forbids wrong hours;
    `musts` are words of which every title shows one; `programme` is the festival it belongs to.
    """

    number: int
    kind: Kind
    venue: Venue
    quarter: Quarter
    day: date
    start: int
    organiser: Organiser
    told: str
    exact: bool
    musts: list[str]
    programme: str
    end: int = 0
    doors: int = 0
    days: list[date] = field(default_factory=list)
    span: str = "single"
    slots: dict[str, list[str]] = field(default_factory=dict)
    fame: float = 0.0
    state: str = ""
    press: list[int] = field(default_factory=list)
    extras: list[int] = field(default_factory=list)
    phone: str = ""
    euros: int = 0
    only_range: bool = False

    @property
    def town(self) -> Town:
        """The municipality of its quarter."""
        return self.quarter.town
