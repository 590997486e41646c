"""Films in the cinemas and guided tours: the same several times a day."""

import re

from hours import clock

from .plan import Plan, hold, worded
from .wording import filled
from .words import spoken, words

_FILMS = 16
_AFTER_DARK = "Ghost|Haunt|Lantern|Candle|Twilight|Sunset|Moon|Night|Crawl|Murder"


def cinema_day(plan: Plan) -> None:
    """One film at one cinema, up to three times; now and then the first is a special screening."""
    rng, row = plan.rng, words("scenes")["film"]
    _release(plan)
    name, rating, length, director = rng.choice(plan.films)
    venue, day = plan.house("cinema"), plan.day()
    if not plan.first_time("film", name, venue.name, day):
        return
    special = rng.random() < 0.2
    told = {"name": name, "rating": rating, "length": str(length), "director": director}
    told["special"] = rng.choice(row["specials"])
    for number, start in enumerate(sorted(rng.sample(row["times"], rng.choice([1, 2, 3])))):
        titles, texts = row["titles"], row["texts"]
        first = special and number == 0
        if first:
            titles = [title + " - {special}" for title in titles]
            texts = [*texts, row["special_text"]]
        wording, alike = {"titles": titles, "texts": texts}, f"film:{name}"
        event = hold(plan, "film", venue, (day, start, length), wording, told, alike=alike, own="cinema")
        if event:
            event.fame *= 2 if first else 0.35


def _release(plan: Plan) -> None:
    """What is on these weeks: title, rating, minutes, director."""
    rng, row = plan.rng, words("scenes")["film"]
    while len(plan.films) < _FILMS:
        pattern = rng.choice(words("subjects")["film"])
        name = filled(pattern, plan.facts(None))
        if name not in [film for film, *_ in plan.films]:
            rating, length = rng.choice(row["ratings"]), rng.choice(row["lengths"])
            plan.films.append((name, rating, length, plan.county.person()))


def tour_day(plan: Plan) -> None:
    """One guided tour, two to seven times a day."""
    rng, row = plan.rng, words("scenes")["tour"]
    venue, day = plan.house("tour"), plan.day()
    name = rng.choice(venue.tours)
    first = rng.choice([17, 18] if re.search(_AFTER_DARK, name) else [9, 10, 11]) * 60
    if not plan.first_time("tour", venue.name, name, day):
        return
    for number in range(rng.randint(2, 7)):
        at = first + number * venue.step
        if at > 22 * 60:
            break
        told = {"name": name, "house": venue.name, "hour": spoken(at, ("AM", "PM")), "tour": name.lower()}
        when, alike = (day, clock(at), venue.step), f"tour:{venue.name}{name}"
        event = hold(plan, "tour", venue, when, worded(rng, row), told, alike=alike, own="tour")
        if event:
            event.fame *= 0.7
