"""What a delivery changes: new versions, listings seen again, and the records whose current listing is another now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import pyarrow as pa

from event_dedup.store.connect import Connection, Relation, whole_rows
from event_dedup.store.schema import LISTING_FIELDS, NEWEST_VERSION


class Delivered(Protocol):
    """One file as `ingest.read_file` gives it."""

    @property
    def file(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def processed_at(self) -> datetime | None: ...
    @property
    def metadata(self) -> str: ...
    @property
    def entries(self) -> int: ...
    @property
    def listings(self) -> pa.Table: ...
    @property
    def quarantine(self) -> pa.Table: ...


@dataclass(frozen=True, slots=True)
class Landing:
    """The change that deliveries make, computed and not yet saved.

    `deliveries`, `versions`, `quarantined`: rows to add to delivery, listing and quarantine; `seen`: (record_id,
    content_sha256, effective_at) of versions delivered again; `incoming`: every listing as delivered, known or not;
    `fresh`: the current listing of every record that is new or changed; `stale`: (record_id) of those and of the
    withdrawn ones that the store knew before.
    """

    deliveries: Relation
    versions: Relation
    seen: Relation
    quarantined: Relation
    incoming: Relation
    fresh: Relation
    stale: Relation


def land(con: Connection, deliveries: Sequence[Delivered], now: datetime) -> Landing:
    """Compare deliveries with the store; they count as arriving one after the other from `now`, a microsecond apart.

    `now` is later than all that the store has seen, as `memory.moment` tells it.
    """
    stamped = [(each, now + timedelta(microseconds=i)) for i, each in enumerate(deliveries)]
    _keep_table(
        con,
        "incoming",
        pa.concat_tables([_listings(d, at) for d, at in stamped]).combine_chunks() if stamped else None,
    )
    _compare(con)
    _newest(con)
    fresh, stale = _changes(con)
    _quarantined(con, stamped)
    return Landing(
        _deliveries(con, stamped),
        con.table("versions"),
        con.table("seen"),
        con.table("quarantined"),
        con.table("incoming"),
        fresh,
        stale,
    )


def _quarantined(con: Connection, stamped: Sequence[tuple[Delivered, datetime]]) -> None:
    con.execute("CREATE OR REPLACE TEMP TABLE quarantined AS SELECT * FROM store.quarantine LIMIT 0")
    if not stamped:
        return
    rows = pa.concat_tables([_quarantine(d, at) for d, at in stamped])
    con.execute(
        """
        INSERT INTO quarantined
        SELECT (SELECT coalesce(max(quarantine_id), 0) FROM store.quarantine) + row_number() OVER () AS quarantine_id,
            file, file_sha256, source, position, reason, remedy, payload, quarantined_at, NULL::TIMESTAMP AS resolved_at
        FROM rows
        """
    )


def _listings(delivery: Delivered, at: datetime) -> pa.Table:
    return _with_constants(
        delivery.listings,
        file_sha256=pa.scalar(delivery.sha256),
        delivered_at=pa.scalar(at, pa.timestamp("us")),
        effective_at=pa.scalar(_stated_at(delivery, at), pa.timestamp("us")),
    )


def _stated_at(delivery: Delivered, at: datetime) -> datetime:
    """When the publisher stated it; a clock that runs ahead must not make its word the last one for ever."""
    return min(delivery.processed_at or at, at + timedelta(days=1))


def _quarantine(delivery: Delivered, at: datetime) -> pa.Table:
    return _with_constants(
        delivery.quarantine,
        file=pa.scalar(delivery.file),
        file_sha256=pa.scalar(delivery.sha256),
        source=pa.scalar(delivery.source),
        quarantined_at=pa.scalar(at, pa.timestamp("us")),
    )


def _with_constants(table: pa.Table, **values: pa.Scalar) -> pa.Table:
    for name, value in values.items():
        table = table.append_column(name, pa.repeat(value, table.num_rows))
    return table


def _keep_table(con: Connection, name: str, rows: pa.Table | None) -> None:
    """Keep Arrow rows as a temporary table; None makes an empty one of the listing's columns."""
    if rows is None:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * EXCLUDE (version) FROM store.listing LIMIT 0"
        )
        return
    columns = ", ".join(line.split()[0] for line in LISTING_FIELDS.strip().splitlines())
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {columns}, file_sha256, delivered_at, effective_at FROM rows"
    )


def _compare(con: Connection) -> None:
    """Make `known` (stored versions of the delivered records), `versions` (to add) and `seen` (delivered again)."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE known AS {whole_rows('listing', 'SEMI JOIN incoming USING (record_id)')}"
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE versions AS
        WITH content AS (  -- narrow, because texts are wide and windows copy them
            SELECT record_id, content_sha256, max(effective_at) AS effective_at,
                arg_min(rowid, (delivered_at, position)) AS row_number,
                min((delivered_at, position)) AS arrival
            FROM incoming GROUP BY record_id, content_sha256
        ), numbered AS (
            SELECT *, row_number() OVER (PARTITION BY record_id ORDER BY arrival, content_sha256) AS place
            FROM content ANTI JOIN known USING (record_id, content_sha256)
        ), last_version AS (
            SELECT record_id, max(version) AS version FROM known GROUP BY record_id
        )
        SELECT i.* EXCLUDE (file_sha256, delivered_at, effective_at),
            (coalesce(v.version, 0) + n.place)::INT AS version, i.file_sha256, i.delivered_at, n.effective_at
        FROM incoming AS i
        JOIN numbered AS n ON n.row_number = i.rowid
        LEFT JOIN last_version AS v ON v.record_id = i.record_id
        ORDER BY i.rowid
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE seen AS
        SELECT record_id, content_sha256, max(incoming.effective_at) AS effective_at
        FROM incoming JOIN known USING (record_id, content_sha256)
        GROUP BY record_id, content_sha256
        HAVING max(incoming.effective_at) > max(known.effective_at)
        ORDER BY record_id, content_sha256
        """
    )


def _newest(con: Connection) -> None:
    """Make `later` and `earlier`: the newest version of each delivered record after the deliveries, and before."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE later AS
        WITH stated AS (
            SELECT record_id, content_sha256, version, coalesce(s.effective_at, k.effective_at) AS effective_at
            FROM known AS k LEFT JOIN seen AS s USING (record_id, content_sha256)
            UNION ALL
            SELECT record_id, content_sha256, version, effective_at FROM versions
        ), newest AS (
            SELECT record_id, version FROM stated
            QUALIFY {NEWEST_VERSION}
        )
        SELECT * FROM known SEMI JOIN newest USING (record_id, version)
        UNION ALL BY NAME
        SELECT * FROM versions SEMI JOIN newest USING (record_id, version)
        """
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE earlier AS
        SELECT record_id, content_sha256, withdrawn FROM known
        QUALIFY {NEWEST_VERSION}
        """
    )


def _changes(con: Connection) -> tuple[Relation, Relation]:
    """`fresh` (listings) and `stale` (record ids), as in Landing."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE fresh AS
        SELECT l.* FROM later AS l LEFT JOIN earlier AS e USING (record_id)
        WHERE NOT l.withdrawn AND (e.content_sha256 IS DISTINCT FROM l.content_sha256)
        ORDER BY record_id
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE stale AS
        SELECT record_id FROM earlier AS e JOIN later AS l USING (record_id)
        WHERE NOT e.withdrawn AND e.content_sha256 <> l.content_sha256
        ORDER BY record_id
        """
    )
    return con.table("fresh"), con.table("stale")


def _deliveries(con: Connection, stamped: Sequence[tuple[Delivered, datetime]]) -> Relation:
    """One row a file, with what became of its entries."""
    con.execute("CREATE OR REPLACE TEMP TABLE deliveries AS SELECT * FROM store.delivery LIMIT 0")
    counts = {
        (source, sha): (new, changed)
        for source, sha, new, changed in con.sql(
            """
            SELECT source, file_sha256, count(*) FILTER (version = 1), count(*) FILTER (version > 1)
            FROM versions GROUP BY source, file_sha256 ORDER BY source, file_sha256
            """
        ).fetchall()
    }
    rows = [_delivery(each, at, *counts.get((each.source, each.sha256), (0, 0))) for each, at in stamped]
    if rows:
        delivered = pa.Table.from_pylist(rows)
        con.execute("INSERT INTO deliveries BY NAME SELECT * FROM delivered")
    return con.table("deliveries")


def _delivery(each: Delivered, at: datetime, new: int, changed: int) -> dict[str, object]:
    quarantined = each.quarantine.num_rows
    return {
        "sha256": each.sha256,
        "file": each.file,
        "source": each.source,
        "format": each.format,
        "delivered_at": at,
        "processed_at": each.processed_at,
        "metadata": each.metadata,
        "entries": each.entries,
        "listings_new": new,
        "listings_changed": changed,
        "listings_unchanged": max(0, each.entries - quarantined - new - changed),
        "quarantined": quarantined,
    }
