"""Clubs, parishes and offices, named by the patterns of `organisers.toml`."""

from typing import Any

from .model import Organiser, Quarter, World
from .words import words

_SEVERAL = ("sport", "choir", "party")  # a place may have more than one of them


def organiser(world: World, type_or_group: str, quarter: Quarter) -> Organiser:
    """The organiser of that type in the quarter, the same one each time but now and then."""
    type = _type(world, type_or_group, quarter)
    known = world.organisers.get((type, quarter))
    if known and (type not in _SEVERAL or world.dice.chance(0.8)):
        return known
    long, short = _names(world, type, quarter)
    found = world.organisers[type, quarter] = Organiser(type, quarter, long, short)
    return found


def _type(world: World, type: str, quarter: Quarter) -> str:
    groups = words("organisers")["groups"]
    while type in groups:
        type = world.dice.choice(_regional(world, groups, type))
    if type == "pfarrei":
        return "kath" if "catholic_church" in quarter.venues and world.dice.chance(0.6) else "ev"
    return "choir" if type == "chor" else type


def _regional(world: World, table: dict[str, Any], key: str) -> Any:
    return table.get(f"{key}_{world.code}", table[key])


def _names(world: World, type: str, quarter: Quarter) -> tuple[list[str], list[str]]:
    patterns = words("organisers")
    if type in patterns["clubs"]:
        return _club(_regional(world, patterns["clubs"], type), quarter.name)
    row = patterns["named"][type]
    slots = _slots(world, row, quarter)
    long, short = _regional(world, row, "long"), row["short"]
    return [name.format_map(slots) for name in long], [name.format_map(slots) for name in short]


def _club(forms: list[str], place: str) -> tuple[list[str], list[str]]:
    second = forms[min(1, len(forms) - 1)]
    return [f"{form} {place}" for form in [forms[0], *forms]], [forms[0], f"{second} {place}", forms[-1]]


def _slots(world: World, row: dict[str, Any], quarter: Quarter) -> dict[str, str]:
    slots = {
        "place": quarter.name,
        "town": quarter.town.base,
        "owner": "Stadt" if quarter.town.large else "Gemeinde",
        "saint": quarter.saint,
    }
    if "names" in row:
        names = _regional(world, row, "names")
        name = world.dice.choice(names if quarter.main else row.get("names_village", names))
        slots |= {"name": name, "other": row.get("other", {}).get(name, name)}
    if "{year}" in "".join(row["long"]):
        slots["year"] = str(world.dice.randint(1885, 1965))
    return slots
