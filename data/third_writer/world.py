"""The landscape a seed stands for: region, season, towns with their quarters."""

from collections.abc import Callable
from datetime import date, timedelta

from .dice import Dice
from .feasts import easter
from .model import Quarter, Town, World
from .venues import Region, furnish
from .words import words


def build(seed: int, dice: Dice) -> World:
    """The world of this seed: four regions in turn, three seasons in turn, one of four years."""
    regions = words("regions")
    names = list(regions)
    turn = names[(1, 3, 0, 2)[seed % 4]]
    region = regions[turn if dice.chance(0.85) or seed < 5 else dice.choice(names)]
    season = "ase"[(seed - 1) % 3]
    year = dice.choice([2024, 2025, 2026, 2027])
    first, last = _weeks(dice, season, year)
    christmas_eve = date(year, 12, 24)
    first_advent = christmas_eve - timedelta((christmas_eve.weekday() + 1) % 7 + 21)
    world = World(dice, region, season, first, last, easter(year), first_advent)
    new_name = _namer(dice, region)
    count = dice.randint(22, 46)
    for number in range(count):
        world.towns.append(_town(dice, region, number, count, new_name))
    return world


def _weeks(dice: Dice, season: str, year: int) -> tuple[date, date]:
    weeks = dice.randint(4, 7)
    if season == "s":
        first = easter(year) - timedelta(dice.randint(28, 40))
    elif season == "e":
        first = date(year, 4, 28) + timedelta(dice.randint(0, 9))
    else:
        first = date(year, 11, 6) + timedelta(dice.randint(0, 3))
    last = first + timedelta(7 * weeks)
    return first, min(last, date(year, 12, 23)) if season == "a" else last


def _namer(dice: Dice, region: Region) -> Callable[[], str]:
    """A source of place names, none of which differs from another in the last letter alone."""
    taken: set[str] = set()

    def new_name() -> str:
        while True:
            head, tail = dice.choice(region["heads"]), dice.choice(region["tails"])
            if head[-1].lower() == tail[0] or head.lower().endswith(tail[:2]):
                continue
            name = str(head + tail)
            if len(name) < 6 or name in taken or any(other[:-1] == name[:-1] for other in taken):
                continue
            taken.add(name)
            return name

    return new_name


def _town(dice: Dice, region: Region, number: int, count: int, new_name: Callable[[], str]) -> Town:
    base = new_name()
    addition = dice.choice(region["additions"])
    names = [base]
    if addition:
        names = [f"{base} {addition}", base]
    elif dice.chance(0.05):
        names = [f"Bad {base}", base]
    town = Town(
        number=number,
        base=base,
        names=names,
        size=8 / (1 + number * 0.4) + 0.25,
        large=number < max(4, count // 4),
        zipcode=f"{dice.choice(region['zips']):02d}{dice.randint(100, 999)}",
        lat=region["centre"][0] + dice.uniform(-0.3, 0.3),
        lon=region["centre"][1] + dice.uniform(-0.4, 0.4),
        area_code=dice.choice(region["area_codes"]) + str(dice.randint(1, 9)),
    )
    town.quarters.append(Quarter(town, base, main=True))
    for _ in range(dice.randint(3, 8) if town.large else dice.randint(1, 4)):
        town.quarters.append(Quarter(town, new_name(), main=False))
    for quarter in town.quarters:
        furnish(dice, region, quarter)
    return town
