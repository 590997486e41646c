"""Look-alikes in several towns: one act on tour, one party's stands, the same parade in the next town."""

from dataclasses import replace
from random import Random

from .events import Event, Span, make_event
from .lookalikes import PLACED, again, later
from .rates import LOOK_ALIKES
from .slots import venue_words
from .towns import Town

TOURING = ("kabarett", "bandkonzert", "klassik", "bilderschau")
PARADES = (
    "narrenumzug",
    "scheibenfeuer",
    "kinderball",
    "hemdglunker",
    "fasnetverbrennung",
    "adventsmarkt",
    "weinfest",
)


def with_regional_twins(rng: Random, events: list[Event], towns: list[Town]) -> list[Event]:
    """The events of a week together with their twins in other towns."""
    busy = {(event.kind.name, event.town.place.official) for event in events}
    found: list[Event] = []
    tours = 0
    for event in events:
        chance = rng.random()
        made = [event]
        free = [t for t in towns if (event.kind.name, t.place.official) not in busy and t is not event.town]
        if event.tag != "ordinary" or not free:
            pass
        elif event.kind.name in TOURING and chance < LOOK_ALIKES["tour_of_one_act"]:
            made = same_act_elsewhere(rng, event, rng.choice(free))
        elif event.kind.name in PARADES and chance < LOOK_ALIKES["parade_in_next_town"]:
            made = parade_in_next_town(rng, event, rng.choice(_nearest(event, free)))
        elif event.kind.name == "infostand" and not tours and chance < LOOK_ALIKES["party_tour"]:
            made = party_tour(rng, event, [event.town, *rng.sample(free, min(9, len(free)))])
            tours += 1
        busy.update((twin.kind.name, twin.town.place.official) for twin in made)
        found += made or [event]
    return found


def _nearest(event: Event, towns: list[Town]) -> list[Town]:
    """The three nearest towns."""
    here = event.town.place
    return sorted(
        towns, key=lambda t: (abs(t.place.lat - here.lat) + abs(t.place.lon - here.lon), t.place.official)
    )[:3]


def same_act_elsewhere(rng: Random, event: Event, town: Town) -> list[Event]:
    """The same act in another town a day or more later: one text, another evening."""
    venues = [v for kind in event.kind.venue for v in town.venues[kind]]
    if not venues:
        return []
    venue = rng.choice(venues)
    slots = venue_words(venue) | {"ort": town.place.name}
    moved = again(event, slots=slots, town=town, venue=venue, spans=later(event, 0, rng.choice([1, 1, 2, 3])))
    return [replace(event, tag="tour_of_one_act"), replace(moved, tag="tour_of_one_act")]


def party_tour(rng: Random, event: Event, towns: list[Town]) -> list[Event]:
    """One party's stands in up to ten towns on one day, with one text."""
    stops = []
    start = event.spans[0].start or 540
    for town in towns[:10]:
        venue = rng.choice(town.venues["square"])
        slots = venue_words(venue) | {"ort": town.place.name}
        span = Span(event.first, start + rng.choice([0, 0, 60, 120]))
        stops.append(
            again(event, slots=slots, town=town, venue=venue, spans=(span,), needs=PLACED, tag="party_tour")
        )
    return stops


def parade_in_next_town(rng: Random, event: Event, town: Town) -> list[Event]:
    """The same kind of parade or fire in a neighbouring town on the same day."""
    other = make_event(rng, event.kind, town, event.first)
    if not other:
        return []
    other = replace(other, spans=later(event, rng.choice([0, 0, 30, -30])), tag="parade_in_next_town")
    return [replace(event, tag="parade_in_next_town", needs=PLACED), replace(other, needs=PLACED)]
