"""Different events that look like one: teams, levels, ages, houses and organisers side by side."""

from collections.abc import Sequence
from datetime import date, timedelta

from .events import Plan, Spot, find_spot, hold, pick_quarter, pick_town, pick_venue
from .feasts import days_for
from .kinds import Kind, kinds
from .model import Venue
from .organisers import organiser
from .words import words

_SPREAD_OUT = {"range", "range2", "range3", "range4", "block", "multi"}


def matches(plan: Plan) -> None:
    """The home matches of two or three teams of a club, one after the other."""
    world, dice = plan.world, plan.world.dice
    handball = world.season != "e" and dice.chance(0.5)
    kind = plan.kind("hb_h") if handball else plan.kind("fb_h", "hb_h")
    spot = find_spot(plan, kind)
    if not spot:
        return
    by = organiser(world, "sport", spot.quarter)
    guests = dice.choice([town for town in world.towns if town is not spot.quarter.town])
    opponent = organiser(world, "sport", guests.main)
    teams = dice.sample(words("scenes")["teams"], dice.randint(2, 3))
    first = dice.choice([600, 660, 720, 780])
    for number, team in enumerate(teams):
        slots = {"opp": [opponent.long[0], opponent.short[0]]} if dice.chance(0.7) else None
        hold(plan, kind, spot, first + number * 120, by=by, slots=slots, told="time", exact=True, musts=team)


def consulting_hours(plan: Plan) -> None:
    """One service's consulting hours, twice on a day."""
    dice, kind = plan.world.dice, kinds()["beratung"]
    spot = find_spot(plan, kind)
    if not spot:
        return
    slots = {"beratung": dice.choice(words("slots")["beratung"])}
    by = organiser(plan.world, kind.organiser, spot.quarter)
    for start in dice.sample([540, 660, 840, 960], 2):
        hold(plan, kind, spot, start, by=by, slots=slots, told="time", exact=True)


def two_houses(plan: Plan) -> None:
    """The same kind of event in two houses of a town on one day; every listing names the house."""
    world, dice = plan.world, plan.world.dice
    advent = ["adventsen", "adventk"] if world.season == "a" else []
    kind = kinds()[dice.choice(words("scenes")["two_houses"] + advent)]
    for _ in range(10):
        town = pick_town(world, large=True)
        main, villages = town.main, town.villages
        houses = [house for type in kind.venues for house in main.venues.get(type, [])]
        houses += [v for quarter in villages for type in kind.venues for v in quarter.venues.get(type, [])]
        day = dice.choice(days_for(world, kind.days))
        if len(houses) < 2 or not plan.free(kind, town, day):
            continue
        pair = dice.sample(houses, 2)
        if _share_a_name(*pair):
            continue
        for house in pair:
            hold(plan, kind, Spot(house.quarter, house, day), dice.choice(kind.times), told="venue")
        return


def _share_a_name(left: Venue, right: Venue) -> bool:
    return bool({name for _, name in left.names} & {name for _, name in right.names})


def guided_tours(plan: Plan) -> None:
    """Two tours of a town on one day, on different themes."""
    dice = plan.world.dice
    kind = plan.kind("fuehrung", "repair")
    spot = find_spot(plan, kind, large=True)
    if not spot:
        return
    slot = "fuehrung" if kind.name == "fuehrung" else "ehren"
    for theme in dice.sample(words("slots")[slot], 2):
        venue = pick_venue(plan.world, spot.quarter, kind.venues) or spot.venue
        there = Spot(spot.quarter, venue, spot.day)
        hold(plan, kind, there, dice.choice(kind.times), slots={slot: theme}, told="topic")


def one_house(plan: Plan) -> None:
    """Two to four unrelated events in one house on one day."""
    world, dice = plan.world, plan.world.dice
    for _ in range(8):
        quarter = pick_quarter(world, village=0.2)
        type = dice.choice(words("scenes")["shared_houses"])
        if not quarter.venues.get(type):
            continue
        venue = dice.choice(quarter.venues[type])
        day = dice.choice(sorted(set(days_for(world, dice.choice(["5", "6", "0123", "4"])))))
        able = [kind for kind in kinds().values() if _fits(plan, kind, type, day)]
        if len(able) >= 2:
            _share(plan, dice.sample(able, min(len(able), dice.randint(2, 4))), Spot(quarter, venue, day))
            return


def _fits(plan: Plan, kind: Kind, type: str, day: date) -> bool:
    usual = kind.weight > 0 and not kind.flags & _SPREAD_OUT
    return type in kind.venues and usual and plan.held(kind.name) and day in days_for(plan.world, kind.days)


def _share(plan: Plan, together: Sequence[Kind], spot: Spot) -> None:
    used: list[int] = []
    for kind in together:
        if not plan.free(kind, spot.quarter.town, spot.day):
            continue
        start = plan.world.dice.choice(kind.times)
        if all(abs(start - other) >= 150 for other in used):
            used.append(start)
            hold(plan, kind, spot, start).exact = True


def two_organisers(plan: Plan) -> None:
    """The same by two organisers of one town, that day or the next; every title names the organiser."""
    world, dice = plan.world, plan.world.dice
    kind = plan.kind(dice.choice(words("scenes")["two_organisers"]), "jhv")
    spot = find_spot(plan, kind, large=True)
    if not spot:
        return
    seen: set[str] = set()
    for number in range(2):
        by = organiser(world, kind.organiser, spot.quarter)
        if by.long[0] in seen:
            continue
        seen.add(by.long[0])
        venue = pick_venue(world, spot.quarter, kind.venues) or spot.venue
        if number and venue is spot.venue:
            continue
        there = Spot(spot.quarter, venue, spot.day + timedelta(dice.randint(0, 1) * number))
        hold(plan, kind, there, dice.choice(kind.times), by=by, told="venue", musts=by.long)


def levels(plan: Plan) -> None:
    """A course for beginners and, after it, the one for the advanced."""
    dice, kind = plan.world.dice, kinds()["kursw"]
    spot = find_spot(plan, kind)
    if not spot:
        return
    by = organiser(plan.world, "vhs" if dice.chance(0.6) else "sport", spot.quarter)
    course, *both = dice.choice(words("scenes")["levels"])
    first = dice.choice([540, 1020, 1080])
    for number, level in enumerate(both):
        start = first + number * dice.choice([60, 75, 90])
        slots = {"kurs": [course]}
        hold(plan, kind, spot, start, by=by, slots=slots, told="series", exact=True, musts=level)


def two_topics(plan: Plan) -> None:
    """Two talks or workshops of the evening school on one day."""
    dice = plan.world.dice
    kind = kinds()[dice.choice(["vortrag", "workshop", "vortrag"])]
    spot = find_spot(plan, kind, large=True)
    if not spot:
        return
    by = organiser(plan.world, "vhs", spot.quarter)
    for topic in dice.sample(words("slots")[kind.name], 2):
        venue = spot.venue
        if not dice.chance(0.6):
            venue = pick_venue(plan.world, spot.quarter, kind.venues) or venue
        there = Spot(spot.quarter, venue, spot.day)
        start = dice.choice(kind.times[:2])
        hold(plan, kind, there, start, by=by, slots={kind.name: topic}, told="topic")


def two_ages(plan: Plan) -> None:
    """A tournament for two ages, one in the morning and one after noon."""
    dice, kind, lists = plan.world.dice, kinds()["sportev"], words("scenes")
    spot = find_spot(plan, kind)
    if not spot:
        return
    by = organiser(plan.world, "sport", spot.quarter)
    first = dice.choice([540, 570])
    slots = {"turnier": dice.choice(lists["tournaments"])}
    for number, age in enumerate(dice.sample(lists["ages"], 2)):
        start = first + number * dice.choice([240, 270, 300])
        hold(plan, kind, spot, start, by=by, slots=slots, told="time", exact=True, musts=age)


def branches(plan: Plan) -> None:
    """The general meetings of a club and of its branches."""
    dice, kind = plan.world.dice, kinds()["jhv"]
    spot = find_spot(plan, kind)
    if not spot:
        return
    by = organiser(plan.world, "sport", spot.quarter)
    for number, branch in enumerate(words("scenes")["branches"][: dice.randint(2, 3)]):
        there = Spot(spot.quarter, spot.venue, spot.day + timedelta(number * dice.choice([0, 1, 7])))
        hold(plan, kind, there, dice.choice(kind.times), by=by, told="series", musts=branch)
