"""From a seed to files in the delivery format, and the truth beside them."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from . import crowds, houses, libraries, music, screens, singles, stages
from .county import build
from .likeness import mark_lookalikes
from .listing import drafted, listing, retold
from .model import County, Draft, Event, Publisher
from .plan import Plan, plan_for
from .publishers import publishers, taken_by

Json = dict[str, Any]
Row = tuple[Publisher, Json, Event]

# How often each scene is played: the seed draws between the two.
_SCENES: list[tuple[Callable[[Plan], None], float, float]] = [
    (singles.single, 28, 40),
    (music.bar_band, 9, 15),
    (music.band_tour, 1, 2),
    (music.concert, 4, 8),
    (stages.play, 1.6, 2.8),
    (stages.exhibition, 3, 5),
    (stages.festival, 0.8, 1.4),
    (crowds.matches, 1, 3),
    (crowds.rally, 0.15, 0.35),
    (crowds.series, 0.5, 1),
    (crowds.wine_tasting, 0.2, 0.4),
    (houses.painting_day, 2.5, 4),
    (houses.senior_day, 1.0, 1.7),
    (houses.dance_day, 1.5, 2.5),
    (libraries.library_day, 6, 10),
    (screens.cinema_day, 3, 6),
    (screens.tour_day, 1.2, 2.2),
]
_SCENES_OF_A_COUNTY = 60_000  # by then hardly a house is free; 3000 listings take about 1800


def deliver(listings: int, seed: int, folder: Path) -> int:
    """Write the files of all publishers and `truth.csv` into the folder; return the number of JSON files."""
    folder.mkdir(parents=True, exist_ok=True)
    rng, county = Random(f"mix-{seed}"), build(seed)
    sources = publishers(county, seed)
    taken = _taken(rng, plan_for(county, seed), sources, listings)
    events = list(taken)
    mark_lookalikes(events)
    rows = _printed(rng, Random(f"render-{seed}"), county, taken)
    rows = _as_many_as(rng, rows, listings)
    order = list(events)
    rng.shuffle(order)
    clusters = {event.number: f"c{number:05d}" for number, event in enumerate(order)}
    return _write(rng, county, rows, clusters, folder)


def _taken(rng: Random, plan: Plan, sources: list[Publisher], listings: int) -> dict[Event, list[Publisher]]:
    """Events with the publishers that list them, until there are as many listings as wanted."""
    scenes = [scene for scene, _, _ in _SCENES]
    weights = [rng.uniform(low, high) for _, low, high in _SCENES]
    taken: dict[Event, list[Publisher]] = {}
    total = seen = 0
    for _ in range(_SCENES_OF_A_COUNTY):
        if rng.random() < 0.04:
            singles.hold_one_of(plan, rng.choice(singles.EVERYWHERE))
        rng.choices(scenes, weights)[0](plan)
        for event in plan.events[seen:]:
            found = taken_by(event, sources, rng)[: listings - total]
            total += len(found)
            if found:
                taken[event] = found
        seen = len(plan.events)
        if total >= listings:
            return taken
    raise ValueError(f"{plan.county.name} County holds {total} listings, not {listings}: ask for fewer")


def _printed(rng: Random, press: Random, county: County, taken: dict[Event, list[Publisher]]) -> list[Row]:
    """Every listing, events in the order they were invented."""
    rows: list[Row] = []
    for event, sources in taken.items():
        drafts = [drafted(press, event, source) for source in sources]
        place_needed = event.exact_place or any(draft.generic for draft in drafts)
        split = False
        for draft in drafts:
            draft = replace(draft, sole=len(drafts) == 1 and rng.random() < 0.5)
            jobs = _jobs(rng, county, draft, split)
            split = split or (event.shared == "days" and len(jobs) > 1)
            for days in jobs:
                rows.append((draft.source, listing(press, county, draft, place_needed, days), event))
            if rng.random() < draft.source.twice:
                again = retold(draft, drafted(press, event, draft.source))
                rows.append((draft.source, listing(press, county, again, True, []), event))
    return rows


def _jobs(rng: Random, county: County, draft: Draft, split: bool) -> list[list[date]]:
    """The days of each listing the publisher prints of the event; none stand for all of them."""
    event, splits = draft.event, draft.source.splits
    if event.shared == "days" and splits and not split and rng.random() < 0.7:
        return [[day] for day in event.days]
    if event.shared == "days" and rng.random() < 0.3:
        return [event.days]
    if event.shared == "long" and splits and rng.random() < 0.12:
        first, second = ([day] if day in event.days else [] for day in rng.sample(county.dates, 2))
        return [first, second] if first else [first]
    return [[]]


def _as_many_as(rng: Random, rows: list[Row], listings: int) -> list[Row]:
    """As many rows as wanted: some events that are listed once are left out."""
    surplus = len(rows) - listings
    if surplus <= 0:
        return rows
    count = Counter(event.number for _, _, event in rows)
    numbers = sorted(count)
    rng.shuffle(numbers)
    gone = set([number for number in numbers if count[number] == 1][:surplus])
    return [row for row in rows if row[2].number not in gone]


def _write(rng: Random, county: County, rows: list[Row], clusters: dict[int, str], folder: Path) -> int:
    """Write one or two exports a publisher, then the truth."""
    exports: dict[tuple[str, int], list[Json]] = {}
    truth = []
    for source, entry, event in rows:
        export = 0 if source.exports == 1 else rng.choice([0, 1])
        exports.setdefault((source.key, export), []).append(entry)
        truth.append((entry["id"], clusters[event.number]))
    for (key, export), entries in sorted(exports.items()):
        rng.shuffle(entries)
        _write_export(rng, folder, key, county.first - timedelta(2 - export), entries)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("event_id", "cluster_id"), *sorted(truth)])
    return len(exports)


def _write_export(rng: Random, folder: Path, key: str, day: date, entries: list[Json]) -> None:
    file = folder / f"{key}_{day}_{rng.getrandbits(32):08x}.json"
    at = f"{day}T0{rng.randint(3, 8)}:{rng.randint(0, 59):02d}:00Z"
    document = {"events": entries, "metadata": {"processedAt": at, "sourceKey": f"{key}/{day}"}}
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
