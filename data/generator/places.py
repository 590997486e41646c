"""Real places of the region with coordinates, zip codes and districts (facts, from public maps)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Events a town of each size holds in a week; Freiburg (5) has no ten times more pages than a village in a weekly.
EVENTS_A_WEEK = {1: 3.0, 2: 6.0, 3: 10.0, 4: 14.0, 5: 24.0}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality; `suffix` is the rest of the official name, `size` runs from 1 (village) to 5 (Freiburg)."""

    name: str
    suffix: str
    lat: float
    lon: float
    zipcode: str
    area: str
    size: int
    districts: tuple[str, ...]

    @property
    def official(self) -> str:
        """The long form, "Staufen im Breisgau"."""
        return self.name + self.suffix

    @property
    def events_a_week(self) -> float:
        """Expected events of one week."""
        return EVENTS_A_WEEK[self.size]


@cache
def places() -> tuple[Place, ...]:
    """All places, in the order in which a growing set takes them in."""
    with (Path(__file__).parent / "places.csv").open(encoding="utf-8") as rows:
        return tuple(map(_place, csv.DictReader(rows)))


def _place(row: dict[str, str]) -> Place:
    return Place(
        name=row["name"],
        suffix=row["suffix"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        zipcode=row["zipcode"],
        area=row["area"],
        size=int(row["size"]),
        districts=tuple(filter(None, row["districts"].split("|"))),
    )
