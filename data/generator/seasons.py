"""The moving year: Easter, Fasnet and the other seasons that decide which kinds of events there are."""

from datetime import date, timedelta
from functools import cache


@cache
def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def before_easter(day: date) -> int:
    """Days from `day` to Easter of its year; the Thursday before Lent is 52, Ash Wednesday 46."""
    return (easter(day.year) - day).days


def in_season(season: str, day: date) -> bool:
    """Whether an event of that season may be held on that day."""
    left = before_easter(day)
    if season in _BY_EASTER:
        first, last = _BY_EASTER[season]
        return first >= left >= last and not (season == "fasnet_weekend" and day.weekday() < 5 and left > 48)
    if season in _BY_DATE:
        month, first, last = _BY_DATE[season]
        return day.month == month and first <= day.day <= last
    return not season or day.month in _MONTHS[season]


def season_boost(season: str) -> float:
    """How much more of a seasonal kind there is within its season."""
    return 2.0 if season.startswith("fasnet") else 1.0


_BY_EASTER = {
    "fasnet": (89, 47),
    "fasnet_weekend": (89, 47),
    "fasnet_core": (52, 47),
    "fasnet_schmudo": (53, 51),
    "fasnet_end": (47, 46),
    "fasnet_after": (43, 41),
    "easter": (21, 2),
}
_BY_DATE = {"march": (3, 1, 7), "november": (11, 7, 13), "may": (5, 1, 1)}
_MONTHS = {
    "winter": {1, 2, 3, 4, 11},
    "spring": {3, 4, 5, 6, 9, 10},
    "summer": {5, 6, 7, 8, 9},
    "advent": {12},
    "snow": {1, 2, 3, 12},
    "holidays": {4, 5, 7, 8, 9, 10},
}


def days_of_week(first: date) -> list[date]:
    """The seven days an issue covers, from its first day on."""
    return [first + timedelta(days=offset) for offset in range(7)]
