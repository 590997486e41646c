"""How every chart looks, on light and on dark ground. Importing it puts the look in force."""

from __future__ import annotations

import altair as alt

BLUE, ORANGE = "#0072b2", "#d55e00"
"""Told apart by colour-blind eyes (Okabe and Ito)."""

GREY = "#808080"
"""Lines and letters that are read on light and on dark ground."""


@alt.theme.register("event_dedup", enable=True)
def look() -> alt.theme.ThemeConfig:
    """The page shines through, lines of the grid are faint on it, titles stand on the left as on the page."""
    return {
        "config": {
            "background": "transparent",
            "view": {"stroke": None, "continuousWidth": 300, "continuousHeight": 300},
            "axis": {
                "gridColor": GREY,
                "gridOpacity": 0.25,
                "domainColor": GREY,
                "tickColor": GREY,
                "labelFontSize": 11,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
            },
            "legend": {"labelFontSize": 12, "symbolOpacity": 1},
            "title": {"anchor": "start", "fontSize": 13},
        }
    }
