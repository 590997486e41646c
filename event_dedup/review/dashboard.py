"""Figures of a store at a glance: totals, sources, runs, and the queue over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from event_dedup.review.look import BLUE, ORANGE
from event_dedup.store import Connection, Relation, first_row


@dataclass(frozen=True, slots=True)
class Totals:
    """`matched` listings share an event with another; `entries` is all that was delivered, readable or not.

    A file that could not be read as a whole is one entry, as it is one of `quarantined`.
    """

    files: int
    entries: int
    listings: int
    events: int
    matched: int
    quarantined: int
    decided: int

    @property
    def match_rate(self) -> float:
        return self.matched / self.listings if self.listings else 0.0

    @property
    def quarantine_rate(self) -> float:
        return self.quarantined / self.entries if self.entries else 0.0


def totals(con: Connection) -> Totals:
    """The figures of the whole store."""
    row = first_row(
        con.sql(
            """
            WITH event AS (
                SELECT canonical_event_id, count(*) AS listings FROM store.member GROUP BY canonical_event_id
            )
            SELECT (SELECT count(*) FROM store.delivery WHERE format <> 'retry'),
                (
                    SELECT coalesce(sum(greatest(entries, quarantined)), 0)::BIGINT
                    FROM store.delivery WHERE format <> 'retry'
                ),
                (SELECT count(*) FROM store.member),
                (SELECT count(*) FROM store.canonical_event),
                (SELECT coalesce(sum(listings) FILTER (listings > 1), 0)::BIGINT FROM event),
                (SELECT count(*) FROM store.quarantine WHERE resolved_at IS NULL),
                (SELECT count(*) FROM store.current_judgement)
            """
        )
    )
    return Totals(*row) if row else Totals(0, 0, 0, 0, 0, 0, 0)  # type: ignore[arg-type]


def sources(con: Connection) -> Relation:
    """One row a source: files, listings, matched (share with a listing of another or the same), quarantined, last."""
    return con.sql(
        """
        WITH event AS (
            SELECT canonical_event_id, count(*) AS listings FROM store.member GROUP BY canonical_event_id
        ), here AS (
            SELECT source, count(*) AS listings, round(count(*) FILTER (event.listings > 1) / count(*), 3) AS matched
            FROM store.member JOIN event USING (canonical_event_id) GROUP BY source
        ), came AS (
            SELECT source, count(*) AS files, max(delivered_at) AS last_delivery
            FROM store.delivery WHERE format <> 'retry' GROUP BY source
        ), held AS (
            SELECT source, count(*) AS quarantined FROM store.quarantine WHERE resolved_at IS NULL GROUP BY source
        )
        SELECT source, coalesce(files, 0) AS files, coalesce(here.listings, 0) AS listings, matched,
            coalesce(quarantined, 0) AS quarantined, last_delivery AS "last delivery (UTC)"
        FROM came FULL JOIN here USING (source) FULL JOIN held USING (source)
        ORDER BY source
        """
    )


def runs(con: Connection, limit: int = 100) -> Relation:
    """The last runs, newest first, with their seconds added up."""
    return con.sql(
        """
        SELECT run_id AS run, started_at AS "started (UTC)", kind, files, listings, quarantined, pairs, matches,
            canonical_events AS events, for_review AS "for review",
            round(list_sum(list_transform(json_keys(seconds),
                lambda stage: json_extract(seconds, '$."' || stage || '"')::DOUBLE)), 2) AS seconds
        FROM store.run ORDER BY run_id DESC LIMIT $limit
        """,
        params={"limit": limit},
    )


def queue_over_time(con: Connection) -> list[Any]:
    """Charts: doubtful pairs after each run, once there are two runs, and decisions day by day."""
    waiting = con.sql(
        "SELECT run_id AS run, started_at AS moment, for_review AS pairs FROM store.run ORDER BY run DESC LIMIT 500"
    ).df()
    decided = con.sql(
        """
        SELECT judged_at::DATE AS day, count(DISTINCT action_id) AS decisions FROM store.judgement
        WHERE verdict <> 'undo' AND judgement_id NOT IN (
            SELECT undoes FROM store.judgement WHERE undoes IS NOT NULL
        )
        GROUP BY day ORDER BY day
        """
    ).df()
    charts = [_waiting(waiting)] if len(waiting) > 1 else []
    return charts if decided.empty else [*charts, _decided(decided)]


def _waiting(frame: pd.DataFrame) -> Any:
    chart = alt.Chart(frame, title="Doubtful pairs after each run", height=160, width=420)
    return chart.mark_line(point={"color": ORANGE}, color=ORANGE).encode(
        x=alt.X("run:Q", scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(tickMinStep=1, format="d")),
        y=alt.Y("pairs:Q", title="pairs", axis=alt.Axis(tickMinStep=1)),
        tooltip=[
            "run:Q",
            alt.Tooltip("moment:T", title="started (UTC)", format="%d %b %Y, %H:%M"),
            "pairs:Q",
        ],
    )


def _decided(frame: pd.DataFrame) -> Any:
    frame = frame.assign(day=frame["day"].astype(str))
    chart = alt.Chart(frame, title="Decisions a day (UTC)", height=160, width=420)
    return chart.mark_bar(color=BLUE, width={"band": 0.5}).encode(
        x=alt.X("day:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("decisions:Q", axis=alt.Axis(tickMinStep=1)),
        tooltip=["day:O", "decisions:Q"],
    )
