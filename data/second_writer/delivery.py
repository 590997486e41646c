"""Who prints which event how often, and the files with the truth beside them."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from .events import Event
from .planner import planned
from .publishers import Publisher, publishers
from .writing import Appearance, Writer

# Kinds of two or three days that some publishers print day by day.
_DAY_BY_DAY = ("hobbyschau", "gewerbeschau", "ostermarkt", "narrentreffen")


def deliver(listings: int, seed: int, folder: Path) -> int:
    """Write the files of all issues and `truth.csv` into the folder; return the number of JSON files."""
    folder.mkdir(parents=True, exist_ok=True)
    issues: dict[tuple[str, date], list[dict[str, Any]]] = defaultdict(list)
    printing: dict[str, Publisher] = {}
    labels = []
    for number, (event, appearance, listing) in enumerate(_printed(listings, seed)):
        name = _hash(f"{seed}-{number}", 16)
        publisher = appearance.publisher
        printing[publisher.key] = publisher
        issues[publisher.key, appearance.issue].append({"id": name, **listing})
        labels.append((name, event.number))
    for (key, day), events in issues.items():
        _write_issue(folder, seed, printing[key], day, events)
    _write_truth(folder, seed, labels)
    return len(issues)


def _printed(listings: int, seed: int) -> Iterator[tuple[Event, Appearance, dict[str, Any]]]:
    """As many listings as asked for, or as a region has; group after group of events."""
    region, groups = planned(seed)
    rng = Random(f"main{seed}")
    founded = publishers(region, Random(f"pub{seed}"))
    writer = Writer(Random(f"render{seed}"), region.towns)
    rng.shuffle(groups)
    sizes = _sizes(rng)
    count = 0
    for event in (event for group in groups for event in group):
        for appearance in _appearances(rng, event, founded, sizes):
            if count == listings:
                return
            yield event, appearance, writer.listing(event, appearance)
            count += 1


def _sizes(rng: Random) -> list[float]:
    """How often an event is printed by one, two and up to eight publishers."""
    return [rng.uniform(60, 68), rng.uniform(19, 24), rng.uniform(8, 11), 3.4, 1.4, 0.7, 0.35, 0.2]


def _appearances(rng: Random, event: Event, founded: list[Publisher], sizes: list[float]) -> list[Appearance]:
    """In which issues the event is printed: the more prominent, the oftener."""
    pool = [publisher for publisher in founded if publisher.takes(event)]
    if not pool:
        return []
    weights = [size * event.prominence ** (more * 0.62) for more, size in enumerate(sizes)]
    count = rng.choices(range(1, len(sizes) + 1), weights)[0]
    chosen: list[Appearance] = []
    while pool and len(chosen) < count:
        publisher = rng.choices(pool, [one.weight for one in pool])[0]
        pool.remove(publisher)
        issues = publisher.issues_for(event)
        appearances = [Appearance(publisher, rng.choice(issues))]
        if len(chosen) + 1 < count and rng.random() < 0.16 and "weekly" not in event.kind.features:
            appearances = _twice(rng, event, appearances[0], issues)
        if _day_by_day(event, publisher) and rng.random() < 0.6:
            issue = appearances[0].issue
            days = [Appearance(publisher, issue, None, day) for day in range(event.days)]
            appearances = [*appearances[:-1], *days]
        chosen += appearances
    return chosen


def _twice(rng: Random, event: Event, appearance: Appearance, issues: list[date]) -> list[Appearance]:
    """The event in two issues, or as a notice and an article of one."""
    publisher, issue = appearance.publisher, appearance.issue
    if len(issues) > 1 and rng.random() < 0.6:
        other = rng.choice([day for day in issues if day != issue])
        return [appearance, Appearance(publisher, other)]
    if publisher.rates["articles"] > 0.2 and event.kind.headlines:
        return [Appearance(publisher, issue, False), Appearance(publisher, issue, True)]
    return [appearance]


def _day_by_day(event: Event, publisher: Publisher) -> bool:
    if event.last_day is None or publisher.ranges != "per_day":
        return False
    return 2 <= event.days <= 3 and event.kind.name in _DAY_BY_DAY


def _hash(text: str, length: int) -> str:
    return sha256(text.encode()).hexdigest()[:length]


def _write_issue(
    folder: Path, seed: int, publisher: Publisher, day: date, events: list[dict[str, Any]]
) -> None:
    name = f"{publisher.key}{day}{seed}"
    rng = Random(name)
    rng.shuffle(events)
    at = f"{day}T{rng.randint(4, 8):02d}:{rng.randint(0, 59):02d}:00Z"
    source = f"{publisher.key}/{day}.{'html' if publisher.web else 'pdf'}"
    document = {"events": events, "metadata": {"processedAt": at, "sourceKey": source}}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (folder / f"{publisher.key}_{day}_{_hash(name, 8)}.json").write_text(text, encoding="utf-8")


def _write_truth(folder: Path, seed: int, labels: list[tuple[str, int]]) -> None:
    """Listings in no order, and clusters numbered in no order."""
    rng = Random(seed)
    rng.shuffle(labels)
    events = sorted({event for _, event in labels})
    rng.shuffle(events)
    clusters = {event: f"c{number:05d}" for number, event in enumerate(events)}
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth:
        rows = csv.writer(truth)
        rows.writerow(["event_id", "cluster_id"])
        rows.writerows((name, clusters[event]) for name, event in labels)
