"""What the invented county consists of: venues, the county itself, events, publishers."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from .wording import composed
from .words import words

Span = tuple[int, int]


@dataclass(eq=False, slots=True)
class Venue:
    """A house or place; `others` are the names it also goes by, `busy` the minutes taken on each day."""

    type: str
    name: str
    town: str
    district: str
    street: str
    number: str
    zipcode: str
    place: tuple[float, float]
    room: str
    others: list[str]
    busy: dict[date, list[Span]] = field(default_factory=dict)
    tours: list[str] = field(default_factory=list)
    step: int = 0


@dataclass(eq=False, slots=True)
class County:
    """One county for a week or two; draws of its names come from its own stream of chance."""

    rng: Random
    name: str
    first: date
    span: int
    towns: list[str] = field(default_factory=list)
    town_weights: list[float] = field(default_factory=list)
    zipcodes: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    venues: list[Venue] = field(default_factory=list)
    by_type: dict[str, list[Venue]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    bands: list[tuple[str, str]] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    date_weights: list[float] = field(default_factory=list)

    def town(self) -> str:
        """A town, large ones more often."""
        return self.rng.choices(self.towns, self.town_weights)[0]

    def person(self) -> str:
        """Somebody who was not drawn before, as far as names reach."""
        for _ in range(50):
            name = self.part("first") + " " + self.part("last")
            if name not in self.people:
                break
        self.people.add(name)
        return name

    def part(self, kind: str) -> str:
        """A part of a name, of this kind in `names.toml`; `single` is one of the many of a noun."""
        if kind == "single":
            return single(self.part("noun"))
        if kind == "town":
            return self.town()
        if kind == "county":
            return self.name
        return str(self.rng.choice(words("names")[kind]))

    def composed(self, pattern: str, **given: str) -> str:
        """A name by its pattern, from the given parts and others that are drawn."""
        return composed(self.rng, pattern, lambda kind: given[kind] if kind in given else self.part(kind))

    def one_of(self, patterns: list[str], **given: str) -> str:
        """One of the names by these patterns."""
        return self.rng.choice([self.composed(pattern, **given) for pattern in patterns])


def single(noun: str) -> str:
    """One of them: "Wolf" of "Wolves"."""
    return str(words("names")["single"].get(noun, noun[:-1]))


@dataclass(eq=False, slots=True)
class Event:
    """What truly happens; listings say less of it, or say it wrongly.

    `alike` names what similar events have in common, `act` what those of one house have. `shows` are the days and
    hours of a run, `shared` tells how it is spread (days, long, run) or the type of house it visits. `own` is the
    kind of publisher whose house it is. The last four say what no listing of it may
    blur.
    """

    number: int
    category: str
    venue: Venue
    day: date
    start: str
    minutes: int
    titles: list[str]
    headlines: list[str]
    texts: list[str]
    alike: str = ""
    act: str = ""
    own: str = ""
    free: bool | None = None
    shared: str = ""
    family: bool = False
    shows: list[tuple[date, str]] = field(default_factory=list)
    last_day: date | None = None
    fame: float = 0
    days: list[date] = field(default_factory=list)
    exact_hour: bool = False
    exact_place: bool = False
    exact_day: bool = False
    same_town: bool = False


@dataclass(eq=False, slots=True)
class Publisher:
    """Somebody who prints listings.

    `places` weighs the ways to tell a place, `title_weights` the forms of a title; most of the others are chances.
    """

    role: str
    key: str
    own: str
    places: dict[str, float]
    no_hour: float
    wrong_hour: float
    wrong_day: float
    end: float
    midnight: float
    rephrases: float
    describes: str
    title_weights: list[float]
    caps: float
    typos: float
    html: float
    venue_suffix: float
    venue_suffix_form: str
    label: float
    day_suffix: float
    status: float
    ampersand: str
    town_suffix: float
    other_venue: float
    categories: float
    category_manner: int
    flags: bool
    exports: int
    twice: float
    articles: float
    adverts: float
    from_today: bool
    street_short: bool
    rate: float
    splits: bool
    cuts: float
    geo: bool
    lower: float
    venue_names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a publisher makes of an event: form and title, which is `generic` if it fits many events.

    `sole` is the only listing of its event, of which no other one tells the hour.
    """

    event: Event
    source: Publisher
    form: str
    title: str
    generic: bool
    sole: bool = False

    @property
    def at_home(self) -> bool:
        """Whether the publisher is the event's own house."""
        return self.source.own == self.event.own != ""
