"""Look-alikes under one roof: several events in one house on one day, which only title or hour tells apart."""

from dataclasses import replace
from random import Random

from .events import Event, make_event
from .kinds import Kind, kinds
from .lookalikes import EXACT, NAMED, again, later
from .slots import fill

_GROUPS = [
    ("", " (2)"),
    (" (1)", " (2)"),
    (" – Gruppe 1", " – Gruppe 2"),
    (" – Gruppe A", " – Gruppe B"),
    (" (Anfänger)", " (Fortgeschrittene)"),
]


def parallel_groups(rng: Random, event: Event) -> list[Event]:
    """Two groups of one course at one hour in one house: a mark behind the title is the difference."""
    needs = frozenset({"title", "name", "time"})
    return [replace(event, mark=mark, needs=needs) for mark in rng.choice(_GROUPS)]


def courses_side_by_side(rng: Random, event: Event) -> list[Event]:
    """Another course, talk or tour of the same kind in the same house, at the same hour or half an hour later."""
    slots, anchor = fill(event.kind.slots, rng, event.town, event.venue), event.kind.anchor
    if slots[anchor] == event.slots[anchor]:
        return []
    one = replace(event, musts=(event.slots[anchor],), needs=NAMED)
    beside = later(event, rng.choice([0, 0, 0, 30]))
    return [one, again(one, slots=slots, musts=(slots[anchor],), spans=beside)]


def rooms_of_one_house(rng: Random, event: Event) -> list[Event]:
    """An event of another kind in the next room at the same hour."""
    others = [kind for kind in kinds().values() if _may_share(kind, event)]
    other = make_event(rng, rng.choice(others), event.town, event.first, event.venue) if others else None
    return [event, replace(other, spans=later(event, 0))] if other else []


def slots_of_one_service(rng: Random, event: Event) -> list[Event]:
    """Appointments of one title, half an hour or more apart, each an event of its own."""
    return _one_after_the_other(event, rng.choice([30, 30, 45, 60]), rng.choice([2, 3, 4]))


def tours_of_one_day(rng: Random, event: Event) -> list[Event]:
    """The same guided tour some hours later."""
    return _one_after_the_other(event, rng.choice([90, 120, 180]), rng.choice([2, 2, 3]))


def _one_after_the_other(event: Event, apart: int, times: int) -> list[Event]:
    return [replace(event, spans=later(event, apart * n), needs=EXACT) for n in range(times)]


def _may_share(kind: Kind, event: Event) -> bool:
    other = kind.name != event.kind.name and not set(kind.categories) & set(event.kind.categories)
    return other and event.venue.type in kind.venue and event.first.weekday() in kind.days and not kind.season
