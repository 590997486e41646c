"""Versions of listings compared: which of them the newest one contradicts, and where only a window of dates moved."""

from __future__ import annotations

from event_dedup.store.connect import Connection, Relation, whole_rows
from event_dedup.store.schema import LISTING_FIELDS, NEWEST_VERSION

_APART = ("content_sha256", "position", "dates", "payload")  # told by the dates, or by what no field holds
_SAID = [
    name for name in (line.split()[0] for line in LISTING_FIELDS.strip().splitlines()) if name not in _APART
]


def superseded(con: Connection, given: Relation) -> Relation:
    """Those of `given`, versions as (record_id, content_sha256), of whose listings the newest version says otherwise.

    A calendar tells the dates of a series within a window that moves with every delivery. Where all else is the same,
    and the versions agree on two dates or more from the later beginning to the earlier end, no more than that happened.
    """
    return con.sql(
        f"""
        WITH newest AS (
            SELECT record_id, content_sha256 AS now FROM store.listing
            WHERE record_id IN (SELECT record_id FROM given)
            QUALIFY {NEWEST_VERSION}
        ), other AS (
            SELECT record_id, content_sha256, now FROM given JOIN newest USING (record_id) WHERE content_sha256 <> now
        ), version AS (
            {whole_rows("listing", "SEMI JOIN other USING (record_id)")}
        ), compared AS (
            SELECT o.record_id, o.content_sha256, {_said("b")} IS NOT DISTINCT FROM {_said("n")} AS same,
                b.dates AS before, n.dates AS after,
                greatest(before[1].date, after[1].date) AS first, least(before[-1].date, after[-1].date) AS last
            FROM other AS o
            JOIN version AS n ON n.record_id = o.record_id AND n.content_sha256 = now
            LEFT JOIN version AS b ON b.record_id = o.record_id AND b.content_sha256 = o.content_sha256
        ), shared AS (
            SELECT record_id, content_sha256, same, {_within("before")} AS before, {_within("after")} AS after
            FROM compared
        )
        SELECT record_id, content_sha256 FROM shared
        WHERE NOT (same AND before = after AND len(after) > 1)
        ORDER BY record_id, content_sha256
        """
    )


def _said(version: str) -> str:
    return f"({', '.join(f'{version}.{name}' for name in _SAID)})"


def _within(dates: str) -> str:
    return f"list_filter({dates}, lambda day: day.date BETWEEN first AND last)"
