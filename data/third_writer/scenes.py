"""What happens in a world: single events, rounds of one kind, series, and festivals with all that belongs to them."""

import re
from datetime import date, timedelta

from .events import Plan, Spot, find_spot, hold, pick_quarter, pick_town, pick_venue
from .feasts import days_for
from .kinds import Kind, kinds
from .model import Event, Organiser, Quarter
from .organisers import organiser
from .words import words

Slots = dict[str, list[str]]


def single(plan: Plan) -> None:
    """One event of a common kind."""
    dice = plan.world.dice
    kind = dice.weighted(plan.common)
    spot = find_spot(plan, kind)
    if spot:
        hold(plan, kind, spot, dice.choice(kind.times))


def everywhere(plan: Plan) -> None:
    """The same in many towns on one day: blood donations, information stands, bonfires."""
    world, dice = plan.world, plan.world.dice
    rounds = [kind for kind in kinds().values() if "multi" in kind.flags and plan.held(kind.name)]
    kind = dice.choice([kind for kind in rounds if days_for(world, kind.days)])
    plan.rounds[kind.name] = plan.rounds.get(kind.name, 0) + 1
    if plan.rounds[kind.name] > (4 if kind.name in ("info", "blut", "adventm") else 2):
        return
    days = days_for(world, kind.days)
    day, count = dice.choice(days), dice.randint(3, 8)
    party: Organiser | None = None
    for _ in range(count):
        spot = find_spot(plan, kind, day, tries=10)
        if not spot:
            continue
        quarter = spot.quarter
        if kind.name == "blut" and dice.chance(0.5):
            quarter = quarter.town.main
        by = organiser(world, kind.organiser, quarter)
        if party and dice.chance(0.7):
            by = _branch(party, quarter)
        elif kind.organiser == "party":
            party = party or by
        on = day if dice.chance(0.9) else dice.choice(days)
        hold(plan, kind, Spot(quarter, spot.venue, on), dice.choice(kind.times), by=by, told="place")
    if dice.chance(0.5) and count > 2 and kind.name != "info":
        _in_next_quarter(plan, kind)


def _branch(party: Organiser, quarter: Quarter) -> Organiser:
    """The same party's branch in another place."""
    there = party.quarter.name
    long = [name.replace(there, quarter.name) for name in party.long]
    return Organiser("party", quarter, long, [name.replace(there, quarter.name) for name in party.short])


def _in_next_quarter(plan: Plan, kind: Kind) -> None:
    """The last one once more in another quarter of its town; listings of both name the quarter."""
    first = plan.events[-1] if plan.events else None
    if not first or first.kind is not kind:
        return
    dice = plan.world.dice
    others = [other for other in first.town.villages if other is not first.quarter]
    if not others:
        return
    quarter = dice.choice(others)
    venue = pick_venue(plan.world, quarter, kind.venues)
    if venue:
        hold(plan, kind, Spot(quarter, venue, first.day), dice.choice(kind.times), told="quarter")
        first.told = "quarter"


def performances(plan: Plan) -> None:
    """A play several times, also twice on one day."""
    dice = plan.world.dice
    kind = dice.choice(plan.staged)
    spot = find_spot(plan, kind)
    if not spot:
        return
    start, count = dice.choice(kind.times), dice.randint(2, 5)
    first = hold(plan, kind, spot, start, told="series", exact=True)
    used = {(spot.day, start)}
    for _ in range(count - 1):
        day, at = _next_performance(plan, spot.day, start)
        if (day, at) in used or day > plan.world.last:
            continue
        used.add((day, at))
        again = Spot(spot.quarter, spot.venue, day)
        hold(plan, kind, again, at, by=first.organiser, slots=first.slots, told="series", exact=True)


def _next_performance(plan: Plan, day: date, start: int) -> tuple[date, int]:
    dice = plan.world.dice
    other = day if dice.chance(0.3) else day + timedelta(dice.choice([1, 7, 8, 14, 2]))
    at = start
    if other == day:
        at = dice.choice([840, 870, 900]) if start > 1020 else start + 180
    if other.weekday() == 6 and dice.chance(0.5):
        at = min(at, 1020)
    return other, at


def series(plan: Plan) -> None:
    """A course, a group or a market each week or each second week."""
    world, dice = plan.world, plan.world.dice
    kind = dice.choice([kind for kind in kinds().values() if "series" in kind.flags])
    spot = find_spot(plan, kind)
    if not spot:
        return
    venue, start, count = spot.venue, dice.choice(kind.times), dice.randint(2, 5)
    step = dice.choice([7, 7, 7, 14])
    slots: Slots = {}
    if kind.name == "kursw":
        slots = {"kurs": dice.choice(words("slots")["kurs"])}
        venue = pick_venue(world, spot.quarter, _rooms(slots["kurs"][0])) or venue
    first: Event | None = None
    for number in range(count):
        day = spot.day + timedelta(step * number)
        if day > world.last:
            break
        by, shared = (first.organiser, first.slots) if first else (None, slots)
        event = hold(plan, kind, Spot(spot.quarter, venue, day), start, by=by, slots=shared, told="series")
        first = first or event
        event.fame *= 0.6


def _rooms(course: str) -> tuple[str, ...]:
    if re.search(words("scenes")["seated_courses"], course):
        return "vhs", "protestant_hall", "youth", "school"
    return ("pool",) if "Wasser" in course else ("gym", "hall", "protestant_hall")


def cinema(plan: Plan) -> None:
    """The films of a cinema on one day or two."""
    world, dice = plan.world, plan.world.dice
    kind = kinds()["kino"]
    venue = dice.choice([house for town in world.towns for house in town.main.venues.get("cinema", [])])
    day = dice.choice(days_for(world, kind.days))
    films = dice.sample(words("slots")["film"], dice.randint(2, 4))
    by = organiser(world, kind.organiser, venue.quarter)
    by.long, by.short = [f"{venue.names[0][1]} {venue.quarter.name}"], [venue.names[0][1]]
    for on in (day, day + timedelta(1)) if dice.chance(0.6) else (day,):
        if on > world.last or ("kino", venue, on) in plan.done:
            continue
        plan.done.add(("kino", venue, on))
        spot = Spot(venue.quarter, venue, on)
        for film in films:
            for start in dice.sample(kind.times, dice.choice([1, 1, 2])):
                hold(plan, kind, spot, start, by=by, slots={"film": film}, told="series", exact=True)


def services(plan: Plan) -> None:
    """The Sunday services of a quarter, Catholic and Protestant."""
    quarter = pick_quarter(plan.world, village=0.5)
    for kind_name, type in (("gottk", "catholic_church"), ("gotte", "protestant_church")):
        churches = quarter.venues.get(type, [])
        if churches and not plan.world.dice.chance(0.3):
            day = plan.world.dice.choice(days_for(plan.world, "6"))
            if (kind_name, churches[0], day) not in plan.done:
                plan.done.add((kind_name, churches[0], day))
                _sunday(plan, kinds()[kind_name], Spot(quarter, churches[0], day))


def _sunday(plan: Plan, kind: Kind, spot: Spot) -> None:
    dice = plan.world.dice
    mornings = [time for time in kind.times if time < 700]
    starts = sorted(dice.sample(mornings, dice.choice([1, 1, 2])))
    by = organiser(plan.world, kind.organiser, spot.quarter)
    if starts[-1] - starts[0] < 90:
        starts = starts[:1]
    for start in starts:
        hold(plan, kind, spot, start, by=by, told="quarter", exact=True).fame *= 0.6
    if kind.name == "gottk" and dice.chance(0.3) and spot.day > plan.world.first:
        eve = Spot(spot.quarter, spot.venue, spot.day - timedelta(1))
        hold(plan, kind, eve, 1080, by=by, told="quarter", exact=True)


def festival(plan: Plan) -> None:
    """A festival and what goes on at it or beside it; each part is an event of its own."""
    dice, names = plan.world.dice, words("scenes")
    kind = kinds()[dice.choice([name for name in names["festivals"] if plan.held(name)])]
    spot = find_spot(plan, kind)
    if not spot:
        return
    main = hold(plan, kind, spot, dice.choice(kind.times))
    main.fame += 0.4
    beside = [name for name in names["beside_festival"] if plan.held(name)]
    for name in dice.sample(beside, dice.randint(1, 3)):
        part, day = kinds()[name], dice.choice(main.days)
        if not plan.free(part, spot.quarter.town, day):
            continue
        venue = spot.venue
        if not dice.chance(0.55):
            venue = pick_venue(plan.world, spot.quarter, part.venues) or venue
        start = dice.choice(part.times)
        by = main.organiser if name in names["by_festival"] and dice.chance(0.6) else None
        hold(plan, part, Spot(spot.quarter, venue, day), start, by=by, programme=_festival_name(main))


def _festival_name(main: Event) -> str:
    name = main.kind.titles[0].split(" {")[0].split(" [")[0].replace("{nr}", "")
    for slot in ("gew", "fest"):
        if slot in main.slots:
            name = name.replace(f"{{{slot}}}", main.slots[slot][0])
    return name


def exhibition(plan: Plan) -> None:
    """An exhibition with its opening and perhaps a guided tour; only the exhibition has a range of days."""
    dice = plan.world.dice
    kind, opening, tour = kinds()["ausst"], kinds()["vernissage"], kinds()["fuehrungx"]
    spot = find_spot(plan, kind)
    if not spot:
        return
    shown = hold(plan, kind, spot, dice.choice(kind.times))
    shown.only_range = True
    by, slots = shown.organiser, shown.slots
    day = spot.day if dice.chance(0.6) else spot.day - timedelta(1)
    opened = Spot(spot.quarter, spot.venue, day)
    hold(plan, opening, opened, dice.choice(opening.times), by=by, slots=slots)
    if dice.chance(0.5):
        guided = Spot(spot.quarter, spot.venue, spot.day + timedelta(dice.randint(3, 11)))
        hold(plan, tour, guided, dice.choice([840, 900, 1080]), by=by, slots=slots)


def talk_in_parts(plan: Plan) -> None:
    """A talk in two or three parts, a week apart."""
    dice, kind = plan.world.dice, kinds()["vortrag"]
    spot = find_spot(plan, kind)
    if not spot:
        return
    start = dice.choice(kind.times)
    first: Event | None = None
    for part in range(1, dice.choice([2, 2, 3]) + 1):
        day = spot.day + timedelta(7 * (part - 1))
        if day > plan.world.last:
            break
        by, slots = (first.organiser, first.slots) if first else (None, None)
        there = Spot(spot.quarter, spot.venue, day)
        musts = [f"Teil {part}", f"{part}. Teil", f"Teil {'I' * part}"]
        event = hold(plan, kind, there, start, by=by, slots=slots, told="series", musts=musts)
        first = first or event


def tour(plan: Plan) -> None:
    """One act in two or three towns on days in a row."""
    dice = plan.world.dice
    kind = kinds()[dice.choice(words("scenes")["tours"])]
    first: Event | None = None
    for number in range(dice.randint(2, 3)):
        spot = find_spot(plan, kind)
        if spot and first:
            spot = _next_stop(plan, first, spot, number)
        if spot:
            slots = first.slots if first else None
            event = hold(plan, kind, spot, dice.choice(kind.times), slots=slots, told="place")
            first = first or event


def _next_stop(plan: Plan, first: Event, spot: Spot, number: int) -> Spot | None:
    day = first.day + timedelta(number)
    if day > plan.world.last:
        day = first.day - timedelta(number)
    if spot.quarter.town is first.town or not plan.free(first.kind, spot.quarter.town, day):
        return None
    return Spot(spot.quarter, spot.venue, day)


def evening(plan: Plan) -> None:
    """Up to three concerts and shows in one town on one evening."""
    world, dice = plan.world, plan.world.dice
    town = pick_town(world, large=True)
    day = dice.choice(days_for(world, "456"))
    held = [kinds()[name] for name in words("scenes")["one_evening"] if plan.held(name)]
    for kind in dice.sample(held, min(3, len(held))):
        if not plan.free(kind, town, day):
            continue
        venue = pick_venue(world, town.main, kind.venues)
        if venue:
            late = [time for time in kind.times if time >= 1020] or kind.times
            hold(plan, kind, Spot(town.main, venue, day), dice.choice(late))
