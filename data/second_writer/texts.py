"""Text, summary and highlights of a listing."""

from random import Random

from .clock import later
from .draft import Draft
from .noise import misread, torn
from .seasons import WEEKDAYS
from .wording import Words, day_and_month, fill, say, say_one, synonyms, written_date, written_hour
from .words import PHRASES


def write_texts(rng: Random, draft: Draft) -> None:
    """A text, else perhaps a summary; sometimes highlights."""
    if draft.article or rng.random() < draft.rate("text"):
        draft.text = _text(rng, draft)
        if draft.text and rng.random() < draft.rate("hyphens") * 1.5:
            draft.text = torn(draft.text, rng)
        if draft.text and rng.random() < draft.rate("ocr"):
            draft.text = misread(draft.text, rng)
    elif rng.random() < draft.rate("summary") * 0.5:
        organiser = say(PHRASES["organiser_summary"], _words(rng, draft, ""))
        draft.summary = rng.choice([organiser, _sentence(rng, draft)])
    if rng.random() < draft.rate("highlights"):
        draft.highlights = [_sentence(rng, draft)[:60].rsplit(" ", 1)[0]]


def _sentence(rng: Random, draft: Draft) -> str:
    return fill(rng.choice(draft.texts), draft.event, rng, draft.publisher)


def _text(rng: Random, draft: Draft) -> str:
    event = draft.event
    words = _words(rng, draft, rng.choice(event.venue.names))
    told = [synonyms(fill(text, event, rng, draft.publisher), rng) for text in draft.texts]
    rng.shuffle(told)
    lead = say_one(rng, PHRASES["lead"], words)
    if event.last_day:
        lead = say_one(rng, PHRASES["lead_of_range"], words)
    general = _general(rng, draft, words)
    if not draft.article:
        told = told[: rng.choice([0, 1, 1, 2])]
        return " ".join(told + general[: rng.randint(0, 2)])
    parts = [lead] if rng.random() < 0.7 else []
    parts += told[: rng.randint(1, 3)]
    parts += general[: rng.randint(0, 3)]
    if rng.random() < 0.4:
        rng.shuffle(parts)
    return " ".join(parts)


def _general(rng: Random, draft: Draft, words: Words) -> list[str]:
    """Sentences on price, doors, contact and organiser."""
    event, kind = draft.event, draft.event.kind
    sentences = []
    if event.price:
        sentences.append(say_one(rng, PHRASES["price"], words))
    if event.free:
        sentences.append(say_one(rng, PHRASES["free"], words))
    if event.doors and rng.random() < 0.6:
        sentences.append(say(PHRASES["doors"], words))
    if rng.random() < 0.3:
        sentences.append(say_one(rng, PHRASES["contact"], words))
    if rng.random() < 0.25 and not kind.organiser_untold:
        sentences.append(say_one(rng, PHRASES["organiser"], words))
    if rng.random() < 0.15 and not kind.plain:
        sentences.append(say_one(rng, PHRASES["welcome"], words))
    return sentences


def _words(rng: Random, draft: Draft, venue: str) -> Words:
    event = draft.event
    return {
        "datum": lambda: written_date(event.day, rng),
        "zeit": lambda: written_hour(event.start, rng),
        "um": lambda: "um" if rng.random() < 0.7 else "ab",
        "ort": lambda: event.place.name,
        "saal": lambda: venue,
        "wochentag": lambda: WEEKDAYS[event.day.weekday()],
        "org": lambda: rng.choice(event.organiser),
        "erster_tag": lambda: day_and_month(event.day),
        "letzter_tag": lambda: day_and_month(event.last_day or event.day),
        "preis": lambda: event.price,
        "einlass": lambda: written_hour(later(event.start, -event.doors), rng),
        "telefon": lambda: event.contact,
    }
