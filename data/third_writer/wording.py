"""The listing in the making, and how its words are found: slots, titles, headlines."""

import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any

from .dice import Dice
from .kinds import SLOT, Kind
from .model import Event
from .publishers import Publisher
from .slips import tidy
from .words import words

_NAMES_THE_THING = re.compile(
    r"\{(theater|film|kurs|gruppe|kinderstueck|beratung|vortrag|fuehrung|opp|ehren)\}"
)


@dataclass(eq=False, slots=True)
class Draft:
    """What one publisher prints of an event.

    `chosen` keeps one form of every word for the whole listing; `says_hour` is for the texts, `shows_hour` for the
    date; `headed` means that a headline stands where a title would.
    """

    dice: Dice
    publisher: Publisher
    event: Event
    heads: Counter[str]
    article: bool
    source_type: str
    venue: tuple[str, str]
    start: int
    shows_hour: bool
    says_hour: bool
    headed: bool
    pattern: str = ""
    title: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def kind(self) -> Kind:
        """The kind of its event."""
        return self.event.kind

    def happens(self, habit: str) -> bool:
        """Whether the publisher follows this habit here."""
        return self.dice.chance(self.publisher.habits[habit])

    def fill(self, pattern: str) -> str:
        """The pattern with its words, one of each [a/b] and its slots filled."""
        chosen = re.sub(r"\[([^\]]*)\]", lambda found: self.dice.choice(found[1].split("/")), pattern)
        return tidy(SLOT.sub(lambda found: self._word(found[1]), chosen))

    def _word(self, slot: str) -> str:
        event = self.event
        if slot == "t":
            return event.quarter.name
        if slot == "town":
            return self.dice.choice(event.town.names)
        if slot == "v":
            return nominative(self.venue[1])
        if slot == "iv":
            return " ".join(self.venue).replace("in den Lichtspiele", "in den Lichtspielen")
        if slot == "zeit":
            return spoken(self.start or event.start, self.publisher.clock_style)
        if slot == "doors":
            return spoken(event.doors, self.publisher.clock_style).replace("ab ", "um ")
        if slot not in self.chosen:
            self.chosen[slot] = usual(self.dice, event.slots[slot])
        return self.chosen[slot]


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def usual(dice: Dice, forms: list[str]) -> str:
    """The usual form more often than not, else any."""
    return forms[0] if dice.chance(0.6) or len(forms) == 1 else dice.choice(forms)


def nominative(venue: str) -> str:
    """The name of a venue as it stands alone."""
    venue = re.sub(r"^Alten ", "Altes " if "haus" in venue else "Alte ", venue)
    for bent, alone in words("texts")["nominative"]:
        venue = venue.replace(bent, alone)
    return venue


def spoken(start: int, style: int) -> str:
    """ "um 19.30 Uhr" in one of three styles."""
    hour, minute = divmod(start % 1440, 60)
    if style == 0:
        return f"um {hour}.{minute:02d} Uhr" if minute else f"um {hour} Uhr"
    return f"um {hour}:{minute:02d} Uhr" if style == 1 else f"ab {hour}.{minute:02d} Uhr"


def write_title(draft: Draft) -> None:
    """Give the draft its title: a calendar line or a headline, with what the publisher adds to it."""
    draft.pattern = _headline(draft) if draft.headed else _calendar_line(draft)
    subjects = [title for title in draft.kind.titles if _NAMES_THE_THING.search(title)]
    if subjects and (draft.event.told in ("series", "time", "topic") or draft.kind.name == "kino"):
        draft.pattern = draft.dice.choice(subjects)
    draft.title = capital(draft.fill(draft.pattern))
    _show_must(draft)
    _name_organiser(draft)
    _name_place(draft)
    _add_second_line(draft)


def _headline(draft: Draft) -> str:
    """A headline of the kind, or one that fits any event; those used least come first."""
    dice, event, kind, texts = draft.dice, draft.event, draft.kind, words("texts")
    options = list(kind.headlines) * 2 + dice.sample(texts["any_headline"], 4)
    if "p1s" in event.slots:
        options += dice.sample(texts["speaker_headline"], 3)
    if "band" in event.slots and "{band}" in " ".join(kind.sentences):
        options += texts["band_headline"]
    dice.shuffle(options)
    rarest = min(options[:5], key=lambda headline: draft.heads[headline])
    draft.heads[rarest] += 1
    return str(rarest)


def _calendar_line(draft: Draft) -> str:
    """A title of the kind, often the one that the publisher always uses."""
    titles = draft.kind.titles
    own = int(md5(f"{draft.publisher.salt}{draft.kind.name}".encode()).hexdigest(), 16)
    return titles[own % len(titles)] if draft.dice.chance(0.35) else draft.dice.choice(titles)


def _show_must(draft: Draft) -> None:
    if not draft.event.musts:
        return
    title, must = draft.title, draft.dice.choice(draft.event.musts)
    if must.lower() not in title.lower():
        draft.title = draft.dice.choice([f"{title} ({must})", f"{title}, {must}", f"{must}: {title}"])


def _name_organiser(draft: Draft) -> None:
    dice, organiser = draft.dice, draft.event.organiser
    long = draft.chosen.get("o") or usual(dice, organiser.long)
    short = draft.chosen.get("oshort") or dice.choice(organiser.short)
    if draft.headed or not draft.happens("prefix") or draft.kind.name == "kino":
        return
    if not any(name in draft.title for name in organiser.long + organiser.short):
        pattern = dice.choice(words("texts")["with_organiser"])
        draft.title = pattern.format(title=draft.title, long=long, short=short)


def _name_place(draft: Draft) -> None:
    dice, place, town = draft.dice, draft.event.quarter.name, draft.event.town.base
    if draft.publisher.regional and draft.happens("suffix") and place not in draft.title:
        draft.title += dice.choice([f" in {place}", f" {place}", f" – {town}"])
    if draft.publisher.type in ("daily", "amts") and dice.chance(0.08) and place not in draft.title:
        draft.title = f"{place if dice.chance(0.5) else place.upper()}: {draft.title}"


def _add_second_line(draft: Draft) -> None:
    """On a website, another title of the kind after the first, if it says something else."""
    dice = draft.dice
    if draft.publisher.type not in ("portal", "ticket", "kult") or not dice.chance(0.18) or draft.event.musts:
        return
    others = [title for title in draft.kind.titles if title != draft.pattern]
    if others:
        other = draft.fill(dice.choice(others))
        if other and not _stems(draft.title) & _stems(other):
            draft.title += dice.choice([" – ", " | ", ": "]) + other


def _stems(text: str) -> set[str]:
    return {word[:6].lower() for word in re.findall(r"\w{5,}", text)}
