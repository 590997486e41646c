"""What the events page of one browser session has open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action before it is done: its name, what will change in lines, and how to do it (gives the action id).

    `done` says the outcome, as a clause.
    """

    title: str
    done: str
    lines: list[str]
    do: Callable[[], str | None]


@dataclass(slots=True, eq=False)
class EventDesk:
    """What the events page of one browser session has open; empty `event_id` means the list."""

    event_id: str = ""
    mode: str = ""
    picked: list[str] = field(default_factory=list)
    words: str = ""
    partner: str = ""
    proposal: Proposal | None = None
    done: str = ""
    undoable: str | None = None

    def open(self, event_id: str) -> None:
        """Show an event, forgetting what was going on with another."""
        self.event_id = event_id
        self.done, self.undoable = "", None
        self.rest()

    def rest(self) -> None:
        """Put away what was picked and proposed."""
        self.mode, self.words, self.partner, self.proposal = "", "", "", None
        self.picked = []
