"""The pictures of the tune notebook, as Altair charts that carry their own data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from event_dedup.review.calibration import Bin
from event_dedup.review.look import GREY
from event_dedup.review.snapshot import VERDICTS, Snapshot
from event_dedup.settings import Thresholds

Chart = Any
"""An Altair chart, layered or not."""

# Okabe and Ito's colours: told apart by colour-blind eyes, on light and on dark ground.
COLOURS = {"match": "#0072b2", "non_match": "#d55e00", "unsure": "#9b72cf", "not judged": "#9a9a9a"}
NAMES = {
    "match": "same event",
    "non_match": "different events",
    "unsure": "unsure",
    "not judged": "not judged",
}
SERIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a4b9e", "#9a9a9a"]
_ROOM = 12  # pixels between an axis and what would cover its labels
_NEAR_THE_END = 0.95  # a label that begins further right might end outside
_LOW, _HIGH = -14.0, 16.0  # bits; what lies beyond is counted in the outermost bars


def weight_counts(snapshot: Snapshot) -> pd.DataFrame:
    """Pairs by weight and verdict, stacked: columns low, high (bits), verdict, pairs, below, above; half a bit wide."""
    bins = np.clip(np.floor(snapshot.weight * 2) / 2, _LOW, _HIGH - 0.5)
    counted = pd.DataFrame({"low": bins, "code": snapshot.verdict}).value_counts(sort=False)
    counts = counted.reset_index(name="pairs").sort_values(["low", "code"])
    above = counts.groupby("low")["pairs"].cumsum()
    return pd.DataFrame(
        {
            "low": counts["low"],
            "high": counts["low"] + 0.5,
            "verdict": [NAMES[VERDICTS[code]] for code in counts["code"]],
            "pairs": counts["pairs"],
            "below": above - counts["pairs"],
            "above": above,
        }
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished Vega-Lite specification, shown by marimo as the chart it is."""

    spec: Mapping[str, Any]

    def _mime_(self) -> tuple[str, str]:
        return f"application/vnd.vegalite.{alt.SCHEMA_VERSION.partition('.')[0]}+json", json.dumps(self.spec)


def weight_histogram(counts: pd.DataFrame, saved: Thresholds) -> Mapping[str, Any]:
    """How many pairs weigh what, by verdict, saved thresholds dashed: a specification for `with_thresholds`."""
    known = [name for name in NAMES.values() if name in set(counts["verdict"])]
    colours = {NAMES[verdict]: colour for verdict, colour in COLOURS.items()}
    scale = alt.Scale(domain=known, range=[colours[name] for name in known])
    x = alt.X("low:Q", title="match weight (bits)", scale=alt.Scale(domain=[_LOW, _HIGH], nice=False))
    bars = (
        alt.Chart(counts)
        .mark_rect()
        .encode(
            x=x,
            x2="high:Q",
            # A square root, so that the few doubtful pairs are seen beside the many clear ones.
            y=alt.Y("below:Q", title="pairs", scale=alt.Scale(type="sqrt")),
            y2="above:Q",
            color=alt.Color("verdict:N", title=None, scale=scale, legend=alt.Legend(orient="top")),
            tooltip=["low:Q", "high:Q", "verdict:N", "pairs:Q"],
        )
    )
    lines = alt.Chart(pd.DataFrame(_lines(saved))).encode(x="x:Q", tooltip="saved:N")
    dashed = lines.mark_rule(strokeDash=[2, 4], strokeWidth=2, color=GREY)
    tried = (
        _line(alt.Chart(alt.NamedData("tried_merge")), "left"),
        _line(alt.Chart(alt.NamedData("tried_review")), "right"),
    )
    spec: dict[str, Any] = alt.layer(bars, dashed, *tried, width="container", height=240).to_dict()
    return spec


def with_thresholds(histogram: Mapping[str, Any], at: Thresholds) -> Drawn:
    """The histogram with the thresholds tried; altair takes a tenth of a second for what is done here at once."""
    tried = {
        f"tried_{name}": [{"x": _bits(p), "label": f"{name} {p:g}"}] for name, p in at.model_dump().items()
    }
    return Drawn({**histogram, "datasets": {**histogram["datasets"], **tried}})


def _lines(at: Thresholds) -> list[dict[str, object]]:
    return [{"x": _bits(p), "saved": f"saved {name} {p:g}"} for name, p in at.model_dump().items()]


def _line(at: Chart, align: Literal["left", "right"]) -> Chart:
    """A threshold as a line at the `x` of its data, with their `label` on one side, above what is drawn."""
    base = at.encode(x="x:Q")
    rule = base.mark_rule(strokeWidth=2, color=GREY).encode(tooltip="label:N")
    dx = 5 if align == "left" else -5
    label = base.mark_text(align=align, dx=dx, y=-8, color=GREY, fontWeight="bold").encode(text="label:N")
    return alt.layer(rule, label)


def _bits(probability: float) -> float:
    inside = min(max(probability, 1e-9), 1 - 1e-9)
    return float(np.clip(np.log2(inside / (1 - inside)), _LOW, _HIGH))


def quality_chart(curve: pd.DataFrame, at: Thresholds) -> Chart:
    """Every figure over the threshold `merge`, with its interval of 95 %."""
    shown = curve.assign(bits=[_bits(merge) for merge in curve["merge"]])
    names = list(dict.fromkeys(curve["figure"]))
    colour = alt.Color(
        "figure:N",
        title=None,
        scale=alt.Scale(domain=names, range=SERIES[: len(names)]),
        legend=alt.Legend(orient="top"),
    )
    x = alt.X("bits:Q", title="match weight (bits)", axis=alt.Axis(labelSeparation=8))
    base = alt.Chart(shown).encode(x=x, color=colour)
    low = max(0.0, float(np.floor(np.nanmin(curve[["value", "low"]].to_numpy()) * 10) / 10))
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[low, 1.0], clamp=True))
    band = (
        base.transform_filter("isValid(datum.low)")
        .mark_area(opacity=0.18)
        .encode(y=alt.Y("low:Q", title=None), y2="high:Q")
    )
    line = base.mark_line(point=True).encode(
        y=y,
        tooltip=[
            "figure:N",
            alt.Tooltip("merge:Q"),
            *(alt.Tooltip(f"{name}:Q", format=".3f") for name in ("value", "low", "high")),
        ],
    )
    marked = pd.DataFrame({"x": [_bits(at.merge)], "label": [f"merge {at.merge:g}"]})
    side: Literal["left", "right"] = "left" if at.merge <= _NEAR_THE_END else "right"
    return alt.layer(band, line, _line(alt.Chart(marked), side), width="container", height=260)


def calibration_chart(bins: Sequence[Bin]) -> Chart:
    """The share of true pairs over the mean probability of each bin; on the line where the model says what is."""
    rows = pd.DataFrame(
        {
            "probability": [b.mean_probability for b in bins if b.pairs],
            "true share": [b.true_share for b in bins if b.pairs],
            "low": [max(0.0, b.true_share - b.chance) for b in bins if b.pairs],
            "high": [min(1.0, b.true_share + b.chance) for b in bins if b.pairs],
            "pairs": [b.pairs for b in bins if b.pairs],
        }
    )
    base = alt.Chart(rows).encode(
        x=alt.X(
            "probability:Q",
            title="the model says",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(labelSeparation=8, offset=_ROOM),
        )
    )
    bars = base.mark_rule(color=GREY).encode(
        y=alt.Y("low:Q", title="truly one event", axis=alt.Axis(offset=_ROOM)), y2="high:Q"
    )
    dots = base.mark_circle(color=SERIES[0], opacity=0.9).encode(
        y=alt.Y("true share:Q", scale=alt.Scale(domain=[0, 1])),
        size=alt.Size("pairs:Q", legend=None, scale=alt.Scale(type="sqrt", range=[40, 500])),
        tooltip=[
            "pairs:Q",
            alt.Tooltip("probability:Q", format=".3f"),
            alt.Tooltip("true share:Q", format=".3f"),
        ],
    )
    line = (
        alt.Chart(pd.DataFrame({"x": [0.0, 1.0]}))
        .mark_line(color=GREY, strokeDash=[4, 4])
        .encode(x="x:Q", y="x:Q")
    )
    return alt.layer(line, bars, dots, width="container", height=260)


def weights_chart(levels: pd.DataFrame) -> Chart:
    """The match weight of every level of every comparison, above 0 for one event, below for two."""
    bars = (
        alt.Chart(levels.assign(kind=["for" if weight >= 0 else "against" for weight in levels["weight"]]))
        .mark_bar()
        .encode(
            y=alt.Y("level:N", sort=None, title=None, axis=alt.Axis(labelLimit=240)),
            x=alt.X("weight:Q", title="match weight (bits)"),
            color=alt.Color(
                "kind:N",
                legend=None,
                scale=alt.Scale(domain=["for", "against"], range=[SERIES[0], SERIES[1]]),
            ),
            tooltip=[
                "comparison:N",
                "level:N",
                alt.Tooltip("weight:Q", format="+.2f"),
                alt.Tooltip("m:Q", format=".4f"),
                alt.Tooltip("u:Q", format=".4f"),
            ],
        )
        .properties(height=alt.Step(17), width=260)
    )
    row = alt.Row(
        "comparison:N",
        sort=list(dict.fromkeys(levels["comparison"])),
        title=None,
        header=alt.Header(labelAngle=0, labelAlign="left", labelLimit=110),
    )
    return bars.facet(row=row, spacing=6).resolve_scale(y="independent")
