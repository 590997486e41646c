"""Which days an event of a kind may fall on."""

from datetime import date, timedelta

from .kinds import Kind

EASTER = {2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5)}
ELECTION = {2024: date(2024, 3, 24), 2025: date(2025, 2, 23), 2026: date(2026, 3, 8)}
PRAYER_DAY_LAND = {2024: "Palästina", 2025: "den Cookinseln", 2026: "Nigeria"}
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
WEEKDAYS_SHORT = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni")


def year_of(seed: int) -> int:
    """The year a seed tells of."""
    return 2026 if seed == 1 else (2026, 2026, 2025, 2024)[(seed * 7 + seed // 3) % 4]


def thursday_of_fasnet(year: int) -> date:
    """Schmutziger Donnerstag, 52 days before Easter."""
    return EASTER[year] - timedelta(52)


def days_of(kind: Kind, fasnet: date, start: date, end: date) -> list[date]:
    """The days between start and end on which an event of the kind may fall."""
    if kind.fasnet_days:
        days = [fasnet + timedelta(days) for days in kind.fasnet_days]
        return [day for day in days if start <= day <= end]
    if kind.season == "prayer_day":
        return [_first_friday_of_march(fasnet.year)]
    days = [start + timedelta(number) for number in range((end - start).days + 1)]
    days = [day for day in days if WEEKDAYS_SHORT[day.weekday()] in kind.weekdays]
    if kind.season == "before_fasnet":
        return [day for day in days if day < fasnet + timedelta(3)] or [fasnet + timedelta(1)]
    if kind.season == "lent":
        return [day for day in days if day > fasnet + timedelta(6)]
    if kind.season == "campaign":
        return [day for day in days if day < ELECTION[fasnet.year]]
    return days


def _first_friday_of_march(year: int) -> date:
    first = date(year, 3, 1)
    return first + timedelta((4 - first.weekday()) % 7)
