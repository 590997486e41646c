"""The stream of listings: week after week, town after town, event after event, magazine after magazine."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from .distortions import distort
from .events import Event, Series, choices_of_week, ordinary_events, regulars
from .magazines import Magazine, printing
from .places import Place, places
from .rates import LOOK_ALIKES, RATES
from .regional import with_regional_twins
from .towns import Town, build_town
from .twins import twins
from .writing import Draft, rate, write

FIRST_DAY = date(2026, 2, 5)  # The Thursday after which the sample's Fasnet begins.
ONLINE = frozenset({"vortrag", "vhskurs", "sprechstunde", "lesung"})
LISTINGS_AN_EVENT = (
    1.7  # a planned event, twins included; measured 1.6 to 1.9, only used to plan towns and weeks
)


Said = dict[tuple[str, date], Event]
"""Of which event a headline without a name in it was printed, by headline and day."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of the region and for how many weeks."""

    towns: tuple[Place, ...]
    weeks: int


def plan(listings: int, weeks: int | None = None) -> Plan:
    """Towns and weeks for so many listings: both grow, then weeks alone; never the events of a town and day."""
    needed = listings / LISTINGS_AN_EVENT * 1.04
    weeks = weeks or max(2, round(math.sqrt(needed / 120)))
    chosen: list[Place] = []
    for place in places():
        if chosen and sum(p.events_a_week for p in chosen) * weeks >= needed:
            break
        chosen.append(place)
    a_week = sum(place.events_a_week for place in chosen)
    return Plan(tuple(chosen), max(weeks, math.ceil(needed / a_week)))


@dataclass(frozen=True, slots=True)
class Printed:
    """A draft with the issue it stands in and the number of its true event."""

    issue: int
    event_number: int
    draft: Draft


def stream(listings: int, seed: str, the_plan: Plan) -> Iterator[list[Printed]]:
    """The listings of one week of events after the other, until there are `listings` of them."""
    towns = [build_town(seed, place) for place in the_plan.towns]
    series = {
        t.place.official: regulars(Random(f"{seed}/regular/{t.place.official}"), t, FIRST_DAY) for t in towns
    }
    served = frozenset(place.area for place in the_plan.towns)
    said: Said = {}
    left, number, week = listings, 0, 0
    while left > 0:
        rng = Random(f"{seed}/week/{week}")
        printed: list[Printed] = []
        for event in events_of_week(rng, towns, series, FIRST_DAY + timedelta(days=7 * week)):
            number += 1
            event = _moved_online(Random(f"{seed}/online/{number}"), event)
            printed += [
                Printed(issue, number, draft) for issue, draft in listings_of(rng, event, served, week, said)
            ]
        yield printed[:left]
        left -= len(printed)
        week += 1


def events_of_week(
    rng: Random, towns: list[Town], series: dict[str, list[Series]], first: date
) -> list[Event]:
    """All events of a week with their twins, in no order."""
    choices = choices_of_week(first)
    events: list[Event] = []
    for town in towns:
        mean = town.place.events_a_week
        count = max(0, round(rng.gauss(mean * 0.75, math.sqrt(mean) / 2)))
        recurring = [held for one in series[town.place.official] if (held := one.occurrence(first))]
        events += recurring
        seen = {(event.kind.name, event.first) for event in recurring}
        for event in ordinary_events(rng, town, choices, count, seen):
            events += twins(rng, event, LOOK_ALIKES)
    events = with_regional_twins(rng, events, towns)
    rng.shuffle(events)
    return events


def listings_of(
    rng: Random, event: Event, served: frozenset[str], week: int, said: Said
) -> list[tuple[int, Draft]]:
    """What all magazines print of an event, with the number of the issue."""
    found: list[tuple[int, Draft]] = []
    available = printing(event.town.place.area, served)
    for magazine, reach in available:
        if rng.random() < reach * event.fame * 1.5:
            found += _of_magazine(rng, event, magazine, week, said)
    if not found:
        found += _of_magazine(rng, event, rng.choice(available)[0], week, said)
    return found[:8]


def _moved_online(rng: Random, event: Event) -> Event:
    """The event, perhaps held online; one that only its place tells from another stays where it is."""
    moved = event.kind.name in ONLINE and "place" not in event.needs and rng.random() < RATES["held_online"]
    return replace(event, online=True) if moved else event


def _of_magazine(
    rng: Random, event: Event, magazine: Magazine, week: int, said: Said
) -> Iterator[tuple[int, Draft]]:
    article = rng.random() < rate(magazine, "article")
    draft = _print(rng, event, magazine, article, said)
    yield week, draft
    if rng.random() < rate(magazine, "both_forms") * event.fame * 2:
        yield week, _tagged(_print(rng, event, magazine, not article, said), "both_forms")
    if week and rng.random() < rate(magazine, "again_next_week"):
        same = draft if rng.random() < 0.6 else _print(rng, event, magazine, article, said)
        yield week - 1, _tagged(same, "again_next_week")


def _print(rng: Random, event: Event, magazine: Magazine, article: bool, said: Said) -> Draft:
    draft = write(rng, event, magazine, article)
    _say_whose(draft, said)
    distort(rng, draft)
    return draft


def _say_whose(draft: Draft, said: Said) -> None:
    """No two papers find the same headline for two events of a day: the second one names whose it is."""
    event = draft.event
    if draft.title in event.kind.headline and said.setdefault((draft.title, event.first), event) is not event:
        draft.title = f"{event.slots[event.kind.anchor]}: {draft.title}"


def _tagged(draft: Draft, tag: str) -> Draft:
    return replace(draft, tags=draft.tags | {tag})
