"""What two records are compared by: ordered levels, best first, each a condition in plain SQL on both records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Weights = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Level:
    """One answer of a comparison; `weight` is the match weight (log2) until a trained one replaces it."""

    label: str
    condition: str
    weight: float = 0.0


def missing(condition: str) -> Level:
    """The level of pairs that cannot be compared: no evidence either way."""
    return Level("missing", condition)


def other(weight: float, label: str = "else") -> Level:
    """The level of all remaining pairs."""
    return Level(label, "ELSE", weight)


def shared(column: str) -> str:
    """The rarity of what two weighted lists share; see `prepare`."""
    return f"(coalesce(list_sum(list_intersect({column}_l, {column}_r)), 0) % 65536)"


_COSINE = f"({shared('title_grams')} / sqrt(greatest(gram_bits_l, 1) * greatest(gram_bits_r, 1)))"
_EQUAL_TITLE = (
    "(title_key_l = title_key_r AND title_key_l <> '' OR title_words_l = title_words_r AND title_bits_l > 0)"
)
_SHARED_TITLE = shared("title_words")
_LESSER_TITLE = "greatest(least(title_bits_l, title_bits_r), 1)"
_GREATER_TITLE = "greatest(title_bits_l, title_bits_r, 1)"
_ACRONYM = (
    "(len(acronym_l) > 2 AND list_contains(short_words_r, acronym_l)"
    " OR len(acronym_r) > 2 AND list_contains(short_words_l, acronym_r))"
)


def _unexplained(one: str, other: str) -> str:
    """The share of a title that the other listing names nowhere, neither in title, text nor place."""
    found = f"coalesce(list_sum(list_intersect(title_words_{one}, all_words_{other})), 0) % 65536"
    return f"(1 - {found} / greatest(title_bits_{one}, 1))"


_MORE_UNEXPLAINED = f"greatest({_unexplained('l', 'r')}, {_unexplained('r', 'l')})"
_LESS_UNEXPLAINED = f"least({_unexplained('l', 'r')}, {_unexplained('r', 'l')})"
_TEXT = f"({shared('text_words')} / greatest(least(text_bits_l, text_bits_r), 1))"
_DAYS_APART = "greatest(first_day_r - last_day_l, first_day_l - last_day_r)"
_MINUTES = (
    "list_min(list_transform(minutes_l, lambda x: list_min(list_transform(minutes_r, lambda y: abs(x - y)))))"
)
_KM = (
    "(111.2 * sqrt(power(latitude_l - latitude_r, 2)"
    " + power((longitude_l - longitude_r) * cos(radians((latitude_l + latitude_r) / 2)), 2)))"
)
_SAME_SPOT = f"({_KM} < 0.15 AND least(geo_confidence_l, geo_confidence_r) >= 0.8)"
_SHARED_VENUE = shared("venue_words")
_VENUE = f"({_SHARED_VENUE} / greatest(least(venue_bits_l, venue_bits_r), 1))"
_STREET = f"({shared('street_words')} / greatest(least(street_bits_l, street_bits_r), 1))"
_SAME_STREET = f"({_STREET} >= 0.9 AND least(street_bits_l, street_bits_r) >= 40)"
_SAME_VENUE = f"({_VENUE} >= 0.9 AND least(venue_bits_l, venue_bits_r) >= 20)"
_SIMILAR_VENUE = f"({_VENUE} >= 0.5 AND {_SHARED_VENUE} >= 12)"
_SAME_PLACE = f"({_SAME_VENUE} OR {_SAME_STREET} OR {_SAME_SPOT})"
_BOTH_VENUES = "(venue_bits_l > 0 AND venue_bits_r > 0)"
_OTHER_CITY = "(city_l <> city_r)"
_OTHER_PLACE = f"({_OTHER_CITY} OR {_BOTH_VENUES} AND NOT {_SIMILAR_VENUE} AND NOT {_SAME_STREET})"
_NO_PLACE_L = "(city_l IS NULL AND venue_bits_l = 0 AND street_bits_l = 0)"
_NO_PLACE_R = "(city_r IS NULL AND venue_bits_r = 0 AND street_bits_r = 0)"
_CONFLICT = (
    "(len(list_intersect(list_transform(contrasts_l, lambda c: c // 100),"
    " list_transform(contrasts_r, lambda c: c // 100)))"
    " > len(list_distinct(list_transform(list_intersect(contrasts_l, contrasts_r), lambda c: c // 100))))"
)
_SHARED_DAY = "list_has_any(days_l, days_r)"
_SAME_MINUTE = "list_has_any(stamps_l, stamps_r)"
_BOTH_TIMES = "(len(minutes_l) > 0 AND len(minutes_r) > 0)"
_OTHER_TIME = f"({_BOTH_TIMES} AND NOT {_SAME_MINUTE})"
_SAME_SOURCE = "source_l = source_r"


def _named(words: str) -> str:
    """Whether the place of one listing is named anywhere in the other."""
    one_way = [
        f"{words}_bits_{one} >= 12 AND"
        f" coalesce(list_sum(list_intersect({words}_words_{one}, all_words_{other_})), 0) % 65536"
        f" >= 0.9 * {words}_bits_{one}"
        for one, other_ in (("l", "r"), ("r", "l"))
    ]
    return f"({one_way[0]} OR {one_way[1]})"


_CITY_ALIKE = (
    "(starts_with(city_l, city_r || ' ') OR starts_with(city_r, city_l || ' ')"
    " OR least(len(city_l), len(city_r)) >= 6 AND levenshtein(city_l, city_r) <= 1)"
)
_PREFIX = (
    "(least(len(title_key_l), len(title_key_r)) >= 5"
    " AND (starts_with(title_key_l, title_key_r) OR starts_with(title_key_r, title_key_l)))"
)

COMPARISONS: dict[str, list[Level]] = {
    "title": [
        missing("title_key_l = '' OR title_key_r = ''"),
        Level("equal, rare", f"{_EQUAL_TITLE} AND title_bits_l >= 64", 9),
        Level("equal", f"{_EQUAL_TITLE} AND title_bits_l >= 28", 7),
        Level("equal, common", _EQUAL_TITLE, 5),
        Level("nearly equal", f"{_COSINE} >= 0.85", 5.5),
        Level("alike", f"{_COSINE} >= 0.65", 4),
        Level("one begins with the other", _PREFIX, 4),
        Level("acronym", _ACRONYM, 3),
        Level("partly alike", f"{_COSINE} >= 0.45", 1.5),
        Level("little alike", f"{_COSINE} >= 0.25", -1.5),
        Level("hardly alike", f"{_COSINE} >= 0.12", -3),
        other(-4, "unlike"),
    ],
    "title_words": [
        missing("title_bits_l = 0 OR title_bits_r = 0"),
        Level("all shared", f"{_EQUAL_TITLE} OR {_SHARED_TITLE} >= 0.95 * {_GREATER_TITLE}", 2.5),
        Level("contained, rare", f"{_SHARED_TITLE} >= 0.95 * {_LESSER_TITLE} AND {_SHARED_TITLE} >= 60", 2.5),
        Level("contained", f"{_SHARED_TITLE} >= 0.95 * {_LESSER_TITLE} AND {_SHARED_TITLE} >= 24", 1.5),
        Level("contained, common", f"{_SHARED_TITLE} >= 0.95 * {_LESSER_TITLE}", 0),
        Level("mostly", f"{_SHARED_TITLE} >= 0.6 * {_LESSER_TITLE}", 0.5),
        Level("half", f"{_SHARED_TITLE} >= 0.3 * {_LESSER_TITLE}", -1),
        other(-2.5, "hardly"),
    ],
    "title_told": [
        missing("title_bits_l = 0 OR title_bits_r = 0"),
        Level("both titles told by the other", f"{_EQUAL_TITLE} OR {_MORE_UNEXPLAINED} <= 0.1", 1),
        Level("both nearly told", f"{_MORE_UNEXPLAINED} <= 0.4", 1),
        Level("one told", f"{_LESS_UNEXPLAINED} <= 0.1", 0.5),
        Level("one nearly told", f"{_LESS_UNEXPLAINED} <= 0.4", 0),
        Level("half told", f"{_LESS_UNEXPLAINED} <= 0.7", -1),
        other(-2, "untold"),
    ],
    "contrast": [
        Level("none", "len(contrasts_l) + len(contrasts_r) + len(numbers_l) + len(numbers_r) = 0", 0),
        Level("same", "contrasts_l = contrasts_r AND numbers_l = numbers_r", 0.5),
        Level(
            "numbers differ",
            "len(numbers_l) > 0 AND len(numbers_r) > 0 AND NOT list_has_any(numbers_l, numbers_r)",
            -5,
        ),
        Level("words exclude each other", _CONFLICT, -4),
        Level("number on one side, equal words", f"numbers_l <> numbers_r AND {_EQUAL_TITLE}", -2),
        Level("number on one side", "numbers_l <> numbers_r", -1),
        other(-0.5, "word on one side"),
    ],
    "text": [
        missing("text_bits_l < 40 AND text_bits_r < 40"),
        Level("same text", f"{_TEXT} >= 0.8 AND least(text_bits_l, text_bits_r) >= 40", 3),
        Level("similar text", f"{_TEXT} >= 0.5 AND least(text_bits_l, text_bits_r) >= 40", 2),
        Level("some shared words", f"{_TEXT} >= 0.25 AND least(text_bits_l, text_bits_r) >= 40", 0.5),
        Level("one side has none", "least(text_bits_l, text_bits_r) < 40", 0),
        other(-1, "other text"),
    ],
    "days": [
        Level("same days", "days_l = days_r", 2),
        Level("same first day", "first_day_l = first_day_r", 1),
        Level("shared day", _SHARED_DAY, 0),
        Level("1 day apart", f"{_DAYS_APART} <= 1 AND NOT {_BOTH_TIMES}", -3),
        Level("a week apart", f"{_DAYS_APART} <= 7 AND NOT {_BOTH_TIMES}", -5),
        Level("further apart", f"NOT {_BOTH_TIMES}", -6),
        other(-7, "apart, times known"),
    ],
    "time": [
        missing("len(minutes_l) = 0 AND len(minutes_r) = 0"),
        Level("same minute", f"{_SAME_MINUTE} OR {_MINUTES} = 0", 2.5),
        Level("15 minutes", f"{_MINUTES} <= 15", 1),
        Level("30 minutes", f"{_MINUTES} <= 30", 0),
        Level("one side has none", f"NOT {_BOTH_TIMES}", 0),
        Level("60 minutes", f"{_MINUTES} <= 60", -1),
        Level("2 hours", f"{_MINUTES} <= 120", -3),
        other(-5, "other time"),
    ],
    "place": [
        missing(f"({_NO_PLACE_L} OR {_NO_PLACE_R}) AND NOT (is_online_l AND is_online_r)"),
        Level("same spot", _SAME_SPOT, 3),
        Level("same street", _SAME_STREET, 3),
        Level("same venue", _SAME_VENUE, 3),
        Level("similar venue", _SIMILAR_VENUE, 2),
        Level("same city, venue unknown", f"city_l = city_r AND NOT {_BOTH_VENUES}", 1.5),
        Level("both online", "is_online_l AND is_online_r", 1),
        Level("same city, other venue", "city_l = city_r", 0),
        Level("venue named by the other", _named("venue"), 0),
        Level("city spelt alike", _CITY_ALIKE, 0),
        Level("city named by the other", f"{_named('city')} AND NOT {_OTHER_CITY}", 0),
        Level("near", f"{_KM} < 15", -2),
        Level("city unknown", f"(city_l IS NULL OR city_r IS NULL) AND NOT {_BOTH_VENUES}", -2),
        Level("other venue", "city_l IS NULL OR city_r IS NULL", -3),
        Level("other city, same country", "country_l = country_r", -4),
        Level("other city", "country_l IS NULL OR country_r IS NULL", -4),
        other(-5, "other country"),
    ],
    "category": [
        missing("len(categories_l) = 0 OR len(categories_r) = 0"),
        Level("shared", "list_has_any(categories_l, categories_r)", 0.5),
        other(-0.5, "none shared"),
    ],
    "source": [
        Level("other source", f"NOT {_SAME_SOURCE}", 0.5),
        Level(
            "same source, listed twice",
            f"{_EQUAL_TITLE} AND days_l = days_r AND stamps_l = stamps_r AND NOT {_OTHER_PLACE}",
            -1,
        ),
        Level("same source, equal title, other place or time", _EQUAL_TITLE, -5),
        Level("same source, same minute", _SAME_MINUTE, -4),
        other(-5, "same source"),
    ],
    "series": [
        Level("in many places, other place", f"(spreads_l OR spreads_r) AND {_OTHER_PLACE}", -3),
        Level("on many days, no shared day", f"(repeats_l OR repeats_r) AND NOT {_SHARED_DAY}", -4),
        Level("on many days, other time", f"(repeats_l OR repeats_r) AND {_OTHER_TIME}", -2),
        other(0, "no series in question"),
    ],
    "occasion": [
        Level(
            "rare title, same days, other city",
            f"{_EQUAL_TITLE} AND title_bits_l >= 40 AND days_l = days_r AND {_OTHER_CITY} AND NOT {_SAME_SOURCE}",
            2,
        ),
        Level("equal title, other place", f"{_EQUAL_TITLE} AND {_OTHER_PLACE}", -1),
        Level(
            "equal title, same place, other time", f"{_EQUAL_TITLE} AND {_SAME_PLACE} AND {_OTHER_TIME}", -1
        ),
        Level("equal title", _EQUAL_TITLE, 0),
        Level("other title, same place and minute", f"{_SAME_PLACE} AND {_SAME_MINUTE}", 0.5),
        Level("other title, other place", _OTHER_PLACE, -1),
        other(0, "other title"),
    ],
}
# Comparisons whose levels have no order from best to worst.
UNORDERED = frozenset({"contrast", "source", "series", "occasion"})


def splink_settings(weights: Weights, prior: float) -> dict[str, Any]:
    """Splink settings with one match weight (log2) a level, in the order of `COMPARISONS`, missing levels included.

    `prior` is the probability that a candidate pair matches, before any comparison.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "probability_two_random_records_match": prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": ["l.source = r.source"],
        "comparisons": [_comparison(name, weights[name]) for name in COMPARISONS],
    }


def fixed_weights() -> Weights:
    """The weights written down here, from judgement and not from data."""
    return {name: [level.weight for level in levels] for name, levels in COMPARISONS.items()}


def _comparison(name: str, weights: list[float]) -> dict[str, Any]:
    levels = [_level(level, weight) for level, weight in zip(COMPARISONS[name], weights, strict=True)]
    if COMPARISONS[name][-1].condition != "ELSE":
        raise ValueError(f"The last level of {name} has to be `other`.")
    return {"output_column_name": name, "comparison_levels": levels}


def _level(level: Level, weight: float) -> dict[str, Any]:
    if level.label == "missing":
        return {"sql_condition": level.condition, "label_for_charts": "missing", "is_null_level": True}
    # Only the ratio of m and u matters to a weight; the larger of both is kept at one half.
    m, u = 0.5 * 2 ** min(weight, 0.0), 0.5 * 2 ** -max(weight, 0.0)
    return {
        "sql_condition": level.condition,
        "label_for_charts": level.label,
        "m_probability": m,
        "u_probability": u,
        "fix_m_probability": True,
        "fix_u_probability": True,
    }
