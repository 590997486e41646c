"""The kinds of event, read from `kinds/*.toml`."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .words import read

FILES = (
    "fasnet",
    "parish",
    "civic",
    "music",
    "stage",
    "learning",
    "markets",
    "outdoors",
    "clubs",
    "leisure",
)

Drawn = str | list[list[str]]
"""The name of an invention, or contents in one or more wordings."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What events of a kind have in common, and how they are told.

    Days are `fasnet_days` after Schmutziger Donnerstag, or `weekdays` of a `season`. There are about `weight` of
    them in a region, or each place has one with the probability `share`. An event lasts `hours`, or `length` days
    from fewest to most. `doors` is how often they open earlier; `urban` kinds gather in towns, `touring` ones come to
    other towns as well; `beside` is how often one shares its place and day with the one before. `plain` ones are not
    praised. `subject` is the slot that tells an event under a general title.
    """

    name: str
    venues: list[str]
    times: list[str]
    organiser: str
    categories: list[str]
    prominence: float
    titles: list[str]
    texts: list[str]
    headlines: list[str] = field(default_factory=list)
    slots: dict[str, Drawn] = field(default_factory=dict)
    features: list[str] = field(default_factory=list)
    fasnet_days: list[int] = field(default_factory=list)
    weekdays: list[str] = field(default_factory=list)
    season: str = ""
    weight: float = 0
    share: float = 0
    hours: int = 0
    length: list[int] = field(default_factory=list)
    doors: float = 0
    paid: bool = False
    prices: list[str] = field(default_factory=list)
    often_free: bool = False
    numbered: bool = False
    urban: bool = False
    touring: bool = False
    plain: bool = False
    organiser_untold: bool = False
    beside: float = 0
    general_titles: list[str] = field(default_factory=list)
    subject: str = ""

    @property
    def first_slot(self) -> str:
        """The slot that tells two events of a kind apart, if it has any."""
        return next(iter(self.slots), "")


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which they are planned."""
    tables = [table for file in FILES for table in read(f"kinds/{file}.toml").items()]
    return tuple(_kind(name, table) for name, table in tables)


def _kind(name: str, table: dict[str, Any]) -> Kind:
    slots = {slot: _drawn(contents) for slot, contents in table.get("slots", {}).items()}
    return Kind(name=name, **{**table, "slots": slots})


def _drawn(contents: str | list[str | list[str]]) -> Drawn:
    if isinstance(contents, str):
        return contents
    return [[one] if isinstance(one, str) else one for one in contents]
