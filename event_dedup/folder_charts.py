"""Pictures of one batch: what each file brought, and where the seconds went."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from event_dedup.review.look import BLUE, ORANGE

_BRING = {"listings": BLUE, "quarantined": ORANGE}
_ROW = 20  # pixels; a height that follows from the bars is one that marimo cannot fit, and says so


def files_chart(files: pd.DataFrame) -> alt.Chart:
    """One bar a file: listings that are new or changed, and entries in quarantine; the 40 newest files."""
    newest = files.head(40)
    long = newest.melt(["file"], ["listings", "quarantined"], "kind", "entries")
    chart: alt.Chart = (
        alt.Chart(long, width="container", height=_ROW * newest["file"].nunique())
        .mark_bar()
        .encode(
            alt.X("entries:Q", title="entries", axis=alt.Axis(tickMinStep=1, format="d")),
            alt.Y("file:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
            alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(_BRING), range=list(_BRING.values())),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["file", "kind", "entries"],
        )
    )
    return chart


def seconds_chart(seconds: Mapping[str, float]) -> alt.Chart:
    """One bar a stage, in the order in which they ran."""
    stages = pd.DataFrame(
        {"stage": list(seconds), "seconds": [round(taken, 3) for taken in seconds.values()]}
    )
    chart: alt.Chart = (
        alt.Chart(stages, width="container", height=_ROW * len(stages))
        .mark_bar(color=_BRING["listings"])
        .encode(
            alt.X("seconds:Q", title="seconds"),
            alt.Y("stage:N", title=None, sort=list(seconds)),
            tooltip=["stage", "seconds"],
        )
    )
    return chart
