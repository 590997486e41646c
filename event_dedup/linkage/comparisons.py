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
_EQUAL_TITLE = "(title_key_l = title_key_r AND title_key_l <> '')"
_SHARED_TITLE = shared("title_words")
_CONTAINED = f"({_SHARED_TITLE} / greatest(least(title_bits_l, title_bits_r), 1))"
_ACRONYM = (
    "(len(acronym_l) > 2 AND list_contains(short_words_r, acronym_l)"
    " OR len(acronym_r) > 2 AND list_contains(short_words_l, acronym_r))"
)
_TITLE_IN_TEXT = (
    "greatest("
    "coalesce(list_sum(list_intersect(title_words_l, text_words_r)), 0) % 65536 / greatest(title_bits_l, 1),"
    "coalesce(list_sum(list_intersect(title_words_r, text_words_l)), 0) % 65536 / greatest(title_bits_r, 1))"
)
_TEXT = f"({shared('text_words')} / greatest(least(text_bits_l, text_bits_r), 1))"
_DAYS_APART = "greatest(first_day_r - last_day_l, first_day_l - last_day_r)"
_MINUTES = (
    "list_min(list_transform(minutes_l, lambda x: list_min(list_transform(minutes_r, lambda y: abs(x - y)))))"
)
_KM = (
    "(111.2 * sqrt(power(latitude_l - latitude_r, 2)"
    " + power((longitude_l - longitude_r) * cos(radians((latitude_l + latitude_r) / 2)), 2)))"
)
_EXACT_SPOT = "(least(geo_confidence_l, geo_confidence_r) >= 0.8)"
_VENUE = f"({shared('venue_words')} / greatest(least(venue_bits_l, venue_bits_r), 1))"

COMPARISONS: dict[str, list[Level]] = {
    "title": [
        missing("title_key_l = '' OR title_key_r = ''"),
        Level("equal, rare", f"{_EQUAL_TITLE} AND title_bits_l >= 64", 9),
        Level("equal", f"{_EQUAL_TITLE} AND title_bits_l >= 28", 7),
        Level("equal, common", _EQUAL_TITLE, 5),
        Level("nearly equal", f"{_COSINE} >= 0.85", 5.5),
        Level("alike", f"{_COSINE} >= 0.65", 4),
        Level("acronym", _ACRONYM, 3),
        Level("partly alike", f"{_COSINE} >= 0.45", 1.5),
        Level("little alike", f"{_COSINE} >= 0.25", -1.5),
        other(-4, "unlike"),
    ],
    "title_words": [
        missing("title_bits_l = 0 OR title_bits_r = 0"),
        Level("contained, rare", f"{_CONTAINED} >= 0.99 AND {_SHARED_TITLE} >= 60", 2.5),
        Level("contained", f"{_CONTAINED} >= 0.99 AND {_SHARED_TITLE} >= 24", 1.5),
        Level("contained, common", f"{_CONTAINED} >= 0.99", 0),
        Level("mostly", f"{_CONTAINED} >= 0.7", 0.5),
        Level("half", f"{_CONTAINED} >= 0.4", -1),
        other(-2.5, "hardly"),
    ],
    "contrast": [
        Level(
            "same contrast",
            "len(contrasts_l) > 0 AND contrasts_l = contrasts_r AND numbers_l = numbers_r",
            0.5,
        ),
        Level("no contrast", "len(contrasts_l) + len(contrasts_r) + len(numbers_l) + len(numbers_r) = 0", 0),
        Level(
            "numbers differ",
            "len(numbers_l) > 0 AND len(numbers_r) > 0 AND NOT list_has_any(numbers_l, numbers_r)",
            -5,
        ),
        Level(
            "words exclude each other",
            "len(list_intersect(list_transform(contrasts_l, lambda c: c // 100),"
            " list_transform(contrasts_r, lambda c: c // 100)))"
            " > len(list_distinct(list_transform(list_intersect(contrasts_l, contrasts_r), lambda c: c // 100)))",
            -4,
        ),
        other(-0.5, "one side only"),
    ],
    "text": [
        Level(
            "title in the other's text",
            f"{_TITLE_IN_TEXT} >= 0.8 AND len(text_words_l) + len(text_words_r) > 0",
            2,
        ),
        missing("len(text_words_l) = 0 OR len(text_words_r) = 0"),
        Level("same text", f"{_TEXT} >= 0.8", 3),
        Level("similar text", f"{_TEXT} >= 0.5", 2),
        Level("some shared words", f"{_TEXT} >= 0.25", 0.5),
        other(-1, "other text"),
    ],
    "days": [
        Level("same days", "days_l = days_r", 2),
        Level("same first day", "first_day_l = first_day_r", 1),
        Level("shared day", "list_has_any(days_l, days_r)", 0),
        Level("1 day apart", f"{_DAYS_APART} <= 1", -3),
        Level("a week apart", f"{_DAYS_APART} <= 7", -5),
        other(-6, "further apart"),
    ],
    "time": [
        missing("len(minutes_l) = 0 OR len(minutes_r) = 0"),
        Level("same minute", "list_has_any(stamps_l, stamps_r)", 2.5),
        Level("15 minutes", f"{_MINUTES} <= 15", 1),
        Level("30 minutes", f"{_MINUTES} <= 30", 0),
        Level("60 minutes", f"{_MINUTES} <= 60", -1),
        Level("2 hours", f"{_MINUTES} <= 120", -3),
        other(-5, "other time"),
    ],
    "place": [
        missing("city_l IS NULL AND len(venue_words_l) = 0 OR city_r IS NULL AND len(venue_words_r) = 0"),
        Level("same spot", f"{_KM} < 0.15 AND {_EXACT_SPOT}", 3),
        Level("same venue", f"{_VENUE} >= 0.9 AND least(venue_bits_l, venue_bits_r) >= 20", 3),
        Level("similar venue", f"{_VENUE} >= 0.5 AND least(venue_bits_l, venue_bits_r) >= 12", 2),
        Level("same city, venue unknown", "city_l = city_r AND (venue_bits_l = 0 OR venue_bits_r = 0)", 1.5),
        Level("same city, other venue", "city_l = city_r", 0),
        Level("near", f"{_KM} < 10", -2),
        Level("city unknown", "city_l IS NULL OR city_r IS NULL", -3),
        other(-5, "other city"),
    ],
    "category": [
        missing("len(categories_l) = 0 OR len(categories_r) = 0"),
        Level("shared", "list_has_any(categories_l, categories_r)", 0.5),
        other(-0.5, "none shared"),
    ],
    "source": [
        Level("same source, equal title", f"source_l = source_r AND {_EQUAL_TITLE}", -2),
        Level("same source", "source_l = source_r", -4),
        other(0.5, "other source"),
    ],
}


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
