"""All events of a region, in groups: events that look alike are planned together."""

from datetime import date
from random import Random

from .events import Event
from .kinds import Kind, kinds
from .lookalikes import ordinary
from .plan import Plan
from .region import Place, Region, build
from .venues import venue_of
from .words import word


def planned(seed: int) -> tuple[Region, list[list[Event]]]:
    """The region and the groups of its events."""
    region, rng, all_kinds = build(seed), Random(f"plan{seed}"), kinds()
    often = {kind.name: rng.choice([0.5, 0.8, 1, 1, 1.2, 1.5]) for kind in all_kinds}
    plan = Plan(region, rng, often)
    groups: list[list[Event]] = []
    for kind in all_kinds:
        if "stands" in kind.features:
            groups += _stands(plan, kind)
        elif kind.share:
            groups += _in_many_places(plan, kind)
        else:
            count = int(kind.weight * often[kind.name] * 1.25 + rng.random())
            made = [ordinary(plan, kind) for _ in range(count)]
            groups += [group for group in made if group is not None]
    return region, groups


def _stands(plan: Plan, kind: Kind) -> list[list[Event]]:
    """Information stands: every party in many towns on each Saturday, never twice in one."""
    groups = []
    cores = [place for place in plan.region.places if not place.is_quarter]
    for day in plan.days_of(kind):
        for place in [core for core in cores for _ in range(core.town.size)]:
            if plan.rng.random() >= kind.share * plan.often[kind.name]:
                continue
            event = plan.make(kind, place, day)
            key = ("stand", place.town.name, day, event.organiser[0])
            if key not in plan.seen:
                plan.seen.add(key)
                event.keep |= {"city", "title"}
                event.date_may_err = False
                groups.append([event])
    return groups


def _in_many_places(plan: Plan, kind: Kind) -> list[list[Event]]:
    """The same custom in place after place."""
    rng, days = plan.rng, plan.days_of(kind)
    if not days:
        return []
    if "few_days" in kind.features:
        days = rng.sample(days, min(len(days), 9))
    groups: list[list[Event]] = []
    for place in plan.region.places:
        if ("quarters_only" if not place.is_quarter else "towns_only") in kind.features:
            continue
        share = kind.share * min(1.25, plan.often[kind.name]) * (0.7 if place.is_quarter else 1.15)
        for _ in range(2 if "twice" in kind.features else 1):
            if rng.random() < share:
                event = plan.make(kind, place, rng.choice(days))
                if plan.accept(event, 2):
                    event.keep |= {"city"}
                    groups.append([event])
        if "two_bazaars" in kind.features and place.core_size > 1 and rng.random() < 0.6:
            groups += _two_bazaars(plan, kind, place, rng.choice(days))
    return groups


def _two_bazaars(plan: Plan, kind: Kind, place: Place, day: date) -> list[list[Event]]:
    """Two bazaars in two schools of a town on one day, told apart by the venue."""
    pair: list[Event] = []
    for _ in range(4):
        nursery = venue_of(plan.region, place, "kindergarten")
        event = plan.make(kind, place, day, [f"Elternbeirat {nursery.names[0]}"])
        if event.venue.names[0] in [other.venue.names[0] for other in pair]:
            continue
        if event.venue.type in ("schule", "kindergarten"):
            event.organiser = [f"Elternbeirat {event.venue.names[0]}"]
        else:
            event.organiser = [f"Förderverein Kita {word(plan.rng, 'fantasy')}"]
        event.slots["org"] = event.organiser
        event.keep |= {"venue"}
        event.date_may_err = False
        event.venue_exact = True
        pair.append(event)
        if len(pair) == 2:
            break
    if len(pair) < 2 or (kind.name, place.name, day) in plan.seen:
        return []
    plan.occupy(kind.name, place, day)
    return [pair]
