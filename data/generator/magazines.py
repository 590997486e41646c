"""The weekly magazines: whom they serve and how each of them writes, read from `magazines.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Magazine:
    """A source. `reach` is the chance that it prints an event of full fame; `habits` override `rates.RATES`.

    `own` are its areas; in `near` areas it prints only what is widely known. The issue appears `weekday` days
    before the Thursday on which the covered week begins.
    """

    code: str
    own: frozenset[str]
    near: frozenset[str]
    reach: float
    iso_name: bool
    weekday: int
    seconds: bool
    capitals: float
    dash: str
    fasnet: str
    vocabulary: dict[str, str]
    habits: dict[str, float]


@cache
def magazines() -> dict[str, Magazine]:
    """Every magazine by its code, in a fixed order."""
    tables = tomllib.loads((Path(__file__).parent / "magazines.toml").read_text(encoding="utf-8"))
    vocabularies = tables.pop("vocabularies")
    return {code: _magazine(code, row, vocabularies) for code, row in tables.items()}


def _magazine(code: str, row: Table, vocabularies: dict[str, dict[str, str]]) -> Magazine:
    return Magazine(
        code=code,
        own=frozenset(row["own"]),
        near=frozenset(row["near"]),
        reach=row["reach"],
        iso_name=row.get("iso_name", False),
        weekday=row.get("weekday", 1),
        seconds=row.get("seconds", False),
        capitals=row.get("capitals", 0.0),
        dash=row.get("dash", " – "),
        fasnet=row.get("fasnet", "Fasnet"),
        vocabulary=vocabularies[row["vocabulary"]],
        habits=row.get("habits", {}),
    )


@cache
def printing(area: str, served: frozenset[str]) -> tuple[tuple[Magazine, float], ...]:
    """The magazines that may print an event of this area, each with its reach there.

    Only magazines most of whose own areas are served by the set exist in it.
    """
    alive = [m for m in magazines().values() if 2 * len(m.own & served) > len(m.own)]
    return tuple((m, m.reach if area in m.own else m.reach * 0.3) for m in alive if area in m.own | m.near)
