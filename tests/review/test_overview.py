"""Listings over time: weeks from Monday, each once, and months where there are many."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from event_dedup.review.overview import listings_over_time
from event_dedup.review.overview_charts import time_chart
from event_dedup.store import open_store
from tests.review.conftest import Deliver, event

pytestmark = pytest.mark.slow


def over_time(store: Path, most_weeks: int = 104) -> pd.DataFrame:
    with open_store(store, read_only=True) as con:
        return listings_over_time(con, most_weeks=most_weeks)


def on(*days: str) -> list[dict[str, object]]:
    return [event(id=day, event_dates=[{"date": day}]) for day in days]


def counted(listings: pd.DataFrame) -> dict[str, int]:
    return {f"{each.starts:%Y-%m-%d}": each.listings for each in listings.itertuples()}


def days(milliseconds: list[int]) -> list[str]:
    return [f"{datetime.fromtimestamp(each / 1000, UTC):%Y-%m-%d}" for each in milliseconds]


def test_a_week_begins_on_monday(deliver: Deliver) -> None:
    store = deliver("one", *on("2026-03-22", "2026-03-23", "2026-03-29", "2026-03-30"))
    assert counted(over_time(store)) == {"2026-03-16": 1, "2026-03-23": 2, "2026-03-30": 1}


def test_many_weeks_are_counted_by_the_month_of_the_event(deliver: Deliver) -> None:
    store = deliver("one", *on("2026-03-27", "2026-04-01"))
    assert counted(over_time(store, most_weeks=1)) == {"2026-03-01": 1, "2026-04-01": 1}


def test_a_single_week_is_named_once_and_is_one_bar_of_eight(deliver: Deliver) -> None:
    weeks = over_time(deliver("one", *on("2026-03-27", "2026-03-28", "2026-03-29")))
    x = time_chart(weeks).to_dict()["encoding"]["x"]
    assert days(x["axis"]["values"]) == ["2026-03-23"]
    assert days(x["scale"]["domain"]) == ["2026-03-02", "2026-04-27"]


def test_sources_are_stacked_upon_each_other(deliver: Deliver) -> None:
    deliver("one", *on("2026-03-27", "2026-03-28"))
    chart = time_chart(over_time(deliver("two", *on("2026-03-27")))).to_dict()
    (rows,) = chart["datasets"].values()
    assert [(row["source"], row["below"], row["above"]) for row in rows] == [("two", 0, 1), ("one", 1, 3)]
