"""The kinds of events and their texts, read from `kinds.toml`."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from hours import minutes

from .words import words

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What all events of one kind share; `slots` are the names of the open places of its texts, sorted."""

    name: str
    alike: str
    seasons: str
    regions: str
    venues: tuple[str, ...]
    times: tuple[int, ...]
    minutes: int
    days: str
    organiser: str
    category: str
    entry: str
    weight: float
    flags: frozenset[str]
    titles: tuple[str, ...]
    headlines: tuple[str, ...]
    sentences: tuple[str, ...]
    slots: tuple[str, ...]

    def held(self, season: str, region: str) -> bool:
        """Whether such events take place in this season and region."""
        return season in (self.seasons or season) and region in (self.regions or region)


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order of the file."""
    return {name: _kind(name, row) for name, row in words("kinds").items()}


def _kind(name: str, row: dict[str, Any]) -> Kind:
    texts = " ".join([*row["titles"], *row["headlines"], *row["sentences"]])
    return Kind(
        name=name,
        alike=row.get("alike", name),
        seasons=row.get("seasons", ""),
        regions=row.get("regions", ""),
        venues=tuple(row["venues"]),
        times=tuple(map(minutes, row["times"])),
        minutes=row["minutes"],
        days=row["days"],
        organiser=row["organiser"],
        category=row["category"],
        entry=row["entry"],
        weight=row["weight"],
        flags=frozenset(row.get("flags", ())),
        titles=tuple(row["titles"]),
        headlines=tuple(row["headlines"]),
        sentences=tuple(row["sentences"]),
        slots=tuple(sorted(set(SLOT.findall(texts)))),
    )
