"""Bands: in bars and tasting rooms, on tour through the county, and in concert."""

import re
from datetime import date

from .facts import Facts
from .model import Venue
from .plan import Plan, hold, owner, worded
from .wording import filled
from .words import words


def bar_band(plan: Plan) -> None:
    """A band at a bar, a brewery, a winery or a cafe."""
    _play(plan)


def band_tour(plan: Plan) -> None:
    """One band on two or three days, each in another house."""
    rng = plan.rng
    band = rng.choice(plan.county.bands)
    for day in rng.sample(plan.county.dates, min(rng.choice([2, 2, 3]), plan.county.span)):
        _play(plan, band, day)


def _play(plan: Plan, band: tuple[str, str] | None = None, day: date | None = None) -> None:
    rng, row = plan.rng, words("scenes")["bar_band"]
    venue = rng.choice(plan.county.by_type[rng.choice(["bar", "bar", "brewery", "winery", "cafe"])])
    told = plan.facts(venue)
    if band:
        told["band"], told["genre"] = band
    early = venue.type in ("winery", "brewery")
    day = day or plan.day("any" if early else "late")
    if not plan.first_time("band", told["band"], day):
        return
    told["play"] = "play" if re.search(r"s$| & ", told["band"]) else "plays"
    two = rng.random() < 0.22 and told["band2"] != told["band"]
    told["G"] = told["genre"].title()
    told["series"] = filled(rng.choice(row["series"]), {"G": told["G"]})
    texts = worded(rng, row)
    if two:
        texts["titles"] += row["titles_of_two"]
        texts["texts"] += row["texts_of_two"]
    start = rng.choice(row["early"] if early else row["late"])
    when = (day, start, rng.choice([120, 150, 180]))
    own, alike, free = owner(venue, "winery", "brewery"), f"act:{told['band']}", rng.random() < 0.6
    hold(plan, "music", venue, when, texts, told, alike=alike, act="music", own=own, free=free)


def concert(plan: Plan) -> None:
    """A band in a theater, a winery or a bar, now and then twice in one evening."""
    rng, row, houses = plan.rng, words("scenes")["concert"], plan.county.by_type
    venue = rng.choice(houses["theater"] * 2 + houses["winery"][:3] + houses["bar"][:3])
    told = plan.facts(venue)
    told["years"] = str(rng.choice([10, 20, 25, 30]))
    told["tour"] = filled(rng.choice(row["tours"]), told)
    told["subtitle"] = f": {told['tour']}" if told["tour"] else ""
    told["host"] = plan.county.person().split()[-1]
    told["presenter"] = filled(rng.choice(row["hosts"]), told)
    texts = worded(rng, row)
    texts["titles"] += row["titles_of_host"] if told["presenter"] else []
    texts["titles"] += row["titles_of_tour"] if told["tour"] else []
    if told["band"] == told["band2"]:
        return
    day = plan.day("late")
    if not plan.first_time("band", told["band"], day):
        return
    if rng.random() < 0.12:
        _early_and_late(plan, venue, day, texts["texts"], told)
        return
    when, alike = (day, rng.choice(["19:00", "19:30", "20:00"]), 150), f"act:{told['band']}"
    event = hold(plan, "music", venue, when, texts, told, alike=alike, act="music", free=False)
    if event:
        event.fame *= 2


def _early_and_late(plan: Plan, venue: Venue, day: date, texts: list[str], told: Facts) -> None:
    """Two shows in one evening, which are two events."""
    wording = {"titles": words("scenes")["concert"]["titles_of_one_of_two"], "texts": texts}
    for start, show, hour in (("17:00", "early", "5pm"), ("20:30", "late", "8:30pm")):
        shown = told | {"show": show, "Show": show.title(), "hour": hour}
        when, alike = (day, start, 120), f"act:{told['band']}"
        hold(plan, "music", venue, when, wording, shown, alike=alike, act="music")
