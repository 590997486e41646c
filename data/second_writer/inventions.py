"""What artists and clubs call themselves and their works, by the name a kind's slot asks for."""

# ruff: noqa: ARG001 (every invention has one signature)
from collections.abc import Callable
from random import Random

from .people import person, surname
from .region import Region
from .words import SUBJECTS, WORDS, word

Told = str | list[str]
"""One wording, or several of which each publisher has one."""


def invent(name: str, rng: Random, region: Region) -> Told:
    """A work, an act or whatever else has that name; people are drawn from the region's stream."""
    return _INVENTIONS[name](rng, region)


def band(rng: Random, region: Region) -> str:
    """The name of a band."""
    at = rng.random()
    if at < 0.62:
        name = f"{word(rng, 'band_adjective')} {word(rng, 'band_noun')}"
        return name if at < 0.5 else f"The {name}"
    if at < 0.75:
        return word(rng, "band_german")
    if at < 0.83:
        return f"{surname(region.rng)} & {surname(region.rng)}"
    if at < 0.93:
        return f"{person(region.rng).split()[1]} {word(rng, 'band_ending')}"
    return f"{word(rng, 'first_female')} & {word(rng, 'band_company')}"


def edition(rng: Random) -> list[str]:
    """Which time something is held: "17.", "XVII."."""
    number = rng.choice([3, 5, 7, 10, 11, 12, 15, 17, 18, 20, 22, 25, 28, 30, 33, 40, 44])
    return [f"{number}.", f"{number}.", f"{_roman(number)}."]


def _roman(number: int) -> str:
    numerals = {40: "XL", 30: "XXX", 20: "XX", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
    text = ""
    for value, numeral in numerals.items():
        while number >= value:
            text += numeral
            number -= value
    return text


def _jubilee(rng: Random, region: Region) -> Told:
    names = edition(rng)
    return [*names, names[0].replace(".", "tes")]


def _cabaret(rng: Random, region: Region) -> Told:
    return f"{word(rng, 'cabaret_head')} {word(rng, 'cabaret_tail')}"


def _play(rng: Random, region: Region) -> Told:
    pattern = word(rng, "play_pattern")
    words = {
        "adjective": "play_adjective",
        "man": "play_man",
        "woman": "play_woman",
        "several": "play_several",
        "his_name": "first_male",
        "her_name": "first_female",
        "scene": "play_scene",
        "farm": "play_farm",
    }
    return pattern.format_map({slot: word(rng, name) for slot, name in words.items()})


def _childrens_play(rng: Random, region: Region) -> Told:
    if rng.random() < 0.25:
        return word(rng, "fairy_tale")
    return f"{word(rng, 'animal')} {word(rng, 'animal_name')} {word(rng, 'animal_tale')}"


def _book(rng: Random, region: Region) -> Told:
    return f"{word(rng, 'book_head')} {word(rng, 'book_tail')}"


def _talk(rng: Random, region: Region) -> Told:
    return rng.choice(SUBJECTS["talk"])


def _course(rng: Random, region: Region) -> Told:
    return rng.choice(SUBJECTS["course"])


def _film(rng: Random, region: Region) -> Told:
    if rng.random() < 0.35:
        return word(rng, "film")
    return f"{word(rng, 'film_adjective')} {word(rng, 'film_noun')}"


# Endings that are words of their own.
_APART = ("und ", "im ", "einer", "trifft", "am ", "ohne", "der ", "um ")


def _exhibition(rng: Random, region: Region) -> Told:
    if rng.random() < 0.3:
        return word(rng, "exhibition")
    head, tail = word(rng, "exhibition_head"), word(rng, "exhibition_tail")
    return head + tail if tail[0].islower() and not tail.startswith(_APART) else f"{head} {tail}"


def _destination(rng: Random, region: Region) -> Told:
    if rng.random() < 0.65:
        return f"{word(rng, 'walk_start')} {word(rng, 'summit')}"
    pattern = rng.choice(WORDS["walk_pattern"])
    return pattern.format(quarter=rng.choice(region.places).name, stream=word(rng, "town_head") + "ach")


def _expert(rng: Random, region: Region) -> Told:
    name = person(region.rng)
    if rng.random() >= 0.5:
        return name
    short = f"Dr. {name[0]}. {name.split(' ', 1)[1]}"
    return [f"Dr. {name}", name, short, f"Dr. med. {name}" if rng.random() < 0.2 else f"Dr. {name}"]


_INVENTIONS: dict[str, Callable[[Random, Region], Told]] = {
    "band": band,
    "cabaret": _cabaret,
    "play": _play,
    "childrens_play": _childrens_play,
    "book": _book,
    "talk": _talk,
    "course": _course,
    "film": _film,
    "exhibition": _exhibition,
    "destination": _destination,
    "edition": _jubilee,
    "expert": _expert,
}
