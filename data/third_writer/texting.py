"""The sentences of a listing: what the kind tells, when and where, and practical remarks."""

from datetime import date

from .slips import misheard, misread, quoted, reworded
from .wording import Draft, capital
from .words import words

_OUTDOORS = ("square", "quarter", "sport", "park")
_SAID_ONCE = ("Veranstalter ist", "Ansprechpartner", "Anmeldung")


def write_text(draft: Draft, first: date, printed_as: str) -> None:
    """Give the draft its sentences and the text they make, if the publisher prints any."""
    dice, event, publisher = draft.dice, draft.event, draft.publisher
    if draft.article:
        sentences = _article(draft, first)
    elif draft.happens("desc"):
        sentences = _note(draft)
    else:
        sentences = []
    if event.programme and (dice.chance(0.4) or (sentences and dice.chance(0.6))):
        pattern = dice.choice(words("texts")["part_of_programme"])
        sentences.append(pattern.format(programme=event.programme))
    if event.span == "block" and printed_as != "daily":
        sentences.append(f"{len(event.days)} Termine, jeweils {_weekday(event.day)}.")
    sentences = _without_repeats(sentences)
    if dice.chance(publisher.rewrites):
        sentences = [reworded(dice, sentence) for sentence in sentences]
    sentences = [quoted(sentence, publisher.quotes) for sentence in sentences]
    if dice.chance(0.02):
        sentences = [misheard(sentence, event) for sentence in sentences]
    draft.sentences, draft.text = sentences, " ".join(sentences)


def smudge_text(draft: Draft) -> None:
    """Misread letters in the text, where the publisher is scanned."""
    if draft.dice.chance(draft.publisher.habits["ocr"] * 2) and draft.text:
        draft.text = misread(draft.dice, misread(draft.dice, draft.text))


def _article(draft: Draft, first: date) -> list[str]:
    dice, kind, event = draft.dice, draft.kind, draft.event
    count = len(kind.sentences)
    most = dice.randint(2, max(2, count))
    told = sorted(dice.sample(range(count), min(most, count)))
    if draft.happens("copy"):
        told = event.press
    if draft.headed and 0 not in told:
        told = [0, *told]
    sentences = [capital(draft.fill(kind.sentences[number])) for number in told]
    if dice.chance(0.5) or draft.headed:
        at = dice.choice([0, len(sentences)])
        sentences.insert(at, _when_and_where(draft, first))
    if draft.headed and event.slots["o"][0] not in " ".join(sentences) and dice.chance(0.6):
        sentences.append(draft.fill(dice.choice(words("texts")["by_organiser"])))
    return sentences + _remarks(draft) if dice.chance(0.5) else sentences


def _note(draft: Draft) -> list[str]:
    dice, count = draft.dice, len(draft.kind.sentences)
    if draft.happens("copy"):
        told = draft.event.press
    else:
        told = sorted(dice.sample(range(count), min(count, dice.randint(1, 3))))
    sentences = [capital(draft.fill(draft.kind.sentences[number])) for number in told]
    return sentences + _remarks(draft) if draft.happens("extra") else sentences


def _when_and_where(draft: Draft, day: date) -> str:
    month = f" {words('texts')['months'][day.month - 1]}"
    if draft.publisher.clock_style == 1:
        month = f"{day.month}."
    spoken_day = f"{_weekday(day)}, {day.day}.{month}"
    pattern = draft.dice.choice(words("texts")["when_and_where"])
    if not draft.says_hour:
        pattern = draft.dice.choice(words("texts")["where"])
    return capital(draft.fill(pattern.replace("{day}", spoken_day)))


def _weekday(day: date) -> str:
    return str(words("texts")["weekdays"][day.weekday()])


def _remarks(draft: Draft) -> list[str]:
    event, entry = draft.event, draft.kind.entry
    price = {
        "free": "Der Eintritt ist frei.",
        "ticket": f"Eintritt: {event.euros} Euro.",
        "unsaid": "Der Eintritt ist frei, um Spenden wird gebeten.",
    }
    in_rain = "Die Veranstaltung findet bei jedem Wetter statt."
    remarks = [
        f"Weitere Infos unter Tel. {event.phone}.",
        f"Anmeldung: {event.phone}.",
        price[entry],
        "Für das leibliche Wohl ist gesorgt.",
        in_rain if event.venue.type in _OUTDOORS else "Der Zugang ist barrierefrei.",
        f"Karten kosten {event.euros} Euro." if entry == "ticket" else "Alle Interessierten sind eingeladen.",
        "Parkplätze sind vorhanden.",
        "Veranstalter ist {o}.",
        "Ansprechpartner: {o}.",
    ]
    return [capital(draft.fill(remarks[number])) for number in event.extras]


def _without_repeats(sentences: list[str]) -> list[str]:
    kept: list[str] = []
    for sentence in sentences:
        opening = sentence.split(" ")[0].rstrip(":")
        again = sentence.startswith(_SAID_ONCE) and any(other.startswith(opening) for other in kept)
        if sentence not in kept and not again:
            kept.append(sentence)
    return kept
