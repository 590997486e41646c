"""What a store holds, read back as plain values that can be compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from event_dedup.store import Connection, open_store

Rows = list[tuple[Any, ...]]

_UNSTABLE = "canonical_event_id, status, content_sha256, created_at, updated_at"
_ASSESSMENT = "provenance, listings, sources, match_confidence, needs_review, review_reason"


@dataclass(frozen=True, slots=True)
class State:
    """`event_of`: record -> canonical id; `content`: id -> the fields of an open event, ids and times apart;
    `updated_at`: id -> when; `redirects`: ended id -> successor (None: closed); `derived`: records, blocks, pairs,
    components; `judgements`: (l, r, verdict) in force; `doubted`: ids of events with a doubtful pair to another one of
    which nothing is said; `for_review`: id of an open event -> why it needs review; `versions`: (record, content,
    payload).
    """

    event_of: dict[str, str]
    content: dict[str, tuple[Any, ...]]
    shown: dict[str, tuple[Any, ...]]
    times: dict[str, tuple[Any, Any]]
    redirects: dict[str, str | None]
    derived: dict[str, Rows]
    judgements: Rows
    doubted: set[str]
    for_review: dict[str, str]
    versions: set[tuple[Any, ...]]
    current: set[str]
    short_counts: Rows

    @property
    def contradicted(self) -> set[str]:
        """Ids of events marked so."""
        return {event for event, why in self.for_review.items() if "contradict" in why}

    @property
    def partition(self) -> set[frozenset[str]]:
        return {frozenset(members) for members in self.members.values()}

    @property
    def members(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for record, event in self.event_of.items():
            found[event].add(record)
        return dict(found)

    @property
    def fields(self) -> dict[frozenset[str], tuple[Any, ...]]:
        """The fields of every open event by its records."""
        return {frozenset(members): self.content.get(event, ()) for event, members in self.members.items()}


def read_state(store: Path) -> State:
    """The state of the store."""
    with open_store(store, read_only=True) as con:
        return state_of(con)


def state_of(con: Connection) -> State:
    """The state of the store attached to `con`."""
    return State(
        event_of=dict(_rows(con, "SELECT record_id, canonical_event_id FROM store.member")),
        content=_open_events(con, _UNSTABLE),
        shown=_open_events(con, f"{_UNSTABLE}, {_ASSESSMENT}"),
        times={
            event: (created, updated)
            for event, created, updated in _rows(
                con, "SELECT canonical_event_id, created_at, updated_at FROM store.canonical"
            )
        },
        redirects=dict(
            _rows(
                con,
                """
                SELECT canonical_event_id, redirect_to FROM store.event_id
                WHERE canonical_event_id NOT IN (SELECT canonical_event_id FROM store.member)
                """,
            )
        ),
        derived={name: _derived(con, query) for name, query in _DERIVED.items()},
        judgements=sorted(
            _rows(con, "SELECT record_id_l, record_id_r, verdict FROM store.current_judgement")
        ),
        doubted={event for (event,) in _rows(con, _DOUBTED)},
        for_review=dict(
            _rows(
                con,
                """
                SELECT canonical_event_id, review_reason FROM store.canonical
                WHERE status = 'open' AND needs_review
                """,
            )
        ),
        versions=set(_rows(con, "SELECT record_id, content_sha256, payload, version FROM store.listing")),
        current={record for (record,) in _rows(con, "SELECT record_id FROM store.current_listing")},
        short_counts=_rows(
            con,
            """
            SELECT file, entries FROM store.delivery
            WHERE entries <> listings_new + listings_changed + listings_unchanged
                + (
                    SELECT count(*) FROM store.quarantine AS q
                    WHERE q.source = delivery.source AND file_sha256 = sha256 AND position IS NOT NULL
                )
            """,
        ),
    )


_DOUBTED = """
    WITH linked AS (
        SELECT record_id_l, record_id_r, NULL AS verdict FROM store.pair
        WHERE match_probability >= (SELECT (config -> 'thresholds' ->> 'review')::DOUBLE FROM store.derivation)
        UNION ALL
        SELECT record_id_l, record_id_r, nullif(verdict, 'unsure') FROM store.current_judgement
    ), between AS (
        SELECT least(l.canonical_event_id, r.canonical_event_id) AS one,
            greatest(l.canonical_event_id, r.canonical_event_id) AS other, verdict
        FROM linked
        JOIN store.member AS l ON l.record_id = record_id_l
        JOIN store.member AS r ON r.record_id = record_id_r
    )
    SELECT DISTINCT unnest([one, other]) FROM between WHERE one <> other
    GROUP BY one, other HAVING count(verdict) = 0
"""

_DERIVED = {
    "record": "SELECT * FROM store.record",
    "block": "SELECT * FROM store.block",
    "pair": """
        SELECT * REPLACE (round(match_weight, 9) AS match_weight, round(match_probability, 9) AS match_probability)
        FROM store.pair
    """,
    "component": "SELECT record_id, component_id FROM store.member",
}


def all_tables(store: Path, *without: str) -> dict[str, Rows]:
    """Every row of every table, each table ordered."""
    with open_store(store, read_only=True) as con:
        names = _rows(con, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'store'")
        return {
            name: _derived(con, f"SELECT * FROM store.{name}") for (name,) in names if name not in without
        }


def _derived(con: Connection, query: str) -> Rows:
    """The rows as frozen values, ordered; none where there is no table yet."""
    if query.endswith("store.record") and not _rows(
        con, "SELECT 1 FROM duckdb_tables() WHERE database_name = 'store' AND table_name = 'record'"
    ):
        return []
    relation = con.sql(query)
    columns = sorted(range(len(relation.columns)), key=lambda place: relation.columns[place])
    return sorted((_frozen([row[place] for place in columns]) for row in relation.fetchall()), key=repr)


def _open_events(con: Connection, without: str) -> dict[str, tuple[Any, ...]]:
    rows = _rows(
        con, f"SELECT canonical_event_id, * EXCLUDE ({without}) FROM store.canonical WHERE status = 'open'"
    )
    return {event: _frozen(fields) for event, *fields in rows}


def _rows(con: Connection, query: str) -> Rows:
    return con.sql(query).fetchall()


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted(((key, _frozen(inner)) for key, inner in value.items()), key=repr))
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(inner) for inner in value)
    return value
