"""The log of judgements and of dismissals: appended row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from event_dedup.store import NEWEST_VERSION, Connection, Relation, first_row, memory, scalar
from event_dedup.user_error import UserError

VERDICTS = ("match", "non_match", "unsure")


class JudgementError(UserError):
    """A judgement that cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on a pair of records, in either order."""

    record_id_l: str
    record_id_r: str
    verdict: str

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise JudgementError(f"{self.verdict!r} is no verdict: give one of {', '.join(VERDICTS)}.")
        if self.record_id_l == self.record_id_r:
            raise JudgementError(f"{self.record_id_l} cannot be compared with itself: pick two listings.")


def append(
    con: Connection, decisions: Sequence[Decision], action: str, reviewer: str, note: str
) -> tuple[str, set[str]]:
    """Append the decisions of one action with the scores they were made on; its id and the records concerned.

    Raises JudgementError where a record was never delivered or no reviewer is named.
    """
    records = {record for each in decisions for record in (each.record_id_l, each.record_id_r)}
    _takeable_or_raise(con, records, reviewer)
    first = next_id(con)
    judged = _scored(con, _numbered(decisions, first))
    con.execute(
        """
        INSERT INTO store.judgement BY NAME
        SELECT *, $reviewer AS reviewer, nullif($note, '') AS note, $at::TIMESTAMP AS judged_at,
            $action AS action, $action_id AS action_id
        FROM judged
        ORDER BY judgement_id
        """,
        {
            "reviewer": reviewer,
            "note": note,
            "at": memory.moment(con),
            "action": action,
            "action_id": str(first),
        },
    )
    return str(first), records


def undoing(con: Connection, action_id: str, reviewer: str, note: str) -> tuple[str, set[str]]:
    """Append the undoing of every judgement of an action; the new action's id and the records concerned."""
    standing = con.sql(
        """
        SELECT judgement_id, record_id_l, record_id_r FROM store.judgement
        WHERE action_id = $action_id AND verdict <> 'undo'
            AND judgement_id NOT IN (SELECT undoes FROM store.judgement WHERE undoes IS NOT NULL)
        ORDER BY judgement_id
        """,
        params={"action_id": action_id},
    ).fetchall()
    if not standing:
        raise JudgementError(f"There is nothing to undo in action {action_id}: it was undone, or never made.")
    first, now = next_id(con), memory.moment(con)
    for offset, (undone, left, right) in enumerate(standing):
        con.execute(
            """
            INSERT INTO store.judgement
                (judgement_id, record_id_l, record_id_r, verdict, reviewer, note, judged_at, action, action_id, undoes)
            VALUES (?, ?, ?, 'undo', ?, nullif(?, ''), ?, 'undo', ?, ?)
            """,
            [first + offset, left, right, reviewer, note, now, str(first), undone],
        )
    return str(first), {record for _, *pair in standing for record in pair}


def dismissal(
    con: Connection,
    event_id: str,
    dismissed: bool,
    reviewer: str,
    note: str,
    decided_at: datetime | None = None,
) -> None:
    """Append that an event is dismissed, or no longer; `decided_at` None means now."""
    con.execute(
        """
        INSERT INTO store.dismissal
        SELECT (SELECT coalesce(max(dismissal_id), 0) + 1 FROM store.dismissal),
            $event_id, $dismissed, $reviewer, nullif($note, ''), $at
        """,
        {
            "event_id": event_id,
            "dismissed": dismissed,
            "reviewer": reviewer,
            "note": note,
            "at": decided_at or memory.moment(con),
        },
    )


def next_id(con: Connection) -> int:
    """The id of the next judgement."""
    return int(scalar(con.sql("SELECT coalesce(max(judgement_id), 0) + 1 FROM store.judgement")))


def _takeable_or_raise(con: Connection, records: set[str], reviewer: str) -> None:
    if not reviewer.strip():
        raise JudgementError("A judgement needs the reviewer's name: enter it first.")
    ids = pa.table({"record_id": pa.array(sorted(records), pa.string())})
    unknown = first_row(
        con.sql(
            "SELECT record_id FROM ids ANTI JOIN store.listing USING (record_id) ORDER BY record_id LIMIT 1"
        )
    )
    if unknown:
        raise JudgementError(
            f"There is no listing {unknown[0]}: deliver it first, or check the id (source/id)."
        )


def _numbered(decisions: Sequence[Decision], first: int) -> pa.Table:
    """judgement_id (from `first` on), record_id_l, record_id_r, verdict."""
    pairs = [sorted((each.record_id_l, each.record_id_r)) for each in decisions]
    return pa.table(
        {
            "judgement_id": pa.array(range(first, first + len(pairs)), pa.int64()),
            "record_id_l": [left for left, _ in pairs],
            "record_id_r": [right for _, right in pairs],
            "verdict": [each.verdict for each in decisions],
        }
    )


def _scored(con: Connection, numbered: pa.Table) -> Relation:
    """`numbered` with the scores and the versions of both listings that the decisions are made on."""
    return con.sql(
        f"""
        WITH content AS (
            SELECT record_id, content_sha256 FROM store.listing
            WHERE record_id IN (SELECT record_id_l FROM numbered UNION SELECT record_id_r FROM numbered)
            QUALIFY {NEWEST_VERSION}
        )
        SELECT numbered.*, match_weight, match_probability, (SELECT model_id FROM store.derivation) AS model_id,
            l.content_sha256 AS content_sha256_l, r.content_sha256 AS content_sha256_r
        FROM numbered
        LEFT JOIN store.pair USING (record_id_l, record_id_r)
        LEFT JOIN content AS l ON l.record_id = record_id_l
        LEFT JOIN content AS r ON r.record_id = record_id_r
        """
    )
