"""Which towns and quarters listings name, and where a source is at home: learnt, and frozen in the lexicon."""

from __future__ import annotations

from collections.abc import Mapping

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage.folding import fold, places, quoted
from event_dedup.linkage.lookup import mapping_table
from event_dedup.linkage.vocabulary import Words

# "Kehl-Goldscheuer" lies in Kehl, "Klein-Haunersdorf" is a name.
TOWN = "CASE WHEN parts[1] IN (SELECT whole FROM label) THEN parts[1] ELSE nullif(whole, '') END"


def quarters(con: DuckDBPyConnection, listings: DuckDBPyRelation) -> dict[str, str]:
    """The town of every quarter: the one that most listings name with it ("Kehl-Goldscheuer", city and district)."""
    rows = con.sql(
        f"""
        WITH label AS (
            SELECT {places(("city", "district"))} FROM listings
        ), pair AS (
            SELECT CASE WHEN parts[2] = district THEN parts[1] ELSE whole END AS town, district AS quarter
            FROM label WHERE len(district) > 2
            UNION ALL
            SELECT parts[1] AS town, parts[2] AS quarter FROM label
            WHERE len(parts) = 2 AND parts[1] IN (SELECT whole FROM label)
                -- "Weil/Rhein" and "Aalen (Württ.)" name no quarter.
                AND parts[2] IN (SELECT whole FROM label UNION SELECT district FROM label)
        ), counted AS (
            SELECT quarter, town, count(*) AS n, sum(count(*)) OVER (PARTITION BY quarter) AS total
            FROM pair WHERE quarter <> town AND len(town) > 2 AND len(quarter) > 3 GROUP BY quarter, town
        ), alone AS (
            SELECT whole AS quarter, count(*) AS n FROM label WHERE district = '' GROUP BY whole
        )
        SELECT quarter, max(town) FROM counted LEFT JOIN alone USING (quarter)
        WHERE counted.n > 0.5 * total AND counted.n >= 0.15 * coalesce(alone.n, 0)
        GROUP BY quarter ORDER BY quarter
        """
    ).fetchall()
    return dict(rows)


def towns(con: DuckDBPyConnection, listings: DuckDBPyRelation, words: Words) -> list[str]:
    """Towns that three listings name, and of which a house can bear the name ("Rathaus Gundelfingen")."""
    rows = con.sql(
        f"""
        WITH label AS (
            SELECT {places(("city", "district"))} FROM listings
        )
        SELECT whole FROM label
        WHERE len(whole) > 3 AND NOT list_contains({quoted(words.coarse_places)}, whole)
        GROUP BY whole HAVING count(*) >= 3 ORDER BY whole
        """
    ).fetchall()
    return [town for (town,) in rows]


def homes(con: DuckDBPyConnection, listings: DuckDBPyRelation, town_of: Mapping[str, str]) -> dict[str, str]:
    """The town of every source that has one: a town's calendar leaves out what its readers know.

    It is the town that nine of ten of its listings name, three at least; or, where it names fewer, the longest town of
    other sources that its code holds ("kalender-etthausen").
    """
    quarter_town = con.from_arrow(mapping_table(town_of, "quarter", "town"))
    rows = con.sql(
        f"""
        WITH label AS (
            SELECT source, {places(("city", "district"))} FROM listings
        ), told AS (
            SELECT source, coalesce(quarter_town.town, {TOWN}) AS town
            FROM label LEFT JOIN quarter_town ON quarter_town.quarter = whole
        ), counted AS (
            SELECT source, town, count(*) AS n, sum(count(*)) OVER (PARTITION BY source) AS total
            FROM told WHERE town IS NOT NULL GROUP BY source, town
        ), code AS (
            SELECT DISTINCT source, replace({fold("source")}, ' ', '') AS code FROM listings
            WHERE source NOT IN (SELECT source FROM counted WHERE total >= 3)
        ), named AS (
            SELECT town, replace(town, ' ', '') AS spelling FROM counted GROUP BY town HAVING sum(n) >= 3
        )
        SELECT source, town FROM counted WHERE n >= 0.9 * total AND n >= 3
        UNION ALL
        SELECT source, arg_max(town, (len(spelling), town)) FROM code
        JOIN named ON contains(code, spelling) AND len(spelling) >= 4 GROUP BY source
        ORDER BY source
        """
    ).fetchall()
    return dict(rows)


def source_venues(con: DuckDBPyConnection, listings: DuckDBPyRelation, words: Words) -> dict[str, str]:
    """The venue of every source that has one: a house's own page leaves it out.

    Three of its listings name it, one in four, and nine of ten that name any.
    """
    rows = con.sql(
        f"""
        WITH told AS (
            SELECT source, {fold("venue")} AS venue, count(*) OVER (PARTITION BY source) AS total FROM listings
        )
        SELECT source, venue FROM told WHERE venue <> '' GROUP BY source, venue, total
        QUALIFY count(*) >= greatest(3, 0.25 * total) AND count(*) >= 0.9 * sum(count(*)) OVER (PARTITION BY source)
            AND NOT list_has_any(string_split(venue, ' '), {quoted(words.online_places)})
        ORDER BY source
        """
    ).fetchall()
    return dict(rows)
