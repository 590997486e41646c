"""Clusters become canonical events: one row a cluster, each value with the listings it came from."""

from __future__ import annotations

from duckdb import DuckDBPyConnection as Connection
from duckdb import DuckDBPyRelation as Relation

from event_dedup.canonical.survivorship import RULES, TOWN, UNITED, VOTES


def canonicalise(con: Connection, members: Relation, listings: Relation) -> Relation:
    """One row a cluster: `cluster`, every field of a canonical event, `provenance`, `listings`, `sources`.

    `members` is (record_id, cluster), `listings` the current listings of these records. `provenance` maps a group
    of fields, named by its first one, to the record ids that gave the value. Computed once, as the temporary table
    `canonicalised`.
    """
    _vote(con, members, listings)
    provenance = ", ".join(f"'{fields[0]}': [{fields[0]}_from.record_id]" for fields in RULES)
    values = ", ".join(f"{fields[0]}_from.{field} AS {field}" for fields in RULES for field in fields)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE canonicalised AS
        WITH survivors AS ({_survivors()}), united AS ({_united()}), dates AS ({_dates()})
        SELECT
            cluster,
            {values},
            dates,
            starts_on,
            ends_on,
            categories,
            highlights,
            map_from_entries(list_filter(
                map_entries(MAP {{{provenance}, 'dates': dates_from, 'categories': categories_from,
                    'highlights': highlights_from}}),
                lambda entry: len(entry.value) > 0 AND entry.value[1] IS NOT NULL
            )) AS provenance,
            listings,
            sources
        FROM survivors
        JOIN dates USING (cluster)
        JOIN united USING (cluster)
        ORDER BY cluster
        """
    )
    return con.table("canonicalised")


def assess(
    con: Connection, members: Relation, everyone: Relation, pairs: Relation, judged: Relation, sure: float
) -> Relation:
    """How sure each cluster of `members` is: `cluster`, `match_confidence`, `needs_review`, `review_reason`.

    `members` and `everyone`, in which they are too, are (record_id, cluster). `pairs` holds the pairs at or above
    `review` that touch the members, `judged` their judgements in force. The confidence is the lowest, over the
    records, of the best match probability to another record of the cluster; a judged match counts as 1, a cluster of
    one record has 1. Computed once, as the temporary table `assessed`.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE assessed AS
        WITH links AS ({_links()}), seen AS (
            SELECT m.cluster, m.record_id, l.other_cluster, l.probability, l.verdict,
                -- What was said of one pair of two events holds for all of their pairs.
                bool_and(l.verdict IS NULL) OVER (PARTITION BY m.cluster, l.other_cluster) AS unsaid
            FROM members AS m LEFT JOIN links AS l USING (record_id)
        ), best AS (
            SELECT cluster, record_id,
                max(probability) FILTER (other_cluster = cluster) AS inside,
                bool_or(other_cluster <> cluster AND unsaid) AS doubtful_outside,
                bool_or(other_cluster <> cluster AND verdict = 'match') AS contradicted
            FROM seen GROUP BY ALL
        ), rated AS (
            SELECT cluster, count(*) AS size,
                CASE WHEN count(*) = 1 THEN 1.0 ELSE round(coalesce(min(coalesce(inside, 0)), 0), 9) END AS confidence,
                coalesce(bool_or(doubtful_outside), false) AS doubtful_outside,
                coalesce(bool_or(contradicted), false) AS contradicted
            FROM best GROUP BY cluster
        )
        SELECT cluster, confidence AS match_confidence, review_reason IS NOT NULL AS needs_review, review_reason
        FROM (
            SELECT *, CASE
                WHEN contradicted THEN 'judgements contradict each other: decide the pair again'
                WHEN size > 1 AND confidence < $sure THEN 'a listing is linked only weakly: check that it belongs'
                WHEN doubtful_outside THEN 'may be the same as another event: judge the doubtful pairs'
            END AS review_reason
            FROM rated
        )
        ORDER BY cluster
        """,
        {"sure": sure},
    )
    return con.table("assessed")


def _vote(con: Connection, members: Relation, listings: Relation) -> None:
    """Make `voted`: every listing with its cluster and, for each column of `VOTES`, how many there say the same."""
    # Counted aside: windows would sort the wide rows once a column. In a struct, what is not said counts too.
    counted = ", ".join(
        f"histogram({{'said': {same}}}) AS counted_{column}" for column, same in VOTES.items()
    )
    votes = ", ".join(
        f"counted_{column}[{{'said': {same}}}]::BIGINT AS votes_{column}" for column, same in VOTES.items()
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE voted AS
        WITH counted AS (
            SELECT cluster, {counted} FROM members JOIN listings USING (record_id) GROUP BY cluster
        )
        SELECT members.*, listings.* EXCLUDE (record_id), {votes}
        FROM members JOIN listings USING (record_id) JOIN counted USING (cluster)
        """
    )


def _survivors() -> str:
    """One row a cluster: for each group of fields `<first>_from`, the values and the record that gave them."""
    picks = ", ".join(f"{_pick(_together(fields), fields)} AS {fields[0]}_from" for fields in RULES)
    towns = f"SELECT cluster, {_pick(VOTES['city'], TOWN)} AS town FROM voted GROUP BY cluster"
    return f"""
        SELECT cluster, count(*)::INT AS listings, count(DISTINCT source)::INT AS sources, {picks}
        FROM voted JOIN ({towns}) USING (cluster) GROUP BY cluster
    """


def _pick(value: str, fields: tuple[str, ...]) -> str:
    """`value` of the listing that gives `fields`."""
    present, order = RULES[fields]
    return f"first({value} ORDER BY {order}, record_id) FILTER ({present})"


def _together(fields: tuple[str, ...]) -> str:
    return "{" + ", ".join(f"'{field}': {field}" for field in ("record_id", *fields)) + "}"


def _dates() -> str:
    """The union of the dates that are told.

    A range whose days are all told one by one is left out, and so is a day of a range that says no more than the range.
    """
    return f"""
        WITH told AS ({_told_dates()}), inside AS (
            SELECT range.* RENAME (date AS first_day), day.date, day.start_time AS day_starts, day.end_time AS day_ends
            FROM told AS range JOIN told AS day USING (cluster)
            WHERE range.end_date > range.date AND coalesce(day.end_date, day.date) = day.date
                AND day.date BETWEEN range.date AND range.end_date
        ), covered AS (
            SELECT cluster, first_day AS date, end_date
            FROM inside GROUP BY ALL HAVING count(DISTINCT inside.date) = end_date - first_day + 1
        ), whole AS (
            SELECT told.* FROM told ANTI JOIN covered USING (cluster, date, end_date)
        ), spanned AS (
            SELECT DISTINCT cluster, date, day_starts AS start_time, day_ends AS end_time
            FROM inside
            WHERE (day_starts IS NULL OR day_starts = start_time) AND (day_ends IS NULL OR day_ends = end_time)
                AND (cluster, first_day, end_date) NOT IN (SELECT (cluster, date, end_date) FROM covered)
        ), kept AS (
            SELECT whole.* FROM whole LEFT JOIN spanned
                ON spanned.cluster = whole.cluster AND spanned.date = whole.date
                AND spanned.start_time IS NOT DISTINCT FROM whole.start_time
                AND spanned.end_time IS NOT DISTINCT FROM whole.end_time
                AND coalesce(whole.end_date, whole.date) = whole.date
            WHERE spanned.cluster IS NULL
        )
        SELECT
            cluster,
            list({{'date': date, 'start_time': start_time, 'end_time': end_time, 'end_date': end_date}}
                ORDER BY date, start_time NULLS FIRST, end_time NULLS FIRST, end_date NULLS FIRST) AS dates,
            min(date) AS starts_on,
            max(coalesce(end_date, date)) AS ends_on,
            list_sort(list_distinct(list(record_id))) AS dates_from
        FROM kept GROUP BY cluster
    """


def _told_dates() -> str:
    """Dates with a listing each. On a day that several have, the most common time decides whose times count."""
    return """
        WITH entry AS (
            SELECT cluster, record_id, unnest(dates, recursive := true) FROM voted
        ), counted AS (
            SELECT *, count(DISTINCT record_id) OVER (PARTITION BY cluster, date, end_date, start_time) AS votes
            FROM entry
        ), teller AS (
            SELECT cluster, date, end_date,
                first(record_id ORDER BY start_time IS NULL, -votes, end_time IS NULL, record_id) AS record_id
            FROM counted GROUP BY ALL
        )
        SELECT DISTINCT cluster, record_id, date, start_time, end_time, end_date
        FROM entry
        WHERE (cluster, date, coalesce(end_date, DATE '0001-01-01'), record_id) IN (
            SELECT (cluster, date, coalesce(end_date, DATE '0001-01-01'), record_id) FROM teller
        )
    """


def _united() -> str:
    columns = ", ".join(
        f"""list_sort(list_distinct(flatten(list({column}) FILTER ({column} IS NOT NULL)))) AS {column},
        list(record_id ORDER BY record_id) FILTER (len({column}) > 0) AS {column}_from"""
        for column in UNITED
    )
    return f"SELECT cluster, {columns} FROM voted GROUP BY cluster"


def _links() -> str:
    """Each record's pairs seen from it: `record_id`, `other_cluster`, `probability`, `verdict` (None: not judged)."""
    return """
        WITH decided AS (
            SELECT record_id_l, record_id_r,
                CASE verdict WHEN 'match' THEN 1.0 WHEN 'non_match' THEN 0.0 ELSE match_probability END AS probability,
                nullif(verdict, 'unsure') AS verdict
            FROM pairs FULL JOIN (SELECT record_id_l, record_id_r, verdict FROM judged)
                USING (record_id_l, record_id_r)
        ), both_ways AS (
            SELECT record_id_l AS record_id, record_id_r AS other, probability, verdict FROM decided
            UNION ALL
            SELECT record_id_r, record_id_l, probability, verdict FROM decided
        )
        SELECT b.record_id, e.cluster AS other_cluster, b.probability, b.verdict
        FROM both_ways AS b JOIN everyone AS e ON e.record_id = b.other
    """
