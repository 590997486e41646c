"""Plays in runs, exhibitions with what opens and explains them, festivals with their parts."""

import re
from datetime import date, timedelta

from .facts import Facts
from .model import Venue
from .plan import Plan, Texts, hold, owner, worded
from .wording import filled
from .words import words


def play(plan: Plan) -> None:
    """A play on some evenings and afternoons of one week: one event as a run, or one a show."""
    rng, county, row = plan.rng, plan.county, words("scenes")["play"]
    venue = plan.house("theater", "school", "college")
    told = plan.facts(venue) | {"house": venue.name, "home": venue.town}
    told["play"] = filled(rng.choice(words("subjects")["play"]), told)
    if ("play", told["play"]) in plan.done or not plan.first_time("stage", venue.name):
        return
    plan.first_time("play", told["play"])
    companies = row["companies"] if venue.type == "theater" else row["school_companies"]
    told["company"] = filled(rng.choice(companies), told)
    told["kind"] = rng.choice(row["genres"])
    texts = worded(rng, row)
    late = [day for day in county.dates if day.weekday() in (3, 4, 5, 6)]
    start = rng.choice(["19:00", "19:30"])
    first = rng.randrange(max(1, len(late) - 3))
    days = late[first : first + 4]
    if rng.random() < 0.35:
        shows = [(day, "14:00" if day.weekday() == 6 else start) for day in days]
        when, last = (*shows[0], 140), days[-1]
        hold(plan, "theatre", venue, when, texts, told, free=False, shared="run", shows=shows, last_day=last)
        return
    _each_show(plan, venue, days, start, texts, told)


def _each_show(plan: Plan, venue: Venue, days: list[date], start: str, texts: Texts, told: Facts) -> None:
    rng = plan.rng
    for day in days:
        if rng.random() < 0.25:
            continue
        starts = ["14:00"] if day.weekday() == 6 else [start]
        if day.weekday() == 5 and rng.random() < 0.6:
            starts = ["14:00", start]
        for at in starts:
            alike = f"play:{told['play']}"
            event = hold(plan, "theatre", venue, (day, at, 140), texts, told, free=False, alike=alike)
            if event:
                event.fame *= 0.6


def exhibition(plan: Plan) -> None:
    """An exhibition for weeks, perhaps with its reception and a talk in it, which are events of their own."""
    rng, county, houses = plan.rng, plan.county, plan.county.by_type
    rooms = houses["museum"] + houses["gallery"] * 2 + houses["library"][:3] + houses["winery"][:2]
    venue = rng.choice(rooms)
    told = plan.facts(venue)
    show = told["show"] = filled(rng.choice(words("subjects")["art_title"]), told)
    if not plan.first_time("exhibition", show):
        return
    opened = county.first - timedelta(rng.randint(0, 50))
    last = county.dates[-1] + timedelta(rng.randint(-3, 50))
    told["show_and_artist"] = f"{show} (paintings)" if told["p"] in show else f"{show} - {told['p']}"
    texts = worded(rng, words("scenes")["exhibition"])
    own = owner(venue, "museum", "library", "winery")
    when = (opened, rng.choice(["10:00", "11:00", "12:00"]), 360)
    free, alike = rng.random() < 0.6, f"exh:{show}"
    event = hold(
        plan,
        "exhibit",
        venue,
        when,
        texts,
        told,
        free=free,
        last_day=last,
        alike=alike,
        own=own,
        shared="long",
    )
    if event:
        event.fame *= 1.5
    _around_it(plan, venue, told, own)


def _around_it(plan: Plan, venue: Venue, told: Facts, own: str) -> None:
    """The reception and the talk of an exhibition."""
    rng, scenes = plan.rng, words("scenes")
    if rng.random() < 0.6:
        when = (plan.day("late"), rng.choice(["16:00", "17:00", "18:00"]), 120)
        hold(plan, "exhibit", venue, when, worded(rng, scenes["opening"]), told, free=True, own=own)
    if rng.random() < 0.35:
        when = (plan.day(), rng.choice(["13:00", "14:00", "18:30"]), 60)
        hold(plan, "talk", venue, when, worded(rng, scenes["gallery_talk"]), told, own=own)


def festival(plan: Plan) -> None:
    """A festival of two to four days, with some parts of its programme as events of their own."""
    rng, county, row = plan.rng, plan.county, words("scenes")["festival"]
    venue = plan.house("plaza", "fair", "park", "college")
    told = plan.facts(venue)
    name = rng.choice(row["names"]).format(town=venue.town, county=county.name, theme="{theme}")
    name = told["name"] = name.format(theme=rng.choice(row["themes"]))
    words_of_all = f"^{venue.town}|Festival|Fest|Fair|Days|County|{county.name}"
    if not plan.first_time("festival", re.sub(words_of_all, "", name).strip()):
        return
    first = rng.choice([day for day in county.dates if day.weekday() in (4, 5)] or county.dates)
    length = rng.choice([2, 2, 3, 4])
    last = first + timedelta(length - 1)
    told |= {"year": str(first.year), "from": f"{first:%B} {first.day}", "to": str(last.day)}
    texts = worded(rng, row)
    when = (first, rng.choice(["10:00", "11:00", "12:00"]), rng.choice([420, 480]))
    free, alike = rng.random() < 0.5, f"fest:{name}"
    event = hold(
        plan, "festival", venue, when, texts, told, free=free, last_day=last, alike=alike, shared="days"
    )
    if event:
        event.fame *= 3
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        _festival_part(plan, venue, told, first, length)


def _festival_part(plan: Plan, venue: Venue, told: Facts, first: date, length: int) -> None:
    rng, bands, row = plan.rng, plan.county.bands, words("scenes")["festival_part"]
    acts = {
        "Topic": told["topic"].capitalize(),
        "garden": rng.choice(bands)[0],
        "first": rng.choice(bands)[0],
    }
    acts |= {"cook": plan.county.person(), "main": rng.choice(bands)[0]}
    part = filled(rng.choice(row["parts"]), acts)
    day = first + timedelta(rng.randrange(length))
    when = (day, rng.choice(["10:00", "11:30", "13:00", "15:00", "18:00"]), 90)
    hold(plan, "festival", venue, when, worded(rng, row), told | {"part": part}, exclusive=False)
