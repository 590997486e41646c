"""Which quarter of its town a listing names, as DuckDB expressions over `known`, the quarters of the town."""

from __future__ import annotations


def known_quarter(text: str) -> str:
    """The quarter, among those that `known` of the town, which a folded text names."""
    return f"list_sort({quarters_in(text)})[1]"


def in_quarter(text: str) -> str:
    """The quarter that a folded text says something is in: a club bears a quarter's name elsewhere too."""
    return f"list_filter(known, lambda q: contains(' ' || {text} || ' ', ' in ' || q || ' '))[1]"


def only_quarter(text: str) -> str:
    """The one quarter, among those that `known` of the town, which a folded text names; none where it names two."""
    return f"CASE WHEN len({quarters_in(text)}) = 1 THEN {quarters_in(text)}[1] END"


def quarters_in(text: str) -> str:
    """Every quarter that `known` of the town and a folded text names."""
    return f"list_intersect(string_split(coalesce({text}, ''), ' '), known)"
