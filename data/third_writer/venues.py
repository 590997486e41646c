"""The houses and places of a quarter, named by the patterns of `venues.toml`."""

import re
from typing import Any

from .dice import Dice
from .model import Quarter, Venue
from .words import words

Region = dict[str, Any]


def furnish(dice: Dice, region: Region, quarter: Quarter) -> None:
    """Give the quarter its venues: a village has an inn and a hall, a town also museum, school and cinema."""
    _inns(dice, quarter)
    _churches(dice, region, quarter)
    _halls(dice, quarter)
    _outdoors(dice, quarter)
    if quarter.main or dice.chance(0.4):
        _for_children(dice, quarter)
    if quarter.main:
        _of_the_town(dice, region, quarter)


def street(dice: Dice) -> str:
    """The name of a street."""
    lists = words("venues")
    head = dice.choice(lists["streets"])
    if dice.chance(0.15):
        return str(dice.choice(lists["odd_streets"]))
    return str(head + dice.choice(["straße", "straße", "weg", "gasse", "platz"]))


def named(pattern: str, **slots: str) -> list[tuple[str, str]]:
    """The names of a venue, each after the words that lead to it."""
    rows = words("venues")["names"][pattern]
    return [(before.format_map(slots), name.format_map(slots)) for before, name in rows]


def _add(dice: Dice, quarter: Quarter, type: str, names: list[tuple[str, str]]) -> None:
    venue = Venue(
        type=type,
        quarter=quarter,
        names=names,
        street=street(dice),
        number=str(dice.randint(1, 90)) + (dice.choice("ab") if dice.chance(0.1) else ""),
        lat=quarter.town.lat + dice.uniform(-0.03, 0.03),
        lon=quarter.town.lon + dice.uniform(-0.03, 0.03),
    )
    quarter.venues.setdefault(type, []).append(venue)


def _inns(dice: Dice, quarter: Quarter) -> None:
    for forms in dice.sample(words("venues")["inns"], 3 if quarter.main else 1):
        names = named("inn", name=forms[0], short=forms[-1])
        _add(dice, quarter, "inn", names[: dice.randint(2, 4)])


def _churches(dice: Dice, region: Region, quarter: Quarter) -> None:
    quarter.saint = dice.choice(region["saints"])
    protestant = dice.choice(region["protestant"])
    in_saxony = region["code"] == "S"
    if (dice.chance(0.85) or quarter.main) and (not in_saxony or (quarter.main and dice.chance(0.5))):
        _catholic(dice, quarter)
    if quarter.main or in_saxony or (region["code"] == "F" and dice.chance(0.5)):
        _protestant(dice, quarter, protestant)
    venues = quarter.venues
    venues["church"] = venues.get("catholic_church", []) + venues.get("protestant_church", [])


def _catholic(dice: Dice, quarter: Quarter) -> None:
    saint = quarter.saint
    plain = f"kath. Kirche {saint}" if dice.chance(0.5) else "katholischen Kirche"
    _add(dice, quarter, "catholic_church", named("catholic_church", saint=saint, plain=plain))
    if quarter.main or dice.chance(0.5):
        brief = saint.replace("St. ", "")
        house = f"Pfarrsaal {saint}" if " " in brief else f"{brief}-Haus"
        _add(dice, quarter, "catholic_hall", named("catholic_hall", saint=saint, house=house))


def _protestant(dice: Dice, quarter: Quarter, church: str) -> None:
    is_church = "irche" in church
    name = f"{church}-Kirche" if not is_church and dice.chance(0.3) else church
    preposition = "in der" if "irche" in name else "in"
    plain = f"ev. {church}" if is_church else f"evangelischen Kirche {church}"
    names = named("protestant_church", preposition=preposition, name=name, plain=plain)
    _add(dice, quarter, "protestant_church", names)
    if quarter.main or dice.chance(0.4):
        house = dice.choice(words("venues")["church_houses"])
        _add(dice, quarter, "protestant_hall", named("protestant_hall", house=house))


def _halls(dice: Dice, quarter: Quarter) -> None:
    lists = words("venues")
    hall = dice.choice(lists["town_halls" if quarter.main else "halls"])
    names = [hall, *lists["hall_aliases"][hall], f"{hall} {quarter.name}"]
    _add(dice, quarter, "hall", [(_into(name), name) for name in names])
    if quarter.main and quarter.town.large:
        second = "guest_house" if hall == "Stadthalle" else "big_hall"
        _add(dice, quarter, "hall", named(second, place=quarter.name))


def _into(hall: str) -> str:
    return "in der" if re.search(r"(alle|MZH|stube|\))$", hall) or hall.startswith("Halle") else "im"


def _outdoors(dice: Dice, quarter: Quarter) -> None:
    lists, place = words("venues"), quarter.name
    _add(dice, quarter, "square", named("market_square" if quarter.main else "village_square", place=place))
    before, name, before_long, long_name = dice.choice(lists["spots"])
    spot = named("spot", before=before, name=name, before_long=before_long, long_name=long_name, place=place)
    _add(dice, quarter, "quarter", spot)
    _add(dice, quarter, "firehouse", named("firehouse", place=place))
    _add(dice, quarter, "sport", named("sport", place=place, stadium=dice.choice(lists["stadiums"])))
    _add(dice, quarter, "clubhouse", named("clubhouse", place=place))


def _for_children(dice: Dice, quarter: Quarter) -> None:
    lists, place = words("venues"), quarter.name
    large = quarter.main and quarter.town.large
    _schools(dice, quarter, 2 if large else 1)
    kindergarten = dice.choice(lists["kindergartens"])
    _add(dice, quarter, "kita", named("kindergarten", name=kindergarten))
    if large:
        second = dice.choice([name for name in lists["kindergartens"] if name != kindergarten])
        _add(dice, quarter, "kita", named("second_kindergarten", name=second))
    _add(
        dice, quarter, "gym", named("gym", place=place, large="Dreifachsporthalle" if large else "Sporthalle")
    )
    _add(
        dice, quarter, "park", named("park", name=dice.choice(lists["parks"]) if quarter.main else "Dorfpark")
    )


def _schools(dice: Dice, quarter: Quarter, count: int) -> None:
    lists = words("venues")
    taken = set()
    for _ in range(count):
        type = dice.choice(lists["schools"]) if quarter.main else "Grundschule"
        name = dice.choice(lists["school_names"])
        if (type, name) in taken:
            continue
        taken.add((type, name))
        before = "im" if type == "Gymnasium" else "in der"
        _add(
            dice, quarter, "school", named("school", before=before, name=name, type=type, place=quarter.name)
        )


def _of_the_town(dice: Dice, region: Region, quarter: Quarter) -> None:
    place, town = quarter.name, quarter.town
    _add(dice, quarter, "townhall", named("townhall"))
    modern = "Bibliothek" if dice.chance(0.5) else "Mediathek"
    owner = "Stadt" if town.large else "Gemeinde"
    _add(dice, quarter, "library", named("library", owner=owner, modern=modern))
    _add(dice, quarter, "care", named("care", saint=quarter.saint))
    _add(dice, quarter, "cafe", named("cafe", name=dice.choice(region["surnames"])))
    _add(dice, quarter, "station", named("station", place=place))
    _add(dice, quarter, "cemetery", named("cemetery"))
    if town.large or dice.chance(0.5):
        _for_culture(dice, quarter)
    if town.number < 6:
        name = dice.choice(words("venues")["cinemas"])
        before = "in den" if name == "Lichtspiele" else "im"
        _add(dice, quarter, "cinema", named("cinema", before=before, name=name, place=place))


def _for_culture(dice: Dice, quarter: Quarter) -> None:
    lists, place = words("venues"), quarter.name
    before, name, alone = dice.choice(lists["culture_houses"])
    _add(dice, quarter, "culture", named("culture", before=before, name=name, alone=alone, place=place))
    _add(dice, quarter, "museum", named("museum", name=dice.choice(lists["museums"]), place=place))
    _add(dice, quarter, "youth", named("youth", place=place))
    _add(dice, quarter, "vhs", named("evening_school", room=str(dice.randint(1, 24))))
    _add(dice, quarter, "pool", named("pool", place=place))
    _add(dice, quarter, "castle", named("castle", place=place))
