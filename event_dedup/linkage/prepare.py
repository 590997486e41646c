"""Listings become records: one row a listing, with every column that comparisons and blocking rules read."""

from __future__ import annotations

import pyarrow as pa
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.folding import (
    fold,
    quoted,
    with_breaks,
    with_synonyms,
    without_moments,
    without_prefixes,
)
from event_dedup.linkage.lexicon import city_table, gram_table, word_table
from event_dedup.linkage.model import Model
from event_dedup.linkage.vocabulary import Words, words_of
from event_dedup.settings import Vocabulary

# A listing of a whole season has hundreds of days; beyond a year they say nothing more.
_MAX_DAYS = 366
_MAX_TEXT_WORDS = 96
_STREET = r"concat_ws(' ', regexp_replace(street, '(?i)stra(ss|ß)e\b|str\.', 'str '), street_no)"


def prepare(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, vocabulary: Vocabulary
) -> DuckDBPyRelation:
    """One record a listing, a function of the listing and the model alone.

    Weighted lists (`*_words`, `*_grams`) hold a hash in the upper 48 bits of each number and the rarity of the word
    in the lower 16, so that a sum over shared elements modulo 65,536 is the sum of their rarities.
    """
    words = words_of(vocabulary)
    word_rarity, gram_rarity, cities = word_table(model, words), gram_table(model), city_table(model, words)
    return con.sql(
        f"""
        WITH
        cleaned AS MATERIALIZED ({_cleaned(words)}),
        titled AS MATERIALIZED ({_titled(words)}),
        named AS ({_weighted("title_words", "word_rarity")}),
        told AS ({_weighted("text_words", "word_rarity", _MAX_TEXT_WORDS)}),
        placed AS ({_weighted("venue_words", "word_rarity")}),
        grammed AS ({_weighted("title_grams", "gram_rarity")}),
        dated AS ({_dated()})
        SELECT titled.* EXCLUDE (title_words, text_words, venue_words, title_grams),
            coalesce(named.elements, []) AS title_words, coalesce(named.bits, 0) AS title_bits,
            coalesce(named.rarest, []) AS title_rarest,
            coalesce(told.elements, []) AS text_words, coalesce(told.bits, 0) AS text_bits,
            coalesce(placed.elements, []) AS venue_words, coalesce(placed.bits, 0) AS venue_bits,
            coalesce(placed.rarest, []) AS venue_rarest,
            coalesce(grammed.elements, []) AS title_grams, coalesce(grammed.bits, 0) AS gram_bits,
            dated.* EXCLUDE (record_id)
        FROM titled
        JOIN dated USING (record_id)
        LEFT JOIN named USING (record_id)
        LEFT JOIN told USING (record_id)
        LEFT JOIN placed USING (record_id)
        LEFT JOIN grammed USING (record_id)
        ORDER BY titled.record_id
        """
    )


def _cleaned(words: Words) -> str:
    title = with_synonyms(fold(with_breaks(without_moments("title"))), words)
    text = "concat_ws(' ', short_description, description, array_to_string(highlights, ' '))"
    return f"""
        SELECT record_id, source, source_type,
            coalesce(nullif({title}, ''), {fold("title")}) AS title_parts,
            {with_synonyms(fold(f"left({text}, 4000)"), words)} AS text,
            {fold("venue")} AS venue,
            {fold("district")} AS district,
            {fold("regexp_replace(city, '[,(/].*$', '')")} AS city_label,
            nullif({fold(_STREET)}, '')
                AS street,
            zipcode, lower(country) AS country, latitude, longitude, coalesce(geo_confidence, 1) AS geo_confidence,
            coalesce(online, FALSE) AS online,
            list_sort(list_distinct(list_transform(coalesce(categories, []), lambda c: lower(c)))) AS categories
        FROM listings
    """


def _titled(words: Words) -> str:
    stop = quoted(words.stop_words)
    city_words = "string_split(coalesce(city, ''), ' ')"
    said = f"list_filter(string_split(title, ' '), lambda w: NOT list_contains({stop}, w))"
    own = f"list_filter(said, lambda w: NOT list_contains({city_words}, w) AND w SIMILAR TO '.*\\p{{L}}.*')"
    return f"""
        WITH stripped AS (
            SELECT cleaned.*, {without_prefixes("title_parts", words)} AS title,
                coalesce(cities.kept, nullif(city_label, '')) AS city
            FROM cleaned LEFT JOIN cities ON cities.label = cleaned.city_label
        ), spoken AS (
            SELECT *, {said} AS said FROM stripped
        ), kept AS (
            SELECT *, CASE WHEN len({own}) > 0 THEN {own} ELSE said END AS own FROM spoken
        ), keyed AS (
            SELECT *, array_to_string(own, '') AS title_key FROM kept
        )
        SELECT record_id, source, source_type, title, title_key, city, district, street, zipcode, country,
            latitude, longitude, geo_confidence, online, categories, venue,
            list_distinct(own) AS title_words,
            list_distinct(list_filter(string_split(text, ' '), lambda w: len(w) > 2 AND NOT list_contains({stop}, w)))
                AS text_words,
            list_distinct(list_filter(
                string_split(concat_ws(' ', venue, street, district), ' '),
                lambda w: w <> '' AND NOT list_contains({city_words}, w) AND NOT list_contains({stop}, w)
                    AND w IS DISTINCT FROM zipcode
            )) AS venue_words,
            list_distinct(list_transform(
                range(1, greatest(2, len(title_key))::BIGINT), lambda i: substr(' ' || title_key || ' ', i::BIGINT, 3)
            )) AS title_grams,
            array_to_string(list_transform(said, lambda w: w[1]), '') AS acronym,
            list_filter(said, lambda w: len(w) BETWEEN 3 AND 8) AS short_words,
            {_numbers("title")} AS numbers,
            {_contrasts(words)} AS contrasts
        FROM keyed
    """


def _roman(title: str) -> str:
    for number, roman in {2: "ii", 3: "iii", 4: "iv", 6: "vi", 7: "vii", 8: "viii"}.items():
        title = rf"regexp_replace({title}, '\b{roman}\b', '{number}', 'g')"
    return title


def _numbers(title: str) -> str:
    """Numbers below 1,000 in the title, roman ones too: parts, editions, age groups."""
    return (
        rf"list_sort(list_distinct(regexp_extract_all({_roman(title)}, '\b(\d{{1,3}})(st|nd|rd|th)?\b', 1)))"
    )


def _contrasts(words: Words) -> str:
    """Codes 100 * group + value of every contrast word in the title, ordered."""
    codes = [
        f"CASE WHEN regexp_matches(title, '{pattern}') THEN {100 * group + value} END"
        for group, values in enumerate(words.contrasts.values(), 1)
        for value, pattern in enumerate(values.values(), 1)
    ]
    return f"list_filter([{', '.join(codes)}], lambda c: c IS NOT NULL)"


def _weighted(column: str, rarity: str, at_most: int | None = None) -> str:
    """`column` as hash and rarity; the rarest first where only `at_most` are kept."""
    limit = f"[1:{at_most}]" if at_most else ""
    return f"""
        WITH word AS (SELECT record_id, unnest({column}) AS word FROM titled), weighted AS (
            SELECT record_id, word, coalesce(rarity, (SELECT max(rarity) FROM {rarity})) AS rarity
            FROM word LEFT JOIN {rarity} USING (word)
        ), listed AS (
            SELECT record_id,
                list(((hash(word) >> 16) << 16) | rarity ORDER BY rarity DESC, word){limit} AS elements,
                list(word ORDER BY rarity DESC, word)[1:3] AS rarest
            FROM weighted GROUP BY record_id
        )
        SELECT record_id, rarest, elements, (list_sum(elements) % 65536)::INTEGER AS bits FROM listed
    """


def _dated() -> str:
    return f"""
        WITH occurrence AS (
            SELECT record_id, unnest(dates, recursive := TRUE) FROM listings
        ), spread AS (
            SELECT record_id, "date" - DATE '1970-01-01' AS first,
                least(coalesce(end_date, "date") - DATE '1970-01-01', "date" - DATE '1970-01-01' + {_MAX_DAYS}) AS last,
                nullif(date_part('hour', start_time) * 60 + date_part('minute', start_time), 0)::INTEGER AS minute
            FROM occurrence
        )
        SELECT record_id,
            list_sort(list_distinct(flatten(list(range(first, last + 1)))))[1:{_MAX_DAYS}]::INTEGER[] AS days,
            min(first)::INTEGER AS first_day, max(last)::INTEGER AS last_day,
            coalesce(list_sort(list_distinct(list((first * 1440 + minute)::INTEGER) FILTER (minute IS NOT NULL))), [])
                AS stamps,
            coalesce(list_sort(list_distinct(list(minute) FILTER (minute IS NOT NULL))), []) AS minutes
        FROM spread GROUP BY record_id
    """
