"""A listing in the making."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .events import Event
from .publishers import Publisher


@dataclass(eq=False, slots=True)
class Draft:
    """What a publisher prints of an event in one issue; `place` and `dates` as they will be delivered."""

    event: Event
    publisher: Publisher
    issue: date
    article: bool
    advertisement: bool
    title: str = ""
    summary: str = ""
    text: str = ""
    highlights: list[str] = field(default_factory=list)
    place: dict[str, Any] = field(default_factory=dict)
    dates: list[dict[str, str]] = field(default_factory=list)
    start: str = ""
    end: str = ""
    day_wrong: bool = False

    def rate(self, name: str) -> float:
        """The publisher's habit."""
        return self.publisher.rates[name]

    @property
    def texts(self) -> list[str]:
        """The templates of the event's texts."""
        return self.event.own_texts or self.event.kind.texts

    def names_organiser(self) -> bool:
        """Whether the title names the organiser."""
        title = self.title.lower()
        return any(name.lower() in title for name in self.event.organiser)

    def names_place(self) -> bool:
        """Whether the title names the place."""
        return self.event.place.short.lower() in self.title.lower()
