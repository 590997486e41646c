"""The pictures of what is in a store: listings over time, how complete they are, pairs by blocking rule."""

from __future__ import annotations

import altair as alt
import pandas as pd

from event_dedup.review.charts import SERIES, Chart
from event_dedup.review.look import GREY
from event_dedup.review.overview import OTHERS

_FEWEST_WEEKS = 8


def time_chart(listings: pd.DataFrame) -> Chart:
    """Listings by source and week, or month, as `listings_over_time` counts them."""
    weekly = listings["unit"].iloc[0] == "week"
    title = "week of the event, from Monday" if weekly else "month of the event"
    form = "%d %b %Y" if weekly else "%b %Y"
    names = sorted(set(listings["source"]), key=lambda source: (source == OTHERS, source))
    # No time of Vega's own: its weeks begin on Sunday, and it names a long one twice.
    axis = alt.Axis(
        values=sorted(set(map(_utc, listings["starts"]))),
        labelExpr=f"utcFormat(datum.value, '{form}')",
        labelSeparation=4,
    )
    room = alt.Scale(domain=_room_around(listings["starts"].min(), listings["ends"].max()), nice=False)
    colour = alt.Color(
        "source:N",
        title=None,
        scale=alt.Scale(domain=names, range=SERIES[: len(names)]),
        legend=alt.Legend(orient="top", columns=4, labelLimit=160),
    )
    return (
        alt.Chart(_stacked(listings, names, form))
        .mark_rect(x2Offset=-1)
        .encode(
            x=alt.X("starts:Q", title=title, scale=room, axis=axis),
            x2="ends:Q",
            y=alt.Y("below:Q", title="listings", axis=alt.Axis(tickMinStep=1)),
            y2="above:Q",
            color=colour,
            tooltip=["source:N", alt.Tooltip("when:N", title=title), "listings:Q"],
        )
        .properties(width="container", height=240)
    )


def _stacked(listings: pd.DataFrame, names: list[str], form: str) -> pd.DataFrame:
    """A bar a row, upon each other, the first name on top; `when` it is, in words."""
    upwards = listings.sort_values("source", key=lambda column: -column.map(names.index))
    above = upwards.groupby("starts")["listings"].cumsum()
    return pd.DataFrame(
        {
            "source": upwards["source"],
            "when": upwards["starts"].dt.strftime(form),
            "starts": upwards["starts"].map(_utc),
            "ends": upwards["ends"].map(_utc),
            "listings": upwards["listings"],
            "below": above - upwards["listings"],
            "above": above,
        }
    )


def _room_around(first: pd.Timestamp, end: pd.Timestamp) -> list[int]:
    """From first to end, with empty weeks around a few, so that a single one is no block over the full width."""
    week = pd.Timedelta(weeks=1)
    missing = max(0, _FEWEST_WEEKS - (end - first) // week)
    return [_utc(first - missing // 2 * week), _utc(end + (missing - missing // 2) * week)]


def _utc(at: pd.Timestamp) -> int:
    """Milliseconds, so that a day is the same one in every browser's zone."""
    return int(at.timestamp() * 1000)


def completeness_chart(shares: pd.DataFrame) -> Chart:
    """How many listings give each field."""
    base = alt.Chart(shares).encode(
        y=alt.Y("field:N", sort=None, title=None),
        tooltip=["field:N", alt.Tooltip("share:Q", format=".1%")],
    )
    bars = base.mark_bar(color=SERIES[0]).encode(
        x=alt.X(
            "share:Q",
            title="listings that give it",
            axis=alt.Axis(format="%"),
            scale=alt.Scale(domain=[0, 1]),
        )
    )
    texts = base.mark_text(align="left", dx=4, color=GREY).encode(
        x="share:Q", text=alt.Text("share:Q", format=".0%")
    )
    return alt.layer(bars, texts, width="container", height=20 * len(shares))


def rules_chart(rules: pd.DataFrame) -> Chart:
    """Pairs a blocking rule finds, and how many of them no other rule finds."""
    long = pd.DataFrame(
        {
            "rule": [*rules["rule"], *rules["rule"]],
            "kind": ["found by others too"] * len(rules) + ["found by this rule alone"] * len(rules),
            "pairs": [*(rules["pairs"] - rules["alone"]), *rules["alone"]],
        }
    )
    colours = alt.Scale(range=[SERIES[5], SERIES[0]])
    return (
        alt.Chart(long)
        .mark_bar()
        .encode(
            y=alt.Y("rule:N", title=None, axis=alt.Axis(labelLimit=220)),
            x=alt.X("pairs:Q", title="pairs to compare"),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=colours,
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["rule:N", "kind:N", "pairs:Q"],
        )
        .properties(width="container", height=26 * len(rules))
    )
