"""What is held in pairs, in parts, or in many places on one day: matches, courses, rallies, tastings."""

from datetime import timedelta

from .model import Venue
from .plan import Plan, hold, owner, worded
from .words import words

_OTHER_SIDE = {"Boys": "Girls", "Girls": "Boys", "Men's": "Women's", "Women's": "Men's"}


def matches(plan: Plan) -> None:
    """Two matches of one sport in one evening, varsity and juniors or both sexes."""
    rng, row, houses = plan.rng, words("scenes")["match"], plan.county.by_type
    venue = rng.choice(houses["school"] + houses["college"] * 3)
    school = venue.type == "school"
    told = plan.facts(venue) | {"us": venue.town if school else venue.name}
    told["them"] = _rivals(plan, venue)
    told["sport"] = rng.choice(row["sports"])
    day = plan.day()
    side = rng.choice(["Boys", "Girls"] if school else ["Men's", "Women's"])
    teams = [(side, "17:30"), (_OTHER_SIDE[side], "19:30")]
    if school and rng.random() < 0.6:
        teams = [(f"Varsity {side}", "19:00"), (f"JV {side}", "17:30")]
    told["school_title"] = row["school_title"] if school else row["college_title"]
    alike = f"sport:{told['sport']}:{told['us']}:{told['them']}"
    for team, start in teams:
        told |= {"team": team, "team_and_sport": f"{team} {told['sport']}".lower()}
        own = owner(venue, "college")
        hold(plan, "sports", venue, (day, start, 90), worded(rng, row), told, alike=alike, own=own)


def _rivals(plan: Plan, venue: Venue) -> str:
    rng, row = plan.rng, words("scenes")["match"]
    if venue.type == "school":
        return rng.choice([town for town in plan.county.towns if town != venue.town])
    return f"{rng.choice(row['colleges'])} {rng.choice(row['college_kinds'])}"


def rally(plan: Plan) -> None:
    """One rally on three to five squares, mostly at one hour."""
    rng, row, squares = plan.rng, words("scenes")["rally"], plan.county.by_type["plaza"]
    name = rng.choice(row["names"]) + rng.choice(row["kinds"])
    day, start = plan.day("weekend"), rng.choice(["11:00", "12:00", "14:00"])
    for venue in rng.sample(squares, min(len(squares), rng.choice([3, 4, 5]))):
        told = plan.facts(venue) | {"name": name}
        at = start if rng.random() < 0.7 else rng.choice(["10:00", "13:00"])
        texts, alike = worded(rng, row), f"rally:{name}"
        hold(plan, "civic", venue, (day, at, 120), texts, told, free=True, alike=alike, exclusive=False)


def series(plan: Plan) -> None:
    """A course in two parts."""
    rng, row, dates = plan.rng, words("scenes")["series"], plan.county.dates
    venue = plan.house("college", "library", "hall")
    told = plan.facts(venue) | {"name": rng.choice(row["names"])}
    first = dates[rng.randrange(max(1, len(dates) - 7))]
    start = rng.choice(["10:00", "18:00", "18:30"])
    for number, later in enumerate((0, rng.choice([1, 2, 7])), start=1):
        day = first + timedelta(later)
        if day in dates:
            told["number"] = str(number)
            alike, own = f"series:{told['name']}", owner(venue, "library", "college")
            hold(plan, "class", venue, (day, start, 120), worded(rng, row), told, alike=alike, own=own)


def wine_tasting(plan: Plan) -> None:
    """One open day at several wineries."""
    rng, row, wineries = plan.rng, words("scenes")["wine_tasting"], plan.county.by_type["winery"]
    name, day = rng.choice(row["names"]), plan.day("weekend")
    for venue in rng.sample(wineries, min(len(wineries), rng.choice([3, 5, 7]))):
        told = plan.facts(venue) | {"name": name, "house": venue.name}
        told["bite"] = rng.choice(row["bites"])
        texts, alike = worded(rng, row), f"tasting:{name}"
        hold(plan, "wine", venue, (day, "11:00", 300), texts, told, alike=alike, own="wine", exclusive=False)
