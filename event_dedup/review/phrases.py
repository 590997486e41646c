"""What speaks for and against a pair, in words: facts of both listings, weighed by the pair's levels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from event_dedup.linkage.gazetteer import NEARBY_KM
from event_dedup.linkage.vocabulary import fold, words_of
from event_dedup.review.fields import metres_apart
from event_dedup.review.told import CHECKABLE, told
from event_dedup.settings import Vocabulary

Listing = Mapping[str, Any]
"""The fields of a listing by name, as the store has them."""

Rarity = Callable[[str], float]
"""Bits of a folded word: 0 where every listing holds it."""

_RARE_BITS = 5.0  # one listing in 32
_MOST_DAYS = 366
_HALF_A_DAY = 720  # minutes
_WORTH_SAYING = 2.0  # bits: weaker evidence of a kind that is not put in words stays unsaid


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison of a pair: the level it reached and that level's match weight in bits."""

    comparison: str
    level: str
    weight: float

    @property
    def name(self) -> str:
        """The comparison as people read it."""
        return self.comparison.replace("_", " ")


def sentence(left: Listing, right: Listing, evidence: Sequence[Evidence], rarity: Rarity) -> str:
    """One plain sentence: what speaks for the pair, and after a semicolon what speaks against it."""
    said = list(_said(left, right, evidence, rarity))
    for_it = ", ".join(phrase for phrase, weight in said if weight >= 0)
    against = ", ".join(phrase for phrase, weight in said if weight < 0) or _strongest_against(evidence)
    whole = "; ".join(part for part in (for_it, against) if part) or "nothing is known that could be compared"
    return whole[0].upper() + whole[1:].rstrip(".") + "."


def _strongest_against(evidence: Sequence[Evidence]) -> str:
    """What speaks against a pair of which no fact does: a combination of facts."""
    least = min(evidence, key=lambda each: each.weight, default=None)
    return told(least.comparison, least.level) if least and least.weight <= -_WORTH_SAYING else ""


def _said(
    left: Listing, right: Listing, evidence: Sequence[Evidence], rarity: Rarity
) -> Iterable[tuple[str, float]]:
    """(phrase, bits) in reading order: when, where, what, then the rest."""
    weight = {topic: sum(e.weight for e in evidence if _topic(e) == topic) for topic in _TOPICS}
    level = {e.comparison: e.level for e in evidence}
    against = weight["title"] < 0
    alike = "" if against else ", ".join(e.level for e in evidence if _topic(e) == "title" and e.weight > 0)
    facts = {
        "days": days_phrase(left, right, level.get("days", "")),
        "place": place_phrase(left, right, level.get("place", "")),
        "title": title_phrase(left, right, rarity, level, alike, against=against),
        "time": start_phrase(left, right, level.get("time", "")),
        "source": f"both from {left['source']}" if left["source"] == right["source"] else "",
    }
    compared = {_topic(e) for e in evidence if e.level != "missing"}
    yield from ((phrase, weight[topic]) for topic, phrase in facts.items() if phrase and topic in compared)
    for each in evidence:
        unsaid = each.comparison == "occasion" and each.level not in CHECKABLE
        if not _topic(each) and not unsaid and abs(each.weight) >= _WORTH_SAYING:
            yield told(each.comparison, each.level), each.weight


_TOPICS = ("days", "place", "title", "time", "source")
_SAME_TOPIC = {"distance": "place", "own_words": "title"}


def _topic(evidence: Evidence) -> str:
    """The topic that a comparison's name begins with; empty for one that is told by its label."""
    name = _SAME_TOPIC.get(evidence.comparison, evidence.comparison)
    return next((topic for topic in _TOPICS if name.startswith(topic)), "")


def days_phrase(left: Listing, right: Listing, level: str = "") -> str:
    """How the days of both listings lie to each other; few shared days of many are told from few of few."""
    days_l, days_r = _days(left), _days(right)
    shared = len(days_l & days_r)
    if not days_l or not days_r:
        return ""
    if days_l == days_r:
        return "same day" if shared == 1 else f"same {shared} days"
    if shared:
        return f"{shared} shared {_plural('day', shared)}{' of many' if 'of many' in level else ''}"
    gap = min(abs((one - two).days) for one in _ends(days_l) for two in _ends(days_r))
    return f"{gap} {_plural('day', gap)} apart"


def _ends(days: set[date]) -> tuple[date, date]:
    return min(days), max(days)


def _days(listing: Listing) -> set[date]:
    days: set[date] = set()
    for each in listing["dates"]:
        last = each["end_date"] or each["date"]
        length = max(0, min(_MOST_DAYS, (last - each["date"]).days))
        days |= {each["date"] + timedelta(days=i) for i in range(length + 1)}
    return days


def place_phrase(left: Listing, right: Listing, level: str = "") -> str:
    """What is the same by the level; else how far apart, else the towns, and the venues where those differ."""
    if level in _ADDRESSES:
        return _ADDRESSES[level]
    same = _same_place(left, right, level)
    if same and not level.startswith("other"):
        return same
    metres = metres_apart(left, right)
    if metres is None and any(said in level for said in ("other venue", "sister house", "kind of house")):
        return _venues_phrase(left, right, level)
    towns = _towns_phrase(left["city"], right["city"], level)
    where = towns if metres is None else _apart(left, right, metres / 1000)
    return f"{same} {where}".strip()


def _same_place(left: Listing, right: Listing, level: str) -> str:
    """What both listings name alike; empty where the level says otherwise."""
    if "quarter against" in level:
        return ""
    named = bool(left["venue"] and right["venue"]) and fold(left["venue"]) == fold(right["venue"])
    if level.startswith("other"):
        return "venues of the same name" if named or "same venue" in level else ""
    if named and "other" not in level:
        return "same venue"
    return next((said for begins, said in _SAME.items() if level.startswith(begins)), "")


_ADDRESSES = {
    "both online": "both online",
    "same street, another number": "another number in the same street",
    "another street and number": "another street and number",
    "another postcode": "another postcode",
    "same town, other street": "another street of the same town",
}
_SAME = {
    "same address": "same address",
    "same street": "same street",
    "same spot": "same spot",
    "same venue": "same venue",
    "same generic venue": "same kind of venue",
    "similar venue": "similar venues",
    "venue inside": "the name of one venue holds that of the other",
}


def _apart(left: Listing, right: Listing, km: float) -> str:
    exact = min(left["geo_confidence"] or 1.0, right["geo_confidence"] or 1.0) >= 0.8
    return f"{'' if exact else 'about '}{_distance(km)} apart"


def _venues_phrase(left: Listing, right: Listing, level: str) -> str:
    towns = _towns_phrase(left["city"], right["city"], level)
    if not (left["venue"] and right["venue"]):
        return towns
    venues = f"at {left['venue']} and at {right['venue']}"
    return f"{towns} but {venues}" if left["city"] and right["city"] else venues


def _towns_phrase(town_l: str | None, town_r: str | None, level: str) -> str:
    if not (town_l and town_r):
        return "town known on one side only" if town_l or town_r else ""
    alike = fold(town_l) == fold(town_r)
    if "quarter against" in level:
        return f"one in a quarter, the other in {town_l if alike else 'the town'} itself"
    if "other quarter" in level:
        return f"in other quarters of {town_l if alike else f'one town ({town_l} and {town_r})'}"
    if alike:
        return f"both in {town_l}"
    if level.startswith(("same", "town spelt")):
        return f"in one town ({town_l} and {town_r})"
    if level == "towns of one metropolis":
        return f"in {town_l} and in {town_r}, less than {NEARBY_KM} km apart in a list of the whole world"
    if level == "in the country that the other names":
        return f"in a town and in its country ({town_l} and {town_r})"
    return f"in {town_l} and in {town_r}"


def _distance(km: float) -> str:
    if km < 0.095:
        return "less than 100 m"
    if km < 0.95:
        return f"{round(km, 1) * 1000:.0f} m"
    return f"{km:.1f} km" if km < 10 else f"{km:,.0f} km"


def title_phrase(
    left: Listing,
    right: Listing,
    rarity: Rarity,
    level: Mapping[str, str] | None = None,
    alike: str = "",
    *,
    against: bool = False,
) -> str:
    """Which words the titles share, the rarest first, called rare or common as the levels of the model call them.

    `alike` speaks where no word is shared; `against` where the titles as a whole speak against the pair.
    """
    level = level or {}
    title, contained = level.get("title", ""), level.get("title_words", "")
    if title.startswith("equal") or fold(left["title"]) == fold(right["title"]):
        return f"equal titles{_OF_WORDS.get(title, '')}"
    shared = _shared_words(left, right, rarity)
    if not shared:
        return f"titles: {alike}" if alike else _nothing_shared(title, contained)
    rare = [word for word, bits in shared if bits >= _RARE_BITS]
    common = contained.endswith("common") or not (rare or contained.endswith("rare"))
    words = ([] if common else rare) or [word for word, _ in shared]
    kind = f"{'only ' if against else ''}the {'common' if common else 'rare'}"
    return f"titles share {kind} {_plural('word', len(words[:4]))} {_listed(words[:4])}"


_OF_WORDS = {"equal, rare": " of rare words", "equal, common": " of common words"}


def _nothing_shared(title: str, contained: str) -> str:
    """Titles without a word in common as it is written; parts of words may be alike all the same."""
    return f"titles {title}" if title and contained != "hardly" else "titles share no word"


def _shared_words(left: Listing, right: Listing, rarity: Rarity) -> list[tuple[str, float]]:
    """Words of both titles as the first spells them, with their bits, the rarest first."""
    spelt = _title_words(left)
    common = spelt.keys() & _title_words(right).keys() - _carrying_nothing()
    ordered = sorted((-rarity(word), word) for word in common)
    return [(spelt[word], -bits) for bits, word in ordered]


def _title_words(listing: Listing) -> dict[str, str]:
    """Folded words of the title with their spelling there; numbers and single letters say too little."""
    spelt = {fold(word): word for word in re.findall(r"\w+", listing["title"])}
    return {word: as_is for word, as_is in spelt.items() if len(word) > 1 and not word.isdigit()}


@cache
def _carrying_nothing() -> frozenset[str]:
    return words_of(Vocabulary()).stop_words


def start_phrase(left: Listing, right: Listing, level: str = "") -> str:
    """How far apart the starts are; empty where neither listing has a clock time, `level` speaks where one has."""
    starts_l, starts_r = _minutes(left), _minutes(right)
    if not starts_l or not starts_r:
        phrase = f"start {level}" if "told" in level else "start known on one side only"
        return phrase if starts_l or starts_r else ""
    gap = min(abs(one - two) for one in starts_l for two in starts_r)
    if gap == _HALF_A_DAY and level == "12 hours":
        return "start differs by 12 hours as 8 and 20 o'clock do"
    if gap and "told" in level:
        return f"start differs by {_duration(gap)} but is {level}"
    return f"start differs by {_duration(gap)}" if gap else "same start"


def _minutes(listing: Listing) -> set[int]:
    """Starts in minutes after midnight; 00:00 stands for a time that is not known."""
    starts: list[time] = [each["start_time"] for each in listing["dates"] if each["start_time"]]
    return {start.hour * 60 + start.minute for start in starts} - {0}


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{number} {_plural(unit, number)}" for number, unit in parts if number)


def _plural(word: str, number: int) -> str:
    return word if number == 1 else word + "s"


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
