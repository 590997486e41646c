"""A day of a house with a programme of its own: painting bar, senior center, dance school."""

from datetime import date
from random import Random

from hours import clock

from .model import Venue
from .plan import Plan, hold, worded
from .wording import chosen, filled
from .words import spoken, words

_PET = "Paint Your Pet"


def painting_day(plan: Plan) -> None:
    """One to three painting classes, mostly of different pictures; now and then one at a brewery or a winery."""
    rng, lists = plan.rng, words("programmes")["paint"]
    venue = plan.county.by_type["paint"][0]
    day, count = plan.day(), rng.choice([1, 2, 2, 3])
    theme = _theme(rng)
    one_theme = rng.random() < 0.2
    for start, session in sorted(rng.sample(lists["sessions"], count)):
        if not one_theme:
            theme = _theme(rng)
        _painting(plan, venue, (day, start), session, theme)
    if rng.random() < 0.2:
        _painting_out(plan, venue)


def _theme(rng: Random) -> str:
    lists = words("programmes")["paint"]
    manner = rng.choice(lists["manner"]) + " " if rng.random() < 0.75 else ""
    return str(manner + rng.choice(lists["subject"]) + rng.choice(lists["setting"]))


def _painting(plan: Plan, venue: Venue, at: tuple[date, str], session: str, theme: str) -> None:
    rng, row = plan.rng, words("scenes")["painting"]
    titles, kind = row["titles"], theme
    if session == "Open Studio" and rng.random() < 0.5:
        titles, kind = row["titles_open"], "open"
    if session == _PET:
        titles, kind = row["titles_pet"], "pet"
    when = (*at, rng.choice([120, 150]))
    about, price = row["texts"]
    texts = [about if kind == theme else row["any_theme"], chosen(rng, price)]
    told = {"theme": theme, "session": session, "age": rng.choice(["6", "10", "16", "21"])}
    alike, wording = f"paint:{kind}", {"titles": titles, "texts": texts}
    hold(plan, "paint", venue, when, wording, told, alike=alike, own="paint", exclusive=False)


def _painting_out(plan: Plan, studio: Venue) -> None:
    rng, lists = plan.rng, words("programmes")["paint"]
    venue = plan.house("brewery", "winery")
    theme = rng.choice(lists["manner"]) + " " + rng.choice(lists["subject"])
    when = (plan.day(), rng.choice(["13:00", "18:00", "18:30"]), 120)
    texts, told = worded(rng, words("scenes")["painting_out"]), {"theme": theme, "studio": studio.name}
    hold(plan, "paint", venue, when, texts, told, alike=f"paint:{theme}", own="paint", shared=venue.type)


def senior_day(plan: Plan) -> None:
    """Some classes of the senior center, and perhaps appointments one after the other."""
    rng, lists = plan.rng, words("programmes")["senior"]
    venue, day = plan.county.by_type["senior"][0], plan.day("weekday")
    for name in rng.sample(lists["classes"], rng.randint(4, 8)):
        _senior_class(plan, venue, day, name)
    if rng.random() < 0.55:
        _appointments(plan, venue, day)


def _senior_class(plan: Plan, venue: Venue, day: date, name: str) -> None:
    rng, lists, row = plan.rng, words("programmes")["senior"], words("scenes")["senior_class"]
    told = plan.facts(venue)
    told["class"] = filled(name, told)
    start = rng.choice(lists["times"])
    if not plan.first_time("senior", told["class"], day):
        return
    if name in lists["lunches"]:
        start = "11:45"
    told["terms"] = chosen(rng, row["terms"])
    room = f"Room {rng.randint(1, 9)}."
    told["where"] = rng.choice([f"Instructor: {told['p']}.", room])
    free, alike = rng.random() < 0.5, f"sen:{told['class']}"
    hold(plan, "senior", venue, (day, start, 60), row, told, free=free, alike=alike, own="senior")


def _appointments(plan: Plan, venue: Venue, day: date) -> None:
    rng, lists, row = plan.rng, words("programmes")["senior"], words("scenes")["appointment"]
    what = rng.choice(lists["appointments"])
    first, step = rng.choice([9, 10, 13]) * 60, rng.choice([20, 30])
    for number in range(rng.randint(3, 8)):
        at = first + number * step
        told = {"what": what, "hour": spoken(at, ("am", "pm")), "number": str(number + 1)}
        when, alike = (day, clock(at), step), f"sen:{what}"
        event = hold(plan, "senior", venue, when, row, told, free=True, alike=alike, own="senior")
        if event:
            event.fame *= 0.12


def dance_day(plan: Plan) -> None:
    """Some classes of the dance school, now and then a show of its students in a theater."""
    rng, venue = plan.rng, plan.county.by_type["dance"][0]
    day = plan.day()
    plan.company = plan.company or [plan.county.person() for _ in range(9)]
    for _ in range(rng.randint(3, 7)):
        _dance_class(plan, venue, day)
    if rng.random() < 0.14:
        _dance_show(plan, venue)


def _dance_class(plan: Plan, venue: Venue, day: date) -> None:
    rng, lists, row = plan.rng, words("programmes")["dance"], words("scenes")["dance_class"]
    style, age, level = (rng.choice(lists[part]) for part in ("styles", "ages", "levels"))
    start = rng.choice(lists["weekday_times"] if day.weekday() < 5 else lists["weekend_times"])
    teacher = rng.choice(plan.company)
    if not plan.first_time("dance", style, age, level, day):
        return
    if style in lists["couples"]:
        age = "Adult"
    told = {"style": style, "age": age, "level": level, "teacher": teacher}
    when = (day, start, rng.choice([45, 60, 75]))
    hold(plan, "dance", venue, when, row, told, alike=f"dance:{style}", own="dance")


def _dance_show(plan: Plan, school: Venue) -> None:
    rng, row = plan.rng, words("scenes")["dance_show"]
    told = plan.facts(school)
    theater = plan.house("theater")
    told["name"], told["school"] = filled(rng.choice(row["names"]), told), school.name
    day = plan.day("weekend")
    if plan.first_time("dance show", told["name"]):
        for start in ("13:00", "18:00"):
            when, alike = (day, start, 120), f"danceshow:{told['name']}"
            hold(plan, "dance", theater, when, row, told, alike=alike, own="dance", exclusive=False)
