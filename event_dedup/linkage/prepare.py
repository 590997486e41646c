"""Listings become records: one row a listing, with every column that comparisons and blocking rules read."""

from __future__ import annotations

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.folding import (
    TEXT,
    but,
    country_in,
    fold,
    places,
    quoted,
    split,
    stemmed,
    street,
    with_breaks,
    with_synonyms,
    without_moments,
)
from event_dedup.linkage.lookup import (
    busy_table,
    city_table,
    country_table,
    gram_table,
    home_table,
    parted_table,
    quarter_table,
    series_table,
    sibling_table,
    source_venue_table,
    spot_table,
    street_table,
    town_table,
    word_table,
)
from event_dedup.linkage.marks import (
    contacts,
    contrast_code,
    contrast_group,
    contrasts,
    editions,
    faiths,
    host,
    house_kind_number,
    house_kinds,
    is_duel,
    is_overview,
    kind_number,
    kinds,
    numbers,
    only_film_night,
    part_numbers,
    people,
    prices,
    sides,
    sister_kinds,
    told_minutes,
    told_parts,
)
from event_dedup.linkage.model import Model
from event_dedup.linkage.vocabulary import Words, words_of
from event_dedup.linkage.whereabouts import NO_ZIP, housed, placed, quartered
from event_dedup.linkage.wording import listed, names, trigrams, weighed, words_by_kind
from event_dedup.settings import Vocabulary

# Kinds of event that go on for some days: one source names them all, another lists each.
_FAIRS = ("fair", "market")
# A listing of a whole season has hundreds of days; beyond a year they say nothing more.
_MAX_DAYS = 366
_SAID = f"concat_ws(' ', title, {TEXT}, registration_contact)"


def prepare(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, vocabulary: Vocabulary
) -> DuckDBPyRelation:
    """One record a listing, a function of the listing and the model alone; ordered by record_id.

    They are computed once, as the temporary table `prepared_record`: reading the long statement takes 0.1 s each time.
    Weighted lists (`*_words`, `*_grams`) hold the rarity of a word in the upper 16 bits of each number and its hash
    in the lower 40, so that the upper bits of a sum over shared elements are the sum of their rarities.
    """
    words = words_of(vocabulary)
    execute(con, _records(words), listings, model, words)
    return con.table("prepared_record")


def execute(
    con: DuckDBPyConnection, statement: str, listings: DuckDBPyRelation, model: Model, words: Words
) -> None:
    """Run a statement that reads `listings` and what the model knows, as tables."""
    tables = {
        "word_rarity": word_table(model, words),
        "gram_rarity": gram_table(model),
        "cities": city_table(model, words),
        "countries": country_table(words),
        "quarters": quarter_table(model),
        "spots": spot_table(model),
        "homes": home_table(model),
        "towns": town_table(model),
        "streets": street_table(model),
        "busy": busy_table(model),
        "parted": parted_table(model),
        "source_venues": source_venue_table(model),
        "series": series_table(model),
        "siblings": sibling_table(model),
    }
    _with_tables(con, statement, listings, **{name: con.from_arrow(table) for name, table in tables.items()})


def _with_tables(
    con: DuckDBPyConnection,
    statement: str,
    listings: DuckDBPyRelation,
    word_rarity: DuckDBPyRelation,
    gram_rarity: DuckDBPyRelation,
    cities: DuckDBPyRelation,
    countries: DuckDBPyRelation,
    quarters: DuckDBPyRelation,
    spots: DuckDBPyRelation,
    homes: DuckDBPyRelation,
    towns: DuckDBPyRelation,
    streets: DuckDBPyRelation,
    busy: DuckDBPyRelation,
    parted: DuckDBPyRelation,
    source_venues: DuckDBPyRelation,
    series: DuckDBPyRelation,
    siblings: DuckDBPyRelation,
) -> None:
    """Run a statement that reads these tables: DuckDB finds them by the names of the arguments."""
    con.execute(statement)


def whereabouts(words: Words) -> str:
    """The listings, each with its town, quarter, house and street, as the first tables of a statement."""
    return f"""
        cleaned AS ({_cleaned(words)}),
        placed AS ({placed(words)}),
        quartered AS ({quartered()}),
        housed AS ({housed(words)})
    """


def _records(words: Words) -> str:
    return f"""
        CREATE OR REPLACE TEMP TABLE prepared_record AS
        WITH
        {whereabouts(words)},
        titled AS MATERIALIZED ({_titled(words)}),
        word AS MATERIALIZED ({words_by_kind()}),
        weighed AS ({weighed("word", stemmed(with_synonyms("word", words)), "word_rarity")}),
        gram AS MATERIALIZED (SELECT record_id, 'gram' AS kind, unnest(title_grams) AS word FROM titled),
        gram_weighed AS ({weighed("gram", "word", "gram_rarity")}),
        worded AS ({listed("weighed", ("title", "text", "venue", "street", "city"))}),
        grammed AS ({listed("gram_weighed", ("gram",))}),
        dated AS ({_dated()})
        SELECT titled.* EXCLUDE (
                title_words, text_words, venue_words, street_words, city_words, title_grams
            ),
            worded.* EXCLUDE (record_id), grammed.* EXCLUDE (record_id), dated.* EXCLUDE (record_id),
            list_distinct(list_concat(
                worded.title_words, worded.text_words, worded.venue_words, worded.street_words, worded.city_words
            )) AS all_words,
            {names("title", "text")} AS names,
            {names("title")} AS title_names,
            list_filter(contrasts, lambda c: c // 100 = {contrast_group(words, "part")}) AS parts,
            list_filter(contrasts, lambda c: c // 100 = {contrast_group(words, "club")}) AS clubs
        FROM titled
        JOIN dated USING (record_id)
        JOIN worded USING (record_id)
        JOIN grammed USING (record_id)
        ORDER BY titled.record_id
    """


def _cleaned(words: Words) -> str:
    title = with_synonyms(fold(with_breaks(without_moments("title"))), words)
    return f"""
        SELECT record_id, source, source_type,
            coalesce(nullif({title}, ''), {fold("title")}) AS title_parts, {part_numbers()} AS part_numbers,
            {told_parts(TEXT)} AS told_parts,
            {editions()} AS editions, {told_minutes("lower(title)")} AS title_minutes,
            {is_duel("lower(title)")} AS is_duel, {is_overview("title")} AS is_overview,
            {with_synonyms(fold(host(without_moments("title"))), words)} AS host,
            {fold(TEXT)} AS text, {people(words, f"concat_ws('. ', title, {TEXT})")} AS people,
            {fold("venue")} AS venue,
            {places(("city", "district"))},
            {told_minutes(f"lower({TEXT})")} AS told_minutes,
            {street(fold("concat_ws(' ', street, street_no)"))} AS street,
            nullif({fold(f"coalesce(nullif(country, ''), {country_in('city')})")}, '') AS country_label,
            nullif(regexp_extract(zipcode, '\\d{{5}}'), '') AS zip,
            {prices(f"lower({_SAID})")} AS prices, {contacts(f"lower({_SAID})")} AS contacts,
            latitude, longitude, coalesce(geo_confidence, 1) AS geo_confidence,
            coalesce(online, FALSE) AS online,
            list_sort(list_distinct(list_transform(coalesce(categories, []), lambda c: lower(c)))) AS categories
        FROM listings
    """


def _titled(words: Words) -> str:
    stop = quoted(words.stop_words)
    said = f"list_filter(string_split(title, ' '), lambda w: NOT list_contains({stop}, w))"
    own = "list_filter(said, lambda w: NOT list_contains(label_words, w) AND regexp_matches(w, '[^\\p{N}]'))"
    return f"""
        WITH spoken AS (
            SELECT *, {said} AS said FROM housed
        ), kept AS (
            SELECT *, string_split(city, ' ') AS town_tokens,
                string_split(concat_ws(' ', city, quarter, venue), ' ') AS place_tokens,
                CASE WHEN len({own}) > 0 THEN {own} WHEN len(said) > 0 THEN said
                ELSE string_split(title, ' ') END AS own,
                {but(split("host"), stop, "w <> ''", "label_words")} AS host_words
            FROM spoken
        ), keyed AS (
            -- An alias used beside it would be bound, and planned, once more at each use.
            SELECT *, {_key("own")} AS title_key, {contrasts("title_parts", words)} AS contrasts,
                {contrasts(_opening(400), words)} AS told_contrasts,
                {kinds(words, ("title_parts", _opening(200)))} AS both_kinds,
                {house_kinds(words, "venue")} AS house_kinds, {faiths(words, "venue")} AS faiths
            FROM kept
        )
        SELECT record_id, source, source_type, title_key, city, quarter, locality,
            quarter_told, title_quarters, street, street_name, regexp_extract_all(street, '\\d+') AS street_numbers,
            zip, country, spot_latitude, spot_longitude, world_country, prices, contacts,
            latitude, longitude, geo_confidence, is_online, categories, venue_key, house_names, town_tokens,
            place_tokens, part_numbers, told_parts, editions, told_minutes, title_minutes, is_duel, is_overview, people,
            is_busy, is_parted, repeats, spreads, slots, tours, title_hash, siblings, agreed_siblings,
            coalesce(list_has_any(string_split(coalesce(venue, ''), ' '), town_tokens), FALSE) AS venue_towned,
            {_distinct("own")} AS title_words,
            {_distinct(but(split("text"), stop, "len(w) > 2"))} AS text_words,
            {_distinct("said_venue")} AS venue_words,
            {_distinct(but(split("street"), stop, NO_ZIP, "label_words"))} AS street_words,
            {_distinct(but(split("concat_ws(' ', city, quarter)"), stop, "w <> ''"))} AS city_words,
            {trigrams("title_key")} AS title_grams,
            [{_initials("said")}, {_initials("own")}] AS acronyms,
            list_filter(said, lambda w: len(w) BETWEEN 3 AND 8) AS short_words,
            list_filter({numbers("title")}, lambda n: NOT list_contains(editions, n)) AS numbers,
            {_key("host_words")} AS host_key,
            contrasts, list_contains(contrasts, {contrast_code(words, "part", "section")}) AS is_section,
            list_distinct(list_transform(contrasts, lambda c: c // 100)) AS contrast_groups, told_contrasts,
            list_distinct(list_transform(told_contrasts, lambda c: c // 100)) AS told_groups,
            {sides("title_parts")} AS sides,
            both_kinds[1] AS title_kinds, both_kinds[2] AS kinds,
            house_kinds, {sister_kinds(words, "house_kinds")} AS sister_kinds, faiths,
            (
                list_contains(kinds, {kind_number(words, "film")})
                OR len(kinds) = 0 AND list_contains(house_kinds, {house_kind_number(words, "cinema")})
            ) AND NOT {only_film_night("title")} AS is_film,
            list_contains(kinds, {kind_number(words, "conference")}) AS is_conference,
            list_contains(kinds, {kind_number(words, "consulting")}) AS is_consulting,
            list_has_any(kinds, [{", ".join(str(kind_number(words, kind)) for kind in _FAIRS)}])
                AND NOT list_contains(kinds, {kind_number(words, "weekly_market")}) AS is_fair
        FROM keyed
    """


def _opening(letters: int) -> str:
    """What a listing says first: what kind of event it is, and for whom."""
    return f"left(title_parts || ' ' || coalesce(text, ''), {letters})"


def _distinct(words: str) -> str:
    return f"list_filter(list_distinct({words}), lambda w: w <> '')"


def _initials(words: str) -> str:
    return f"array_to_string(list_transform({words}, lambda w: w[1]), '')"


def _key(own: str) -> str:
    """The words run together, without the town inside a word ("BSidesEdmonton")."""
    key, town = f"array_to_string({own}, '')", "replace(coalesce(city, ''), ' ', '')"
    without = f"replace({key}, {town}, '')"
    return f"CASE WHEN len({town}) > 4 AND len({without}) > 3 THEN {without} ELSE {key} END"


def _dated() -> str:
    return f"""
        WITH occurrence AS (
            SELECT record_id, unnest(dates, recursive := TRUE) FROM listings
        ), spread AS (
            SELECT record_id, "date" - DATE '1970-01-01' AS first,
                least(coalesce(end_date, "date"), "date" + {_MAX_DAYS}) - DATE '1970-01-01' AS last,
                nullif(date_part('hour', start_time) * 60 + date_part('minute', start_time), 0)::INTEGER AS minute,
                -- 00:00 and 23:59 stand for an end that is not known.
                nullif((date_part('hour', end_time) * 60 + date_part('minute', end_time)) % 1439, 0)::INTEGER AS ends
            FROM occurrence
        )
        SELECT record_id,
            list_sort(list_distinct(flatten(list(range(first, last + 1)))))[1:{_MAX_DAYS}]::INTEGER[] AS days,
            min(first)::INTEGER AS first_day, max(last)::INTEGER AS last_day,
            coalesce(list_sort(list_distinct(list((first * 1440 + minute)::INTEGER) FILTER (minute IS NOT NULL))), [])
                AS stamps,
            coalesce(list_sort(list_distinct(list(minute) FILTER (minute IS NOT NULL))), []) AS minutes,
            coalesce(list_sort(list_distinct(list(ends) FILTER (ends IS NOT NULL))), []) AS end_minutes
        FROM spread GROUP BY record_id
    """
