"""What is planned so far, and what must not happen twice."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from .events import Event, make
from .kinds import Kind
from .region import Place, Region
from .seasons import days_of

# Where several meetings may share a room's hour: courses, talks and yearly meetings go into other rooms.
_MANY_ROOMS = ("vhs", "schule", "gasthaus", "vereinsheim")
_OPEN_AIR = ("marktplatz", "dorfplatz", "rathaus")


@dataclass(eq=False, slots=True)
class Plan:
    """The events planned so far, and what must not happen twice."""

    region: Region
    rng: Random
    often: dict[str, float]
    number: int = 0
    seen: set[tuple[Any, ...]] = field(default_factory=set)
    taken: dict[tuple[int, date, str], str] = field(default_factory=dict)
    last: dict[str, tuple[Place, date]] = field(default_factory=dict)

    def days_of(self, kind: Kind) -> list[date]:
        """The days on which events of the kind may fall."""
        return days_of(kind, self.region.fasnet, self.region.start, self.region.end)

    def make(self, kind: Kind, place: Place, day: date, organiser: list[str] | None = None) -> Event:
        """A new event."""
        self.number += 1
        return make(self.rng, self.region, self.number, kind, place, day, organiser)

    def another(self, event: Event, **changes: Any) -> Event:
        """The same event again but for the changes."""
        self.number += 1
        return replace(event, number=self.number, **{"slots": dict(event.slots), **changes})

    def accept(self, event: Event, span: int) -> bool:
        """Whether nothing of the kind is in the place within `span` days, nor anything else in the room."""
        day = timedelta(1)
        if any(_key(event, event.day + n * day) in self.seen for n in range(-span, span + 1)):
            return False
        room = (id(event.venue), event.day, event.start)
        if room in self.taken and not _may_share(event, self.taken[room]):
            return False
        self.taken[room] = event.kind.name
        self.seen.add(_key(event, event.day))
        return True

    def occupy(self, kind: str, place: Place, day: date) -> None:
        """Remember an event of the kind that `accept` was not asked about."""
        self.seen.add((kind, place.name, day))


def _key(event: Event, day: date) -> tuple[Any, ...]:
    key = (event.kind.name, event.place.name, day)
    if "named" not in event.kind.features:
        return key
    if event.kind.name == "jhv":
        return (*key, *sorted(event.slots["org"]))
    return (*key, str(event.slots[event.kind.first_slot]))


def _may_share(event: Event, other: str) -> bool:
    """Whether the event may take place where and when one of another kind does."""
    if event.venue.type in _OPEN_AIR:
        return True
    kind = event.kind.name
    return kind in ("kurs", "jhv", "vortrag") and kind == other and event.venue.type in _MANY_ROOMS
