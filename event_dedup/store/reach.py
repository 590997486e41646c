"""How far a change reaches: the records to compare with, the pairs that fall, the components to cluster again.

Everything here reads the attached store and temporary tables, and writes temporary tables only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from event_dedup.store.connect import Connection, Relation, scalar


@dataclass(frozen=True, slots=True)
class Reach:
    """`records` and `blocks` to score, `rescored`: records of which every pair is scored anew."""

    records: Relation
    blocks: Relation
    rescored: Relation
    oversized: Relation


def everything(con: Connection) -> Relation:
    """The current listings after the delivery that has landed; makes all of them `fresh`, all that is known `stale`."""
    everything = con.sql(
        """
        SELECT * FROM store.current_listing WHERE record_id NOT IN (SELECT record_id FROM later)
        UNION ALL BY NAME
        SELECT * FROM later WHERE NOT withdrawn
        ORDER BY record_id
        """
    )
    keep(con, "everything", everything)
    keep(con, "stale", con.sql("SELECT record_id FROM store.member ORDER BY record_id"))
    return keep(con, "fresh", con.table("everything"))


def nothing(con: Connection) -> None:
    """The temporary tables of a change in which no listing came or went."""
    keep(con, "fresh", con.sql("SELECT * FROM store.listing LIMIT 0"))
    keep(con, "scored", con.sql("SELECT * FROM store.pair LIMIT 0"))
    for name in ("stale", "rescored", "dropped"):
        keep(con, name, con.sql("SELECT record_id FROM store.member LIMIT 0"))


def keep(con: Connection, name: str, relation: Relation) -> Relation:
    """The relation computed once, as the temporary table `name`."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM relation")
    return con.table(name)


def reach(con: Connection, fresh_records: Relation, fresh_blocks: Relation, max_block_size: int) -> Reach:
    """What has to be scored again because of fresh records and of stale ones that left their blocks.

    A block above `max_block_size` compares nothing. Where a block grows above it or shrinks to it, every record of
    the block is scored anew, so that the pairs are the same as after a rebuild.
    """
    _resize_blocks(con, fresh_blocks, max_block_size)
    keep(
        con,
        "rescored",
        con.sql(
            """
            SELECT record_id FROM fresh_records
            UNION
            SELECT b.record_id FROM store.block AS b
            SEMI JOIN crossing USING (rule, key) ANTI JOIN stale USING (record_id)
            ORDER BY record_id
            """
        ),
    )
    blocks = keep(con, "reached_block", _reached_blocks(con, fresh_records, fresh_blocks, max_block_size))
    records = con.sql("SELECT * FROM fresh_records")
    if has_records(con):
        records = con.sql(
            """
            SELECT * FROM fresh_records
            UNION ALL BY NAME
            SELECT * FROM store.record
            WHERE record_id IN (SELECT record_id FROM reached_block)
                AND record_id NOT IN (SELECT record_id FROM stale)
                AND record_id NOT IN (SELECT record_id FROM fresh_records)
            ORDER BY record_id
            """
        )
    oversized = con.sql(
        "SELECT rule, key, size FROM resized WHERE size > $cap ORDER BY size DESC, rule, key",
        params={"cap": max_block_size},
    )
    return Reach(keep(con, "reached_record", records), blocks, con.table("rescored"), oversized)


def has_records(con: Connection) -> bool:
    """Whether the store has prepared records; an empty one has no table for them yet."""
    return bool(
        scalar(
            con.sql(
                "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'store' AND table_name = 'record'"
            )
        )
    )


def _resize_blocks(con: Connection, fresh_blocks: Relation, max_block_size: int) -> None:
    """Make `resized` (rule, key, size) for every block that changes, and `crossing`, those that pass the cap."""
    keep(
        con,
        "changed_key",
        con.sql(
            """
            SELECT rule, key FROM fresh_blocks
            UNION
            SELECT rule, key FROM store.block SEMI JOIN stale USING (record_id)
            """
        ),
    )
    keep(
        con,
        "resized",
        con.sql(
            """
            WITH stored AS (
                SELECT rule, key, count(*) AS before, count(*) FILTER (s.record_id IS NULL) AS remaining
                FROM store.block AS b SEMI JOIN changed_key USING (rule, key)
                LEFT JOIN stale AS s ON s.record_id = b.record_id
                GROUP BY rule, key
            ), added AS (
                SELECT rule, key, count(*) AS added FROM fresh_blocks GROUP BY rule, key
            )
            SELECT rule, key, coalesce(before, 0) AS before, coalesce(remaining, 0) + coalesce(added, 0) AS size
            FROM stored FULL JOIN added USING (rule, key)
            """
        ),
    )
    crossing = con.sql(
        "SELECT rule, key FROM resized WHERE (before > $cap) <> (size > $cap)", params={"cap": max_block_size}
    )
    keep(con, "crossing", crossing)


def _reached_blocks(
    con: Connection, fresh_records: Relation, fresh_blocks: Relation, max_block_size: int
) -> Relation:
    """Every block that holds a rescored record and is not oversized, with all its records."""
    return con.sql(
        """
        WITH reached_key AS (
            SELECT rule, key FROM fresh_blocks
            UNION
            SELECT rule, key FROM store.block SEMI JOIN (
                SELECT record_id FROM rescored ANTI JOIN fresh_records USING (record_id)
            ) AS other USING (record_id)
        ), held AS (
            SELECT record_id, rule, key FROM store.block
            SEMI JOIN reached_key USING (rule, key)
            ANTI JOIN stale USING (record_id)
            UNION ALL
            SELECT record_id, rule, key FROM fresh_blocks
        )
        SELECT * FROM held
        QUALIFY count(*) OVER (PARTITION BY rule, key) BETWEEN 2 AND $cap
        ORDER BY rule, key, record_id
        """,
        params={"cap": max_block_size},
    )


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
                SELECT record_id_l, record_id_r FROM store.pair
                WHERE match_probability >= $review AND (
                    record_id_l IN (SELECT record_id FROM dropped) OR record_id_r IN (SELECT record_id FROM dropped)
                )
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
    """The judgements in force between records that are there, with a touched record; a higher id is newer."""
    return keep(
        con,
        "touching_judgement",
        con.sql(
            """
            WITH ranked AS (
                SELECT record_id_l, record_id_r, verdict,
                    row_number() OVER (ORDER BY judged_at, judgement_id) AS judgement_id
                FROM store.current_judgement
                WHERE record_id_l IN (SELECT record_id FROM touched) OR record_id_r IN (SELECT record_id FROM touched)
            ), present AS (
                SELECT record_id FROM touched
                UNION
                SELECT record_id FROM store.member
                WHERE record_id IN (SELECT record_id_l FROM ranked UNION SELECT record_id_r FROM ranked)
                    AND record_id NOT IN (SELECT record_id FROM stale)
            )
            SELECT * FROM ranked
            WHERE record_id_l IN (SELECT record_id FROM present) AND record_id_r IN (SELECT record_id FROM present)
            ORDER BY judgement_id
            """
        ),
    )


def touched_listings(con: Connection) -> Relation:
    """The current listing of every touched record."""
    return keep(
        con,
        "touched_listing",
        con.sql(
            """
            WITH stored AS (
                SELECT * FROM store.listing
                WHERE record_id IN (SELECT record_id FROM touched) AND record_id NOT IN (SELECT record_id FROM fresh)
                QUALIFY row_number() OVER (
                    PARTITION BY record_id ORDER BY effective_at DESC, content_sha256, version DESC
                ) = 1
            )
            SELECT * FROM stored UNION ALL BY NAME SELECT * FROM fresh ORDER BY record_id
            """
        ),
    )
