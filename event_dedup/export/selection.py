"""Which canonical events are handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from event_dedup.store import Connection, scalar


@dataclass(frozen=True, slots=True)
class Filters:
    """Only events created, or modified, after a moment; a moment without a zone is UTC, None lets all through.

    Modified is also what was restored, and what another event became one with. What left since is named by neither.
    """

    created_after: datetime | None = None
    modified_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """`events`: one row an event with the columns of the view `canonical_event`, by id.

    `as_of` is when an event of the store changed last, or was dismissed or restored (naive UTC), so that the same
    store gives the same bytes.
    """

    events: pa.Table
    as_of: datetime


# A decision on an event, or one that ends in it, may let it be handed on though its content stays what it was.
_PASSING = """
    FROM store.canonical_event
    WHERE ($created_after::TIMESTAMP IS NULL OR created_at > $created_after)
        AND (
            $modified_after::TIMESTAMP IS NULL
            OR updated_at > $modified_after
            OR canonical_event_id IN (
                SELECT canonical_event_id FROM store.dismissal WHERE decided_at > $modified_after
                UNION ALL
                SELECT redirect_to FROM store.event_id JOIN store.canonical USING (canonical_event_id)
                WHERE redirect_to IS NOT NULL AND updated_at > $modified_after
            )
        )
"""


def count_selected(con: Connection, filters: Filters) -> int:
    """How many events `select` gives."""
    found: int = scalar(con.sql(f"SELECT count(*) {_PASSING}", params=_params(filters)))
    return found


def select(con: Connection, filters: Filters) -> Selection:
    """The open canonical events that pass the filters. `con` has the store attached."""
    events = con.sql(f"SELECT * {_PASSING} ORDER BY canonical_event_id", params=_params(filters))
    changed_last = scalar(
        con.sql(
            """
            SELECT greatest(
                (SELECT max(updated_at) FROM store.canonical), (SELECT max(decided_at) FROM store.dismissal)
            )
            """
        )
    )
    return Selection(events.to_arrow_table(), changed_last or datetime(1970, 1, 1))


def _params(filters: Filters) -> dict[str, datetime | None]:
    return {
        "created_after": _utc(filters.created_after),
        "modified_after": _utc(filters.modified_after),
    }


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment
