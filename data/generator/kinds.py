"""The kinds of events and their texts, read from `kinds/*.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What all events of one kind share: when, where, how known, and the templates of their texts."""

    name: str
    weight: float
    fame: float
    season: str
    days: tuple[int, ...]
    start: tuple[str, ...]
    hours: int
    venue: tuple[str, ...]
    anchor: str
    must: bool
    run: float
    range: float
    series: tuple[str, ...]
    calendar: tuple[str, ...]
    headline: tuple[str, ...]
    lead: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    categories: tuple[str, ...]
    flags: frozenset[str]
    slots: frozenset[str]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name, in a fixed order."""
    files = sorted((Path(__file__).parent / "kinds").glob("*.toml"))
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    return {name: _kind(name, row) for table in tables for name, row in table.items()}


def _kind(name: str, row: dict[str, Any]) -> Kind:
    texts = [*row["calendar"], *row["headline"], *row["lead"], *(w for fact in row["facts"] for w in fact)]
    return Kind(
        name=name,
        weight=row["weight"],
        fame=row["fame"],
        season=row.get("season", ""),
        days=tuple(int(day) for day in row.get("days", "0123456")),
        start=tuple(row["start"]),
        hours=row["hours"],
        venue=tuple(row["venue"].split("|")),
        anchor=row["anchor"],
        must=row.get("must", False),
        run=row.get("run", 0.0),
        range=row.get("range", 0.0),
        series=tuple(row["series"]),
        calendar=tuple(row["calendar"]),
        headline=tuple(row["headline"]),
        lead=tuple(row["lead"]),
        facts=tuple(tuple(fact) for fact in row["facts"]),
        categories=tuple(row["categories"]),
        flags=frozenset(row["flags"]),
        slots=frozenset(SLOT.findall(" ".join(texts))) | {row["anchor"]},
    )
