"""From a true event to the listing one magazine prints of it, before anything goes wrong."""

from dataclasses import dataclass, field
from random import Random

from .events import Event, Span
from .magazines import Magazine
from .rates import RATES
from .words import WORDS

WEEKDAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
]
MONTHS.append("Dezember")


@dataclass(slots=True)
class Draft:
    """A listing in the making; `tags` name the difficulties in it and are never written."""

    event: Event
    magazine: Magazine
    source_type: str
    title: str
    short: str
    description: str
    spans: list[Span]
    name: str
    city: str
    district: str
    street: str
    street_no: str
    zipcode: str
    geo: tuple[float, float, float] | None
    sanitized_city: str = ""
    tags: set[str] = field(default_factory=set)

    def text(self) -> str:
        """All that a reader sees of the words."""
        return f"{self.title} {self.short} {self.description}"


def rate(magazine: Magazine, name: str) -> float:
    """The magazine's own habit, or the general rate."""
    return magazine.habits.get(name, RATES[name])


def write(rng: Random, event: Event, magazine: Magazine, article: bool) -> Draft:
    """What this magazine prints: a calendar line, or an article with a headline."""
    words = event.slots | _date_words(event)
    title = (
        _headline(rng, event, magazine, words) if article else _calendar_title(rng, event, magazine, words)
    )
    short, description = _texts(rng, event, magazine, words, article)
    draft = _draft(event, magazine, "artikel" if article else "terminliste", title, short, description)
    if article:
        _end_article(rng, draft, words)
    _show_musts(rng, draft)
    draft.description = speakable(draft.description)
    return draft


def _end_article(rng: Random, draft: Draft, words: dict[str, str]) -> None:
    """The info line; never left out where the text does not say what the event is."""
    event = draft.event
    known = words[event.kind.anchor] in draft.text() and event.kind.anchor not in ("ort", "halle", "kirche")
    if not known or rng.random() < rate(draft.magazine, "info_line"):
        draft.description = f"{draft.description} {_info_line(rng, event, words)}".strip()


def _draft(event: Event, magazine: Magazine, source_type: str, title: str, short: str, text: str) -> Draft:
    place, venue = event.town.place, event.venue
    return Draft(
        event=event,
        magazine=magazine,
        source_type=source_type,
        title=speakable(_capital(title)) + event.mark,
        short=_capital(short),
        description=text,
        spans=list(event.spans),
        name=venue.short,
        city=place.name,
        district=venue.district,
        street=venue.street,
        street_no=venue.street_no,
        zipcode=place.zipcode,
        geo=(venue.lat, venue.lon, 0.95),
    )


def _date_words(event: Event) -> dict[str, str]:
    span = event.spans[0]
    day = f"{WEEKDAYS[span.day.weekday()]}, {span.day.day}. {MONTHS[span.day.month - 1]}"
    return {"wann": day, "uhr": spoken(span.start)}


_CONTRACTED = {
    " in dem ": " im ",
    " an dem ": " am ",
    " bei dem ": " beim ",
    " von dem ": " vom ",
    " zu dem ": " zum ",
    " zu der ": " zur ",
    "In dem ": "Im ",
    "An dem ": "Am ",
    "des Musikverein ": "des Musikvereins ",
}


def speakable(text: str) -> str:
    """Prepositions drawn together with their articles."""
    for apart, together in _CONTRACTED.items():
        text = text.replace(apart, together)
    return text


def spoken(start: int | None) -> str:
    """ "19.30 Uhr" as newspapers print it."""
    if start is None:
        return ""
    hour, minute = divmod(start, 60)
    return f"{hour}.{minute:02d} Uhr" if minute else f"{hour} Uhr"


def _calendar_title(rng: Random, event: Event, magazine: Magazine, words: dict[str, str]) -> str:
    titles = event.calendar or event.kind.calendar
    if rng.random() < rate(magazine, "press_title"):
        return titles[event.press % len(titles)].format_map(words)
    return rng.choice(titles).format_map(words)


def _headline(rng: Random, event: Event, magazine: Magazine, words: dict[str, str]) -> str:
    if event.calendar or rng.random() > rate(magazine, "headline"):
        return _calendar_title(rng, event, magazine, words)
    return rng.choice(event.kind.headline).format_map(words)


def _texts(
    rng: Random, event: Event, magazine: Magazine, words: dict[str, str], article: bool
) -> tuple[str, str]:
    lead = rng.choice(event.kind.lead).format_map(words)
    facts = [_fact(rng, event, magazine, fact).format_map(words) for fact in event.facts]
    if article:
        return (lead if rng.random() < 0.5 else ""), _body(rng, facts, words)
    if rng.random() < rate(magazine, "no_description"):
        return lead, ""
    return (lead if rng.random() < 0.6 else ""), " ".join(map(_capital, facts[: rng.randint(1, 2)]))


def _body(rng: Random, facts: list[str], words: dict[str, str]) -> str:
    """Two to five facts in the writer's order, between sentences that fit any event."""
    kept = facts[: rng.randint(2, 5)] if rng.random() < 0.6 else rng.sample(facts, len(facts))
    opener = [rng.choice(WORDS["opener"]).format_map(words)] if rng.random() < 0.4 else []
    closer = [rng.choice(WORDS["closer"]).format_map(words)] if rng.random() < 0.4 else []
    return " ".join(map(_capital, [*opener, *kept, *closer]))


def _fact(rng: Random, event: Event, magazine: Magazine, fact: int) -> str:
    wordings = event.kind.facts[fact]
    if rng.random() < rate(magazine, "press_text"):
        return wordings[event.press % len(wordings)]
    return rng.choice(wordings)


def _info_line(rng: Random, event: Event, words: dict[str, str]) -> str:
    name = rng.choice(event.calendar or event.kind.calendar).format_map(words)
    parts = [name, words["wann"], words["uhr"], event.venue.name]
    return rng.choice(["Info: ", "Termin: ", ""]) + ", ".join(filter(None, parts)) + "."


def _show_musts(rng: Random, draft: Draft) -> None:
    text = draft.text()
    musts = draft.event.musts
    if not musts or any(must in text for must in musts):
        return
    if draft.description and rng.random() < 0.6:
        draft.description += f" ({musts[0]})"
    elif rng.random() < 0.5:
        draft.title += f"{draft.magazine.dash}{musts[-1]}"
    else:
        draft.short = f"{draft.short} {musts[0]}.".strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
