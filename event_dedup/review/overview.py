"""What is in a store: listings, how complete they are, what could not be read, which pairs were compared and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from event_dedup.store import Connection, first_row

FIELDS = {
    "title": "title <> ''",
    "short description": "short_description <> ''",
    "description": "description <> ''",
    "highlights": "len(highlights) > 0",
    "start time": "len(list_filter(dates, lambda d: d.start_time IS NOT NULL)) > 0",
    "end time": "len(list_filter(dates, lambda d: d.end_time IS NOT NULL)) > 0",
    "venue": "venue <> ''",
    "city": "city <> ''",
    "street": "street <> ''",
    "zipcode": "zipcode <> ''",
    "coordinates": "latitude IS NOT NULL AND longitude IS NOT NULL",
    "categories": "len(categories) > 0",
    "admission": "admission_free IS NOT NULL",
    "registration": "registration_required IS NOT NULL",
}
"""What is looked at, and when it counts as given."""
OTHERS = "other sources"


@dataclass(frozen=True, slots=True)
class Totals:
    """What a store holds, in numbers."""

    listings: int
    sources: int
    quarantined: int
    events: int
    pairs: int
    judgements: int


def totals(con: Connection) -> Totals:
    """The numbers at the head of the page."""
    row = first_row(
        con.sql(
            """
            SELECT
                (SELECT count(*) FROM store.member),
                (SELECT count(DISTINCT source) FROM store.member),
                (SELECT count(*) FROM store.quarantine WHERE resolved_at IS NULL),
                (SELECT count(*) FROM store.canonical_event),
                (SELECT count(*) FROM store.pair),
                (SELECT count(*) FROM store.current_judgement)
            """
        )
    )
    assert row is not None
    return Totals(*row)  # type: ignore[arg-type]


def listings_over_time(con: Connection, sources: int = 7, most_weeks: int = 104) -> pd.DataFrame:
    """Columns source, unit (week, or month where there are more than `most_weeks`), starts, ends, listings.

    A listing counts at its first day, a week starts on Monday; small sources beyond `sources` are one.
    """
    found: pd.DataFrame = con.sql(
        """
        WITH dated AS (
            SELECT source, dates[1]."date" AS day FROM store.current_listing
        ), large AS (
            SELECT source FROM dated GROUP BY source ORDER BY count(*) DESC, source LIMIT $sources
        ), span AS (
            SELECT if(count(DISTINCT date_trunc('week', day)) > $most, 'month', 'week') AS unit FROM dated
        )
        SELECT
            coalesce(large.source, $others) AS source,
            unit,
            date_trunc(unit, day)::TIMESTAMP AS starts,
            starts + if(unit = 'month', INTERVAL 1 MONTH, INTERVAL 7 DAY) AS ends,
            count(*)::INTEGER AS listings
        FROM dated LEFT JOIN large USING (source) CROSS JOIN span
        GROUP BY ALL ORDER BY starts, source
        """,
        params={"sources": sources, "others": OTHERS, "most": most_weeks},
    ).df()
    return found


def completeness(con: Connection) -> pd.DataFrame:
    """Columns field, share (of current listings that give it, 0..1), in reading order; empty without listings."""
    shares = ", ".join(f"avg(coalesce({given}, FALSE)::INTEGER)" for given in FIELDS.values())
    row = first_row(con.sql(f"SELECT {shares} FROM store.current_listing"))
    assert row is not None
    rows = [] if row[0] is None else list(zip(FIELDS, row, strict=True))
    return pd.DataFrame(rows, columns=["field", "share"])


def quarantine_reasons(con: Connection) -> pd.DataFrame:
    """Columns reason, entries, files, what to do: what could not be read, the most frequent reason first."""
    found: pd.DataFrame = con.sql(
        """
        SELECT reason, count(*)::INTEGER AS entries, count(DISTINCT file)::INTEGER AS files,
            min(file) AS "for example", min(remedy) AS "what to do"
        FROM store.quarantine WHERE resolved_at IS NULL
        GROUP BY reason ORDER BY entries DESC, reason
        """
    ).df()
    return found


def pairs_by_rule(con: Connection, max_block_size: int) -> pd.DataFrame:
    """Columns rule, pairs, alone (pairs no other rule finds), blocks, too_large (blocks left out); one row a rule."""
    found: pd.DataFrame = con.sql(
        """
        WITH sized AS (
            SELECT rule, key, count(*) AS size FROM store.block GROUP BY rule, key
        ), numbered AS (
            SELECT row_number() OVER (ORDER BY record_id) AS i, record_id
            FROM (SELECT DISTINCT record_id FROM store.block)
        ), kept AS (
            SELECT i, rule, key FROM store.block JOIN numbered USING (record_id)
            SEMI JOIN (SELECT rule, key FROM sized WHERE size BETWEEN 2 AND $most) AS small USING (rule, key)
        ), pair AS (
            SELECT DISTINCT l.rule, l.i AS l, r.i AS r FROM kept AS l JOIN kept AS r USING (rule, key) WHERE l.i < r.i
        ), found AS (
            SELECT l, r, count(*) AS rules, min(rule) AS rule FROM pair GROUP BY l, r
        ), by_rule AS (
            SELECT rule, count(*) AS pairs FROM pair GROUP BY rule
        ), alone AS (
            SELECT rule, count(*) AS alone FROM found WHERE rules = 1 GROUP BY rule
        ), blocks AS (
            SELECT rule, count(*) FILTER (size > 1) AS blocks, count(*) FILTER (size > $most) AS too_large
            FROM sized GROUP BY rule
        )
        SELECT rule, coalesce(pairs, 0)::INTEGER AS pairs, coalesce(alone, 0)::INTEGER AS alone,
            blocks::INTEGER AS blocks, too_large::INTEGER AS too_large
        FROM blocks LEFT JOIN by_rule USING (rule) LEFT JOIN alone USING (rule)
        ORDER BY rule
        """,
        params={"most": max_block_size},
    ).df()
    return found


def largest_blocks(con: Connection, max_block_size: int, limit: int = 20) -> pd.DataFrame:
    """Columns rule, listings, compared, titles (three of them): the largest blocks first."""
    found: pd.DataFrame = con.sql(
        """
        WITH large AS (
            SELECT rule, key, count(*) AS listings FROM store.block
            GROUP BY rule, key HAVING count(*) > 1 ORDER BY listings DESC, rule, key LIMIT $limit
        ), titled AS (
            SELECT rule, key, array_to_string(list(DISTINCT title ORDER BY title)[1:3], ' | ') AS titles
            FROM store.block SEMI JOIN large USING (rule, key)
            JOIN (SELECT record_id, title FROM store.current_listing) AS listing USING (record_id)
            GROUP BY rule, key
        )
        SELECT rule, listings::INTEGER AS listings, listings <= $most AS compared, titles
        FROM large JOIN titled USING (rule, key) ORDER BY listings DESC, rule, key
        """,
        params={"limit": limit, "most": max_block_size},
    ).df()
    return found


def listing_keys(con: Connection) -> dict[str, tuple[str, str]]:
    """Source and listing id of every record, for labels."""
    rows = con.sql("SELECT record_id, source, listing_id FROM store.member ORDER BY record_id").fetchall()
    return {record_id: (source, listing_id) for record_id, source, listing_id in rows}
