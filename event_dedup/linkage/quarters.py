"""Which town, and which of its quarters, a text names, as DuckDB expressions.

`known` are the quarters of the town; `sought`, for a listing without a town, are the names of known towns and of their
quarters, and `sought_towns` the towns at the same places.
"""

from __future__ import annotations

from event_dedup.linkage.folding import split


def known_quarter(text: str) -> str:
    """The quarter, among those that `known` of the town, which a folded text names."""
    return f"list_sort({quarters_in(text)})[1]"


def in_quarter(text: str) -> str:
    """The quarter that a folded text says something is in: a club bears a quarter's name elsewhere too."""
    return f"list_filter(known, lambda q: contains(' ' || {text} || ' ', ' in ' || q || ' '))[1]"


def only_town(text: str) -> str:
    """The one town, among the `sought`, that a folded text names, itself or by a quarter; none where it names two.

    Names have up to three words. A county that bears the name of a town is not that town.
    """
    said = f"string_split(regexp_replace({text}, '\\b(land)?kreis \\S+|\\S+ county\\b', '', 'g'), ' ')"
    runs = [f"list_transform({said}, lambda w, i: array_to_string({said}[i:i + {n}], ' '))" for n in range(3)]
    named = f"list_intersect(flatten([{', '.join(runs)}]), sought)"
    towns = f"list_distinct(list_transform({named}, lambda n: sought_towns[list_position(sought, n)]))"
    return f"CASE WHEN len({towns}) = 1 THEN {towns}[1] END"


def only_quarter(text: str) -> str:
    """The one quarter, among those that `known` of the town, which a folded text names; none where it names two."""
    return f"CASE WHEN len({quarters_in(text)}) = 1 THEN {quarters_in(text)}[1] END"


def quarters_in(text: str) -> str:
    """Every quarter that `known` of the town and a folded text names."""
    return f"list_intersect({split(text)}, known)"
