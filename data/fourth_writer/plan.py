"""What happens in the county: events held one by one, none of them twice."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, TypedDict, Unpack

from hours import minutes

from .facts import Facts, facts
from .model import County, Event, Venue
from .wording import chosen, filled
from .words import words

When = tuple[date, str, int]  # day, start, minutes
Texts = dict[str, list[str]]  # titles, headlines and texts under these names

_PARTS = ("titles", "headlines", "texts")

_WEEKDAYS: dict[str, Collection[int]] = {
    "any": range(7),
    "weekend": (5, 6),
    "weekday": range(5),
    "late": (3, 4, 5, 6),
}
# Houses with one stage; the others have rooms for several events at a time.
_ONE_AT_A_TIME = {"bar", "brewery", "winery", "cafe", "bookshop", "theater", "gallery", "hotel"}
_ONE_AT_A_TIME |= {"nursery", "studio", "school", "trail", "hospital", "mall"}
_OWNERS = {
    "library": "library",
    "winery": "wine",
    "brewery": "brew",
    "museum": "museum",
    "college": "college",
}


@dataclass(eq=False, slots=True)
class Plan:
    """The events so far.

    `kinds` says how common each kind is, `done` what must not happen again, `company` who teaches dance, and `films`
    what is on.
    """

    county: County
    rng: Random
    kinds: dict[str, float]
    events: list[Event] = field(default_factory=list)
    done: set[tuple[Any, ...]] = field(default_factory=set)
    company: list[str] = field(default_factory=list)
    films: list[tuple[str, str, int, str]] = field(default_factory=list)

    def day(self, weekdays: str = "any") -> date:
        """A day, busy ones more often, on one of these weekdays if the span has them."""
        every = list(zip(self.county.dates, self.county.date_weights, strict=True))
        fit = [(day, weight) for day, weight in every if day.weekday() in _WEEKDAYS[weekdays]] or every
        return self.rng.choices([day for day, _ in fit], [weight for _, weight in fit])[0]

    def facts(self, venue: Venue | None) -> Facts:
        """What an event at this venue may be about."""
        return facts(self.rng, self.county, venue)

    def house(self, *types: str) -> Venue:
        """One of the venues of these types."""
        return self.rng.choice([venue for type in types for venue in self.county.by_type[type]])

    def first_time(self, *what: object) -> bool:
        """Whether this was not done yet; it is now."""
        if what in self.done:
            return False
        self.done.add(what)
        return True


def plan_for(county: County, seed: int) -> Plan:
    """An empty plan, with how common each kind is."""
    rng = Random(f"events-{seed}")
    return Plan(county, rng, {name: rng.uniform(0.5, 1.6) for name in words("kinds")})


class Traits(TypedDict, total=False):
    """What an event may have besides; see `Event`."""

    alike: str
    act: str
    own: str
    free: bool
    shared: str
    family: bool
    shows: list[tuple[date, str]]
    last_day: date


def hold(
    plan: Plan,
    category: str,
    venue: Venue,
    when: When,
    texts: Texts,
    told: Facts,
    exclusive: bool = True,
    **traits: Unpack[Traits],
) -> Event | None:
    """Hold an event, or nothing if the house is taken (unless not `exclusive`) or the event is held already.

    `told` are the facts that fill the slots of its texts.
    """
    day, start, length = when
    if exclusive and "last_day" not in traits and not _take(venue, day, start, length):
        return None
    titles, headlines, sentences = ([filled(text, told) for text in texts.get(part, ())] for part in _PARTS)
    alike = traits.get("alike") or re.sub(r"<[^>]*>", "", titles[0]).lower()
    traits["alike"] = alike.strip("~! ")
    traits["act"] = traits.get("act") or traits["alike"]
    event = Event(len(plan.events), category, venue, *when, titles, headlines, sentences, **traits)
    event.fame = plan.rng.lognormvariate(*((-0.6, 0.8) if event.own else (-0.25, 0.75)))
    if not plan.first_time("held", event.alike, venue.name, day, start):
        return None
    plan.events.append(event)
    return event


def owner(venue: Venue, *types: str) -> str:
    """The kind of publisher whose house it is, if it is of these types; of any type if none are given."""
    return _OWNERS.get(venue.type, "") if not types or venue.type in types else ""


def worded(rng: Random, row: dict[str, Any]) -> Texts:
    """The titles, headlines and texts of a scene, with one of each [a|b]."""
    return {part: [chosen(rng, text) for text in row.get(part, ())] for part in _PARTS}


def _take(venue: Venue, day: date, start: str, length: int) -> bool:
    """Whether the house is free half an hour before and after; if so, it is taken."""
    if venue.type not in _ONE_AT_A_TIME:
        return True
    begin = minutes(start)
    taken = venue.busy.setdefault(day, [])
    if any(begin < until + 30 and since < begin + length + 30 for since, until in taken):
        return False
    taken.append((begin, begin + length))
    return True
