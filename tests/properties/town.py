"""A small town: few titles, cities, days and sources, so that listings collide; and a model as small."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from event_dedup.linkage.comparisons import COMPARISONS
from event_dedup.linkage.model import Model, default_model
from event_dedup.linkage.specification import splink_settings
from event_dedup.store import memory, open_store

SOURCES = ("aue", "berg", "caño")
TITLES = (
    "Rosenmontagsumzug",
    "Rosenmontagsumzug Narrenzunft",
    "Narrenzunft Kinderumzug",
    "Kinderumzug",
    "Wochenmarkt",
    "Wochenmarkt Münsterplatz",
)
DAYS = ("2026-02-14", "2026-02-15", "2026-02-16")
CITIES = ("Elzach", "Waldkirch", None)
STARTS = (None, "14:00", "19:30")
FIRST_PROCESSED = datetime(2026, 1, 1)

# comparison -> match weight, in bits, of its best and of its worst level; the others weigh nothing
_WEIGHTS = {"title": (4.0, -4.0), "place": (1.5, -2.5), "days": (1.0, -3.0), "source": (0.5, -2.0)}


def small_model() -> Model:
    """A model in which four comparisons count, so that small differences between listings change the partition."""
    weights = {name: _steps(len(levels), *_WEIGHTS.get(name, (0, 0))) for name, levels in COMPARISONS.items()}
    lexicon = default_model().lexicon
    return Model("2026-01-01", "a small town", splink_settings(weights, 0.5), lexicon)


def _steps(count: int, best: float, worst: float) -> list[float]:
    return [best + (worst - best) * place / (count - 1) for place in range(count)]


def save_model(store: Path, model: Model, saved_at: datetime = FIRST_PROCESSED) -> None:
    """Put `model` in force, so that what is learnt from the first delivery does not depend on the order."""
    with open_store(store) as con:
        memory.save_model(con, model.model_id, model.trained_at, model.trained_on, model.to_json(), saved_at)


def listing(
    listing_id: str,
    title: str = TITLES[0],
    day: str = DAYS[0],
    city: str | None = CITIES[0],
    start: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An entry of a delivery; every part has a default."""
    return {
        "id": listing_id,
        "title": title,
        "source_type": "terminliste",
        "event_dates": [{"date": day, "start_time": start}],
        "location": {"city": city},
        **more,
    }


def write(folder: Path, source: str, number: int, entries: list[Any], processed: int | None = 0) -> Path:
    """A delivery file of `source`; `processed` is in hours after New Year, None leaves the time out."""
    metadata = {}
    if processed is not None:
        metadata["processedAt"] = (FIRST_PROCESSED + timedelta(hours=processed)).isoformat()
    path = folder / f"{source}_{number:04}.json"
    path.write_text(json.dumps({"metadata": metadata, "events": entries}, ensure_ascii=False), "utf-8")
    return path


def listing_ids() -> st.SearchStrategy[str]:
    """Few ids, so that listings are delivered again with other content."""
    return st.sampled_from(["1", "2", "3"])


def listings() -> st.SearchStrategy[dict[str, Any]]:
    """Listings that often share a title, a day or a city."""
    return st.builds(
        listing,
        listing_ids(),
        title=st.sampled_from(TITLES),
        day=st.sampled_from(DAYS),
        city=st.sampled_from(CITIES),
        start=st.sampled_from(STARTS),
        description=st.sampled_from([None, "Mit Musik.", "Ab Rathaus, mit Musik und Narrensamen."]),
        categories=st.sampled_from([None, ["Fasnet"], ["Markt", "Fasnet"]]),
    )


def entries() -> st.SearchStrategy[list[Any]]:
    """What one file holds: listings, now and then a withdrawal or an entry that cannot be read."""
    withdrawn = listing_ids().map(lambda name: {"id": name, "withdrawn": True})
    broken: st.SearchStrategy[Any] = st.sampled_from([{"id": "9", "title": "Ohne Datum"}, 7, None])
    return st.lists(st.one_of(listings(), listings(), listings(), withdrawn, broken), min_size=1, max_size=4)


def deliveries() -> st.SearchStrategy[tuple[str, list[Any], int]]:
    """(source, entries, hours after New Year); a file may be older than one that came before it."""
    return st.tuples(st.sampled_from(SOURCES), entries(), st.integers(0, 50))
