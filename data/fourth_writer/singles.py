"""Single events of a common kind: markets, meetings, talks, classes, whatever `kinds.toml` has."""

from typing import Any

from .facts import in_season
from .plan import Plan, Texts, hold, owner
from .wording import filled, settled
from .words import words

EVERYWHERE = (
    "farmersmkt",
    "openmic",
    "trivia",
    "karaoke",
    "bingo",
    "foodtruck",
)  # in every second bar or square

_LIVELY = ("bar", "brewery", "winery", "cafe")


def single(plan: Plan) -> None:
    """One event of any kind."""
    hold_one_of(plan, plan.rng.choices(list(plan.kinds), list(plan.kinds.values()))[0])


def hold_one_of(plan: Plan, kind: str) -> None:
    """One event of this kind."""
    rng, row = plan.rng, words("kinds")[kind]
    venue = plan.house(*row["venues"])
    texts = _texts(plan, row, plan.facts(venue))
    when = (plan.day(row["days"]), rng.choice(row["times"]), row["minutes"])
    civic = row["category"] == "civic" and venue.type == "cityhall"
    lively = row["category"] == "music" and venue.type in _LIVELY
    hold(
        plan,
        row["category"],
        venue,
        when,
        texts,
        {},
        alike=kind if _one_like_another(kind, row) else "",
        act="music" if lively else "",
        own="city" if civic else owner(venue),
        free=rng.random() < row["free"],
        family=row["category"] == "kids",
    )


def _texts(plan: Plan, row: dict[str, Any], told: dict[str, str]) -> Texts:
    """The texts of the kind with what is chosen for this event, and nothing of another season."""
    choices: dict[str, str] = {}
    texts = {
        part: [filled(settled(plan.rng, text, choices), told) for text in row.get(part, ())]
        for part in ("titles", "headlines", "texts")
    }
    same = in_season(plan.county.first, choices.get("same0", ""))
    return {
        part: [in_season(plan.county.first, text).replace("{same0}", same) for text in of_part]
        for part, of_part in texts.items()
    }


def _one_like_another(kind: str, row: dict[str, Any]) -> bool:
    """Whether events of this kind are hard to tell apart by their titles."""
    titles = [*row["titles"], *row.get("headlines", ())]
    return kind != "bookclub" and (titles[0].startswith("~") or any("{same0}" in title for title in titles))
