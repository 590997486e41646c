"""Listings become records: one row a listing, with every column that comparisons and blocking rules read."""

from __future__ import annotations

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.folding import (
    TEXT,
    fold,
    places,
    quoted,
    stemmed,
    with_breaks,
    with_synonyms,
    without_moments,
    without_prefixes,
)
from event_dedup.linkage.lexicon import series_key
from event_dedup.linkage.lookup import (
    city_table,
    country_table,
    gram_table,
    home_table,
    quarter_table,
    series_table,
    sibling_table,
    town_table,
    word_table,
)
from event_dedup.linkage.marks import (
    contrasts,
    editions,
    is_duel,
    kind_number,
    kinds,
    numbers,
    part_group,
    part_numbers,
    people,
    told_minutes,
)
from event_dedup.linkage.model import Model
from event_dedup.linkage.quarters import in_quarter, known_quarter, only_quarter, quarters_in
from event_dedup.linkage.vocabulary import Words, words_of
from event_dedup.linkage.wording import listed, names, title_names, weighed, words_by_kind
from event_dedup.settings import Vocabulary

# A listing of a whole season has hundreds of days; beyond a year they say nothing more.
_MAX_DAYS = 366
_STREET = r"concat_ws(' ', regexp_replace(street, '(?i)stra(ss|ß)e\b|str\.', 'str ', 'g'), street_no)"


def prepare(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, vocabulary: Vocabulary
) -> DuckDBPyRelation:
    """One record a listing, a function of the listing and the model alone; ordered by record_id.

    They are computed once, as the temporary table `prepared_record`: reading the long statement takes 0.1 s each time.
    Weighted lists (`*_words`, `*_grams`) hold the rarity of a word in the upper 16 bits of each number and its hash
    in the lower 40, so that the upper bits of a sum over shared elements are the sum of their rarities.
    """
    words = words_of(vocabulary)
    tables = {
        "word_rarity": word_table(model, words),
        "gram_rarity": gram_table(model),
        "cities": city_table(model, words),
        "countries": country_table(words),
        "quarters": quarter_table(model),
        "homes": home_table(model),
        "towns": town_table(model),
        "series": series_table(model),
        "siblings": sibling_table(model),
    }
    named = {name: con.from_arrow(table) for name, table in tables.items()}
    return _records(con, listings, words, **named)


def _records(
    con: DuckDBPyConnection,
    listings: DuckDBPyRelation,
    words: Words,
    word_rarity: DuckDBPyRelation,
    gram_rarity: DuckDBPyRelation,
    cities: DuckDBPyRelation,
    countries: DuckDBPyRelation,
    quarters: DuckDBPyRelation,
    homes: DuckDBPyRelation,
    towns: DuckDBPyRelation,
    series: DuckDBPyRelation,
    siblings: DuckDBPyRelation,
) -> DuckDBPyRelation:
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE prepared_record AS
        WITH
        cleaned AS ({_cleaned(words)}),
        placed AS ({_placed(words)}),
        titled AS MATERIALIZED ({_titled(words)}),
        word AS MATERIALIZED ({words_by_kind()}),
        weighed AS ({weighed("word", stemmed(with_synonyms("word", words)), "word_rarity")}),
        gram AS MATERIALIZED (SELECT record_id, 'gram' AS kind, unnest(title_grams) AS word FROM titled),
        gram_weighed AS ({weighed("gram", "word", "gram_rarity")}),
        worded AS ({listed("weighed", ("title", "text", "venue", "street", "city"))}),
        grammed AS ({listed("gram_weighed", ("gram",))}),
        dated AS ({_dated()})
        SELECT titled.* EXCLUDE (
                is_address, said_venue, both_kinds, title_words, text_words, venue_words, street_words, city_words,
                title_grams
            ),
            worded.* EXCLUDE (record_id), grammed.* EXCLUDE (record_id), dated.* EXCLUDE (record_id),
            list_distinct(list_concat(
                worded.title_words, worded.text_words, worded.venue_words, worded.street_words, worded.city_words
            )) AS all_words,
            {names()} AS names,
            {title_names()} AS title_names,
            list_filter(contrasts, lambda c: c // 100 = {part_group(words)}) AS parts
        FROM titled
        JOIN dated USING (record_id)
        JOIN worded USING (record_id)
        JOIN grammed USING (record_id)
        ORDER BY titled.record_id
        """
    )
    return con.table("prepared_record")


def _cleaned(words: Words) -> str:
    title = with_synonyms(fold(with_breaks(without_moments("title"))), words)
    return f"""
        SELECT record_id, source, source_type,
            coalesce(nullif({title}, ''), {fold("title")}) AS title_parts, {part_numbers()} AS part_numbers,
            {editions()} AS editions, {told_minutes("lower(title)")} AS title_minutes,
            {is_duel("lower(title)")} AS is_duel,
            {fold(TEXT)} AS text, {people(words, f"concat_ws('. ', title, {TEXT})")} AS people,
            {fold("venue")} AS venue,
            {places(("city", "district"))},
            {told_minutes(f"lower({TEXT})")} AS told_minutes,
            {fold(_STREET)} AS street,
            zipcode, nullif({fold("country")}, '') AS country_label,
            latitude, longitude, coalesce(geo_confidence, 1) AS geo_confidence,
            coalesce(online, FALSE) AS online,
            list_sort(list_distinct(list_transform(coalesce(categories, []), lambda c: lower(c)))) AS categories
        FROM listings
    """


def _placed(words: Words) -> str:
    """The listings of `cleaned` with their town and quarter, title without prefixes, and what the model knows of it."""
    coarse, online = quoted(words.coarse_places), quoted(words.online_places)
    return f"""
        WITH located AS (
            SELECT cleaned.*,
                CASE WHEN NOT list_contains({coarse}, whole) THEN coalesce(cities.kept, nullif(whole, '')) END AS label,
                len(parts) = 2 AND (parts[2] = district OR parts[2] IN (SELECT quarter FROM quarters)) AS split,
                coalesce(countries.kept, country_label) AS country,
                online OR list_has_any(string_split(concat_ws(' ', whole, venue), ' '), {online}) AS is_online
            FROM cleaned
            LEFT JOIN cities ON cities.label = cleaned.whole
            LEFT JOIN countries ON countries.label = coalesce(cleaned.country_label, cleaned.whole)
        ), hashed AS (
            SELECT *, {series_key(without_prefixes("title_parts", words))} AS title_hash,
                CASE WHEN whole = '' AND NOT is_online
                    THEN list_intersect(string_split(title_parts, ' '), (SELECT list(ending) FROM towns))
                    END AS title_endings
            FROM located
        )
        SELECT located.*, {without_prefixes("title_parts", words)} AS title,
            CASE WHEN split THEN parts[1]
                ELSE coalesce(quarters.town, label, housed.town, homes.home, told.town) END AS city,
            city AS town,
            CASE WHEN district <> '' AND district IS DISTINCT FROM label THEN district WHEN split THEN parts[2]
                WHEN quarters.town IS NOT NULL THEN label END AS named_quarter,
            coalesce(series.on_days, FALSE) AS repeats, coalesce(series.in_places, FALSE) AS spreads,
            coalesce(series.at_times, FALSE) AS slots, coalesce(series.in_towns, FALSE) AS tours,
            coalesce(siblings.siblings, []) AS siblings, coalesce(siblings.agreed, []) AS agreed_siblings
        FROM hashed AS located
        LEFT JOIN quarters ON quarters.quarter = coalesce(located.label, located.district)
        LEFT JOIN towns AS housed ON located.whole = '' AND housed.ending = string_split(venue, ' ')[-1]
        LEFT JOIN homes ON homes.source = located.source AND located.whole = '' AND NOT located.is_online
        LEFT JOIN towns AS told ON [told.ending] = title_endings
        LEFT JOIN series USING (title_hash)
        LEFT JOIN siblings USING (title_hash)
    """


def _titled(words: Words) -> str:
    stop = quoted(words.stop_words)
    city_words = "string_split(concat_ws(' ', city, label, quarter), ' ')"
    said = f"list_filter(string_split(title, ' '), lambda w: NOT list_contains({stop}, w))"
    own = f"list_filter(said, lambda w: NOT list_contains({city_words}, w) AND regexp_matches(w, '[^\\p{{N}}]'))"
    return f"""
        WITH spoken AS (
            SELECT *, {said} AS said,
                coalesce(named_quarter, {known_quarter("venue")}, {in_quarter("title")}) AS sure_quarter,
                {quarters_in("title")} AS title_quarters,
                coalesce(list_sort(title_quarters)[1], {only_quarter("text")}) AS told_quarter,
                coalesce(sure_quarter, told_quarter) AS quarter
            FROM placed
            LEFT JOIN (SELECT town, list(quarter ORDER BY quarter) AS known FROM quarters GROUP BY town) USING (town)
        ), kept AS (
            SELECT *, string_split(city, ' ') AS town_tokens,
                coalesce(sure_quarter, CASE WHEN contains(' ' || venue || ' ', ' ' || city || ' ') THEN city END)
                    AS locality,
                string_split(concat_ws(' ', city, quarter, venue), ' ') AS place_tokens,
                CASE WHEN len({own}) > 0 THEN {own} WHEN len(said) > 0 THEN said
                ELSE string_split(title, ' ') END AS own FROM spoken
        ), keyed AS (
            SELECT *, {_key("own")} AS title_key, {contrasts(words)} AS contrasts FROM kept
        )
        SELECT record_id, source, source_type, title, title_key, city, quarter, locality,
            sure_quarter IS NULL AND quarter IS NOT NULL AS quarter_told, title_quarters,
            nullif(street, '') AS street, zipcode, country,
            latitude, longitude, geo_confidence, is_online, categories, venue, town_tokens,
            place_tokens, part_numbers, editions, told_minutes, title_minutes, is_duel, people,
            repeats, spreads, slots, tours, title_hash, siblings, agreed_siblings,
            coalesce(list_has_any(string_split(coalesce(venue, ''), ' '), town_tokens), FALSE) AS venue_towned,
            {_distinct("own")} AS title_words,
            {_distinct(_but(_split("text"), stop, "len(w) > 2"))} AS text_words,
            regexp_full_match(venue, '{_ADDRESS}') AS is_address,
            CASE WHEN is_address THEN []
                ELSE {_but(_split("venue"), quoted(words.stop_words | words.vague_places), _NO_ZIP, city_words)}
                END AS said_venue,
            {_distinct("said_venue")} AS venue_words,
            array_to_string(said_venue, '') AS venue_key,
            {_distinct(_but(_split(_SAID_STREET), stop, _NO_ZIP, city_words))} AS street_words,
            {_distinct(_but(_split("concat_ws(' ', city, quarter)"), stop, "w <> ''"))} AS city_words,
            {_grams("title_key")} AS title_grams,
            array_to_string(list_transform(said, lambda w: w[1]), '') AS acronym,
            list_filter(said, lambda w: len(w) BETWEEN 3 AND 8) AS short_words,
            list_filter({numbers("title")}, lambda n: NOT list_contains(editions, n)) AS numbers,
            contrasts,
            list_distinct(list_transform(contrasts, lambda c: c // 100)) AS contrast_groups,
            {kinds(words, ("title_parts", "left(title_parts || ' ' || coalesce(text, ''), 200)"))} AS both_kinds,
            both_kinds[1] AS title_kinds, both_kinds[2] AS kinds,
            list_contains(kinds, {kind_number(words, "film")}) AS is_film,
            list_contains(kinds, {kind_number(words, "conference")}) AS is_conference,
            list_contains(kinds, {kind_number(words, "consulting")}) AS is_consulting
        FROM keyed
    """


_ADDRESS = r"\S*(strasse|str|weg|gasse|allee|ring|damm|ufer) \d+ ?[a-z]?"
_SAID_STREET = "CASE WHEN is_address AND coalesce(street, '') = '' THEN venue ELSE street END"
_NO_ZIP = r"NOT regexp_full_match(w, '\d{5}') AND w <> 'unknown'"


def _split(text: str) -> str:
    return f"string_split(coalesce({text}, ''), ' ')"


def _but(words: str, stop: str, condition: str, own: str = "['']") -> str:
    kept = f"{condition} AND NOT list_contains({stop}, w) AND NOT list_contains({own}, w)"
    return f"list_filter({words}, lambda w: {kept})"


def _distinct(words: str) -> str:
    return f"list_filter(list_distinct({words}), lambda w: w <> '')"


def _key(own: str) -> str:
    """The words run together, without the town inside a word ("BSidesEdmonton")."""
    key, town = f"array_to_string({own}, '')", "replace(coalesce(city, ''), ' ', '')"
    without = f"replace({key}, {town}, '')"
    return f"CASE WHEN len({town}) > 4 AND len({without}) > 3 THEN {without} ELSE {key} END"


def _grams(key: str) -> str:
    places = f"range(1, greatest(2, len({key}) + 1)::BIGINT)"
    return f"list_distinct(list_transform({places}, lambda i: substr(' ' || {key} || ' ', i::BIGINT, 3)))"


def _dated() -> str:
    return f"""
        WITH occurrence AS (
            SELECT record_id, unnest(dates, recursive := TRUE) FROM listings
        ), spread AS (
            SELECT record_id, "date" - DATE '1970-01-01' AS first,
                least(coalesce(end_date, "date"), "date" + {_MAX_DAYS}) - DATE '1970-01-01' AS last,
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
