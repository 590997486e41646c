"""What the store remembers between runs: model, configuration, ids, the log of runs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from event_dedup.store.connect import Connection, Relation, first_row, scalar


@dataclass(frozen=True, slots=True)
class IdMemory:
    """`before`: record -> id it had; `dormant`: ended id -> its last records; `age`: id -> rank; `taken`: ids given."""

    before: dict[str, str]
    dormant: dict[str, list[str]]
    age: dict[str, int]
    taken: set[str]


def known_files(con: Connection) -> set[str]:
    """The sha256 of every file content that was ever delivered."""
    return {
        sha for (sha,) in con.sql("SELECT DISTINCT sha256 FROM store.delivery ORDER BY sha256").fetchall()
    }


def deliveries(con: Connection) -> int:
    """How many files, and withdrawals by hand, were ever delivered."""
    return int(scalar(con.sql("SELECT count(*) FROM store.delivery")))


def was_delivered(con: Connection, source: str, listing_id: str) -> bool:
    """Whether the store has ever seen this listing."""
    found = con.sql(
        "SELECT count(*) FROM store.listing WHERE source = $source AND listing_id = $listing_id",
        params={"source": source, "listing_id": listing_id},
    )
    return bool(scalar(found))


def saved_model(con: Connection) -> str | None:
    """The JSON of the model in force: the one saved last; None in a new store."""
    newest = con.sql("SELECT content FROM store.model ORDER BY model_number DESC LIMIT 1")
    content: str | None = scalar(newest)
    return content


def saved_configuration(con: Connection) -> str | None:
    """The TOML of the matching configuration in force: the one saved last; None where none was saved."""
    newest = con.sql("SELECT content FROM store.configuration ORDER BY configuration_id DESC LIMIT 1")
    content: str | None = scalar(newest)
    return content


def save_model(
    con: Connection, model_id: str, trained_at: str, trained_on: str, content: str, now: datetime
) -> None:
    """Put a model in force from the next run on."""
    con.execute(
        """
        INSERT INTO store.model
        SELECT (SELECT coalesce(max(model_number), 0) + 1 FROM store.model),
            $model_id, $now, $trained_at, $trained_on, $content
        """,
        {
            "model_id": model_id,
            "now": now,
            "trained_at": trained_at,
            "trained_on": trained_on,
            "content": content,
        },
    )


def derived_from(con: Connection) -> tuple[str, str] | None:
    """(model_id, configuration JSON) that the derived tables were made with; None before the first run."""
    row = first_row(con.sql("SELECT model_id, config FROM store.derivation"))
    return (str(row[0]), str(row[1])) if row else None


def members(con: Connection) -> list[str]:
    """The record id of every record that is in a canonical event."""
    return [record for (record,) in con.sql("SELECT record_id FROM store.member ORDER BY record_id").fetchall()]


def save_derivation(con: Connection, model_id: str, config: str) -> None:
    con.execute("DELETE FROM store.derivation")
    con.execute(
        "INSERT INTO store.derivation VALUES ($model_id, $config)", {"model_id": model_id, "config": config}
    )


def id_memory(con: Connection, proposals: Iterable[str]) -> IdMemory:
    """What is known of ids around the touched and stale records; `proposals` are ids that may be given."""
    before = dict(
        con.sql(
            """
            SELECT record_id, canonical_event_id FROM store.member
            WHERE record_id IN (SELECT record_id FROM touched) OR record_id IN (SELECT record_id FROM stale)
            ORDER BY record_id
            """
        ).fetchall()
    )
    dormant = _dormant(con)
    wanted = pa.table({"id": pa.array(sorted({*before.values(), *dormant, *proposals}), pa.string())})
    given = con.sql(
        """
        SELECT canonical_event_id FROM store.event_id
        WHERE canonical_event_id IN (SELECT id FROM wanted)
        ORDER BY created_at, canonical_event_id
        """
    ).fetchall()
    return IdMemory(
        before, dormant, {event_id: rank for rank, (event_id,) in enumerate(given)}, {e for (e,) in given}
    )


def _dormant(con: Connection) -> dict[str, list[str]]:
    rows = con.sql(
        """
        SELECT canonical_event_id, record_id FROM store.dormant
        WHERE canonical_event_id IN (
            SELECT canonical_event_id FROM store.dormant WHERE record_id IN (SELECT record_id FROM touched)
        )
        ORDER BY canonical_event_id, record_id
        """
    ).fetchall()
    dormant = defaultdict(list)
    for event_id, record_id in rows:
        dormant[event_id].append(record_id)
    return dict(dormant)


def totals(con: Connection, review: float, merge: float) -> tuple[int, int]:
    """(open canonical events, pairs for review that nobody has judged) in the store now."""
    events = con.sql("SELECT count(*) FROM store.canonical WHERE status = 'open'")
    doubtful = con.sql(
        """
        SELECT count(*) FROM store.pair AS p
        ANTI JOIN (SELECT * FROM store.current_judgement WHERE verdict <> 'unsure') AS j
            USING (record_id_l, record_id_r)
        WHERE match_probability >= $review AND match_probability < $merge
        """,
        params={"review": review, "merge": merge},
    )
    return int(scalar(events)), int(scalar(doubtful))


def save_run(con: Connection, values: Mapping[str, object], seconds: Mapping[str, float]) -> None:
    """One row in the log of runs; `seconds` by stage."""
    row = {**values, "seconds": json.dumps({stage: round(taken, 3) for stage, taken in seconds.items()})}
    names = ", ".join(row)
    marks = ", ".join(f"${name}" for name in row)
    con.execute(
        f"""
        INSERT INTO store.run (run_id, {names})
        SELECT (SELECT coalesce(max(run_id), 0) + 1 FROM store.run), {marks}
        """,
        row,
    )


def all_canonical_events(con: Connection) -> Relation:
    """Every open canonical event."""
    return con.sql("SELECT * FROM store.canonical_event ORDER BY canonical_event_id")
