"""From a seed to files in the delivery format, and the truth beside them."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from . import lookalikes, scenes
from .dice import Dice
from .events import Plan
from .feasts import days_for
from .kinds import kinds
from .listing import render
from .model import Event
from .publishers import Publisher, publishers
from .world import build

Json = dict[str, Any]
Issue = tuple[str, str]

# How often each scene is played, before the seed moves it.
_SCENES: list[tuple[Callable[[Plan], None], float]] = [
    (scenes.single, 120),
    (scenes.everywhere, 4.5),
    (scenes.performances, 5),
    (scenes.series, 11),
    (lookalikes.matches, 4),
    (lookalikes.consulting_hours, 3),
    (scenes.cinema, 3),
    (scenes.services, 8),
    (lookalikes.two_houses, 3),
    (scenes.festival, 6),
    (scenes.exhibition, 3),
    (scenes.talk_in_parts, 1.5),
    (scenes.tour, 3),
    (lookalikes.guided_tours, 3),
    (scenes.evening, 3),
    (lookalikes.one_house, 9),
    (lookalikes.two_organisers, 4),
    (lookalikes.levels, 2.5),
    (lookalikes.two_topics, 3),
    (lookalikes.two_ages, 2),
    (lookalikes.branches, 1.5),
]
_COPIES = (0.69, 0.20, 0.085, 0.04, 0.022, 0.010, 0.006, 0.004)  # share of events with 1, 2, ... publishers
_SCENES_OF_A_WORLD = 60_000  # by then hardly a day is free; 4000 listings take about 1500
_MOST = 8  # listings of one event that may come of its days


@dataclass(eq=False, slots=True)
class Press:
    """Who prints, and what stands in the issues so far: (listing, number of its event)."""

    dice: Dice
    wanted: int
    sources: list[Publisher]
    more_copies: float
    twice: float
    total: int = 0
    heads: Counter[str] = field(default_factory=Counter)
    issues: dict[Issue, list[tuple[Json, int]]] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether there are as many listings as wanted."""
        return self.total >= self.wanted


def deliver(listings: int, seed: int, folder: Path) -> int:
    """Write the files of all issues and `truth.csv` into the folder; return the number of JSON files."""
    folder.mkdir(parents=True, exist_ok=True)
    press = _printed(listings, seed)
    return _write(press, folder)


def _printed(listings: int, seed: int) -> Press:
    dice = Dice(f"set-{seed}")
    plan = Plan(build(seed, dice))
    sources = publishers(plan.world)
    _prepare(plan)
    acts = [(scene, weight * dice.lognormvariate(0, 0.35)) for scene, weight in _SCENES]
    press = Press(dice, listings, sources, dice.uniform(0.9, 1.15), dice.uniform(0.03, 0.06))
    announced = 0
    for _ in range(_SCENES_OF_A_WORLD):
        dice.weighted(acts)(plan)
        while announced < len(plan.events) and not press.full:
            _announce(press, plan.events[announced])
            announced += 1
        if press.full:
            return press
    raise ValueError(f"the towns of seed {seed} hold {press.total} listings, not {listings}: ask for fewer")


def _prepare(plan: Plan) -> None:
    """Draw how common each kind is and what is put on stage."""
    world = plan.world
    held = [kind for kind in kinds().values() if plan.held(kind.name) and kind.weight > 0]
    usual = [kind for kind in held if days_for(world, kind.days)]
    plan.common = [(kind, kind.weight * world.dice.lognormvariate(0, 0.45)) for kind in usual]
    fourth = "bandkonzert" if world.dice.chance(0.2) else "theater"
    plan.staged = [kinds()[name] for name in ("theater", "theater", "kindertheater", fourth)]


def _announce(press: Press, event: Event) -> None:
    """Print the event at some of the publishers that take it, now and then twice at one."""
    dice = press.dice
    copies = dice.weighted(_copies(press, event))
    taking = [publisher for publisher in press.sources if publisher.takes(event)]
    if not taking:
        return
    left = [(publisher, _reach(publisher, event)) for publisher in taking]
    printed: list[tuple[Publisher, date]] = []
    room = _MOST
    for _ in range(copies):
        if not left or press.full:
            break
        publisher = dice.weighted(left)
        left = [other for other in left if other[0] is not publisher]
        issue = publisher.issue_for(dice, event.day)
        if issue:
            room -= _list(press, publisher, event, issue, room)
            printed.append((publisher, issue))
    again = dice.chance(press.twice) or (copies > len(printed) and dice.chance(0.3))
    if again and printed and not press.full and len(event.days) == 1:
        _list_again(press, event, *dice.choice(printed), room)


def _copies(press: Press, event: Event) -> list[tuple[int, float]]:
    """How many publishers print it, with the weights; what is well known has more."""
    known = 0.4 + event.fame * 1.1
    options = [(1, _COPIES[0])]
    for count, share in enumerate(_COPIES[1:], start=2):
        options.append((count, share * press.more_copies * known ** (1 if count == 2 else 1.6)))
    return options


def _reach(publisher: Publisher, event: Event) -> float:
    weight: float = publisher.habits["weight"]
    return weight * (1.6 if publisher.town is event.town else 1)


def _list_again(press: Press, event: Event, publisher: Publisher, issue: date, room: int) -> None:
    """The same publisher once more: an article in the issue of the notice, or a notice in another issue."""
    if publisher.type in ("daily", "amts", "weekly") and press.dice.chance(0.5):
        other = publisher.issue_for(press.dice, event.day)
        article = True
    else:
        other, article = publisher.issue_for(press.dice, event.day, but=issue), None
    if other:
        _list(press, publisher, event, other, room, article)


def _list(
    press: Press, publisher: Publisher, event: Event, issue: date, room: int, article: bool | None = None
) -> int:
    """Print the event in this issue, as one listing or one a day; return their number."""
    jobs = _jobs(press.dice, publisher, event)[: max(0, room)]
    for days, printed_as in jobs:
        form = article if len(jobs) == 1 else False
        listing = render(press.dice, publisher, event, days, printed_as, press.heads, form)
        press.issues.setdefault((publisher.key, issue.isoformat()), []).append((listing, event.number))
    press.total += len(jobs)
    return len(jobs)


def _jobs(dice: Dice, publisher: Publisher, event: Event) -> list[tuple[list[date], str]]:
    """The days of each listing and how they are printed."""
    first = event.days[:1]
    if len(event.days) == 1:
        return [(first, "one")]
    if event.span == "long":
        if dice.chance(0.2) and not event.only_range:
            return [([dice.choice(event.days[1:-1][:20])], "rest")]
        return [(first, "range" if dice.chance(0.85) or event.only_range else "first")]
    if event.span == "block":
        return [(event.days, "daily")] if dice.chance(0.6) else [(first, "first")]
    form = publisher.habits["multi"] if dice.chance(0.8) else dice.choice(["range", "daily", "first"])
    if form == "separate":
        return [([day], form) for day in event.days]
    return [(event.days if form == "daily" else first, form)]


def _write(press: Press, folder: Path) -> int:
    """Write issue after issue until there are as many listings as wanted, then the truth in another order."""
    dice, files, left = press.dice, 0, press.wanted
    types = {publisher.key: publisher.file_type for publisher in press.sources}
    rows: list[tuple[str, str]] = []
    clusters: dict[int, str] = {}
    for key, issue in sorted(press.issues):
        page = press.issues[key, issue]
        dice.shuffle(page)
        page = page[:left]
        left -= len(page)
        for listing, number in page:
            rows.append((listing["id"], clusters.setdefault(number, f"c{len(clusters) + 1:05d}")))
        if page:
            _write_issue(dice, folder, (key, issue), types[key], [listing for listing, _ in page])
            files += 1
    dice.shuffle(rows)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth:
        csv.writer(truth).writerows([("event_id", "cluster_id"), *rows])
    return files


def _write_issue(dice: Dice, folder: Path, issue: Issue, file_type: str, listings: list[Json]) -> None:
    key, day = issue
    at = f"{day}T{dice.randint(4, 9):02d}:{dice.randint(0, 59):02d}:00Z"
    metadata = {"processedAt": at, "sourceKey": f"{key}/{day}.{file_type}"}
    text = json.dumps({"events": listings, "metadata": metadata}, ensure_ascii=False, indent=1)
    (folder / f"{key}_{day}_{dice.hexes(8)}.json").write_text(text, encoding="utf-8")
