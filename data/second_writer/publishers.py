"""The publishers of a region and which events each of them takes."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from .events import Event
from .region import Region, Town
from .words import read

_FILE = read("publishers.toml")
_DEFAULTS: dict[str, float] = _FILE["defaults"]
_MOST = 20
_ON_PAPER = ("daily", "weekly", "gazette", "monthly", "parish")


@dataclass(eq=False, slots=True)
class Publisher:
    """A publisher with its habits; `taste` is a number between 0 and 1 that settles its other preferences."""

    key: str
    type: str
    weight: float
    towns: frozenset[str] | None
    categories: frozenset[str]
    not_categories: frozenset[str]
    rates: dict[str, float]
    quarters: str
    ranges: str
    lead: int
    web: bool
    optional: bool
    taste: float
    issues: list[date]

    def takes(self, event: Event) -> bool:
        """Whether it may print the event."""
        kind, categories = event.kind, set(event.kind.categories)
        if self.towns is not None and event.place.town.name not in self.towns:
            return False
        if self.categories and not self.categories & {*categories, f"@{kind.name}"}:
            return False
        if self.not_categories & categories and not {"Fasnet", "Musik"} & categories:
            return False
        if self.type == "daily" and kind.name in ("kurswoche", "treffwoche") and self.taste < 0.6:
            return False
        return bool(self.issues_for(event))

    def issues_for(self, event: Event) -> list[date]:
        """The issues that may hold the event: those before it, else those while it lasts."""
        before = [day for day in self.issues if 0 <= (event.day - day).days <= self.lead]
        if before or not event.last_day:
            return before
        return [day for day in self.issues if event.day <= day < event.last_day]


def publishers(region: Region, rng: Random) -> list[Publisher]:
    """The publishers of a region in no order, twenty at most if enough of them are optional."""
    area = rng.choice(["elzgau", "hochwald", "rebgau", "kirnachtal", "rheinwald", "mittelau"])
    founded: list[Publisher] = []
    for table in _FILE["regional"]:
        towns = _towns_of_county(region, table.get("county", 0))
        if (towns is None or towns) and ("chance" not in table or rng.random() < table["chance"]):
            founded.append(_publisher(rng, region, table, area, towns))
    founded += _parishes(rng, region) + _calendars(rng, region)
    spare = [one for one in founded if one.optional]
    spare += [one for one in founded if one.type == "gazette"][2:]
    for one in spare[: max(0, len(founded) - _MOST)]:
        founded.remove(one)
    rng.shuffle(founded)
    return founded


def _towns_of_county(region: Region, county: int) -> frozenset[str] | None:
    if not county:
        return None
    first = frozenset(town.name for town in region.towns if town.county == region.counties[0])
    return first if county == 1 else frozenset(town.name for town in region.towns) - first


def _parishes(rng: Random, region: Region) -> list[Publisher]:
    towns = region.towns
    chosen = rng.sample(towns, min(len(towns), rng.randint(8, 12)))
    groups = [chosen[:5], chosen[5:10]]
    return [_publisher(rng, region, _FILE["parish"], slug(group[0].short), _names(group)) for group in groups]


def _calendars(rng: Random, region: Region) -> list[Publisher]:
    larger = [town for town in region.towns if town.size > 1]
    towns = larger + rng.sample([town for town in region.towns if town.size == 1], rng.randint(3, 6))
    rng.shuffle(towns)
    count = rng.randint(4, 5)
    tables = ["gazette"] * 3 + ["calendar"] * (count - 3)
    named = [*zip(tables, towns, strict=False), ("town_page", towns[5])]
    return [_publisher(rng, region, _FILE[table], slug(town.short), _names([town])) for table, town in named]


def _names(towns: list[Town]) -> frozenset[str]:
    return frozenset(town.name for town in towns)


def slug(name: str) -> str:
    """The name as part of a key."""
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        name = name.lower().replace(umlaut, letters)
    return "-".join("".join(letter if letter in _PLAIN else " " for letter in name).split())


_PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789"


def _publisher(
    rng: Random, region: Region, table: dict[str, Any], area: str, towns: frozenset[str] | None
) -> Publisher:
    words = {slot: rng.choice(choices) for slot, choices in table.get("choices", {}).items()}
    rates = _DEFAULTS | table.get("rates", {})
    if "umlauts_chance" in table and rng.random() >= table["umlauts_chance"]:
        rates["umlauts"] = 0.0
    ranges = table.get("ranges", "range")
    if isinstance(ranges, list):
        ranges = rng.choice(ranges)
    quarters = rng.choice(["district", "city", "hyphen", "district"])
    for name, value in rates.items():
        if 0 < value < 1:
            rates[name] = min(1, max(0, value * rng.uniform(0.7, 1.3)))
    if table["type"] not in _ON_PAPER:
        rng.random()  # nothing needs it any more; without it every seed would have other publishers
    offset, taste = rng.randint(0, 6), rng.random()
    return Publisher(
        key=table["key"].format(area=area, town=area, **words),
        type=table["type"],
        weight=table["weight"],
        towns=towns,
        categories=frozenset(table.get("categories", ())),
        not_categories=frozenset(table.get("not_categories", ())),
        rates=rates,
        quarters=quarters,
        ranges=ranges,
        lead=table["lead"],
        web=table.get("web", False),
        optional=table.get("optional", False),
        taste=taste,
        issues=_issues(region, table["frequency"], table["lead"], offset),
    )


def _issues(region: Region, frequency: int, lead: int, offset: int) -> list[date]:
    day = region.start - timedelta(offset + (lead if frequency > 10 else 2))
    days = []
    while day <= region.end:
        days.append(day)
        day += timedelta(frequency)
    return days
