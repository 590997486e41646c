"""The partner that blocking did not find: any listing of the base, the most alike first."""

from __future__ import annotations

import re
from typing import Any

from event_dedup.linkage.folding import letters
from event_dedup.review.fields import SEARCHED
from event_dedup.store import Connection

_MOST = 50


def find_partners(
    con: Connection, record_id: str, words: str = "", limit: int = _MOST
) -> list[dict[str, Any]]:
    """Listings that may be the same event as `record_id`: those with the words, or else with its title's words.

    Columns: record_id, title, starts, city, venue, source, probability (None where never scored), shared (words),
    days (between the first days), event_id. The most alike first: many shared words, near in time; listings of the same
    event are left out.
    """
    found = con.sql(
        f"""
        WITH this AS (
            SELECT l.*, m.canonical_event_id
            FROM store.current_listing AS l JOIN store.member AS m USING (record_id)
            WHERE record_id = $id
        ), asked AS (
            SELECT list_distinct(regexp_extract_all(
                {letters("coalesce(nullif($words, ''), (SELECT title FROM this))")}, '\\w{{2,}}')) AS words
        ), base AS (
            SELECT record_id, title, dates, city, venue, source,
                {letters(SEARCHED)} AS said
            FROM store.current_listing
            WHERE record_id <> $id
        ), weighed AS (
            SELECT base.*, len(list_filter((SELECT words FROM asked), lambda word: contains(said, word))) AS shared
            FROM base WHERE shared > 0
        ), near AS (
            SELECT w.record_id, w.title, w.dates[1].date AS starts, w.city, w.venue, w.source,
                round(p.match_probability, 3) AS probability, w.shared,
                abs(w.dates[1].date - this.dates[1].date) AS days, m.canonical_event_id AS event_id
            FROM weighed AS w
            CROSS JOIN this
            JOIN store.member AS m ON m.record_id = w.record_id
            LEFT JOIN store.pair AS p
                ON p.record_id_l = least(w.record_id, $id) AND p.record_id_r = greatest(w.record_id, $id)
            WHERE m.canonical_event_id <> this.canonical_event_id
        )
        SELECT * FROM near
        ORDER BY shared - least(days, 100) / 20 DESC, probability DESC NULLS LAST, record_id  -- 20 days cost a word
        LIMIT $limit
        """,
        params={"id": record_id, "words": " ".join(re.findall(r"\w+", words)), "limit": limit},
    )
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
