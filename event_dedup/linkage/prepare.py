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
from event_dedup.linkage.lexicon import (
    city_table,
    country_table,
    gram_table,
    quarter_table,
    series_key,
    series_table,
    word_table,
)
from event_dedup.linkage.model import Model
from event_dedup.linkage.vocabulary import Words, words_of
from event_dedup.settings import Vocabulary

# A listing of a whole season has hundreds of days; beyond a year they say nothing more.
_MAX_DAYS = 366
_MAX_TEXT_WORDS = 96
_BLOCKED = ("title", "venue", "street")  # kinds of words that blocking rules use
_STREET = r"concat_ws(' ', regexp_replace(street, '(?i)stra(ss|ß)e\b|str\.', 'str ', 'g'), street_no)"


def prepare(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, vocabulary: Vocabulary
) -> DuckDBPyRelation:
    """One record a listing, a function of the listing and the model alone; ordered by record_id.

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
        "series": series_table(model),
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
    series: DuckDBPyRelation,
) -> DuckDBPyRelation:
    return con.sql(
        f"""
        WITH
        cleaned AS ({_cleaned(words)}),
        titled AS MATERIALIZED ({_titled(words)}),
        word AS MATERIALIZED ({_words()}),
        weighed AS ({_weighed("word", stemmed(with_synonyms("word", words)), "word_rarity")}),
        gram AS MATERIALIZED (SELECT record_id, 'gram' AS kind, unnest(title_grams) AS word FROM titled),
        gram_weighed AS ({_weighed("gram", "word", "gram_rarity")}),
        worded AS ({_listed("weighed", ("title", "text", "venue", "street", "city"))}),
        grammed AS ({_listed("gram_weighed", ("gram",))}),
        dated AS ({_dated()})
        SELECT titled.* EXCLUDE (title_words, text_words, venue_words, street_words, city_words, title_grams),
            worded.* EXCLUDE (record_id), grammed.* EXCLUDE (record_id), dated.* EXCLUDE (record_id),
            list_distinct(list_concat(
                worded.title_words, worded.text_words, worded.venue_words, worded.street_words, worded.city_words
            )) AS all_words,
            {_names()} AS names,
            list_filter(worded.title_words, lambda e: (e >> 48) >= 30) AS title_names,
            list_filter(contrasts, lambda c: c // 100 = {_part_group(words)}) AS parts
        FROM titled
        JOIN dated USING (record_id)
        JOIN worded USING (record_id)
        JOIN grammed USING (record_id)
        ORDER BY titled.record_id
        """
    )


def _names() -> str:
    """Words of title and text that fewer than one listing in 180 has, without those of the place; rarest first."""
    said, place = (
        f"list_concat(worded.{a}_words, worded.{b}_words)" for a, b in (("title", "text"), ("venue", "city"))
    )
    rare = f"list_filter({said}, lambda e: (e >> 48) >= 30 AND NOT list_contains({place}, e))"
    return f"list_reverse_sort(list_distinct({rare}))"


def _part_group(words: Words) -> int:
    return list(words.contrasts).index("part") + 1


def _cleaned(words: Words) -> str:
    title = with_synonyms(fold(with_breaks(without_moments("title"))), words)
    return f"""
        SELECT record_id, source, source_type,
            coalesce(nullif({title}, ''), {fold("title")}) AS title_parts, {_part_numbers()} AS part_numbers,
            {_editions()} AS editions,
            {fold(TEXT)} AS text,
            {fold("venue")} AS venue,
            {places(("city", "district"))},
            {_told_minutes(f"lower({TEXT})")} AS told_minutes,
            {fold(_STREET)} AS street,
            zipcode, nullif({fold("country")}, '') AS country_label, latitude, longitude, coalesce(geo_confidence, 1) AS geo_confidence,
            coalesce(online, FALSE) AS online,
            list_sort(list_distinct(list_transform(coalesce(categories, []), lambda c: lower(c)))) AS categories
        FROM listings
    """


def _titled(words: Words) -> str:
    stop = quoted(words.stop_words)
    coarse, online = quoted(words.coarse_places), quoted(words.online_places)
    city_words = "string_split(concat_ws(' ', city, label, quarter), ' ')"
    said = f"list_filter(string_split(title, ' '), lambda w: NOT list_contains({stop}, w))"
    own = f"list_filter(said, lambda w: NOT list_contains({city_words}, w) AND regexp_matches(w, '\\p{{L}}'))"
    return f"""
        WITH located AS (
            SELECT cleaned.*,
                CASE WHEN NOT list_contains({coarse}, whole) THEN coalesce(cities.kept, nullif(whole, '')) END AS label,
                len(parts) = 2 AND (parts[2] = district OR parts[2] IN (SELECT quarter FROM quarters)
                    OR parts[1] IN (SELECT town FROM quarters)) AS split,
                coalesce(countries.kept, country_label) AS country,
                online OR list_has_any(string_split(concat_ws(' ', whole, venue), ' '), {online}) AS is_online
            FROM cleaned
            LEFT JOIN cities ON cities.label = cleaned.whole
            LEFT JOIN countries ON countries.label = coalesce(cleaned.country_label, cleaned.whole)
        ), stripped AS (
            SELECT located.*, {without_prefixes("title_parts", words)} AS title,
                CASE WHEN split THEN parts[1] ELSE coalesce(quarters.town, label) END AS city, city AS town,
                CASE WHEN split THEN parts[2] WHEN district <> '' AND district <> label THEN district
                    WHEN quarters.town IS NOT NULL THEN label END AS named_quarter,
                coalesce(series.on_days, FALSE) AS repeats, coalesce(series.in_places, FALSE) AS spreads,
                coalesce(series.at_times, FALSE) AS slots
            FROM located
            LEFT JOIN quarters ON quarters.quarter = located.label
            LEFT JOIN series ON series.title_hash = {series_key(without_prefixes("title_parts", words))}
        ), spoken AS (
            SELECT *, {said} AS said,
                coalesce(named_quarter, list_intersect(string_split(coalesce(venue, ''), ' '), known)[1]) AS quarter
            FROM stripped
            LEFT JOIN (SELECT town, list(quarter ORDER BY quarter) AS known FROM quarters GROUP BY town) USING (town)
        ), kept AS (
            SELECT *, string_split(city, ' ') AS town_tokens,
                string_split(concat_ws(' ', city, quarter, venue), ' ') AS place_tokens,
                CASE WHEN len({own}) > 0 THEN {own} WHEN len(said) > 0 THEN said
                ELSE string_split(title, ' ') END AS own FROM spoken
        ), keyed AS (
            SELECT *, {_key("own")} AS title_key, {_contrasts(words)} AS contrasts FROM kept
        )
        SELECT record_id, source, source_type, title, title_key, city, quarter, nullif(street, '') AS street, zipcode,
            country, latitude, longitude, geo_confidence, is_online, categories, venue, town_tokens, place_tokens, part_numbers,
            editions, list_has_any(string_split(coalesce(venue, ''), ' '), town_tokens) AS venue_towned, repeats, spreads, slots, told_minutes,
            {_distinct("own")} AS title_words,
            {_distinct(_but(_split("text"), stop, "len(w) > 2"))} AS text_words,
            {_distinct(_but(_split("venue"), stop, _NO_ZIP, city_words))}
                AS venue_words,
            {_distinct(_but(_split("street"), stop, _NO_ZIP, city_words))} AS street_words,
            {_distinct(_but(_split("concat_ws(' ', city, quarter)"), stop, "w <> ''"))} AS city_words,
            {_grams("title_key")} AS title_grams,
            array_to_string(list_transform(said, lambda w: w[1]), '') AS acronym,
            list_filter(said, lambda w: len(w) BETWEEN 3 AND 8) AS short_words,
            list_filter({_numbers("title")}, lambda n: NOT list_contains(editions, n)) AS numbers,
            contrasts,
            list_distinct(list_transform(contrasts, lambda c: c // 100)) AS contrast_groups,
            {_kinds(words, "title")} AS title_kinds,
            {_kinds(words, "left(title || ' ' || coalesce(text, ''), 200)")} AS kinds
        FROM keyed
    """


_NO_ZIP = r"NOT regexp_full_match(w, '\d{5}') AND w <> 'unknown'"


def _split(text: str) -> str:
    return f"string_split(coalesce({text}, ''), ' ')"


def _but(words: str, stop: str, condition: str, own: str = "['']") -> str:
    return f"list_filter({words}, lambda w: {condition} AND NOT list_contains({stop}, w) AND NOT list_contains({own}, w))"


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


def _roman(title: str) -> str:
    for number, roman in {2: "ii", 3: "iii", 4: "iv", 6: "vi", 7: "vii", 8: "viii"}.items():
        title = rf"regexp_replace({title}, '\b{roman}\b', '{number}', 'g')"
    return title


def _numbers(title: str) -> str:
    """Numbers below 1,000 in the title, roman ones too: parts, editions, age groups."""
    return (
        rf"list_sort(list_distinct(regexp_extract_all({_roman(title)}, '\b(\d{{1,3}})(st|nd|rd|th)?\b', 1)))"
    )


def _part_numbers() -> str:
    """Numbers that count the parts of one thing: "(2)", "#2", "Teil 2", "Court 3", "U13"."""
    counted = "teil|part|folge|gruppe|group|kurs|modul|vol|volume|session|runde|round|court|platz|room|raum|level|klasse|grade|u"
    title = _roman(f"regexp_replace(lower({without_moments('title')}), '[()#]', ' # ', 'g')")
    return (
        rf"list_sort(list_distinct(regexp_extract_all({title}, '(#|\b({counted}))\.?\s*(\d{{1,2}})\b', 3)))"
    )


def _editions() -> str:
    """Numbers that count the years of a thing: "17. Guggentreffen", "3rd Annual"."""
    title = f"lower({without_moments('title')})"
    return rf"list_distinct(regexp_extract_all({title}, '\b(\d{{1,3}})(\. |st |nd |rd |th |te |ter )', 1))"


def _contrasts(words: Words) -> str:
    """Codes 100 * group + value of every contrast word in the title, ordered."""
    codes = [
        f"CASE WHEN regexp_matches(title, '{pattern}') THEN {100 * group + value} END"
        for group, values in enumerate(words.contrasts.values(), 1)
        for value, pattern in enumerate(values.values(), 1)
    ]
    return f"list_filter([{', '.join(codes)}], lambda c: c IS NOT NULL)"


def _kinds(words: Words, text: str) -> str:
    """Numbers of the kinds of event that a text speaks of, ordered."""
    numbers = [
        f"CASE WHEN regexp_matches({text}, '{pattern}') THEN {number} END"
        for number, pattern in enumerate(words.kinds.values(), 1)
    ]
    return f"list_filter([{', '.join(numbers)}], lambda k: k IS NOT NULL)"


def _told_minutes(text: str) -> str:
    """Times of day named in a text ("19.30 Uhr", "7:30pm"), in minutes after midnight."""
    german = rf"regexp_extract_all({text}, '\b(\d{{1,2}}([:.]\d\d)?) ?uhr', 1)"
    english = rf"regexp_extract_all({text}, '\b(\d{{1,2}}(:\d\d)?) ?[ap]\.?m\b', 0)"
    hour = "TRY_CAST(regexp_extract(t, '^\\d+') AS INTEGER)"
    minute = "coalesce(TRY_CAST(regexp_extract(t, '[:.](\\d\\d)', 1) AS INTEGER), 0)"
    clock = f"{hour} % 12 * 60 + {minute} + CASE WHEN regexp_matches(t, 'p\\.?m') THEN 720 ELSE 0 END"
    return (
        f"list_distinct(list_concat(list_transform({german}, lambda t: {hour} * 60 + {minute}),"
        f" list_transform({english}, lambda t: {clock})))"
    )


def _words() -> str:
    return " UNION ALL ".join(
        f"SELECT record_id, '{kind}' AS kind, unnest({kind}_words) AS word FROM titled"
        for kind in ("title", "text", "venue", "street", "city")
    )


def _weighed(words: str, stem: str, rarity: str) -> str:
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


def _listed(weighed: str, kinds: tuple[str, ...]) -> str:
    """One row a record: the weighted list, the sum of rarities and the rarest words of each kind."""
    lists = ", ".join(
        f"coalesce(list_reverse_sort(list_distinct(list(element) FILTER (kind = '{kind}'))), [])[1:{_MAX_TEXT_WORDS}]"
        f" AS {_plural(kind)}"
        for kind in kinds
    )
    rarest = ", ".join(
        f"coalesce(list(word ORDER BY element DESC) FILTER (kind = '{kind}'), [])[1:6] AS {kind}_rarest"
        for kind in kinds
        if kind in _BLOCKED
    )
    if "title" in kinds:
        rare = "list(word ORDER BY element DESC) FILTER (kind = 'title' AND (element >> 48) >= 20)"
        rarest += f", coalesce({rare}, [])[1:4] AS title_rare"
    bits = ", ".join(
        f"coalesce(list_sum({_plural(kind)}) >> 48, 0)::INTEGER AS {kind}_bits" for kind in kinds
    )
    return f"""
        SELECT *, {bits} FROM (
            SELECT titled.record_id, {", ".join(filter(None, [lists, rarest]))}
            FROM titled LEFT JOIN {weighed} AS word ON word.record_id = titled.record_id
            GROUP BY titled.record_id
        )
    """


def _plural(kind: str) -> str:
    return "title_grams" if kind == "gram" else f"{kind}_words"


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
