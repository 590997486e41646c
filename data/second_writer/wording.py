"""From a template to a sentence: alternatives, slots, German articles, dates and hours."""

import re
from collections.abc import Callable
from datetime import date
from random import Random

from .events import Event
from .publishers import Publisher
from .seasons import MONTHS, WEEKDAYS, WEEKDAYS_SHORT
from .words import PHRASES

_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def fill(template: str, event: Event, rng: Random, publisher: Publisher) -> str:
    """The template as the publisher words it."""

    def content(slot: re.Match[str]) -> str:
        told = event.slots.get(slot[1], slot[0])
        if isinstance(told, str):
            return told
        if slot[1] == "org" and rng.random() < 0.6:
            return told[int(publisher.taste * len(told))]
        return rng.choice(told)

    text = _with_article(_one_alternative(template, rng), event, rng)
    for _ in range(3):  # contents have slots of their own, these once more
        filled = _SLOT.sub(content, text)
        if filled == text:
            break
        text = filled
    return _tidy(text)


def _one_alternative(template: str, rng: Random) -> str:
    while found := _ALTERNATIVES.search(template):
        chosen = rng.choice(found[1].split("|"))
        template = template[: found.start()] + chosen + template[found.end() :]
    return template


def _tidy(text: str) -> str:
    text = re.sub(r" +", " ", text).replace(" ,", ",").replace(" :", ":")
    return text.replace("e.V..", "e.V.").replace("erer ", "er ").strip()


# Organisers by grammatical gender: what their names begin with; the rest is feminine.
_MASCULINE = re.compile(
    r"(DRK-O|Musikverein|Narrenverein|Turnverein|Gesangverein|Skiclub|Tischtennisclub|Volleyballclub|Judoclub"
    r"|MV|NV|SV|TV|TSV|FC|VfB|SC|TuS|GV|MGV|OGV|KTZV|ASV|RSV|RV|TC|SWV|HGV|VdK|JC|NABU\b|BUND\b|Naturpark S"
    r"|Obst- und|Heimat- und|Handels- und"
    r"|\S*(verein|chor|club|Club|verband|kreis|beirat|rat|Ortsverein)\b)"
)
_NEUTER = re.compile(
    r"(DRK [A-Z]|Deutsches|Altenwerk|Weingut|Bildungswerk|Kath. Bildungswerk|Kulturamt|Basarteam|Börsenteam"
    r"|Team|Mehrgenerationenhaus|MGH|Forstrevier|Kreisforstamt|Klinikum|Ökumenisches|Diakonisches|WGT-Team"
    r"|Kino)"
)
_PLURAL = re.compile(
    r"(Landfrauen |Laienspieler|Natur[fF]reunde|Scheibenbuben|Grüne|Freie W|FW\b|Kita-Eltern|Filmfreunde"
    r"|Naturpark-Guides)"
)
# Nominative, genitive, dative, accusative.
_ARTICLES = {
    "masculine": ("der", "des", "dem", "den"),
    "feminine": ("die", "der", "der", "die"),
    "neuter": ("das", "des", "dem", "das"),
    "plural": ("die", "der", "den", "die"),
}
_ORGANISER_WITH_ARTICLE = re.compile(r"\b(Die|Der|Das|die|das|der|des|beim|dem|vom) \{org\}")


def _gender(organiser: str) -> str:
    if _PLURAL.match(organiser):
        return "plural"
    if _NEUTER.match(organiser):
        return "neuter"
    return "masculine" if _MASCULINE.match(organiser) else "feminine"


def _with_article(template: str, event: Event, rng: Random) -> str:
    """The organiser with the article its gender asks for."""

    def named(found: re.Match[str]) -> str:
        organiser = rng.choice(event.slots["org"])
        accusative = template[: found.start()].endswith("durch ")
        return f"{_article(found[1], organiser, accusative)} {organiser.replace(' e.V.', '')}"

    return _ORGANISER_WITH_ARTICLE.sub(named, template)


def _article(written: str, organiser: str, accusative: bool) -> str:
    nominative, genitive, dative, fourth = _ARTICLES[_gender(organiser)]
    if written in ("Die", "Der", "Das"):
        return nominative.capitalize()
    if written in ("die", "das"):
        return fourth if accusative else nominative
    if written in ("der", "des"):
        return genitive
    if written == "dem":
        return dative
    if dative == "dem":
        return written
    return f"{'bei' if written == 'beim' else 'von'} {dative}"


Words = dict[str, Callable[[], str]]
"""What a phrase may say, each said anew wherever it stands."""


def say(phrase: str, words: Words) -> str:
    """The phrase with its words."""
    return _SLOT.sub(lambda slot: words[slot[1]](), phrase)


def say_one(rng: Random, phrases: list[str], words: Words) -> str:
    """One of the phrases; all are said first, so that a draw inside one does not depend on the choice."""
    return rng.choice([say(phrase, words) for phrase in phrases])


def synonyms(text: str, rng: Random) -> str:
    """The text with some words replaced by others that mean the same."""
    for word, other in PHRASES["synonyms"]:
        if word in text and rng.random() < 0.3:
            text = text.replace(word, other, 1)
    return text


def day_and_month(day: date) -> str:
    """ "14. Februar"."""
    return f"{day.day}. {MONTHS[day.month - 1]}"


def written_date(day: date, rng: Random) -> str:
    """The date in one of the ways papers print it."""
    pattern: str = rng.choice(PHRASES["date"])
    return pattern.format(
        wochentag=WEEKDAYS[day.weekday()], wt=WEEKDAYS_SHORT[day.weekday()], tag=day.day,
        monat=MONTHS[day.month - 1], tt=f"{day.day:02d}", mm=f"{day.month:02d}", m=day.month,
    )  # fmt: skip


def written_hour(time: str, rng: Random) -> str:
    """ "19.30 Uhr"."""
    hour, minute = int(time[:2]), time[3:]
    pattern: str = rng.choice(PHRASES["full_hour" if minute == "00" else "hour"])
    return pattern.format(h=hour, minuten=minute)
