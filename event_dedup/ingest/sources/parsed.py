"""What a parser takes and hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# What a format that does not say it means by an event: an entry of a calendar.
CALENDAR_ENTRY = "terminliste"


@dataclass(frozen=True, slots=True)
class Parsed:
    """Raw entries in order of position: objects in the delivery form, or a Fault where one cannot be read.

    `format` is set where the content turned out to be of another format than the name promised.
    """

    entries: Iterable[Any]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    format: str = ""


Columns: TypeAlias = Mapping[str, str]
Parser: TypeAlias = Callable[[bytes, Columns], Parsed]
