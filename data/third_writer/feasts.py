"""On which days an event of a kind may be: days of the week, or the feasts of the season."""

from collections.abc import Callable
from datetime import date, timedelta

from .model import World


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian algorithm of Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def days_for(world: World, rule: str) -> list[date]:
    """The days of the set that fit: digits name weekdays (Monday is 0), words a feast; a likely day comes twice."""
    days = _on(world, rule) if rule.isdigit() else _FEASTS[rule](world)
    return [day for day in days if world.first <= day <= world.last]


def _all(world: World) -> list[date]:
    return [world.first + timedelta(n) for n in range((world.last - world.first).days + 1)]


def _on(world: World, weekdays: str) -> list[date]:
    return [day for day in _all(world) if str(day.weekday()) in weekdays]


def _after(day: date, *offsets: int) -> list[date]:
    return [day + timedelta(offset) for offset in offsets]


def _dates(world: World, month: int, *days: int) -> list[date]:
    return [date(world.first.year, month, day) for day in days]


def _first_friday_of_march(world: World) -> list[date]:
    first = date(world.first.year, 3, 1)
    return [first + timedelta((4 - first.weekday()) % 7)]


_FEASTS: dict[str, Callable[[World], list[date]]] = {
    "first_week": lambda world: [day for day in _all(world)[:8] if day.weekday() < 6],
    "first_weeks": lambda world: _on(world, "0123")[:12],
    "long_before_the_end": lambda world: _all(world)[:-6],
    "before_the_end": lambda world: _all(world)[:-5],
    "may_day": lambda world: _dates(world, 4, 30) + _dates(world, 5, 1),
    "easter_bonfire": lambda world: _after(world.easter, -1, -1, 0),
    "weekends_of_lent": lambda world: [day for day in _on(world, "56") if day < world.easter],
    "easter": lambda world: _after(world.easter, 0, 1),
    "ascension": lambda world: _after(world.easter, 39),
    "whit_monday": lambda world: _after(world.easter, 50),
    "corpus_christi": lambda world: _after(world.easter, 60),
    "saint_martin": lambda world: _dates(world, 11, 8, 9, 10, 11, 11, 11, 12, 13),
    "mourning_sunday": lambda world: _after(world.first_advent, -14, -14, -15),
    "advent_weekends": lambda world: [
        day for day in _on(world, "456") if day >= world.first_advent - timedelta(2)
    ],
    "advent": lambda world: [day for day in _all(world) if day >= world.first_advent],
    "advent_weekdays": lambda world: [day for day in _on(world, "1234") if day > world.first_advent],
    "first_advent": lambda world: _after(world.first_advent, -1, 0, -2),
    "saint_nicholas": lambda world: _dates(world, 12, 5, 6, 6, 6, 7),
    "womens_prayer": _first_friday_of_march,
}
