"""What the store remembers between runs: model, configuration, ids, the log of runs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain, islice

import pyarrow as pa

from event_dedup.canonical import IdMemory
from event_dedup.store.connect import Connection, Relation, first_row, scalar


def known_files(con: Connection, files: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of `files`, each (source, sha256), whose content was delivered before."""
    sources, hashes = zip(*files, strict=True) if files else ((), ())
    asked = pa.table({"source": pa.array(sources, pa.string()), "sha256": pa.array(hashes, pa.string())})
    found = con.sql(
        "SELECT source, sha256 FROM asked SEMI JOIN store.delivery USING (source, sha256) ORDER BY ALL"
    )
    return set(found.fetchall())


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


def moment(con: Connection) -> datetime:
    """Now in UTC, or just after whatever the store saw last where the clock has gone backwards since."""
    now = datetime.now(UTC).replace(tzinfo=None)
    last: datetime | None = scalar(
        con.sql(
            """
            SELECT max(seen) FROM (
                SELECT max(started_at) AS seen FROM store.run
                UNION ALL SELECT max(delivered_at) FROM store.delivery
                UNION ALL SELECT max(judged_at) FROM store.judgement
                UNION ALL SELECT max(decided_at) FROM store.dismissal
                UNION ALL SELECT max(saved_at) FROM store.model
            )
            """
        )
    )
    return now if last is None or now > last else last + timedelta(microseconds=1)


def after_versions(con: Connection, source: str, listing_id: str) -> datetime:
    """A moment at which a new version of the listing is the current one, whatever its publisher's clock says."""
    newest: datetime = scalar(
        con.sql(
            "SELECT max(effective_at) FROM store.listing WHERE source = $source AND listing_id = $listing_id",
            params={"source": source, "listing_id": listing_id},
        )
    )
    return max(moment(con), newest + timedelta(microseconds=1))


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
    return [
        record for (record,) in con.sql("SELECT record_id FROM store.member ORDER BY record_id").fetchall()
    ]


def made_by(con: Connection) -> str | None:
    """The version of event_dedup that made the derived tables; None before the first run."""
    version: str | None = scalar(con.sql("SELECT made_by FROM store.derivation"))
    return version


def save_derivation(con: Connection, model_id: str, config: str, version: str) -> None:
    """Note what the derived tables were made with: the model, the configuration as JSON, this event_dedup."""
    con.execute("DELETE FROM store.derivation")
    con.execute(
        "INSERT INTO store.derivation VALUES ($model_id, $config, $version)",
        {"model_id": model_id, "config": config, "version": version},
    )


def id_memory(con: Connection, names: Iterable[Iterator[str]], undone: str = "") -> IdMemory:
    """What is known of ids around the touched and stale records.

    `names` are series of ids that may be given, each looked up until one is free; `undone` is the action whose
    renaming is to be taken back.
    """
    before = dict(
        con.sql(
            """
            SELECT record_id, canonical_event_id FROM store.member
            WHERE record_id IN (SELECT record_id FROM touched) OR record_id IN (SELECT record_id FROM stale)
            ORDER BY record_id
            """
        ).fetchall()
    )
    dormant, recalled = _dormant(con), _recalled(con, undone)
    given = _given(con, {*before.values(), *dormant, *recalled.values(), *_taken(con, names)})
    age = {event_id: rank for rank, (event_id, _) in enumerate(given)}
    closed = {event_id for event_id, ends in given if ends and event_id in dormant}
    return IdMemory(before, dormant, age, closed, recalled)


def _taken(con: Connection, names: Iterable[Iterator[str]]) -> set[str]:
    """Which names were given before, in each series up to the first that was not."""
    taken, series = set[str](), list(names)
    while series:
        tried = [list(islice(each, 3)) for each in series]
        taken.update(event_id for event_id, _ in _given(con, set(chain(*tried))))
        series = [each for each, few in zip(series, tried, strict=True) if taken.issuperset(few)]
    return taken


def _given(con: Connection, ids: Collection[str]) -> list[tuple[str, bool]]:
    """Those of `ids` that were ever given, the oldest first, and whether they lead nowhere else."""
    wanted = pa.table({"id": pa.array(sorted(ids), pa.string())})
    return con.sql(
        """
        SELECT canonical_event_id, redirect_to IS NULL FROM store.event_id
        WHERE canonical_event_id IN (SELECT id FROM wanted)
        ORDER BY created_at, canonical_event_id
        """
    ).fetchall()


def remember_renaming(con: Connection, action_id: str) -> None:
    """Before the clustered records are saved: which of them an action moves to another id, for its undoing."""
    con.execute(
        """
        INSERT INTO store.renaming
        SELECT $action_id, record_id, m.canonical_event_id, c.cluster
        FROM clustered AS c JOIN store.member AS m USING (record_id)
        WHERE m.canonical_event_id <> c.cluster
        ORDER BY record_id
        """,
        {"action_id": action_id},
    )


def _recalled(con: Connection, undone: str) -> dict[str, str]:
    """record -> id before the action, where the record still has the id that the action gave it."""
    if not undone:
        return {}
    return dict(
        con.sql(
            """
            SELECT record_id, id_before FROM store.renaming AS r JOIN store.member AS m USING (record_id)
            WHERE action_id = $undone AND m.canonical_event_id = id_after
                AND record_id IN (SELECT record_id FROM touched)
                AND id_before NOT IN (
                    SELECT canonical_event_id FROM store.member
                    WHERE record_id NOT IN (SELECT record_id FROM touched)
                )
            ORDER BY record_id
            """,
            params={"undone": undone},
        ).fetchall()
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


def open_events(con: Connection) -> int:
    """How many canonical events are open."""
    return int(scalar(con.sql("SELECT count(*) FROM store.canonical WHERE status = 'open'")))


def dismissed_in_part(con: Connection) -> int:
    """How many events that are handed on have one in them that was dismissed, which nobody has decided since."""
    return int(scalar(con.sql("SELECT count(*) FROM store.dismissed_in_part")))


def in_quarantine(con: Connection) -> int:
    """How many entries and files could not be read and wait."""
    return int(scalar(con.sql("SELECT count(*) FROM store.quarantine WHERE resolved_at IS NULL")))


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
