"""Weighted word lists of a record, as DuckDB fragments over the relation `titled`."""

from __future__ import annotations

# Rarities are quarter bits: 20 is one listing in 32, 30 one in 180.
_RARE, _NAME = 20, 30
_MAX_TEXT_WORDS = 96
_BLOCKED = ("title", "venue", "street")  # kinds of words that blocking rules use


def words_by_kind() -> str:
    """Columns record_id, kind, word: every word of the lists of `titled`."""
    return " UNION ALL ".join(
        f"SELECT record_id, '{kind}' AS kind, unnest({kind}_words) AS word FROM titled"
        for kind in ("title", "text", "venue", "street", "city")
    )


def trigrams(key: str) -> str:
    """Every three letters that follow one another in a key, with its beginning and end."""
    places = f"range(1, greatest(2, len({key}) + 1)::BIGINT)"
    return f"list_distinct(list_transform({places}, lambda i: substr(' ' || {key} || ' ', i::BIGINT, 3)))"


def weighed(words: str, stem: str, rarity: str) -> str:
    """Every word with its rarity; a word never met is as rare as the rarest, which the row of '' holds."""
    return f"""
        WITH spelling AS (
            SELECT DISTINCT word FROM {words}
        ), known AS (
            SELECT word, {stem} AS stem FROM spelling
        ), rated AS (
            SELECT known.word, stem, coalesce(rarity, (SELECT rarity FROM {rarity} WHERE word = '')) AS rarity
            FROM known LEFT JOIN {rarity} AS rated ON rated.word = stem
        )
        SELECT record_id, kind, stem AS word, (rarity << 48) | (hash(stem) >> 24) AS element
        FROM {words} JOIN rated USING (word)
    """


def listed(weighed: str, kinds: tuple[str, ...]) -> str:
    """One row a record: the weighted list, the sum of rarities and the rarest words of each kind."""
    lists = ", ".join(
        f"coalesce(list_reverse_sort(list_distinct(list(element) FILTER (kind = '{kind}'))), [])[1:{_MAX_TEXT_WORDS}]"
        f" AS {_plural(kind)}"
        for kind in kinds
    )
    blocked = [kind for kind in kinds if kind in _BLOCKED]
    ordered = ", ".join(
        f"coalesce(list(word ORDER BY element DESC) FILTER (kind = '{kind}'), []) AS {kind}_ordered"
        for kind in blocked
    )
    # Two spellings of a word are one element, and stand side by side: each place holds the element of that place.
    rarest = ", ".join(
        f"list_filter({kind}_ordered, lambda w, i: i = 1 OR w <> {kind}_ordered[i - 1])[1:6] AS {kind}_rarest"
        for kind in blocked
    )
    if "title" in kinds:
        rarest += (
            f", list_filter(title_rarest, lambda w, i: (title_words[i] >> 48) >= {_RARE})[1:4] AS title_rare"
        )
    bits = ", ".join(
        f"coalesce(list_sum({_plural(kind)}) >> 48, 0)::INTEGER AS {kind}_bits" for kind in kinds
    )
    without = f" EXCLUDE ({', '.join(f'{kind}_ordered' for kind in blocked)})" if blocked else ""
    return f"""
        SELECT *{without}, {", ".join(filter(None, [rarest, bits]))} FROM (
            SELECT titled.record_id, {", ".join(filter(None, [lists, ordered]))}
            FROM titled LEFT JOIN {weighed} AS word ON word.record_id = titled.record_id
            GROUP BY titled.record_id
        )
    """


def _plural(kind: str) -> str:
    return "title_grams" if kind == "gram" else f"{kind}_words"


def names(*kinds: str) -> str:
    """Words of these kinds that fewer than one listing in 180 has, without those of the place; rarest first."""
    said = f"list_concat({', '.join(f'worded.{kind}_words' for kind in kinds)})"
    place = "list_concat(worded.venue_words, worded.city_words)"
    rare = f"list_filter({said}, lambda e: (e >> 48) >= {_NAME} AND NOT list_contains({place}, e))"
    return f"list_reverse_sort(list_distinct({rare}))"
