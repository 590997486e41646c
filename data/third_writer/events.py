"""How an event comes to be: a free spot in a town, an hour, an organiser and all that can be told of it."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from hours import minutes

from .feasts import days_for
from .kinds import Kind, kinds
from .model import Event, Organiser, Quarter, Town, Venue, World
from .organisers import organiser
from .people import person
from .venues import named, street
from .words import words

Slots = dict[str, list[str]]


@dataclass(eq=False, slots=True)
class Plan:
    """All events of a world so far, and what is taken: days of a kind in a town, hours of a venue."""

    world: World
    common: list[tuple[Kind, float]] = field(default_factory=list)
    staged: list[Kind] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    busy: set[tuple[str, int, date]] = field(default_factory=set)
    hours: dict[tuple[Venue, date], list[int]] = field(default_factory=dict)
    done: set[tuple[str, Venue, date]] = field(default_factory=set)
    rounds: dict[str, int] = field(default_factory=dict)

    def kind(self, *names: str) -> Kind:
        """The first of these kinds that is held in this world; the last one if none is."""
        return next((kinds()[name] for name in names if self.held(name)), kinds()[names[-1]])

    def held(self, name: str) -> bool:
        """Whether the kind is held in this season and region."""
        return kinds()[name].held(self.world.season, self.world.code)

    def free(self, kind: Kind, town: Town, day: date) -> bool:
        """Whether neither this day nor its neighbours have an event that would be mistaken for one of this kind."""
        return all((kind.alike, town.number, day + timedelta(n)) not in self.busy for n in (-1, 0, 1))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and on which day an event can be."""

    quarter: Quarter
    venue: Venue
    day: date


def pick_town(world: World, large: bool = False) -> Town:
    """A town, the first ones much more often."""
    towns = [town for town in world.towns if town.large] if large else world.towns
    return world.dice.weighted([(town, town.size) for town in towns])


def pick_quarter(world: World, large: bool = False, village: float = 0.35) -> Quarter:
    """A town's centre or, with the odds of `village`, one of its villages."""
    town = pick_town(world, large)
    return world.dice.choice(town.villages) if world.dice.chance(village) else town.main


def pick_venue(world: World, quarter: Quarter, types: tuple[str, ...]) -> Venue | None:
    """A venue of one of the types, if the quarter has any."""
    there = [type for type in types if quarter.venues.get(type)]
    return world.dice.choice(quarter.venues[world.dice.choice(there)]) if there else None


def find_spot(
    plan: Plan, kind: Kind, day: date | None = None, large: bool = False, tries: int = 30
) -> Spot | None:
    """A free spot for an event of this kind, or nothing if the season or the towns have none."""
    world, days = plan.world, days_for(plan.world, kind.days)
    for _ in range(tries if days else 0):
        quarter = pick_quarter(world, large)
        on = day or world.dice.choice(days)
        venue = pick_venue(world, quarter, kind.venues)
        if venue is None:
            quarter = quarter.town.main
            venue = pick_venue(world, quarter, kind.venues)
        if venue and plan.free(kind, quarter.town, on):
            return Spot(quarter, venue, on)
    return None


def hold(
    plan: Plan,
    kind: Kind,
    spot: Spot,
    start: int,
    *,
    by: Organiser | None = None,
    slots: Slots | None = None,
    told: str = "",
    exact: bool = False,
    musts: list[str] | None = None,
    programme: str = "",
) -> Event:
    """Add the event to the plan; `slots` are words it shares with another one."""
    world, dice = plan.world, plan.world.dice
    event = Event(
        number=len(plan.events) + 1,
        kind=kind,
        venue=spot.venue,
        quarter=spot.quarter,
        day=spot.day,
        start=start,
        organiser=by or organiser(world, kind.organiser, spot.quarter),
        told=told,
        exact=exact,
        musts=musts or [],
        programme=programme,
    )
    event.end = _end(world, kind, start)
    _spread(world, event)
    _keep_apart(plan, event)
    event.doors = event.start - (dice.choice([30, 60, 60, 30, 45]) if "door" in kind.flags else 30)
    event.slots = _filled(world, event, slots or {})
    if "home" in kind.flags:
        event.venue = _home(world, event)
    _fit_hour(world, event)
    _publicity(world, event)
    plan.busy |= {(kind.alike, event.town.number, day) for day in _taken(event)}
    plan.events.append(event)
    return event


def _end(world: World, kind: Kind, start: int) -> int:
    end = start + kind.minutes
    if kind.minutes > 60:
        end += world.dice.choice([-30, 0, 0, 0, 30])
    return 1439 if end >= 1440 and world.dice.chance(0.3) else end


def _spread(world: World, event: Event) -> None:
    """The days of it: one, a row of days, one in each week, or weeks on end."""
    dice, flags, first = world.dice, event.kind.flags, event.day
    event.days = [first]
    if "range" in flags:
        event.days, event.span = [first + timedelta(n) for n in range(dice.randint(12, 45))], "long"
    elif "block" in flags:
        event.days, event.span = [first + timedelta(7 * n) for n in range(dice.randint(3, 6))], "block"
    else:
        for count in (2, 3, 4):
            last = first + timedelta(count - 1)
            if f"range{count}" in flags and dice.chance(0.5) and last.weekday() in (5, 6, 0):
                event.days, event.span = [first + timedelta(n) for n in range(count)], "multi"


def _keep_apart(plan: Plan, event: Event) -> None:
    """Move the start by hours if something else begins in the same house around that time."""
    if event.span != "single" or event.kind.name == "kino":
        return
    taken = plan.hours.setdefault((event.venue, event.day), [])
    if not event.exact and not _apart(event.start, taken):
        other = [time for time in (*event.kind.times, *range(540, 1230, 60)) if _apart(time, taken)]
        if other:
            _move(event, other[0])
    taken.append(event.start)


def _apart(start: int, taken: list[int]) -> bool:
    return all(abs(start - other) >= 120 for other in taken)


def _move(event: Event, start: int) -> None:
    event.start, event.end = start, min(start + event.kind.minutes, 1439)


def _filled(world: World, event: Event, shared: Slots) -> Slots:
    """A word and its other forms for every slot of the kind's texts."""
    slots = dict(shared)
    for name in event.kind.slots:
        if name in slots:
            continue
        if re.fullmatch(r"p\ds?|l\d", name):
            slots |= _introduced(world, name[1])
        elif word := _word(world, name):
            slots[name] = word
    if "band" in slots and "band2" in slots:
        while slots["band2"][0] == slots["band"][0]:
            slots["band2"] = world.dice.choice(words("slots")["band"])
    return slots | {"o": event.organiser.long, "oshort": event.organiser.short}


def _introduced(world: World, number: str) -> Slots:
    forms = person(world)
    return {f"p{number}": forms["full"], f"p{number}s": forms["plain"], f"l{number}": forms["last"]}


def _word(world: World, slot: str) -> list[str]:
    """A new word for the slot, or nothing where the listing knows it: the town, the hour, the venue."""
    dice, lists = world.dice, words("slots")
    if slot == "n1":
        return [dice.choice(world.region["surnames"])]
    if slot == "km":
        return [str(dice.randint(6, 22))]
    if slot == "nr":
        return _edition(world)
    if slot == "opp":
        return [f"SV {dice.choice(world.towns).base}"]
    if slot == "ligah":
        return [dice.choice(words("scenes")["leagues"])]
    pool = lists.get("band" if slot == "band2" else slot, [])
    return dice.choice(pool) if pool else []


def _edition(world: World) -> list[str]:
    number = world.dice.randint(2, 44)
    forms = [[f"{number}. ", f"{number}. ", f"{_roman(number)}. ", ""], [f"{number}. ", ""], ["", ""]]
    return world.dice.choice(forms)


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += sign * (number // value)
        number %= value
    return out


def _home(world: World, event: Event) -> Venue:
    """The house of the family that invites."""
    return Venue(
        type="home",
        quarter=event.quarter,
        names=named("garden" if event.kind.name == "garten" else "home", family=event.slots["l1"][0]),
        street=street(world.dice),
        number=str(world.dice.randint(1, 60)),
        lat=event.venue.lat + 0.004,
        lon=event.venue.lon - 0.003,
    )


def _fit_hour(world: World, event: Event) -> None:
    """What is called breakfast is in the morning, what is called night at night."""
    if event.exact:
        return
    theme = " ".join(event.slots[name][0] for name in _themes(event)).lower()
    for row in words("texts")["hours"]:
        if re.search(row["words"], theme):
            start = world.dice.choice([minutes(time) for time in row["starts"]])
            if start != event.start:
                _move(event, start)
                event.doors = start - 30
            return


def _themes(event: Event) -> list[str]:
    return [name for name in event.slots if name in words("texts")["themes"]]


def _publicity(world: World, event: Event) -> None:
    """How well known it is, whether it is off or full, and what a press release would say."""
    dice, kind = world.dice, event.kind
    event.fame = dice.random() + (0.3 if event.quarter.main and event.town.large else 0)
    if dice.chance(0.03):
        event.state = "sold_out" if kind.entry == "ticket" else "cancelled"
    count = len(kind.sentences)
    event.press = sorted(dice.sample(range(count), dice.randint(min(2, count), count)))
    event.extras = dice.sample(range(9), dice.randint(0, 2))
    event.phone = f"{event.town.area_code}/{dice.randint(2000, 99999)}"
    event.euros = dice.choice([5, 6, 8, 10, 12, 15, 18, 22, 25])


def _taken(event: Event) -> list[date]:
    return event.days[:1] if event.span == "long" else event.days[:5]
