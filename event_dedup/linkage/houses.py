"""What listings tell of houses and quarters: streets, where much happens, and what happens in two quarters at once."""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.model import Model
from event_dedup.linkage.prepare import execute, whereabouts
from event_dedup.linkage.vocabulary import Words, words_of
from event_dedup.settings import Vocabulary


@dataclass(frozen=True, slots=True)
class Houses:
    """What listings tell of houses, each named "town|house".

    `streets` has the street, without its number, that two listings and seven of ten name with a house; `busy` are the
    houses of which a file lists 1.6 titles a day and more, on three days at least (of any files). `parted` are the
    titles, each "town|hash", that two quarters of a town, or a quarter and the town itself, have on one day.
    """

    streets: dict[str, str]
    busy: list[str]
    parted: list[str]


def told_houses(
    con: DuckDBPyConnection, listings: DuckDBPyRelation, model: Model, vocabulary: Vocabulary
) -> Houses:
    """The houses of `listings`, which have a column `file_sha256` beside their fields."""
    words = words_of(vocabulary)
    execute(con, _told_houses(words), listings, model, words)
    return Houses(_streets(con), _busy(con), _parted(con))


def _streets(con: DuckDBPyConnection) -> dict[str, str]:
    rows = con.sql(
        """
        WITH counted AS (
            SELECT city || '|' || venue_key AS place, street_name, count(*) AS n,
                sum(count(*)) OVER (PARTITION BY place) AS total
            FROM told_house
            WHERE said_street IS NOT NULL AND street_name <> '' AND venue_key <> '' AND city IS NOT NULL
            GROUP BY place, street_name
        )
        SELECT place, street_name FROM counted WHERE n >= 2 AND n >= 0.7 * total ORDER BY place
        """
    ).fetchall()
    return dict(rows)


def _busy(con: DuckDBPyConnection) -> list[str]:
    rows = con.sql(
        """
        WITH held AS (
            SELECT city || '|' || house AS place, file_sha256, source_type, title_hash, unnest(dates)."date" AS day
            FROM told_house WHERE house <> ''
        ), listed AS (
            SELECT place, count(DISTINCT title_hash) AS titles
            FROM held GROUP BY place, file_sha256, source_type, day
        )
        SELECT place FROM listed WHERE place IS NOT NULL
        GROUP BY place HAVING count(*) >= 3 AND avg(titles) >= 1.6 ORDER BY place
        """
    ).fetchall()
    return [place for (place,) in rows]


def _parted(con: DuckDBPyConnection) -> list[str]:
    rows = con.sql(
        """
        WITH held AS (
            SELECT city || '|' || title_hash AS title, unnest(dates)."date" AS day,
                coalesce(CASE WHEN NOT quarter_told THEN quarter END, locality, quarter) AS part
            FROM told_house
        )
        SELECT DISTINCT title FROM held WHERE title IS NOT NULL GROUP BY title, day
        HAVING count(DISTINCT part) > 1 ORDER BY title
        """
    ).fetchall()
    return [title for (title,) in rows]


def _told_houses(words: Words) -> str:
    return f"""
        CREATE OR REPLACE TEMP TABLE told_house AS
        WITH {whereabouts(words)}
        SELECT city, quarter, quarter_told, locality, house, venue_key, said_street, street_name, title_hash,
            source_type, file_sha256, dates
        FROM housed JOIN (SELECT record_id, file_sha256, dates FROM listings) USING (record_id)
    """
