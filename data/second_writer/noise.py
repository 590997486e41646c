"""What scanning and setting do to words."""

import re
from random import Random

from .words import PHRASES

# What is read for what.
_MISREADINGS = [
    ("rn", "m"),
    ("ü", "u"),
    ("ö", "o"),
    ("ß", "B"),
    ("l", "1"),
    ("cl", "d"),
    ("ä", "a"),
    ("fi", "f"),
    ("i", "l"),
    ("S", "5"),
    ("O", "0"),
    ("e", "c"),
    ("h", "b"),
    ("nn", "m"),
    ("tt", "lt"),
    ("m", "rn"),
    ("u", "ii"),
    ("ü", "ii"),
]
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def without_umlauts(text: str) -> str:
    """ae, oe, ue, ss."""
    return text.translate(_UMLAUTS)


def misread(text: str, rng: Random) -> str:
    """One or two letters read wrongly, lost, or a space lost."""
    for _ in range(rng.choice([1, 1, 2])):
        possible = [pair for pair in _MISREADINGS if pair[0] in text]
        what = rng.random()
        if what < 0.7 and possible:
            text = _replaced(text, rng, *rng.choice(possible))
        elif what < 0.85 and " " in text:
            at = rng.choice([found.start() for found in re.finditer(" ", text)])
            text = text[:at] + text[at + 1 :]
        elif len(text) > 8:
            at = rng.randrange(2, len(text) - 2)
            text = text[:at] + text[at + 1 :] if text[at].isalpha() else text
    return text


def _replaced(text: str, rng: Random, letters: str, read: str) -> str:
    at = rng.choice([found.start() for found in re.finditer(re.escape(letters), text)])
    return text[:at] + read + text[at + len(letters) :]


def torn(text: str, rng: Random) -> str:
    """A long word with the hyphen of a line's end."""
    words = list(re.finditer(r"[A-Za-zäöüÄÖÜß]{9,}", text))
    if not words:
        return text
    word = rng.choice(words)
    at = word.start() + rng.randint(3, len(word[0]) - 4)
    return text[:at] + rng.choice(["- ", "-", "- "]) + text[at:]


def abbreviated(text: str, rng: Random) -> str:
    """ "JHV" for "Jahreshauptversammlung"."""
    known = [(word, short) for word, short in PHRASES["abbreviations"] if word in text]
    if not known:
        return text
    word, short = rng.choice(known)
    return text.replace(word, short, 1)
