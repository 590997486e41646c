"""Events of a kind with their look-alikes: the next week, the other performance, the second team, the next town."""

from collections.abc import Callable
from datetime import date, timedelta

from hours import clock, minutes

from .clock import later
from .events import Event
from .inventions import invent
from .kinds import Kind
from .organisers import organiser_of
from .parts import lasting, pub_night
from .people import person
from .plan import Plan
from .region import Place
from .words import PHRASES

Group = list[Event]
_DAY = timedelta(1)


def ordinary(plan: Plan, kind: Kind) -> Group | None:
    """An event somewhere with those that look like it; None where it does not fit in."""
    days = plan.days_of(kind)
    if not days:
        return None
    place, day = _beside_the_last(plan, kind, _somewhere(plan, kind), days)
    event = plan.make(kind, place, day)
    if "weekly" in kind.features:
        return _weekly(plan, event)
    if "consulting" in kind.features:
        return _consulting_hours(plan, event) if plan.accept(event, 0) else None
    if not plan.accept(event, 1 if "named" in kind.features else 2):
        return None
    if kind.length:
        return lasting(plan, event)
    for feature, (chance, group_of) in _GROUPS.items():
        if feature in kind.features and (chance == 1 or plan.rng.random() < chance):
            return group_of(plan, event)
    return _perhaps_elsewhere(plan, event)


def _somewhere(plan: Plan, kind: Kind) -> Place:
    """A place, rather a larger one for urban kinds."""
    places = plan.region.places
    weights = [place.weight * (_urban(place) if kind.urban else 1) for place in places]
    while True:
        place = plan.rng.choices(places, weights)[0]
        if "towns_only" in kind.features and place.is_quarter:
            continue
        if "films" not in kind.features or place.town.size > 1:
            return place


def _urban(place: Place) -> float:
    if place.is_quarter:
        return 0.12
    return 2 if place.town.size > 1 else 1


def _beside_the_last(plan: Plan, kind: Kind, place: Place, days: list[date]) -> tuple[Place, date]:
    """Place and day, of some kinds often those of the last event of the kind."""
    day = plan.rng.choice(days)
    if not kind.beside:
        return place, day
    if plan.rng.random() >= kind.beside or kind.name not in plan.last:
        plan.last[kind.name] = place, day
    return plan.last[kind.name]


def _weekly(plan: Plan, event: Event) -> Group | None:
    """A course or market of every week: each date is an event."""
    kind, place, region = event.kind, event.place, plan.region
    content = str(event.slots[kind.first_slot]) if kind.slots else ""
    key = ("weekly", kind.name, place.name, content)
    if key in plan.seen or not plan.accept(event, 0):
        return None
    plan.seen.add(key)
    start = region.start + timedelta((event.day.weekday() - region.start.weekday()) % 7)
    group = []
    for week in range(plan.rng.randint(3, 6)):
        day = start + 7 * week * _DAY
        if day <= region.end and plan.rng.random() >= 0.15:
            keep = event.keep | {"date", "city"}
            group.append(plan.another(event, day=day, date_may_err=False, keep=keep))
            plan.occupy(kind.name, place, day)
    return group


def _consulting_hours(plan: Plan, event: Event) -> Group:
    """One appointment after the other."""
    group = []
    length = plan.rng.choice([20, 30, 45, 60])
    for number in range(plan.rng.randint(1, 4)):
        start = later(event.start, length * number)
        hour = plan.another(event, start=start, end=later(start, length), date_may_err=False)
        hour.slots["slot"] = start
        hour.keep |= {"time", "city"}
        group.append(hour)
    return group


def _several_shows(plan: Plan, event: Event) -> Group:
    """A second performance on the day, or some on other days."""
    rng, group = plan.rng, [event]
    event.keep |= {"time"}
    event.date_may_err = False
    if rng.random() < 0.5:
        at = minutes(event.start)
        apart = [time for time in event.kind.times if abs(minutes(time) - at) >= 180]
        start = rng.choice(apart or [later(event.start, -240 if at > 900 else 240)])
        group.append(plan.another(event, start=start, end=""))
    else:
        for number in range(1, rng.randint(2, 4)):
            day = event.day + (number if rng.random() < 0.5 else 7 * number) * _DAY
            if day <= plan.region.end and all(show.day != day for show in group):
                group.append(plan.another(event, day=day))
                plan.occupy(event.kind.name, event.place, day)
    for show in group:
        show.keep |= {"time", "date"}
    return group


def _two_parts(plan: Plan, event: Event) -> Group:
    """A first and a second part, mostly a week later."""
    group = []
    for number, suffix in enumerate((PHRASES["first_part"], PHRASES["second_part"])):
        same_day = plan.rng.random() < 0.2
        day = event.day if same_day else event.day + 7 * number * _DAY
        if day > plan.region.end:
            continue
        keep = event.keep | {"title", "date", "time"}
        part = plan.another(event, day=day, date_may_err=False, suffix=suffix, keep=keep)
        if same_day and number:
            part.start, part.end = later(event.start, 120), ""
        group.append(part)
    return group


def _opponent(plan: Plan, event: Event) -> list[str]:
    others = [place for place in plan.region.places if place is not event.place]
    name = organiser_of(plan.region, plan.rng.choice(others), "sportverein")[0]
    return [name, name]


def _matches(plan: Plan, event: Event, slot: str, teams: list[list[str]], opening: int) -> Group:
    """The matches of several teams, two hours apart; before the main one, if the hall is `opening` by then."""
    group = []
    base = minutes(event.start)
    opponent = event.slots["gegner"]
    for number, team in enumerate(teams):
        at = base - number * 120 if base - number * 120 > opening else base + number * 120
        match = plan.another(event, start=clock(at), end="", date_may_err=False)
        match.slots |= {slot: team, "gegner": opponent}
        match.keep |= {"time", "title"}
        if slot == "team" and "Jun" in team[0]:
            match.slots["liga"] = "Jugend-Bezirksliga"
        group.append(match)
    return group


def _football(plan: Plan, event: Event) -> Group:
    event.slots["gegner"] = _opponent(plan, event)
    teams = plan.rng.sample(PHRASES["football"], plan.rng.choice([1, 1, 2, 3]))
    return _matches(plan, event, "team", teams, 540)


def _handball(plan: Plan, event: Event) -> Group:
    event.slots["gegner"] = _opponent(plan, event)
    teams = plan.rng.sample(PHRASES["handball"], plan.rng.choice([1, 2, 2, 3]))
    return _matches(plan, event, "team2", teams, 600)


def _films(plan: Plan, event: Event) -> Group:
    """Other films of the day, the same one at another hour or on the next days."""
    rng, group, used = plan.rng, [event], {event.start}
    event.keep |= {"time", "title"}
    event.date_may_err = False
    for number in range(rng.randint(0, 3)):
        what = rng.random()
        other = plan.another(event)
        time = rng.choice(event.kind.times)
        if what >= 0.75:
            other.day = event.day + (number + 1) * _DAY
            if other.day <= plan.region.end:
                group.append(other)
            continue
        if time in used or abs(minutes(time) - minutes(event.start)) < 100:
            continue
        other.start, other.end = time, ""
        used.add(time)
        if what < 0.55:
            other.slots["film"] = _another_film(plan, event)
        group.append(other)
    return group


def _another_film(plan: Plan, event: Event) -> str | list[str]:
    for _ in range(5):
        film = invent("film", plan.rng, plan.region)
        if film != event.slots["film"]:
            break
    return film


def _perhaps_elsewhere(plan: Plan, event: Event) -> Group:
    """The meeting of the friends' society before the club's own; an act that comes to the next town as well."""
    group = [event]
    if event.kind.name == "jhv" and plan.rng.random() < 0.14:
        group.append(_meeting_before(plan, event))
    if event.kind.touring and plan.rng.random() < 0.2:
        for _ in range(plan.rng.choice([1, 1, 2])):
            group += _on_tour(plan, event)
    return group


def _meeting_before(plan: Plan, event: Event) -> Event:
    society = plan.rng.choice(["Förderverein", "Jugendabteilung", "Förderkreis"])
    meeting = plan.another(event, start=later(event.start, -60), end="", date_may_err=False)
    event.date_may_err = False
    meeting.organiser = [f"{society} {name.replace(' e.V.', '')}" for name in event.organiser]
    meeting.slots |= {"org": meeting.organiser, "person": person(plan.region.rng)}
    meeting.keep |= {"time", "title"}
    event.keep |= {"time", "title"}
    return meeting


# The slots that belong to the place and do not travel.
_LOCAL = (
    *("ort", "kurz", "org", "kurzname", "saal", "schule", "strasse", "platz"),
    *("schultes", "laden", "preis", "zunft", "funken", "bach"),
)


def _on_tour(plan: Plan, event: Event) -> Group:
    """The same act in another town within days."""
    rng, region, kind = plan.rng, plan.region, event.kind
    place = _somewhere(plan, kind)
    if place.town is event.place.town:
        return []
    nearby = kind.name in ("kindertheater", "lesung", "vortrag")
    day = event.day + rng.choice([0, 1, 1, -1, 2, 7, 8] if nearby else [1, 1, -1, 2, 7, 8]) * _DAY
    if not region.start <= day <= region.end:
        return []
    other = plan.make(kind, place, day)
    other.slots = event.slots | {slot: other.slots[slot] for slot in _LOCAL}
    other.date_may_err = event.date_may_err = False
    other.keep |= {"city", "title"}
    event.keep |= {"city"}
    if day == event.day and abs(minutes(other.start) - minutes(event.start)) < 90:
        return []
    return [other] if plan.accept(other, 1) else []


# How often an event with the feature comes with its look-alikes, and how these are made.
_GROUPS: dict[str, tuple[float, Callable[[Plan, Event], Group]]] = {
    "pub_night": (1, pub_night),
    "several_shows": (0.45, _several_shows),
    "two_parts": (0.14, _two_parts),
    "football": (1, _football),
    "handball": (1, _handball),
    "films": (1, _films),
}
