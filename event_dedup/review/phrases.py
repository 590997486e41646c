"""What speaks for and against a pair, in words: facts of both listings, weighed by the pair's levels."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from event_dedup.linkage.vocabulary import fold, words_of
from event_dedup.settings import Vocabulary

Listing = Mapping[str, Any]
"""The fields of a listing by name, as the store has them."""

Rarity = Callable[[str], float]
"""Bits of a folded word: 0 where every listing holds it."""

_RARE_BITS = 5.0  # one listing in 32
_MOST_DAYS = 366
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
    return f"{least.name}: {least.level}" if least and least.weight <= -_WORTH_SAYING else ""


def _said(
    left: Listing, right: Listing, evidence: Sequence[Evidence], rarity: Rarity
) -> Iterable[tuple[str, float]]:
    """(phrase, bits) in reading order: when, where, what, then the rest."""
    weight = {topic: sum(e.weight for e in evidence if _topic(e) == topic) for topic in _TOPICS}
    labels = ", ".join(e.level for e in evidence if _topic(e) == "title" and e.weight > 0)
    facts = {
        "days": days_phrase(left, right),
        "place": place_phrase(left, right),
        "title": title_phrase(left, right, rarity, labels),
        "time": start_phrase(left, right, next((e.level for e in evidence if _topic(e) == "time"), "")),
        "source": f"both from {left['source']}" if left["source"] == right["source"] else "",
    }
    compared = {_topic(e) for e in evidence if e.level != "missing"}
    yield from ((phrase, weight[topic]) for topic, phrase in facts.items() if phrase and topic in compared)
    for each in evidence:
        if not _topic(each) and each.comparison not in _UNSAID and abs(each.weight) >= _WORTH_SAYING:
            yield each.level if each.name in each.level else f"{each.name}: {each.level}", each.weight


_TOPICS = ("days", "place", "title", "time", "source")


# A comparison of combinations corrects others; alone it says nothing that a reader could check.
_UNSAID = {"occasion"}
_SAME_TOPIC = {"distance": "place", "own_words": "title"}


def _topic(evidence: Evidence) -> str:
    """The topic that a comparison's name begins with; empty for one that is told by its label."""
    name = _SAME_TOPIC.get(evidence.comparison, evidence.comparison)
    return next((topic for topic in _TOPICS if name.startswith(topic)), "")


def days_phrase(left: Listing, right: Listing) -> str:
    """How the days of both listings lie to each other."""
    days_l, days_r = _days(left), _days(right)
    shared = len(days_l & days_r)
    if not days_l or not days_r:
        return ""
    if days_l == days_r:
        return "same day" if shared == 1 else f"same {shared} days"
    if shared:
        return f"{shared} shared {_plural('day', shared)}"
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


def place_phrase(left: Listing, right: Listing) -> str:
    """The same venue, else how far apart, else what the city labels say."""
    if left["venue"] and right["venue"] and fold(left["venue"]) == fold(right["venue"]):
        return "same venue"
    km = kilometres(left, right)
    if km is not None:
        exact = min(left["geo_confidence"] or 1.0, right["geo_confidence"] or 1.0) >= 0.8
        return f"{'' if exact else 'about '}{_distance(km)} apart"
    if left["online"] and right["online"]:
        return "both online"
    where = _cities_phrase(left["city"], right["city"])
    if where.startswith("both") and left["venue"] and right["venue"]:
        return f"{where} but at {left['venue']} and at {right['venue']}"
    return where


def _cities_phrase(city_l: str | None, city_r: str | None) -> str:
    if city_l and city_r:
        return f"both in {city_l}" if fold(city_l) == fold(city_r) else f"in {city_l} and in {city_r}"
    return "city known on one side only" if city_l or city_r else ""


def kilometres(left: Listing, right: Listing) -> float | None:
    """The great-circle distance of two listings; None where one has no coordinates."""
    spots = [each[name] for each in (left, right) for name in ("latitude", "longitude")]
    if any(spot is None for spot in spots):
        return None
    lat_l, lon_l, lat_r, lon_r = map(math.radians, spots)
    half = (
        math.sin((lat_r - lat_l) / 2) ** 2
        + math.cos(lat_l) * math.cos(lat_r) * math.sin((lon_r - lon_l) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, half)))


def _distance(km: float) -> str:
    if km < 0.095:
        return "less than 100 m"
    if km < 0.95:
        return f"{round(km, 1) * 1000:.0f} m"
    return f"{km:.1f} km" if km < 10 else f"{km:,.0f} km"


def title_phrase(left: Listing, right: Listing, rarity: Rarity, labels: str = "") -> str:
    """Which words the titles share, the rarest first; `labels` speak where no word is shared."""
    if fold(left["title"]) == fold(right["title"]):
        return "equal titles"
    words = _title_words(left)
    common = words.keys() & _title_words(right).keys() - _carrying_nothing()
    shared = sorted(common, key=lambda word: (-rarity(word), word))
    rare = [words[word] for word in shared if rarity(word) >= _RARE_BITS][:4]
    if rare:
        return f"titles share the rare {_plural('word', len(rare))} {_listed(rare)}"
    if shared:
        return f"titles share only common words ({_listed([words[word] for word in shared[:3]])})"
    return f"titles: {labels}" if labels else "titles share no word"


def _title_words(listing: Listing) -> dict[str, str]:
    """Folded words of the title with their spelling there; numbers and single letters say too little."""
    spelt = {fold(word): word for word in re.findall(r"\w+", listing["title"])}
    return {word: as_is for word, as_is in spelt.items() if len(word) > 1 and not word.isdigit()}


@cache
def _carrying_nothing() -> frozenset[str]:
    return words_of(Vocabulary()).stop_words


def start_phrase(left: Listing, right: Listing, label: str = "") -> str:
    """How far apart the starts are; empty where neither listing has a clock time, `label` speaks where one has."""
    starts_l, starts_r = _minutes(left), _minutes(right)
    if not starts_l or not starts_r:
        told = f"start {label}" if "told" in label else "start known on one side only"
        return told if starts_l or starts_r else ""
    gap = min(abs(one - two) for one in starts_l for two in starts_r)
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
