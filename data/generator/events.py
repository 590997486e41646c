"""True events: what really happens in a town in a week, before anybody writes about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from .kinds import Kind, kinds
from .seasons import days_of_week, in_season, season_boost
from .slots import fill
from .towns import Town, Venue


@dataclass(frozen=True, slots=True)
class Span:
    """One date of an event; times are minutes after midnight, `until` is the last day of a range."""

    day: date
    start: int | None
    end: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One true event.

    `musts` are texts of which each listing shows at least one, because a twin differs in nothing else; `needs`
    names what a listing may not lose or blur for the same reason ("time", "place", "title", "name", "date").
    `calendar` replaces the templates of the kind's titles, `mark` is put behind every title ("Teil 2"), `press`
    chooses the wordings of the organiser, `tag` says which look-alike it belongs to, `online` that nobody leaves home.
    """

    kind: Kind
    town: Town
    venue: Venue
    spans: tuple[Span, ...]
    slots: dict[str, str]
    facts: tuple[int, ...]
    press: int
    fame: float
    musts: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    mark: str = ""
    calendar: tuple[str, ...] = ()
    tag: str = "ordinary"
    online: bool = False

    @property
    def first(self) -> date:
        """The first day."""
        return self.spans[0].day


# Kinds that come back at the same place and hour: every 7 or every 28 days.
REGULAR = {
    "gottesdienst": 7, "yoga": 7, "krabbelgruppe": 7, "wochenmarkt": 7, "vorlesen": 7, "seniorennachmittag": 28,
    "taize": 28, "repaircafe": 28, "sprechstunde": 28, "jazzreihe": 28, "gemeinderat": 28,
}  # fmt: skip
REGULAR_SHARE = 0.06
UNKNOWN = 0.44


@dataclass(slots=True)
class Series:
    """A recurring event of a town; each occurrence is an event of its own."""

    event: Event
    every: int
    offset: int = field(default=0)

    def occurrence(self, first: date) -> Event | None:
        """The event in the week that begins on `first`, or None when it pauses."""
        week = first.toordinal() // 7
        if (week * 7) % self.every != self.offset:
            return None
        span = self.event.spans[0]
        day = first + timedelta(days=(span.day.weekday() - first.weekday()) % 7)
        tag = "weekly_recurrence" if self.every == 7 else "monthly_recurrence"
        return replace(self.event, spans=(replace(span, day=day),), tag=tag)


def minutes(text: str) -> int:
    """Minutes after midnight of "HH:MM"."""
    return int(text[:2]) * 60 + int(text[3:5])


def make_event(rng: Random, kind: Kind, town: Town, day: date, venue: Venue | None = None) -> Event | None:
    """An event of this kind, or None where the town has no such venue."""
    venues = _venues(kind, town)
    if not venues:
        return None
    venue = venue or rng.choice(venues)
    slots = fill(kind.slots, rng, town, venue)
    start = minutes(rng.choice(kind.start))
    slots["einlass"] = clock(max(0, start - rng.choice([30, 60])))
    count = min(len(kind.facts), rng.randint(2, 5))
    facts = tuple(sorted(rng.sample(range(len(kind.facts)), count)))
    # Half of all events interest one village only; the other half spreads around the fame of its kind.
    fame = 0.08 if rng.random() < UNKNOWN else min(0.9, max(0.05, kind.fame + rng.gauss(-0.05, 0.15)))
    spans = _spans(rng, kind, day, start)
    musts = (slots[kind.anchor],) if kind.must else ()
    return Event(kind, town, venue, spans, slots, facts, rng.randrange(12), fame, musts)


def clock(value: int) -> str:
    """ "HH:MM" of minutes after midnight."""
    return f"{value // 60 % 24:02d}:{value % 60:02d}"


def _spans(rng: Random, kind: Kind, day: date, start: int) -> tuple[Span, ...]:
    end = start + 60 * kind.hours if start + 60 * kind.hours < 1440 else None
    if rng.random() < kind.range:
        days = rng.choice([1, 2, 3, 9, 16, 30]) if kind.name == "ausstellung" else rng.choice([1, 1, 2])
        return (Span(day, start, end, day + timedelta(days=days)),)
    if rng.random() < kind.run:
        step = rng.choice([1, 1, 7])
        return tuple(Span(day + timedelta(days=step * n), start, end) for n in range(rng.choice([2, 3, 3])))
    return (Span(day, start, end),)


Choices = tuple[list[tuple[Kind, list[date]]], list[float]]


def choices_of_week(first: date) -> Choices:
    """The kinds possible in the week beginning on `first`, their days, and their weights."""
    days = days_of_week(first)
    rows = [
        (k, [d for d in days if d.weekday() in k.days and in_season(k.season, d)]) for k in kinds().values()
    ]
    possible = [(kind, held) for kind, held in rows if held]
    return possible, [kind.weight * season_boost(kind.season) for kind, _ in possible]


def ordinary_events(
    rng: Random, town: Town, choices: Choices, count: int, seen: set[tuple[str, date]]
) -> Iterator[Event]:
    """Up to `count` events, never one of a kind and day already `seen`: twins are made on purpose elsewhere."""
    for kind, days in rng.choices(choices[0], choices[1], k=count):
        day = rng.choice(days)
        if (kind.name, day) in seen:
            continue
        seen.add((kind.name, day))
        event = make_event(rng, kind, town, day)
        if event:
            yield event


def regulars(rng: Random, town: Town, first: date) -> list[Series]:
    """The recurring events of a town; services are held in two churches every Sunday."""
    found = []
    for name, every in REGULAR.items():
        kind = kinds()[name]
        day = first + timedelta(days=(rng.choice(kind.days) - first.weekday()) % 7)
        if rng.random() > 0.15 + REGULAR_SHARE * town.place.size:
            continue
        venues = rng.sample(_venues(kind, town), min(2, len(_venues(kind, town))))
        for venue in venues[: 2 if name == "gottesdienst" else 1]:
            event = make_event(rng, kind, town, day, venue)
            if event:
                found.append(
                    Series(replace(event, needs=frozenset({"place"})), every, 7 * rng.randrange(every // 7))
                )
    return found


def _venues(kind: Kind, town: Town) -> list[Venue]:
    return [venue for type_ in kind.venue for venue in town.venues[type_]]
