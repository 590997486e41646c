"""Pictures of one batch: what each file brought, and where the seconds went."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

_BRING = {"listings": "#3b75af", "quarantined": "#c8553d"}


def files_chart(files: pd.DataFrame) -> alt.Chart:
    """One bar a file: listings that are new or changed, and entries in quarantine; the 40 newest files."""
    long = files.head(40).melt(["file"], ["listings", "quarantined"], "kind", "entries")
    chart: alt.Chart = (
        alt.Chart(long, width="container")
        .mark_bar()
        .encode(
            alt.X("entries:Q", title="entries"),
            alt.Y("file:N", title=None, sort=None, axis=alt.Axis(labelLimit=320)),
            alt.Color(
                "kind:N", title=None, scale=alt.Scale(domain=list(_BRING), range=list(_BRING.values()))
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
        alt.Chart(stages, width="container")
        .mark_bar(color=_BRING["listings"])
        .encode(
            alt.X("seconds:Q", title="seconds"),
            alt.Y("stage:N", title=None, sort=list(seconds)),
            tooltip=["stage", "seconds"],
        )
    )
    return chart
