"""What people decided as JSON lines: judgements, dismissals of events and listings withdrawn by hand, out and in.

Canonical ids follow from the order in which files came, and a store that is made anew may give others. A dismissal
therefore names the listings of its event too, and goes to the event that holds most of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from event_dedup.review.dump_lines import Dismissal, Judgement, Withdrawal
from event_dedup.review.judgements import dismissal, next_id
from event_dedup.store import NEWEST_VERSION, Connection, Relation

Listing = tuple[str, str]
COLUMNS = list(Judgement.model_fields)


def dump(con: Connection) -> Iterable[str]:
    """One JSON object a line: every judgement ever made and undone, oldest first; then what `kind` tells.

    Dismissals and restorations are those of open events, oldest first; withdrawals those that stand.
    """
    judgements = con.sql(f"SELECT {', '.join(COLUMNS)} FROM store.judgement ORDER BY judgement_id")
    for relation in (judgements, _dismissals(con), _withdrawals(con)):
        for row in relation.fetchall():
            yield json.dumps(dict(zip(relation.columns, row, strict=True)), ensure_ascii=False, default=str)


def load(con: Connection, judgements: Sequence[Judgement]) -> tuple[int, set[str]]:
    """Append the judgements that are not in the store yet: how many, and the records concerned.

    They get ids of this store, in the order of the dump.
    """
    present, free = _present(con), next_id(con)
    new_ids: dict[int, int] = {}
    added: list[Judgement] = []
    for each in judgements:
        found = present.get(each.key)
        new_ids[each.judgement_id] = found if found is not None else free
        if found is None:
            added.append(each)
            free += 1
    marks = ", ".join(f"${name}" for name in COLUMNS)
    for each in added:
        moved = {
            "judgement_id": new_ids[each.judgement_id],
            "undoes": each.undoes and new_ids[each.undoes],
            "action_id": str(new_ids[int(each.action_id)]),
        }
        con.execute(
            f"INSERT INTO store.judgement ({', '.join(COLUMNS)}) VALUES ({marks})", each.model_dump() | moved
        )
    return len(added), {record for each in added for record in each.pair}


def waiting(con: Connection, judgements: Sequence[Judgement]) -> int:
    """How many of the judgements name a listing that was never delivered; they hold as soon as it is."""
    named = _texts(record_id=[record for each in judgements for record in each.pair])
    rows = con.sql(
        "SELECT DISTINCT record_id FROM store.listing SEMI JOIN named USING (record_id)"
    ).fetchall()
    delivered = {record_id for (record_id,) in rows}
    return sum(not delivered.issuperset(each.pair) for each in judgements)


def load_dismissals(con: Connection, dismissals: Sequence[Dismissal]) -> tuple[int, int]:
    """Append the dismissals that are not in the store yet: how many, and how many find no event.

    The newer decision on an event counts: one that is older than what was decided here is left out. One on all listings
    of an event that came together just now, by the judgements of the same dump, is made once more: it was made on them.
    """
    event_of = _events(con, {record for each in dismissals for record in each.records})
    present, newest = _decided(con)
    new = [each for each in dismissals if (each.decided_at, each.reviewer, each.dismissed) not in present]
    added = homeless = 0
    for each in new:
        event_id = _holder(each, event_of)
        if event_id is None:
            homeless += 1
        elif each.decided_at >= newest.get(event_id, each.decided_at):
            decision = event_id, each.dismissed, each.reviewer, each.note or ""
            dismissal(con, *decision, each.decided_at)
            if _asks_again(con, event_id, each.records):
                dismissal(con, *decision)
            added += 1
    return added, homeless


def to_withdraw(con: Connection, withdrawals: Sequence[Withdrawal]) -> tuple[list[Listing], int]:
    """Listings, as (source, listing_id), that are still what was withdrawn by hand; how many are not there or other."""
    named = _texts(
        source=[each.source for each in withdrawals], listing_id=[each.listing_id for each in withdrawals]
    )
    rows = con.sql(
        f"""
        SELECT source, listing_id, withdrawn, content_sha256
        FROM store.listing SEMI JOIN named USING (source, listing_id)
        QUALIFY {NEWEST_VERSION} ORDER BY ALL
        """
    ).fetchall()
    here = {(source, listing_id): (withdrawn, content) for source, listing_id, withdrawn, content in rows}
    found = [(each, *here.get((each.source, each.listing_id), (False, None))) for each in withdrawals]
    standing = [(each, content) for each, withdrawn, content in found if not withdrawn]
    same = [(each.source, each.listing_id) for each, content in standing if content == each.content_sha256]
    return same, len(standing) - len(same)


def _dismissals(con: Connection) -> Relation:
    return con.sql(
        """
        WITH event AS (
            SELECT canonical_event_id, list(record_id ORDER BY record_id) AS records
            FROM store.member GROUP BY canonical_event_id
        )
        SELECT 'dismissal' AS kind, canonical_event_id, dismissed, reviewer, note, decided_at, records
        FROM store.dismissal JOIN event USING (canonical_event_id)
        ORDER BY dismissal_id
        """
    )


def _withdrawals(con: Connection) -> Relation:
    return con.sql(
        f"""
        WITH newest AS (
            SELECT record_id, source, listing_id, withdrawn, file_sha256 FROM store.listing QUALIFY {NEWEST_VERSION}
        ), by_hand AS (
            SELECT record_id, source, listing_id FROM newest
            WHERE withdrawn AND file_sha256 IN (SELECT sha256 FROM store.delivery WHERE format = 'withdrawal')
        ), stated AS (
            SELECT record_id, content_sha256 FROM store.listing SEMI JOIN by_hand USING (record_id)
            WHERE NOT withdrawn QUALIFY {NEWEST_VERSION}
        )
        SELECT 'withdrawal' AS kind, source, listing_id, content_sha256
        FROM by_hand JOIN stated USING (record_id)
        ORDER BY source, listing_id
        """
    )


def _present(con: Connection) -> dict[tuple[object, ...], int]:
    rows = con.sql(
        """
        SELECT judged_at, record_id_l, record_id_r, verdict, reviewer, judgement_id
        FROM store.judgement ORDER BY judgement_id
        """
    ).fetchall()
    return {tuple(key): judgement_id for *key, judgement_id in rows}


def _decided(con: Connection) -> tuple[set[tuple[datetime, str, bool]], dict[str, datetime]]:
    """Every dismissal and restoration here, whatever its event; and when each event was decided on last."""
    rows = con.sql(
        "SELECT canonical_event_id, decided_at, reviewer, dismissed FROM store.dismissal ORDER BY dismissal_id"
    ).fetchall()
    newest: dict[str, datetime] = {}
    for event_id, decided_at, *_ in rows:
        newest[event_id] = max(decided_at, newest.get(event_id, decided_at))
    return {(decided_at, reviewer, dismissed) for _, decided_at, reviewer, dismissed in rows}, newest


def _events(con: Connection, records: Collection[str]) -> dict[str, str]:
    named = _texts(record_id=sorted(records))
    return dict(
        con.sql(
            """
            SELECT record_id, canonical_event_id FROM store.member SEMI JOIN named USING (record_id)
            ORDER BY record_id
            """
        ).fetchall()
    )


def _holder(dismissed: Dismissal, event_of: Mapping[str, str]) -> str | None:
    """The event that holds more than half of the listings: another one might be kept out for no reason."""
    counted = Counter(event_of[record] for record in dismissed.records if record in event_of)
    return next((event for event, held in counted.items() if 2 * held > len(dismissed.records)), None)


def _asks_again(con: Connection, event_id: str, records: Collection[str]) -> bool:
    """Whether the event is dismissed in part although all of its listings are among `records`."""
    members = con.sql(
        """
        SELECT record_id FROM store.member SEMI JOIN store.dismissed_in_part USING (canonical_event_id)
        WHERE canonical_event_id = $id ORDER BY record_id
        """,
        params={"id": event_id},
    ).fetchall()
    return bool(members) and {record for (record,) in members} <= set(records)


def _texts(**columns: list[str]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
