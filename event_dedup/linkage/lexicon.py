"""What is learnt from listings without labels: how common words are, which labels name one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.folding import (
    TEXT,
    fold,
    places,
    series_key,
    stemmed,
    with_breaks,
    with_synonyms,
    without_moments,
    without_prefixes,
)
from event_dedup.linkage.gazetteer import world
from event_dedup.linkage.houses import told_houses
from event_dedup.linkage.model import Model
from event_dedup.linkage.towns import TOWN, homes, quarters, source_venues, towns
from event_dedup.linkage.vocabulary import Words, words_of
from event_dedup.settings import Vocabulary

# The shipped counts speak with the voice of this many listings, so twenty listings cannot shout them down.
_PRIOR_LISTINGS = 200
# A place with more titles a day is a whole town or the internet; so many are remembered with a title.
_MOST_SIBLINGS = 40


def learn_words(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, vocabulary: Vocabulary
) -> Model:
    """`model` with the words, series, siblings, places, homes and houses of `listings` in its lexicon; m and u stay.

    `listings` have a column `file_sha256` beside their fields: what one file lists side by side are siblings.
    """
    words = words_of(vocabulary)
    documents = _documents(con, listings, words)
    counts = {
        "words": _counted(con, documents, "words", stemmed(with_synonyms("word", words))),
        "grams": _counted(con, documents, "grams", "word"),
    }
    series = _series(con, listings, words)
    ((size,),) = con.sql("SELECT count(*) FROM documents").fetchall()
    lexicon = _blended(model.lexicon, counts, size)
    lexicon["series"] = {**lexicon.get("series", {}), **series}
    siblings, agreed = _siblings(con, listings, words)
    lexicon["siblings"] = {**lexicon.get("siblings", {}), **siblings}
    lexicon["agreed_siblings"] = {**lexicon.get("agreed_siblings", {}), **agreed}
    # A quarter or source of the same name is another one in another place: nothing is kept of earlier ones.
    lexicon |= world(con, listings, words)._asdict()
    lexicon["quarters"] = quarters(con, listings)
    lexicon["towns"] = towns(con, listings, words)
    lexicon["homes"] = homes(con, listings, lexicon["quarters"])
    lexicon["source_venues"] = source_venues(con, listings, words)
    houses = told_houses(con, listings, replace(model, lexicon=lexicon), vocabulary)
    lexicon |= {"streets": houses.streets, "busy_houses": houses.busy, "parted_titles": houses.parted}
    return replace(model, lexicon=lexicon)


def _documents(con: DuckDBPyConnection, listings: DuckDBPyRelation, words: Words) -> DuckDBPyRelation:
    """Distinct titles of a day, each with its words (of title and text) and trigrams: copies do not count twice."""
    title = _title(words)
    table = con.sql(
        f"""
        WITH folded AS (
            SELECT {title} AS title, {fold(TEXT)} AS text, dates[1]."date" AS day FROM listings
        ), document AS (
            SELECT title, day, max(text) AS text FROM folded GROUP BY title, day
        )
        SELECT list_distinct(string_split(title || ' ' || coalesce(text, ''), ' ')) AS words,
            list_distinct(list_transform(
                range(1, len(replace(title, ' ', '')) + 1),
                lambda i: substr(' ' || replace(title, ' ', '') || ' ', i::BIGINT, 3)
            )) AS grams
        FROM document
        """
    ).to_arrow_table()
    return con.from_arrow(table)


def _series(con: DuckDBPyConnection, listings: DuckDBPyRelation, words: Words) -> dict[str, int]:
    """Hashes of titles that come again.

    One source repeats them on several days (1), on a day in several places (2) or, in one file, at several times (4);
    all sources together list them in three towns within a fortnight (8).
    """
    title = _title(words)
    rows = con.sql(
        f"""
        WITH label AS (
            SELECT source, file_sha256, source_type, {title} AS title,
                dates[1]."date" AS day, dates[1].start_time AS start_time,
                {fold("venue")} AS venue, {places(("city", "district"))}
            FROM listings
        ), told AS (
            SELECT source, file_sha256, source_type, {series_key("title")} AS title_hash, day, start_time,
                coalesce(nullif(whole, ''), venue) AS place, {TOWN} AS town
            FROM label
        ), {_BY_TITLE}, by_place AS (
            SELECT source, title_hash, day, place, count(DISTINCT start_time) AS times
            FROM told GROUP BY source, file_sha256, source_type, title_hash, day, place
        ), by_day AS (
            SELECT source, title_hash, day, count(DISTINCT place) AS places, max(times) AS times
            FROM by_place GROUP BY source, title_hash, day
        ), by_source AS (
            SELECT title_hash, count(*) AS days, max(places) AS places, max(times) AS times, 0 AS towns
            FROM by_day GROUP BY source, title_hash
            UNION ALL FROM by_title
        )
        SELECT title_hash, max((days > 1)::INTEGER) + 2 * max((places > 1)::INTEGER)
            + 4 * max((times > 1)::INTEGER) + 8 * max((towns > 2)::INTEGER) AS kind
        FROM by_source GROUP BY title_hash HAVING kind > 0 ORDER BY title_hash
        """
    ).fetchall()
    return dict(rows)


# Of every title of `told`, in how many towns all sources together have it within a fortnight.
_BY_TITLE = """
    held AS MATERIALIZED (
        SELECT DISTINCT title_hash, day, town FROM told WHERE town IS NOT NULL
    ), fortnight AS (
        SELECT one.title_hash, count(DISTINCT two.town) AS towns
        FROM held AS one JOIN held AS two
            ON one.title_hash = two.title_hash AND two.day BETWEEN one.day AND one.day + 13
        GROUP BY one.title_hash, one.day
    ), by_title AS (
        SELECT title_hash, 0 AS days, 0 AS places, 0 AS times, max(towns) AS towns
        FROM fortnight GROUP BY title_hash
    )
"""


def _siblings(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, words: Words
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Hashes of titles, each with those of other titles that one file lists on the same day in the same place.

    First all of them, then those that files of two sources list so.
    """
    title = _title(words)
    rows = con.sql(
        f"""
        WITH label AS (
            SELECT source, file_sha256, source_type, {title} AS title, unnest(dates)."date" AS day,
                {fold("venue")} AS venue,
                {places(("city", "district"))}
            FROM listings
        ), told AS MATERIALIZED (
            SELECT DISTINCT source, file_sha256, source_type, day, {series_key("title")} AS title_hash,
                coalesce(nullif(venue, ''), whole) AS place
            FROM label
        ), counted AS (
            SELECT * FROM told
            QUALIFY count(*) OVER (PARTITION BY file_sha256, source_type, day, place) <= {_MOST_SIBLINGS}
        ), beside AS (
            SELECT one.title_hash, two.title_hash AS other, count(DISTINCT source) > 1 AS agreed
            FROM counted AS one JOIN counted AS two USING (source, file_sha256, source_type, day, place)
            WHERE one.title_hash <> two.title_hash AND place <> ''
            GROUP BY one.title_hash, other
        )
        SELECT title_hash, list(other ORDER BY other)[1:{_MOST_SIBLINGS}] AS others,
            (list(other ORDER BY other) FILTER (agreed))[1:{_MOST_SIBLINGS}] AS agreed_others
        FROM beside GROUP BY title_hash ORDER BY title_hash
        """
    ).fetchall()
    siblings = {title: others for title, others, _ in rows}
    return siblings, {title: agreed for title, _, agreed in rows if agreed}


def _title(words: Words) -> str:
    return without_prefixes(with_synonyms(fold(with_breaks(without_moments("title"))), words), words)


def _counted(
    con: DuckDBPyConnection, documents: DuckDBPyRelation, column: str, stem: str
) -> dict[str, float]:
    """How many documents hold each element of `column`, as `stem` spells it; those of two and more."""
    rows = con.sql(
        f"""
        WITH spelling AS (
            SELECT word, count(*) AS documents FROM (SELECT unnest({column}) AS word FROM documents) GROUP BY word
        )
        SELECT {stem} AS stem, sum(documents)::INTEGER AS documents
        FROM spelling GROUP BY stem HAVING stem <> '' AND sum(documents) > 1 ORDER BY stem
        """
    ).fetchall()
    return {word: float(count) for word, count in rows}


def _blended(
    shipped: Mapping[str, Any], counts: dict[str, dict[str, float]], listings: int
) -> dict[str, Any]:
    known = float(shipped.get("listings", 0.0))
    prior = min(_PRIOR_LISTINGS, known)
    share = prior / known if known else 0.0
    blended: dict[str, Any] = {**shipped, "listings": prior + listings}
    for kind, seen in counts.items():
        before: Mapping[str, float] = shipped.get(kind, {})
        blended[kind] = {
            word: round(seen.get(word, 0.0) + share * before.get(word, 0.0), 3) for word in {*seen, *before}
        }
    return blended
