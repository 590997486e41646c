"""Which events differ from another one in their hour, place or day alone, so that no listing may blur it."""

from datetime import date, timedelta

from .model import Event

_NEAR = [timedelta(days) for days in (-2, -1, 0, 1, 2)]
_MOST_DAYS = 90


def mark_lookalikes(events: list[Event]) -> None:
    """Give each event its days, and set what its listings must tell."""
    groups: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        event.days = _days(event)
        for group in dict.fromkeys([("alike", event.alike), ("act", event.act)]):
            groups.setdefault(group, []).append(event)
    for (kind, _), members in groups.items():
        by_day: dict[date, list[Event]] = {}
        for event in members:
            for day in event.days:
                by_day.setdefault(day, []).append(event)
        for event in members:
            _mark(event, by_day, kind)


def _days(event: Event) -> list[date]:
    if event.shows:
        return [day for day, _ in event.shows]
    count = ((event.last_day or event.day) - event.day).days + 1
    return [event.day + timedelta(number) for number in range(min(count, _MOST_DAYS))]


def _mark(event: Event, by_day: dict[date, list[Event]], kind: str) -> None:
    for day in event.days:
        for near in _NEAR:
            for other in by_day.get(day + near, ()):
                if other is not event:
                    _tell_apart(event, other, kind, not near)


def _tell_apart(event: Event, other: Event, kind: str, same_day: bool) -> None:
    if other.venue is event.venue:
        event.exact_day = True
        event.exact_hour |= same_day
    elif kind == "alike":
        event.exact_day = True
        if same_day:
            event.exact_place = True
            event.same_town |= other.venue.town == event.venue.town
