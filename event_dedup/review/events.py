"""Canonical events to look through: found by words and filters, each with all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from event_dedup.linkage.folding import letters
from event_dedup.review.fields import SEARCHED, listings
from event_dedup.store import Connection, Relation, first_row

# state -> condition on `canonical AS c`; the first is what people usually want.
STATES = {
    "open": "c.status = 'open' AND NOT dismissed",
    "for review": "c.status = 'open' AND NOT dismissed AND c.needs_review",
    "dismissed": "dismissed",
    "dismissed in part": "dismissed_in_part",
    "merged into another": "c.status = 'merged'",
    "closed": "c.status = 'closed'",
    "all": "true",
}
_VALUES = """concat_ws(' ', title, short_description, description, highlights, venue, street, street_no, zipcode, city,
    district, country, categories, registration_contact, source_type, canonical_event_id, listed)"""
# Reads every text of every event, so it stands in the query only where there are words.
_ALL_WORDS = f"""c.canonical_event_id IN (
    WITH own AS (
        SELECT canonical_event_id, string_agg({SEARCHED}, ' ') AS listed
        FROM store.member JOIN store.current_listing USING (record_id)
        GROUP BY canonical_event_id
    ), text AS (
        SELECT canonical_event_id, {letters(_VALUES)} AS said
        FROM store.canonical LEFT JOIN own USING (canonical_event_id)
    )
    SELECT canonical_event_id FROM text
    WHERE len(list_filter(
        list_transform($words::VARCHAR[], lambda word: {letters("word")}), lambda word: NOT contains(said, word))) = 0
)"""
MOST_PAIRS = 500
MOST = 10_000  # rows in a list: more than anybody pages through, and drawn within a second


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What to find; empty fields do not filter. `words` must all occur, each in a value of the event or its ids,
    or in title, place or id of one of its listings."""

    words: str = ""
    city: str | None = None
    category: str | None = None
    source: str | None = None
    first: date | None = None
    last: date | None = None
    state: str = "open"
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that events have, for the filters; `first` and `last` are None in an empty store."""

    cities: list[str]
    categories: list[str]
    sources: list[str]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One canonical event: its values, its listings, the pairs among and around them, what happened to it.

    `event` has every field, `status`, `dismissed` and `dismissed_in_part`; `pairs` and `around` are what `_pairs` tells
    of each.
    """

    event: dict[str, Any]
    listings: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    around: list[dict[str, Any]]
    history: list[Happening]
    redirect: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an event's history; `action_id` where it can be undone."""

    at: datetime
    who: str
    what: str
    action_id: str | None = field(default=None)


def event_choices(con: Connection) -> Choices:
    """Cities, categories and sources of the current events and listings, each in alphabetical order."""
    cities = con.sql("SELECT DISTINCT city FROM store.canonical WHERE city IS NOT NULL ORDER BY city")
    categories = con.sql(
        "SELECT DISTINCT unnest(categories) AS category FROM store.canonical ORDER BY category"
    )
    sources = con.sql("SELECT DISTINCT source FROM store.member ORDER BY source")
    days = first_row(con.sql("SELECT min(starts_on), max(ends_on) FROM store.canonical")) or (None, None)
    values = [[value for (value,) in each.fetchall()] for each in (cities, categories, sources)]
    return Choices(*values, *days)  # type: ignore[arg-type]


def search_events(con: Connection, wanted: EventFilter) -> Relation:
    """Events that fit, at most `MOST`, by date: one row an event with the columns of the list."""
    words = wanted.words.replace(",", " ").split()  # an address as it is shown has commas
    return con.sql(
        f"""
        SELECT c.title, c.starts_on AS starts, c.city, c.venue, c.listings,
            CASE WHEN dismissed THEN 'dismissed' WHEN dismissed_in_part THEN 'dismissed in part'
                WHEN c.status = 'open' AND c.needs_review THEN 'for review'
                ELSE c.status END AS state,
            c.sources, round(c.match_confidence, 3) AS confidence, c.ends_on AS ends,
            c.updated_at AS "changed (UTC)", array_to_string(c.categories, ', ') AS categories,
            c.canonical_event_id AS id
        FROM store.known_event AS c
        WHERE {STATES[wanted.state]}
            AND {_ALL_WORDS if words else "$words IS NOT NULL"}
            AND ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], c.canonical_event_id))
            AND ($city IS NULL OR c.city = $city)
            AND ($category IS NULL OR list_contains(c.categories, $category))
            AND ($first::DATE IS NULL OR c.ends_on >= $first)
            AND ($last::DATE IS NULL OR c.starts_on <= $last)
            AND ($source IS NULL OR c.canonical_event_id IN (
                SELECT canonical_event_id FROM store.member WHERE source = $source))
        ORDER BY c.starts_on, c.title, c.canonical_event_id
        LIMIT {MOST}
        """,
        params={
            "words": words,
            "ids": wanted.ids,
            "city": wanted.city,
            "category": wanted.category,
            "source": wanted.source,
            "first": wanted.first,
            "last": wanted.last,
        },
    )


def event_view(con: Connection, event_id: str) -> EventView | None:
    """All that is known of an event, also of one that ended; None where the id was never given."""
    found = con.sql("SELECT * FROM store.known_event WHERE canonical_event_id = $id", params={"id": event_id})
    row = first_row(found)
    if row is None:
        return None
    records = members(con, event_id)
    return EventView(
        event=dict(zip(found.columns, row, strict=True)),
        listings=listings(con, records),
        pairs=_pairs(con, event_id, inside=True),
        around=_pairs(con, event_id, inside=False),
        history=_history(con, event_id, records),
        redirect=_redirect(con, event_id),
    )


def never_compared(listings: int, pairs: int) -> str:
    """How many pairs of so many listings no blocking rule has brought together; empty where all are known."""
    every = listings * (listings - 1) // 2
    if pairs >= every:
        return ""
    was, them = ("was", "it") if every - pairs == 1 else ("were", "them")
    return (
        f"{every - pairs:,} of {every:,} pairs {was} never compared: no blocking rule brings {them} together."
    )


def members(con: Connection, event_id: str) -> list[str]:
    """The records of an event, by id."""
    rows = con.sql(
        "SELECT record_id FROM store.member WHERE canonical_event_id = $id ORDER BY record_id",
        params={"id": event_id},
    ).fetchall()
    return [record_id for (record_id,) in rows]


def titles(con: Connection, event_ids: Sequence[str]) -> dict[str, str]:
    """Event id -> title, for those that exist."""
    rows = con.sql(
        """
        SELECT canonical_event_id, title FROM store.canonical
        WHERE canonical_event_id IN (SELECT unnest($ids)) ORDER BY canonical_event_id
        """,
        params={"ids": list(event_ids)},
    ).fetchall()
    return dict(rows)


def _pairs(con: Connection, event_id: str, *, inside: bool) -> list[dict[str, Any]]:
    """Scored or judged pairs among an event's records, or from them to others; the heaviest `MOST_PAIRS`."""
    found = con.sql(
        f"""
        WITH scored AS (
            SELECT record_id_l, record_id_r, match_weight, match_probability FROM store.pair
        ), judged AS (
            SELECT record_id_l, record_id_r, verdict, reviewer FROM store.current_judgement
        ), here AS (
            SELECT record_id FROM store.member WHERE canonical_event_id = $id
        ), near AS (
            SELECT * FROM scored FULL JOIN judged USING (record_id_l, record_id_r)
            WHERE record_id_l IN (SELECT record_id FROM here) {"AND" if inside else "OR"}
                record_id_r IN (SELECT record_id FROM here)
        )
        SELECT n.*, l.canonical_event_id AS event_l, r.canonical_event_id AS event_r
        FROM near AS n
        JOIN store.member AS l ON l.record_id = record_id_l
        JOIN store.member AS r ON r.record_id = record_id_r
        WHERE {"true" if inside else "l.canonical_event_id <> r.canonical_event_id"}
        ORDER BY match_weight DESC NULLS LAST, record_id_l, record_id_r
        LIMIT {MOST_PAIRS}
        """,
        params={"id": event_id},
    )
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def _redirect(con: Connection, event_id: str) -> str | None:
    row = first_row(
        con.sql(
            "SELECT redirect_to FROM store.event_id WHERE canonical_event_id = $id", params={"id": event_id}
        )
    )
    return str(row[0]) if row and row[0] else None


def _history(con: Connection, event_id: str, records: Sequence[str]) -> list[Happening]:
    """What happened to an event and its listings, newest first."""
    rows = con.sql(
        """
        WITH here AS (SELECT unnest($records::VARCHAR[]) AS record_id), judged AS (
            SELECT judged_at AS happened, reviewer AS who, action, verdict, action_id, count(*) AS pairs,
                CASE verdict WHEN 'match' THEN 'same event' WHEN 'non_match' THEN 'different' ELSE verdict END AS said,
                min(record_id_l) AS l, min(record_id_r) AS r, min(note) AS note,
                bool_and(judgement_id IN (SELECT undoes FROM store.judgement WHERE undoes IS NOT NULL)) AS undone
            FROM store.judgement
            WHERE record_id_l IN (SELECT record_id FROM here) OR record_id_r IN (SELECT record_id FROM here)
            GROUP BY judged_at, reviewer, action, verdict, action_id
        )
        SELECT happened, who, CASE
                WHEN verdict = 'undo' THEN 'took back an earlier action'
                WHEN action = 'judge' THEN 'judged ' || l || ' and ' || r || ': ' || said
                ELSE action || ': ' || pairs || CASE WHEN pairs = 1 THEN ' pair' ELSE ' pairs' END
                    || ' said ' || said
            END || coalesce(' (' || note || ')', '') || CASE WHEN undone THEN ', undone' ELSE '' END,
            CASE WHEN verdict <> 'undo' AND NOT undone THEN action_id END
        FROM judged
        UNION ALL
        SELECT decided_at, reviewer, CASE WHEN dismissed THEN 'dismissed the event' ELSE 'restored the event' END
            || coalesce(' (' || note || ')', ''), NULL
        FROM store.dismissal WHERE canonical_event_id = $id
        UNION ALL
        SELECT delivered_at, source, 'delivered ' || listing_id
            || CASE WHEN version > 1 THEN ', version ' || version ELSE '' END, NULL
        FROM store.listing SEMI JOIN here USING (record_id)
        UNION ALL
        SELECT created_at, 'event_dedup', 'created the event', NULL
        FROM store.event_id WHERE canonical_event_id = $id
        ORDER BY ALL DESC
        """,
        params={"id": event_id, "records": list(records)},
    ).fetchall()
    return [Happening(*row) for row in rows]
