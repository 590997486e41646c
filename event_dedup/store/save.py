"""Writing a computed change into the store. Every function here runs inside the one transaction of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from event_dedup.ingest import meant_id
from event_dedup.store.connect import Connection, Relation, first_row, keep, scalar, whole_rows
from event_dedup.store.land import Landing
from event_dedup.store.reach import has_records
from event_dedup.store.schema import CANONICAL_FIELDS

CONTENT = [
    name
    for name in (line.split()[0] for line in CANONICAL_FIELDS.strip().splitlines())
    if name not in ("provenance", "listings", "sources", "match_confidence", "needs_review", "review_reason")
]

_AT_ONCE = 1_000  # payloads in memory: of 2 MB at most, mostly of 2 KB


def save_landing(con: Connection, landing: Landing) -> None:
    """Deliveries, versions and quarantine are added; versions delivered again get their newest time.

    What is delivered again leaves the quarantine, as `_resolve_nameless` and `_resolve_entries` tell.
    """
    deliveries, versions, seen, quarantined = (
        landing.deliveries,
        landing.versions,
        landing.seen,
        landing.quarantined,
    )
    con.execute("INSERT INTO store.delivery BY NAME SELECT * FROM deliveries")
    con.execute("INSERT INTO store.listing BY NAME SELECT * FROM versions")
    con.execute("INSERT INTO store.quarantine BY NAME SELECT * FROM quarantined")
    _keep_meant(con, deliveries)
    _resolve_nameless(con, deliveries)
    _resolve_entries(con, deliveries, landing.incoming)
    con.execute(
        """
        UPDATE store.listing SET effective_at = seen.effective_at FROM seen
        WHERE listing.record_id = seen.record_id AND listing.content_sha256 = seen.content_sha256
        """
    )


def _keep_meant(con: Connection, delivered: Relation) -> None:
    """Make `meant`: (quarantine_id, listing_id) of the entries of these sources that wait; NULL where no id is told."""
    waiting = con.execute(
        """
        SELECT quarantine_id, payload FROM store.quarantine
        WHERE resolved_at IS NULL AND position IS NOT NULL AND source IN (SELECT source FROM delivered)
        ORDER BY quarantine_id
        """
    )
    told: dict[int, str | None] = {}
    while rows := waiting.fetchmany(_AT_ONCE):
        told |= {quarantine_id: meant_id(payload) for quarantine_id, payload in rows}
    ids = pa.table(
        {
            "quarantine_id": pa.array(told.keys(), pa.int64()),
            "listing_id": pa.array(told.values(), pa.string()),
        }
    )
    con.execute("CREATE OR REPLACE TEMP TABLE meant AS SELECT * FROM ids")


def _resolve_nameless(con: Connection, delivered: Relation) -> None:
    """A whole file, or an entry that tells no id, leaves the quarantine when another file of its name is delivered.

    Two files of one name that come together are two files: neither answers for the other.
    """
    con.execute(
        """
        UPDATE store.quarantine SET resolved_at = delivered.delivered_at FROM delivered
        WHERE quarantine.resolved_at IS NULL AND (
                quarantine.position IS NULL
                OR quarantine.quarantine_id IN (SELECT quarantine_id FROM meant WHERE listing_id IS NULL)
            )
            AND quarantine.file = delivered.file AND quarantine.source = delivered.source
            AND quarantine.file_sha256 <> delivered.sha256 AND delivered.format <> 'retry'
            AND quarantine.quarantined_at < (SELECT min(delivered_at) FROM delivered)
        """
    )


def _resolve_entries(con: Connection, delivered: Relation, stated: Relation) -> None:
    """An entry that tells its id leaves the quarantine when its source delivers that id, or its text, in a later file.

    If that one cannot be read either, it waits in its place. A retry answers its own entry alone, by `resolve`.
    """
    con.execute(
        """
        WITH waiting AS (
            SELECT quarantine_id, source, quarantined_at, ['id ' || listing_id, 'text ' || payload] AS names
            FROM store.quarantine JOIN meant USING (quarantine_id)
            WHERE resolved_at IS NULL
        ), named AS (
            SELECT quarantine_id, source, quarantined_at, unnest(names) AS name FROM waiting
        ), told AS (
            SELECT source, delivered_at, 'id ' || listing_id AS name
            FROM stated JOIN delivered USING (source, delivered_at) WHERE format <> 'retry'
            UNION ALL
            SELECT source, quarantined_at, name FROM named
        ), answered AS (
            SELECT quarantine_id, min(delivered_at) AS answered_at
            FROM named JOIN told USING (source, name) WHERE delivered_at > quarantined_at
            GROUP BY quarantine_id
        )
        UPDATE store.quarantine SET resolved_at = answered.answered_at FROM answered
        WHERE quarantine.quarantine_id = answered.quarantine_id
        """
    )


def resolve(con: Connection, entries: Sequence[int], now: datetime) -> None:
    """Quarantined entries leave the quarantine: what was read of them is saved with this."""
    con.execute(
        "UPDATE store.quarantine SET resolved_at = $now WHERE list_contains($entries::BIGINT[], quarantine_id)",
        {"now": now, "entries": list(entries)},
    )


def save_linkage(con: Connection, records: Relation, blocks: Relation, pairs: Relation) -> None:
    """Stale and fresh records change places; pairs that fall are replaced by those scored anew."""
    if not has_records(con):
        con.execute("CREATE TABLE store.record AS SELECT * FROM records LIMIT 0")
    for table in ("record", "block"):
        _delete(con, table, "record_id IN (SELECT record_id FROM stale)", "stale")
    fallen = "SELECT record_id FROM dropped"
    _delete(con, "pair", f"record_id_l IN ({fallen}) OR record_id_r IN ({fallen})", "dropped")
    # Neighbours share days: a file's neighbours then lie in 3 of the 48 vectors that 100,000 records fill, not in all.
    con.execute("INSERT INTO store.record BY NAME SELECT * FROM records ORDER BY first_day, record_id")
    con.execute("INSERT INTO store.block BY NAME SELECT * FROM blocks")
    con.execute("INSERT INTO store.pair BY NAME SELECT * FROM pairs")


def forget_derived(con: Connection) -> None:
    """Before a rebuild is saved: drop what it makes anew. `member` stays: ids are told from it."""
    con.execute("DROP TABLE IF EXISTS store.record")
    con.execute("TRUNCATE store.block")
    con.execute("TRUNCATE store.pair")


def _delete(con: Connection, table: str, condition: str, ids: str) -> None:
    """Delete, but read nothing large where there is nothing to delete."""
    if scalar(con.sql(f"SELECT count(*) FROM {ids}")):
        con.execute(f"DELETE FROM store.{table} WHERE {condition}")


def save_members(con: Connection, members: Relation) -> None:
    """The touched records take their new places; `members` is (record_id, cluster, component_id)."""
    con.execute(
        """
        DELETE FROM store.member
        WHERE record_id IN (SELECT record_id FROM touched) OR record_id IN (SELECT record_id FROM stale)
        """
    )
    con.execute(
        """
        INSERT INTO store.member BY NAME
        SELECT record_id, source, listing_id, cluster AS canonical_event_id, component_id
        FROM members JOIN touched_listing USING (record_id)
        ORDER BY record_id
        """
    )


def save_ids(
    con: Connection,
    new: Iterable[str],
    redirects: Mapping[str, str | None],
    awoken: Iterable[str],
    last_members: Mapping[str, Iterable[str]],
    now: datetime,
) -> None:
    """Remember ids: new ones, ended ones with their successor (None: closed) and last records, awoken ones.

    Raises RuntimeError where a new id was given before.
    """
    fresh_ids = pa.table({"canonical_event_id": pa.array(sorted(new), pa.string())})
    awake = pa.table({"canonical_event_id": pa.array(sorted(awoken), pa.string())})
    twice = first_row(
        con.sql("SELECT * FROM fresh_ids SEMI JOIN store.event_id USING (canonical_event_id) ORDER BY ALL")
    )
    if twice:
        raise RuntimeError(f"{twice[0]} would name a second event. Nothing was saved: report this message.")
    con.execute(
        "INSERT INTO store.event_id SELECT canonical_event_id, $now, NULL FROM fresh_ids", {"now": now}
    )
    awake_ids = "SELECT canonical_event_id FROM awake"
    con.execute(f"UPDATE store.event_id SET redirect_to = NULL WHERE canonical_event_id IN ({awake_ids})")
    con.execute(f"DELETE FROM store.dormant WHERE canonical_event_id IN ({awake_ids})")
    if redirects:
        _end_ids(con, redirects, now)
        _put_to_sleep(
            con, [(old, record) for old in sorted(redirects) for record in sorted(last_members[old])]
        )


def _end_ids(con: Connection, redirects: Mapping[str, str | None], now: datetime) -> None:
    ended = pa.table(
        {
            "canonical_event_id": pa.array(sorted(redirects), pa.string()),
            "successor": pa.array([redirects[old] for old in sorted(redirects)], pa.string()),
        }
    )
    con.execute(
        """
        UPDATE store.event_id SET redirect_to = ended.successor FROM ended
        WHERE event_id.canonical_event_id = ended.canonical_event_id
        """
    )
    con.execute(
        """
        UPDATE store.canonical
        SET status = CASE WHEN ended.successor IS NULL THEN 'closed' ELSE 'merged' END, updated_at = $now
        FROM ended WHERE canonical.canonical_event_id = ended.canonical_event_id
        """,
        {"now": now},
    )


def _put_to_sleep(con: Connection, last_members: Sequence[tuple[str, str]]) -> None:
    """Remember the last records of ended ids, given as (canonical id, record id)."""
    asleep = pa.table(
        {
            "canonical_event_id": pa.array([old for old, _ in last_members], pa.string()),
            "record_id": pa.array([record for _, record in last_members], pa.string()),
        }
    )
    con.execute("INSERT INTO store.dormant SELECT canonical_event_id, record_id FROM asleep")


def save_canonical(con: Connection, events: Relation, now: datetime) -> None:
    """Canonical events of the touched clusters; `updated_at` moves only where the content is another."""
    content = ", ".join(f"'{name}': {name}" for name in CONTENT)
    keep(con, "hashed", con.sql(f"SELECT *, sha256({{{content}}}::VARCHAR) AS content_sha256 FROM events"))
    keep(
        con,
        "written",
        con.sql(
            f"""
            WITH before AS ({whole_rows("canonical", "SEMI JOIN hashed USING (canonical_event_id)")})
            SELECT h.*, 'open' AS status, i.created_at,
                CASE
                    WHEN c.content_sha256 = h.content_sha256 AND c.status = 'open' THEN c.updated_at
                    ELSE $now
                END AS updated_at
            FROM hashed AS h
            JOIN store.event_id AS i USING (canonical_event_id)
            LEFT JOIN before AS c USING (canonical_event_id)
            ORDER BY canonical_event_id
            """,
            params={"now": now},
        ),
    )
    con.execute(
        "DELETE FROM store.canonical WHERE canonical_event_id IN (SELECT canonical_event_id FROM written)"
    )
    con.execute("INSERT INTO store.canonical BY NAME SELECT * FROM written")


def save_assessment(con: Connection, others: Relation) -> None:
    """Whether events that are otherwise as they were need review; `others` holds what `canonical.assess` gives."""
    con.execute(
        """
        UPDATE store.canonical SET needs_review = others.needs_review, review_reason = others.review_reason
        FROM others
        WHERE canonical.canonical_event_id = others.cluster
            AND canonical.review_reason IS DISTINCT FROM others.review_reason
        """
    )
