"""How a cluster holds together: its members, its pairs, the judgements in it and its weakest bridge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from event_dedup.linkage.groups import Groups
from event_dedup.review.charts import COLOURS, NAMES, Chart
from event_dedup.review.look import GREY
from event_dedup.review.metrics import Floats
from event_dedup.store import Connection

_STEPS = 200
_MOST_NODES = 150  # beyond, a graph shows nothing and the layout takes seconds


@dataclass(frozen=True, slots=True)
class ClusterView:
    """Some records and what is known between them.

    `members`: record_id, title, source, event; `pairs`: record ids, weight, probability, verdict (or missing), kind;
    `bridge` is the pair (record ids, weight in bits) that holds the two most loosely joined halves together.
    """

    members: pd.DataFrame
    pairs: pd.DataFrame
    judgements: pd.DataFrame
    bridge: tuple[str, str, float] | None


def describe_cluster(con: Connection, record_ids: Sequence[str], merge: float) -> ClusterView:
    """The records with every scored or judged pair between them; pairs from `merge` (probability) on link."""
    members: pd.DataFrame = con.sql(
        """
        SELECT record_id, title, source, canonical_event_id AS event
        FROM (SELECT record_id, title, source FROM store.current_listing) AS listing
        JOIN (SELECT record_id, canonical_event_id FROM store.member) AS member USING (record_id)
        WHERE record_id IN (SELECT unnest($ids)) ORDER BY record_id
        """,
        params={"ids": list(record_ids)},
    ).df()
    pairs = _pairs(con, record_ids, merge)
    return ClusterView(
        members, pairs, _judgements(con, record_ids), weakest_bridge(list(members["record_id"]), pairs)
    )


def members_of(con: Connection, event_or_record: str) -> list[str]:
    """The records of a canonical event, named by its id or by one of its records; empty where there is none."""
    rows = con.sql(
        """
        SELECT record_id FROM store.member
        WHERE canonical_event_id IN (
            SELECT canonical_event_id FROM store.member WHERE $name IN (canonical_event_id, record_id)
        ) ORDER BY record_id
        """,
        params={"name": event_or_record.strip()},
    ).fetchall()
    return [record_id for (record_id,) in rows]


def largest_events(con: Connection, limit: int = 200) -> pd.DataFrame:
    """Columns event, listings, sources, title, doubtful: the events with most listings first."""
    found: pd.DataFrame = con.sql(
        """
        SELECT canonical_event_id AS event, listings, sources, title,
            CASE WHEN needs_review THEN 'yes' ELSE '' END AS doubtful
        FROM store.canonical_event ORDER BY listings DESC, event LIMIT $limit
        """,
        params={"limit": limit},
    ).df()
    return found


def weakest_bridge(records: Sequence[str], pairs: pd.DataFrame) -> tuple[str, str, float] | None:
    """The lightest pair of the heaviest tree that spans the records; None where nothing joins them."""
    groups, bridge = Groups(records), None
    known = pairs.dropna(subset="weight").sort_values(
        ["weight", "record_id_l", "record_id_r"], ascending=[False, True, True]
    )
    for left, right, weight in zip(known["record_id_l"], known["record_id_r"], known["weight"], strict=True):
        if not groups.same(left, right):
            groups.join(left, right)
            bridge = (left, right, float(weight))
    return bridge


def cluster_chart(view: ClusterView) -> Chart:
    """Members as dots, pairs as lines: full where they link, dashed where they do not; judged ones coloured."""
    ids = list(view.members["record_id"])[:_MOST_NODES]
    place = dict(zip(ids, layout(ids, view.pairs).tolist(), strict=True))
    dots = view.members[view.members["record_id"].isin(ids)].assign(
        x=[place[i][0] for i in ids],
        y=[place[i][1] for i in ids],
        label=[str(n) for n in range(1, len(ids) + 1)],
    )
    ends = alt.Chart(_lines(view.pairs, place)).encode(
        x=_X,
        y=_Y,
        x2="x2:Q",
        y2="y2:Q",
        tooltip=["from:N", "to:N", alt.Tooltip("weight:Q", format="+.1f"), "kind:N"],
        color=alt.Color("kind:N", title=None, scale=_edge_scale(view.pairs), legend=alt.Legend(orient="top")),
    )
    links = ends.transform_filter("datum.linked").mark_rule(strokeWidth=2.5)
    others = ends.transform_filter("!datum.linked").mark_rule(strokeWidth=1.2, strokeDash=[4, 4])
    base = alt.Chart(dots).encode(x=_X, y=_Y, tooltip=["title:N", "source:N", "record_id:N"])
    nodes = base.mark_circle(size=520, opacity=1, color=GREY)
    labels = base.mark_text(color="white", fontWeight="bold").encode(text="label:N")
    return alt.layer(others, links, nodes, labels, width="container", height=320)


def layout(records: Sequence[str], pairs: pd.DataFrame) -> Floats:
    """A place (n, 2) for every record: a circle, then springs along pairs; the same records always look the same."""
    n = len(records)
    turn = np.linspace(0, 2 * np.pi, n, endpoint=False)
    at = np.column_stack([np.cos(turn), np.sin(turn)])
    pull = _springs(records, pairs)
    for step in range(_STEPS if n > 2 else 0):
        apart = at[:, None] - at[None]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 0.05)
        force = (apart * (0.5 / n / distance**3 - pull / n)[..., None]).sum(axis=1)
        at = at + np.clip(force, -0.1, 0.1) * (1 - step / _STEPS)
    spread = np.abs(at - at.mean(axis=0)).max(initial=0.0) or 1.0
    return (at - at.mean(axis=0)) / spread if n > 1 else at * 0.0


def _springs(records: Sequence[str], pairs: pd.DataFrame) -> Floats:
    """Pull between records (n, n): 1 for a link, a little for any other scored pair."""
    position = {record: i for i, record in enumerate(records)}
    pull = np.zeros((len(records), len(records)))
    for left, right, linked in zip(pairs["record_id_l"], pairs["record_id_r"], pairs["linked"], strict=True):
        if left in position and right in position:
            i, j = position[left], position[right]
            pull[i, j] = pull[j, i] = 1.0 if linked else 0.1
    return pull


_FIELD = alt.Scale(domain=[-1.2, 1.2])
_X, _Y = alt.X("x:Q", axis=None, scale=_FIELD), alt.Y("y:Q", axis=None, scale=_FIELD)
_VERDICTS = {NAMES[verdict]: COLOURS[verdict] for verdict in ("match", "non_match", "unsure")}
_KINDS = {"links": "#5a8f69", "does not link": "#9a9a9a", **_VERDICTS}


def _edge_scale(pairs: pd.DataFrame) -> alt.Scale:
    known = [kind for kind in _KINDS if kind in set(pairs["kind"])]
    return alt.Scale(domain=known, range=[_KINDS[kind] for kind in known])


def _lines(pairs: pd.DataFrame, place: dict[str, list[float]]) -> pd.DataFrame:
    inside = pairs[pairs["record_id_l"].isin(place) & pairs["record_id_r"].isin(place)]
    left, right = ([place[i] for i in inside[name]] for name in ("record_id_l", "record_id_r"))
    return pd.DataFrame(
        {
            "from": inside["record_id_l"],
            "to": inside["record_id_r"],
            "weight": inside["weight"],
            "kind": inside["kind"],
            "linked": inside["linked"],
            "x": [p[0] for p in left],
            "y": [p[1] for p in left],
            "x2": [p[0] for p in right],
            "y2": [p[1] for p in right],
        }
    )


def _pairs(con: Connection, record_ids: Sequence[str], merge: float) -> pd.DataFrame:
    pairs: pd.DataFrame = con.sql(
        """
        WITH inside AS (SELECT unnest($ids) AS id), scored AS (
            SELECT record_id_l, record_id_r, match_weight AS weight, match_probability AS probability FROM store.pair
            WHERE record_id_l IN (SELECT id FROM inside) AND record_id_r IN (SELECT id FROM inside)
        ), judged AS (
            SELECT record_id_l, record_id_r, verdict FROM store.current_judgement
            WHERE record_id_l IN (SELECT id FROM inside) AND record_id_r IN (SELECT id FROM inside)
        )
        SELECT record_id_l, record_id_r, weight, probability, verdict
        FROM scored FULL JOIN judged USING (record_id_l, record_id_r)
        ORDER BY weight DESC NULLS LAST, record_id_l, record_id_r
        """,
        params={"ids": list(record_ids)},
    ).df()
    linked = (pairs["verdict"] == "match") | (
        (pairs["probability"] >= merge) & (pairs["verdict"] != "non_match")
    )
    kind = [
        NAMES.get(verdict) or ("links" if links else "does not link")
        for verdict, links in zip(pairs["verdict"], linked, strict=True)
    ]
    return pairs.assign(linked=linked, kind=pd.Series(kind, dtype=str))


def _judgements(con: Connection, record_ids: Sequence[str]) -> pd.DataFrame:
    found: pd.DataFrame = con.sql(
        """
        SELECT record_id_l, record_id_r, verdict, reviewer, judged_at, coalesce(note, '') AS note
        FROM store.current_judgement
        WHERE record_id_l IN (SELECT unnest($ids)) AND record_id_r IN (SELECT unnest($ids))
        ORDER BY recency DESC
        """,
        params={"ids": list(record_ids)},
    ).df()
    return found
