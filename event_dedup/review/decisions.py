"""What was decided: the last decisions of a reviewer, the whole log, and the action that undo takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from event_dedup.store import NEWEST_VERSION, Connection, Relation, scalar

_IN_FORCE = "judgement_id NOT IN (SELECT undoes FROM store.judgement WHERE undoes IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class Decided:
    """One judgement in force, with the titles of its listings."""

    judgement_id: int
    record_id_l: str
    record_id_r: str
    verdict: str
    judged_at: datetime
    title_l: str
    title_r: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Actions in force: all of them, those of today, and those of today by reviewer."""

    done: int
    today: int
    by_reviewer: dict[str, int]


def tally(con: Connection, today: datetime) -> Tally:
    """How much was decided; `today` is when the day began, in naive UTC."""
    rows = con.sql(
        f"""
        SELECT reviewer, count(DISTINCT action_id), count(DISTINCT action_id) FILTER (judged_at >= $today)
        FROM store.judgement WHERE verdict <> 'undo' AND {_IN_FORCE}
        GROUP BY reviewer ORDER BY reviewer
        """,
        params={"today": today},
    ).fetchall()
    by_reviewer = {reviewer: count for reviewer, _, count in rows}
    return Tally(sum(done for _, done, _ in rows), sum(by_reviewer.values()), by_reviewer)


def recent_decisions(con: Connection, reviewer: str, limit: int = 20) -> list[Decided]:
    """The reviewer's last judgements of single pairs that are in force, newest first."""
    rows = con.sql(
        f"""
        WITH recent AS (
            SELECT judgement_id, record_id_l, record_id_r, verdict, judged_at
            FROM store.current_judgement
            WHERE reviewer = $reviewer AND action = 'judge'
            ORDER BY judgement_id DESC LIMIT $limit
        ), title AS (
            SELECT record_id, title FROM store.listing
            WHERE record_id IN (SELECT record_id_l FROM recent UNION ALL SELECT record_id_r FROM recent)
            QUALIFY {NEWEST_VERSION}
        )
        SELECT judgement_id, record_id_l, record_id_r, verdict, judged_at, l.title, r.title
        FROM recent
        JOIN title AS l ON l.record_id = record_id_l
        JOIN title AS r ON r.record_id = record_id_r
        ORDER BY judgement_id DESC
        """,
        params={"reviewer": reviewer, "limit": limit},
    ).fetchall()
    return [Decided(*row) for row in rows]


def last_action(con: Connection, reviewer: str, action: str = "judge") -> str | None:
    """The id of the reviewer's newest action of a kind that has not been undone; None if there is none."""
    newest: str | None = scalar(
        con.sql(
            f"""
            SELECT action_id FROM store.judgement
            WHERE reviewer = $reviewer AND action = $action AND {_IN_FORCE}
            ORDER BY judgement_id DESC LIMIT 1
            """,
            params={"reviewer": reviewer, "action": action},
        )
    )
    return newest


def pair_of(con: Connection, action_id: str) -> tuple[str, str]:
    """The first pair that an action judged."""
    rows = con.sql(
        "SELECT record_id_l, record_id_r FROM store.judgement WHERE action_id = $id ORDER BY judgement_id LIMIT 1",
        params={"id": action_id},
    ).fetchall()
    return rows[0][0], rows[0][1]


def audit(con: Connection) -> Relation:
    """Every decision of the log, newest first: who decided what, when, on which score, and whether it is in force.

    Judgements and dismissals are numbered each by themselves: `id of` says which number an id is.
    """
    return con.sql(
        f"""
        WITH decision AS (
            SELECT judgement_id AS id, 'judgement' AS "id of", judged_at AS "decided (UTC)", reviewer, action, verdict,
                CASE
                    WHEN verdict = 'undo' THEN 'undoes judgement ' || undoes
                    WHEN NOT ({_IN_FORCE}) THEN 'undone'
                    WHEN judgement_id IN (SELECT judgement_id FROM store.current_judgement) THEN 'in force'
                    ELSE 'replaced by a later one'
                END AS state,
                record_id_l AS "left listing", record_id_r AS "right listing", NULL AS event,
                match_probability AS "probability then", action_id AS "action no.", note
            FROM store.judgement
            UNION ALL
            SELECT dismissal_id, 'dismissal', decided_at, reviewer,
                CASE WHEN dismissed THEN 'dismiss' ELSE 'restore' END, NULL,
                CASE
                    WHEN dismissal_id = max(dismissal_id) OVER (PARTITION BY canonical_event_id) THEN 'in force'
                    ELSE 'replaced by a later one'
                END,
                NULL, NULL, canonical_event_id, NULL, NULL, note
            FROM store.dismissal
        )
        SELECT * FROM decision ORDER BY "decided (UTC)" DESC, id DESC, "id of"
        """
    )
