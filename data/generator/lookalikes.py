"""Events that look alike and are not the same: one small function a kind of twins.

Each takes the random source, an event that happens and its town, and returns the twins beside it (the event
itself first, changed where the difference must stay visible), or nothing where there can be none.
"""

from dataclasses import replace
from datetime import timedelta
from random import Random

from .events import Event, Span, make_event
from .kinds import kinds
from .slots import fill, person, venue_words
from .towns import Venue
from .words import WORDS

EXACT = frozenset({"time"})
PLACED = frozenset({"place"})
NAMED = frozenset({"title", "name"})


def again(event: Event, *, slots: dict[str, str] | None = None, **changes: object) -> Event:
    """The same event with some values new."""
    changed = replace(event, **changes) if changes else event  # type: ignore[arg-type]
    return replace(changed, slots=event.slots | (slots or {}))


def later(event: Event, minutes: int, days: int = 0) -> tuple[Span, ...]:
    """The dates of the event moved by minutes and days."""
    return tuple(
        replace(
            s, day=s.day + timedelta(days=days), start=(s.start or 0) + minutes, end=s.end and s.end + minutes
        )
        for s in event.spans[:1]
    )


def _other_venue(rng: Random, event: Event, district: bool = False) -> Venue | None:
    found = [v for kind in event.kind.venue for v in event.town.venues[kind] if v.name != event.venue.name]
    found = [v for v in found if v.district != event.venue.district] if district else found
    return rng.choice(found) if found else None


def _fresh(rng: Random, event: Event, venue: Venue) -> dict[str, str]:
    """Other names and figures for the texts of the same kind, at that venue."""
    return fill(event.kind.slots, rng, event.town, venue)


def films_in_one_cinema(rng: Random, event: Event) -> list[Event]:
    """Three films at nearly the same hour with one template description."""
    shows = []
    for shift in (0, rng.choice([0, 15]), rng.choice([15, 30])):
        slots = fill(event.kind.slots, rng, event.town, event.venue)
        shows.append(
            again(event, slots=slots, spans=later(event, shift), musts=(slots["film"],), needs=NAMED)
        )
    return shows


def two_guilds_one_ball(rng: Random, event: Event) -> list[Event]:
    """The children's balls (or evenings) of two guilds in one town on one day, in different halls."""
    venue = _other_venue(rng, event)
    others = [guild for guild in event.town.guilds if guild[1] != event.slots["narren"]]
    if not venue or not others:
        return []
    full, nick = rng.choice(others)
    one = again(event, musts=(event.slots["zunft"], event.slots["narren"]))
    slots = _fresh(rng, event, venue) | {"zunft": full, "narren": nick}
    shift = rng.choice([0, 0, 30, -30])
    return [one, again(event, slots=slots, venue=venue, musts=(full, nick), spans=later(event, shift))]


def two_stands_one_square(rng: Random, event: Event) -> list[Event]:
    """Two parties' stands on one square on one morning."""
    party = rng.choice([p for p in WORDS["party"] if p != event.slots["partei"]])
    slots = {"partei": party, "kandidat": person(rng)}
    one = again(event, musts=(event.slots["partei"],), needs=NAMED)
    return [one, again(one, slots=slots, musts=(party,), spans=later(event, rng.choice([0, 0, 30])))]


def afternoon_and_evening(rng: Random, event: Event) -> list[Event]:
    """Two performances on one day; the hour is the difference."""
    venue, day = event.venue, event.first
    early, late = rng.choice(
        [(14 * 60, 19 * 60), (15 * 60, 20 * 60), (15 * 60, 18 * 60 + 30), (14 * 60 + 30, 19 * 60 + 30)]
    )
    marks = rng.choice(
        [
            (" (Nachmittag)", " (Abend)"),
            ("", ""),
            ("", " (Abendvorstellung)"),
            (" – Nachmittagsvorstellung", " – Abendvorstellung"),
        ]
    )
    return [
        replace(event, venue=venue, spans=(Span(day, start, start + 120),), needs=EXACT, mark=mark)
        for start, mark in zip((early, late), marks, strict=True)
    ]


def part_one_and_two(rng: Random, event: Event) -> list[Event]:
    """Two parts of one course or talk: the same day, the next one, or a week later."""
    shift, days = rng.choice([(180, 0), (0, 1), (0, 7), (0, 7)])
    first, second = rng.choice(
        [(" (1)", " (2)"), (" – Teil 1", " – Teil 2"), (", Teil 1", ", Teil 2"), (" I", " II")]
    )
    needs = frozenset({"title", "time", "date"})
    return [
        replace(event, mark=first, needs=needs),
        replace(event, mark=second, spans=later(event, shift, days), needs=needs),
    ]


def two_districts_same_day(rng: Random, event: Event) -> list[Event]:
    """Blood donation, or a fire, in two districts of one town."""
    venue = _other_venue(rng, event, district=True)
    if not venue:
        return []
    slots = venue_words(venue)
    one = replace(event, needs=PLACED)
    return [one, again(one, slots=slots, venue=venue, spans=later(event, rng.choice([0, 0, 30])))]


def womens_and_mens_game(rng: Random, event: Event) -> list[Event]:
    """Men and women, or the first and second team, against the same club in the same hall."""
    teams = rng.choice(
        [
            ("Herren", "Damen"),
            ("Damen", "Herren"),
            ("Herren", "Herren 2"),
            ("A-Junioren", "B-Junioren"),
            ("A-Jugend", "Herren"),
        ]
    )
    shift = rng.choice([120, 120, 90, 150])
    needs = frozenset({"time", "title"})
    games = []
    named = tuple(title for title in event.kind.calendar if "{team}" in title)
    for team, by in zip(teams, (0, shift), strict=True):
        start = min(event.spans[0].start or 0, 20 * 60 - shift)
        spans = (Span(event.first, start + by),)
        games.append(again(event, slots={"team": team}, spans=spans, needs=needs, calendar=named))
    return games


def one_class_two_venues(rng: Random, event: Event) -> list[Event]:
    """One course, story or class at two places on one day: by two leaders at one hour, or by one some hours later."""
    venue = _other_venue(rng, event, district=True) or _other_venue(rng, event)
    if not venue:
        return []
    shift = rng.choice([0, 0, 120, 180])
    leader = {
        key: value
        for key, value in _fresh(rng, event, venue).items()
        if key in ("person", "nachname", "telefon")
    }
    slots = venue_words(venue) | ({} if shift else leader)
    one = replace(event, needs=PLACED)
    return [one, again(one, slots=slots, venue=venue, spans=later(event, shift))]


def two_open_days(rng: Random, event: Event) -> list[Event]:
    """The open days of two kindergartens (or schools) of one town."""
    venue = _other_venue(rng, event)
    if not venue:
        return []
    key = event.kind.anchor
    fresh = _fresh(rng, event, venue)
    one = again(event, slots={key: event.venue.name}, musts=(event.venue.name,), needs=PLACED)
    return [
        one,
        again(
            one,
            slots=fresh | {key: venue.name},
            venue=venue,
            musts=(venue.name,),
            spans=later(event, rng.choice([0, 0, 60])),
        ),
    ]


def two_clothes_markets(rng: Random, event: Event) -> list[Event]:
    """Two organisers, two halls, one Saturday."""
    venue = _other_venue(rng, event)
    if not venue:
        return []
    kita = rng.choice([kita for kita in event.town.kitas if kita != event.slots["kita"]])
    one = replace(event, needs=PLACED)
    spans = later(event, rng.choice([0, 30, 60, 120]))
    return [one, again(one, slots=_fresh(rng, event, venue) | {"kita": kita}, venue=venue, spans=spans)]


def beginners_and_advanced(rng: Random, event: Event) -> list[Event]:
    """Two groups of one course in one room, one after the other."""
    base = event.slots["kurs"].split(" für ")[0]
    names = rng.choice(
        [
            (f"{base} für Anfänger", f"{base} für Fortgeschrittene"),
            (f"{base} Kurs A", f"{base} Kurs B"),
            (f"{base} für Frauen", f"{base} für Männer"),
        ]
    )
    needs = frozenset({"time", "title"})
    return [
        again(event, slots={"kurs": name}, musts=(name,), spans=later(event, shift), needs=needs)
        for name, shift in zip(names, (0, 75), strict=True)
    ]


def children_and_grown_ups(rng: Random, event: Event) -> list[Event]:
    """The children's parade before the great one, by the same guild on the same day."""
    other = make_event(rng, kinds()["kinderumzug"], event.town, event.first, event.venue)
    if not other:
        return []
    other = again(
        other, slots={k: event.slots[k] for k in ("zunft", "narren")}, musts=("Kinder", "Nachwuchs")
    )
    return [event, replace(other, spans=later(event, -rng.choice([90, 120])), needs=EXACT)]


def opening_and_tour(rng: Random, event: Event) -> list[Event]:
    """The opening of an exhibition, the exhibition itself and a guided tour of it."""
    slots: dict[str, str] = {key: event.slots[key] for key in ("ausstellung", "person", "nachname")}
    show = make_event(rng, kinds()["ausstellung"], event.town, event.first, event.venue)
    tour = make_event(
        rng, kinds()["fuehrung"], event.town, event.first + timedelta(days=rng.choice([1, 3, 7])), event.venue
    )
    if not show or not tour:
        return []
    guided = ("Führung durch die Ausstellung „{ausstellung}“", "Ausstellungsführung: {ausstellung}")
    shown = (
        "Ausstellung „{ausstellung}“",
        "Ausstellung: {ausstellung}",
        "{ausstellung} – Ausstellung von {person}",
    )
    run = (replace(show.spans[0], day=event.first, until=event.first + timedelta(days=30), start=None),)
    opening = again(event, musts=("ernissage", "röffn"))
    return [
        opening,
        again(show, slots=slots, spans=run, calendar=shown, needs=frozenset({"date"})),
        again(tour, slots=slots, calendar=guided, musts=("ührung",), needs=NAMED),
    ]
