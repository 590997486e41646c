"""What goes wrong or otherwise on the way into print: letters, line breaks, abbreviations, quotes, names."""

import re

from .dice import Dice
from .model import Event
from .words import words


def misread(dice: Dice, text: str) -> str:
    """One or two mistakes of character recognition."""
    for _ in range(dice.choice([1, 1, 2])):
        text = _SLIPS[dice.randrange(9)](dice, text)
    return text


def _letters(_: Dice, text: str) -> str:
    return text.replace("rn", "m", 1)


def _strokes(dice: Dice, text: str) -> str:
    return text.replace("l", "1", 1) if dice.chance(0.4) else text.replace("ü", "ii", 1)


def _sharp_s(_: Dice, text: str) -> str:
    return text.replace("ß", "B", 1)


def _line_break(_: Dice, text: str) -> str:
    for whole, broken in words("texts")["broken_words"]:
        if whole in text:
            return text.replace(whole, broken, 1)
    return text


def _lost_space(dice: Dice, text: str) -> str:
    at = text.find(" ", dice.randrange(max(1, len(text))))
    return text[:at] + text[at + 1 :] if at > 0 else text


def _swapped(dice: Dice, text: str) -> str:
    if len(text) <= 5:
        return _hyphen(dice, text)
    at = dice.randrange(1, len(text) - 2)
    if not (text[at].isalpha() and text[at + 1].isalpha()):
        return text
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _lost_dots(dice: Dice, text: str) -> str:
    return text.replace("ö", "o", 1) if dice.chance(0.5) else text.replace("ä", "a", 1)


def _lost_letter(dice: Dice, text: str) -> str:
    if len(text) <= 6:
        return _hyphen(dice, text)
    at = dice.randrange(2, len(text) - 1)
    return text[:at] + text[at + 1 :] if text[at].isalpha() else text


def _hyphen(dice: Dice, text: str) -> str:
    long = [word for word in text.split(" ") if len(word) > 9]
    if not long:
        return text
    word = dice.choice(long)
    at = dice.randint(4, len(word) - 4)
    return text.replace(word, word[:at] + dice.choice(["- ", "-", "\u00ad"]) + word[at:], 1)


_SLIPS = (
    _letters,
    _strokes,
    _sharp_s,
    _line_break,
    _lost_space,
    _swapped,
    _lost_dots,
    _lost_letter,
    _hyphen,
)


def reworded(dice: Dice, sentence: str) -> str:
    """The sentence with some of its phrases said otherwise."""
    for phrase, other in words("texts")["synonyms"]:
        if phrase in sentence and dice.chance(0.45):
            sentence = sentence.replace(phrase, other, 1)
    return sentence


def abbreviated(dice: Dice, text: str) -> str:
    """The text with one word cut short, if it has one that is."""
    fitting = [(long, short) for long, short in words("texts")["abbreviations"] if long in text]
    if not fitting:
        return text
    long, short = dice.choice(fitting)
    return text.replace(long, short, 1)


def quoted(text: str, marks: tuple[str, str] | None) -> str:
    """The text with the publisher's quotation marks; with empty ones, without any."""
    if marks is None:
        return text
    if not marks[0]:
        return text.replace('"', "")
    return re.sub(r'"([^"]*)"', lambda found: marks[0] + found[1] + marks[1], text)


def misheard(text: str, event: Event) -> str:
    """The text with the name of a speaker spelt by ear."""
    for person in ("p1", "p2"):
        last = event.slots.get(person, [""])[0].split(" ")[-1]
        for written, heard in words("texts")["misheard"]:
            if written in last[1:] and last in text:
                return text.replace(last, last[0] + last[1:].replace(written, heard, 1))
    return text


def tidy(text: str) -> str:
    """The text without the doubled blanks and stops that empty slots leave."""
    text = re.sub(r"\s+", " ", text).strip()
    for untidy, neat in ((" ,", ","), (" .", "."), ("( ", "("), (" )", ")")):
        text = text.replace(untidy, neat)
    return re.sub(r"\.\.$", ".", text)
