"""What a parser hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Parsed:
    """Raw entries in order of position: objects in the delivery form, or a Fault where one cannot be read."""

    entries: Iterable[Any]
    metadata: Mapping[str, Any] = field(default_factory=dict)


Columns: TypeAlias = Mapping[str, str]
Parser: TypeAlias = Callable[[bytes, Columns], Parsed]
