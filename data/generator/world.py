"""The stream of listings: week after week, town after town, event after event, magazine after magazine."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from . import lookalikes
from .distortions import distort
from .events import Event, Series, choices_of_week, ordinary_events, regulars
from .magazines import Magazine, printing
from .places import Place, places
from .rates import LOOK_ALIKES
from .towns import Town, build_town
from .writing import Draft, rate, write

FIRST_DAY = date(2026, 2, 5)  # The Thursday after which the sample's Fasnet begins.
LISTINGS_AN_EVENT = 1.75  # measured; only used to choose how many towns and weeks are needed


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
    left, number, week = listings, 0, 0
    while left > 0:
        rng = Random(f"{seed}/week/{week}")
        printed: list[Printed] = []
        for event in events_of_week(rng, towns, series, FIRST_DAY + timedelta(days=7 * week)):
            number += 1
            printed += [
                Printed(issue, number, draft) for issue, draft in listings_of(rng, event, served, week)
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
        events += [s for one in series[town.place.official] if (s := one.occurrence(first))]
        for event in ordinary_events(rng, town, choices, count):
            events += lookalikes.twins(rng, event, LOOK_ALIKES)
    events = _regional_twins(rng, events, towns)
    rng.shuffle(events)
    return events


def _regional_twins(rng: Random, events: list[Event], towns: list[Town]) -> list[Event]:
    found: list[Event] = []
    busy = {(event.kind.name, event.town.place.official) for event in events}
    toured = False
    for event in events:
        made = [event]
        if event.tag == "ordinary":
            near = [t for t in towns if t.place.area == event.town.place.area and t is not event.town]
            if (
                event.kind.name in lookalikes.TOURING
                and near
                and rng.random() < LOOK_ALIKES["tour_of_one_act"]
            ):
                made = lookalikes.same_act_elsewhere(rng, event, rng.choice(near))
            elif (
                event.kind.name in lookalikes.PARADES
                and near
                and rng.random() < LOOK_ALIKES["parade_in_next_town"]
            ):
                free = [t for t in near if (event.kind.name, t.place.official) not in busy]
                made = lookalikes.parade_in_next_town(rng, event, rng.choice(free)) if free else made
            elif event.kind.name == "infostand" and not toured and rng.random() < LOOK_ALIKES["party_tour"]:
                toured = True
                free = [t for t in towns if ("infostand", t.place.official) not in busy]
                made = lookalikes.party_tour(rng, event, [event.town, *rng.sample(free, min(9, len(free)))])
        busy.update((twin.kind.name, twin.town.place.official) for twin in made)
        found += made or [event]
    return found


def listings_of(rng: Random, event: Event, served: frozenset[str], week: int) -> list[tuple[int, Draft]]:
    """What all magazines print of an event, with the number of the issue."""
    found: list[tuple[int, Draft]] = []
    available = printing(event.town.place.area, served)
    for magazine, reach in available:
        if rng.random() < reach * event.fame * 1.5:
            found += _of_magazine(rng, event, magazine, week)
    if not found:
        found += _of_magazine(rng, event, rng.choice(available)[0], week)
    return found[:8]


def _of_magazine(rng: Random, event: Event, magazine: Magazine, week: int) -> Iterator[tuple[int, Draft]]:
    article = rng.random() < rate(magazine, "article")
    yield week, _print(rng, event, magazine, article)
    if rng.random() < rate(magazine, "both_forms") * event.fame * 2:
        yield week, _tagged(_print(rng, event, magazine, not article), "both_forms")
    if rng.random() < rate(magazine, "again_next_week"):
        yield max(0, week - 1), _tagged(_print(rng, event, magazine, article), "again_next_week")


def _print(rng: Random, event: Event, magazine: Magazine, article: bool) -> Draft:
    draft = write(rng, event, magazine, article)
    distort(rng, draft)
    return draft


def _tagged(draft: Draft, tag: str) -> Draft:
    return replace(draft, tags=draft.tags | {tag})
