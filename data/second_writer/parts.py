"""Events that last for days or fill many houses, with their parts: none of these is the whole."""

from datetime import date, timedelta
from typing import Any

from .events import Event, wordings
from .inventions import band
from .people import person
from .plan import Plan
from .venues import venue_of
from .words import PHRASES

Group = list[Event]


def lasting(plan: Plan, event: Event) -> Group | None:
    """A market, festival or exhibition of several days, with what is held in it."""
    features = event.kind.features
    days = plan.rng.randint(*event.kind.length)
    event.last_day = event.day + timedelta(days - 1)
    event.date_may_err = False
    if "guild_meeting" in features:
        return _guild_meeting(plan, event)
    if "programme_item" in features and plan.rng.random() < 0.85:
        return [event, _programme_item(plan, event, days)]
    if "opening" in features:
        return [event, *_around_exhibition(plan, event, days)]
    return [event]


def pub_night(plan: Plan, event: Event) -> Group:
    """A night of music with some of its bands."""
    group = [event]
    event.date_may_err = False
    for _ in range(plan.rng.randint(2, 5)):
        venue = venue_of(plan.region, event.place, plan.rng.choice(["kneipe", "gasthaus"]))
        if any(other.venue is venue for other in group):
            continue
        name = band(plan.rng, plan.region)
        titles = [name, f"{name} (Kneipennacht)", f"{name} live", f"{name} in {venue.names[0]}"]
        start = plan.rng.choice(["20:00", "20:30", "21:00"])
        texts = [f"{name} spielen zur Musiknacht."]
        group.append(_part(plan, event, titles, texts, event.day, start, venue=venue, prominence=0.7))
    return group


def _part(
    plan: Plan, whole: Event, titles: list[str], texts: list[str], day: date, start: str, **changes: Any
) -> Event:
    part = plan.another(
        whole, day=day, start=start, end="", last_day=None, date_may_err=False, own_titles=titles,
        own_texts=texts, keep=whole.keep | {"title"}, doors=0, price="", **{"prominence": 0.9, **changes},
    )  # fmt: skip
    part.slots["helfer"] = person(plan.region.rng)
    return part


def _guild_meeting(plan: Plan, event: Event) -> Group | None:
    """A weekend of guilds, with its evening, parades and reception, where nothing like it is near."""
    place = event.place
    near = [event.day + timedelta(days) for days in range(-1, 4)]
    rivals = ("fasnetumzug", "nachtumzug", "guggenparty", "zunftabend")
    if any((kind, place.name, day) in plan.seen for kind in rivals for day in near):
        return None
    for day in near:
        plan.occupy("guggenparty", place, day)
        plan.occupy("narrentreffen", place, day)
    event.last_day = event.day + timedelta(2)
    event.slots["gastgeber"] = event.organiser[0]
    group = [event]
    for item in PHRASES["guild_meeting"]:
        if plan.rng.random() < 0.75:
            texts = [item["titles"][0] + " im Rahmen des Narrentreffens der {org}."]
            day = event.day + timedelta(item["day"])
            group.append(_part(plan, event, item["titles"], texts, day, item["start"], prominence=1.1))
    return group


def _programme_item(plan: Plan, event: Event, days: int) -> Event:
    titles = wordings(event.slots["nebenbei"])
    day = event.day + timedelta(plan.rng.randint(0, days - 1))
    start = plan.rng.choice(["11:00", "14:00", "15:30", "16:00"])
    return _part(plan, event, titles, [f"Programmpunkt: {titles[0]}."], day, start)


def _around_exhibition(plan: Plan, event: Event, days: int) -> Group:
    """The opening, a talk of the artist, the closing."""
    rng, parts = plan.rng, []

    def add(name: str, day: date, start: str, **changes: Any) -> None:
        titles, texts = PHRASES[name]["titles"], PHRASES[name]["texts"]
        parts.append(_part(plan, event, titles, texts, day, start, **changes))

    if rng.random() < 0.55:
        day = event.day - timedelta(rng.choice([0, 1]))
        add("opening", day, rng.choice(["18:00", "19:00", "11:15", "19:30"]), prominence=1.2)
    if rng.random() < 0.3:
        add("artist_talk", event.day + timedelta(rng.randint(3, days - 2)), "15:00")
    if rng.random() < 0.2 and event.last_day and event.last_day <= plan.region.end:
        add("closing", event.last_day, "16:00")
    return parts
