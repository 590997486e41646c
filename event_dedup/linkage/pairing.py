"""Expressions over two records `l` and `r`, of which evidence is made."""

from __future__ import annotations


def rarity(words: str) -> str:
    """The summed rarity of a weighted list; see `prepare`."""
    return f"(coalesce(list_sum({words}), 0) >> 48)::INTEGER"


def both(column: str) -> str:
    """The summed rarity of what both sides have."""
    return rarity(f"list_intersect(l.{column}, r.{column})")


def lesser(column: str) -> str:
    return f"least(l.{column}, r.{column})"


def any_shared(column: str) -> str:
    return f"coalesce(list_has_any(l.{column}, r.{column}), FALSE)"


def clash(column: str) -> str:
    """Whether both sides have something and share nothing."""
    return f"len(l.{column}) > 0 AND len(r.{column}) > 0 AND NOT list_has_any(l.{column}, r.{column})"


def either(condition: str) -> str:
    """`condition` written for `one` and `two`, true in either direction."""
    forth = condition.replace("one.", "l.").replace("two.", "r.")
    back = condition.replace("one.", "r.").replace("two.", "l.")
    return f"coalesce({forth}, FALSE) OR coalesce({back}, FALSE)"


def apart(one: str, two: str) -> str:
    """The smallest difference between the numbers of two lists."""
    pairs = f"list_transform({one}, lambda x: list_min(list_transform({two}, lambda y: abs(x - y))))"
    single = f"len({one}) = 1 AND len({two}) = 1"
    return f"CASE WHEN {single} THEN abs({one}[1] - {two}[1]) ELSE list_min({pairs}) END"
