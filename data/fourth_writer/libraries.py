"""One programme of the county library at one or several branches."""

import re
from datetime import date, timedelta
from typing import Any

from .facts import Facts
from .model import Venue
from .plan import Plan, hold
from .wording import filled
from .words import words


def library_day(plan: Plan) -> None:
    """The same programme at up to four branches on one day, and perhaps a week later again."""
    rng, dates, branches = plan.rng, plan.county.dates, plan.county.by_type["library"]
    row = rng.choice(words("programmes")["library"])
    day = plan.day("any" if rng.random() < 0.3 else "weekday")
    start = rng.choice(row["times"])
    only_once = "{" in row["title"]
    count = 1 if only_once else rng.choice([1, 1, 2, 3, 4])
    for venue in rng.sample(branches, min(count, len(branches))):
        told = plan.facts(venue)
        told["name"] = filled(row["title"], told)
        later = day + timedelta(7)
        again = rng.random() < 0.3 and later in dates and not only_once
        for on in [day, later] if again else [day]:
            if plan.first_time("library", told["name"], venue.name, on):
                _hold(plan, row, venue, on, start, told)


def _hold(plan: Plan, row: dict[str, Any], venue: Venue, day: date, start: str, told: Facts) -> None:
    rng, name, kids = plan.rng, told["name"], row["readers"] == "kids"
    also = row.get("also", [f"{name}!", name])
    titles = [name, f"{name} at {{v}}", *also, f"{also[0]} <at|-> {{v}}"]
    when = (day, start if rng.random() < 0.75 else rng.choice(row["times"]), 45 if kids else 75)
    told["readers"] = _readers(plan, row)
    texts, alike = words("scenes")["library"]["texts"], f"lib:{row['title']}"
    wording = {"titles": titles, "texts": texts}
    hold(plan, "library", venue, when, wording, told, free=True, alike=alike, own="library", family=kids)


def _readers(plan: Plan, row: dict[str, Any]) -> str:
    lists = words("scenes")["library"]
    if row["readers"] != "kids":
        return str(lists[row["readers"]])
    ages = "kids"
    if re.search("Baby|Toddler", row["title"]):
        ages = "babies"
    elif re.search("torytime|Music", row["title"]):
        ages = "little"
    return str(plan.rng.choice(lists[ages]))
