"""Which look-alikes an event of a kind may get, and the drawing of them."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from .events import Event
from .lookalikes import (
    afternoon_and_evening,
    beginners_and_advanced,
    children_and_grown_ups,
    films_in_one_cinema,
    one_class_two_venues,
    opening_and_tour,
    part_one_and_two,
    two_clothes_markets,
    two_districts_same_day,
    two_guilds_one_ball,
    two_open_days,
    two_stands_one_square,
    womens_and_mens_game,
)
from .parallels import (
    courses_side_by_side,
    parallel_groups,
    rooms_of_one_house,
    slots_of_one_service,
    tours_of_one_day,
)

Twins = Callable[[Random, Event], list[Event]]


def twins(rng: Random, event: Event, rates: dict[str, float]) -> list[Event]:
    """The event with its twins, or alone."""
    for make in LOOK_ALIKES.get(event.kind.name, ()):
        if rng.random() < rates[make.__name__]:
            made = make(rng, event)
            if len(made) > 1:
                return [replace(twin, tag=make.__name__) for twin in made]
    return [event]


# Which twins an event of a kind may get.
LOOK_ALIKES: dict[str, tuple[Twins, ...]] = {
    "film": (films_in_one_cinema,),
    "kinderkino": (courses_side_by_side,),
    "lesung": (courses_side_by_side, rooms_of_one_house),
    "spieleabend": (rooms_of_one_house,),
    "seniorennachmittag": (rooms_of_one_house,),
    "hauptversammlung": (rooms_of_one_house,),
    "tanz": (parallel_groups, rooms_of_one_house),
    "sprechstunde": (slots_of_one_service,),
    "fuehrung": (tours_of_one_day, courses_side_by_side),
    "kraeuter": (courses_side_by_side,),
    "kinderball": (two_guilds_one_ball,),
    "zunftabend": (two_guilds_one_ball,),
    "infostand": (two_stands_one_square,),
    "theater": (afternoon_and_evening,),
    "puppentheater": (afternoon_and_evening,),
    "jahreskonzert": (afternoon_and_evening,),
    "chorkonzert": (afternoon_and_evening,),
    "vortrag": (part_one_and_two, rooms_of_one_house, courses_side_by_side),
    "vhskurs": (part_one_and_two, parallel_groups, courses_side_by_side, one_class_two_venues),
    "blutspende": (two_districts_same_day,),
    "scheibenfeuer": (two_districts_same_day,),
    "handball": (womens_and_mens_game,),
    "fussball": (womens_and_mens_game,),
    "vorlesen": (one_class_two_venues,),
    "basteln": (parallel_groups, courses_side_by_side, one_class_two_venues),
    "ersthilfe": (parallel_groups, one_class_two_venues),
    "kitatag": (two_open_days,),
    "schultag": (two_open_days,),
    "kinderkleider": (two_clothes_markets,),
    "yoga": (beginners_and_advanced, parallel_groups),
    "narrenumzug": (children_and_grown_ups,),
    "vernissage": (opening_and_tour,),
}
