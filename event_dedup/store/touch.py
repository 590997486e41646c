"""What a change touches: the pairs that fall, and the components to cluster and canonicalise again, whole.

Everything here reads the attached store and temporary tables, and writes temporary tables only.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from event_dedup.store.connect import Connection, Relation, keep, whole_rows
from event_dedup.store.schema import NEWEST_VERSION


def nothing(con: Connection) -> None:
    """The temporary tables of a change in which no listing came or went."""
    keep(con, "fresh", con.sql("SELECT * FROM store.listing LIMIT 0"))
    keep(con, "scored", con.sql("SELECT * FROM store.pair LIMIT 0"))
    for name in ("stale", "rescored", "dropped"):
        keep(con, name, con.sql("SELECT record_id FROM store.member LIMIT 0"))


def touched_records(con: Connection, pairs: Relation, judged: Iterable[str], review: float) -> Relation:
    """(record_id) of every record whose component may cluster otherwise now; components are whole in it.

    `pairs` are the newly scored ones, `judged` records with a judgement that is new or undone.
    """
    ids = pa.table({"record_id": pa.array(sorted(set(judged)), pa.string())})
    keep(
        con,
        "moved",
        con.sql(
            """
            WITH changed_pair AS (
                SELECT record_id_l, record_id_r FROM pairs WHERE match_probability >= $review
                UNION ALL
                SELECT record_id_l, record_id_r FROM store.pair SEMI JOIN dropped ON dropped.record_id = record_id_l
                WHERE match_probability >= $review
                UNION ALL
                SELECT record_id_l, record_id_r FROM store.pair SEMI JOIN dropped ON dropped.record_id = record_id_r
                WHERE match_probability >= $review
            ), start AS (
                SELECT record_id FROM ids
                UNION SELECT record_id FROM rescored
                UNION SELECT record_id FROM stale
                UNION SELECT record_id_l FROM changed_pair
                UNION SELECT record_id_r FROM changed_pair
            )
            SELECT record_id FROM start
            UNION SELECT record_id_l FROM store.current_judgement WHERE record_id_r IN (SELECT record_id FROM start)
            UNION SELECT record_id_r FROM store.current_judgement WHERE record_id_l IN (SELECT record_id FROM start)
            """,
            params={"review": review},
        ),
    )
    return keep(con, "touched", _whole_components(con))


def _whole_components(con: Connection) -> Relation:
    return con.sql(
        """
        WITH component AS (
            SELECT DISTINCT component_id FROM store.member SEMI JOIN moved USING (record_id)
        ), known AS (
            SELECT record_id FROM store.member SEMI JOIN component USING (component_id)
        )
        SELECT record_id FROM known ANTI JOIN stale USING (record_id)
        UNION
        SELECT record_id FROM fresh
        ORDER BY record_id
        """
    )


def dropped_records(con: Connection) -> Relation:
    """(record_id) of stored records whose pairs fall: stale ones, and those that are scored anew."""
    return keep(
        con,
        "dropped",
        con.sql(
            """
            SELECT record_id FROM stale
            UNION
            SELECT record_id FROM rescored SEMI JOIN store.member USING (record_id)
            ORDER BY record_id
            """
        ),
    )


def touching_pairs(con: Connection, pairs: Relation) -> Relation:
    """Pairs after the change with a touched record: record_id_l, record_id_r, match_weight, match_probability."""
    columns = "record_id_l, record_id_r, match_weight, match_probability"
    return keep(
        con,
        "touching_pair",
        con.sql(
            f"""
            WITH stored AS (
                SELECT {columns} FROM store.pair
                WHERE record_id_l IN (SELECT record_id FROM touched) OR record_id_r IN (SELECT record_id FROM touched)
            )
            SELECT {columns} FROM stored
            WHERE record_id_l NOT IN (SELECT record_id FROM dropped)
                AND record_id_r NOT IN (SELECT record_id FROM dropped)
            UNION ALL
            SELECT {columns} FROM pairs
            WHERE record_id_l IN (SELECT record_id FROM touched) OR record_id_r IN (SELECT record_id FROM touched)
            ORDER BY record_id_l, record_id_r
            """
        ),
    )


def touching_judgements(con: Connection) -> Relation:
    """The judgements in force between records that are there, with a touched record; recency ranks them."""
    return keep(
        con,
        "touching_judgement",
        con.sql(
            """
            WITH judged AS (
                SELECT record_id_l, record_id_r, verdict, recency FROM store.current_judgement
                WHERE record_id_l IN (SELECT record_id FROM touched) OR record_id_r IN (SELECT record_id FROM touched)
            ), present AS (
                SELECT record_id FROM touched
                UNION
                SELECT record_id FROM store.member
                WHERE record_id IN (SELECT record_id_l FROM judged UNION SELECT record_id_r FROM judged)
                    AND record_id NOT IN (SELECT record_id FROM stale)
            )
            SELECT * FROM judged
            WHERE record_id_l IN (SELECT record_id FROM present) AND record_id_r IN (SELECT record_id FROM present)
            ORDER BY recency
            """
        ),
    )


def beside(con: Connection, review: float) -> Relation:
    """(record_id) of the untouched events that have a doubtful pair or a judgement with a touched record.

    What they are stays the same, but not whether they need review: that depends on whose event their partner is in.
    """
    return keep(
        con,
        "beside",
        con.sql(
            """
            WITH linked AS (
                SELECT unnest([record_id_l, record_id_r]) AS record_id FROM touching_pair
                WHERE match_probability >= $review
                UNION
                SELECT unnest([record_id_l, record_id_r]) FROM touching_judgement
            ), event AS (
                SELECT DISTINCT canonical_event_id FROM store.member
                SEMI JOIN linked USING (record_id) ANTI JOIN touched USING (record_id)
            )
            SELECT record_id FROM store.member SEMI JOIN event USING (canonical_event_id) ORDER BY record_id
            """,
            params={"review": review},
        ),
    )


def everyone(con: Connection, members: Relation) -> Relation:
    """(record_id, cluster) of all records after the change; `members` are those of the touched ones."""
    return con.sql(
        """
        SELECT record_id, cluster FROM members
        UNION ALL
        SELECT record_id, canonical_event_id FROM store.member
        ANTI JOIN touched USING (record_id) ANTI JOIN stale USING (record_id)
        """
    )


def doubtful_pairs(con: Connection, review: float) -> Relation:
    """Pairs after the change at or above `review` of touched records and of those beside them."""
    return con.sql(
        """
        SELECT record_id_l, record_id_r, match_probability FROM touching_pair WHERE match_probability >= $review
        UNION
        SELECT record_id_l, record_id_r, match_probability FROM store.pair
        WHERE match_probability >= $review
            AND (record_id_l IN (SELECT record_id FROM beside) OR record_id_r IN (SELECT record_id FROM beside))
        """,
        params={"review": review},
    )


def said(con: Connection) -> Relation:
    """The judgements in force of touched records and of those beside them: record_id_l, record_id_r, verdict."""
    return con.sql(
        """
        SELECT record_id_l, record_id_r, verdict FROM touching_judgement
        UNION
        SELECT record_id_l, record_id_r, verdict FROM store.current_judgement
        WHERE record_id_l IN (SELECT record_id FROM beside) OR record_id_r IN (SELECT record_id FROM beside)
        """
    )


def touched_listings(con: Connection) -> Relation:
    """The current listing of every touched record."""
    return keep(
        con,
        "touched_listing",
        con.sql(
            f"""
            WITH stored AS (
                {whole_rows("listing", "SEMI JOIN touched USING (record_id) ANTI JOIN fresh USING (record_id)")}
                QUALIFY {NEWEST_VERSION}
            )
            SELECT * FROM stored UNION ALL BY NAME SELECT * FROM fresh ORDER BY record_id
            """
        ),
    )
