"""The words of the field: those shipped with the package, with those of the matching configuration added."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from event_dedup.settings import Vocabulary

_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "æ": "a", "œ": "o", "ð": "d", "þ": "th"})


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Folded vocabulary: patterns are regular expressions over folded text. `words_of` makes it once.

    `synonyms` are to be replaced in their order.
    """

    synonyms: dict[str, str]
    prefixes: tuple[str, ...]
    cities: dict[str, str]
    stop_words: frozenset[str]
    common_words: frozenset[str]
    countries: dict[str, str]
    coarse_places: frozenset[str]
    vague_places: frozenset[str]
    house_words: str
    unnamed_houses: frozenset[str]
    house_kinds: dict[str, str]
    sister_kinds: tuple[str, ...]
    faiths: dict[str, str]
    online_places: frozenset[str]
    contrasts: dict[str, dict[str, str]]
    kinds: dict[str, str]
    first_names: tuple[str, ...]


def fold(text: str) -> str:
    """`text` in lower case without accents and punctuation; ä, ae and a are one letter.

    Equals `folding.fold` in Latin letters.
    """
    text = re.sub("['’`´\u00ad]", "", text.lower())
    text = re.sub(r"([^\W\d_])- +(und|oder|bis|bzw|sowie|and|or|u) ", r"\1 \2 ", text)
    text = re.sub(r"([^\W\d_])-\s+([^\W\d_])", r"\1\2", text).translate(_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = text.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def stem(folded: str) -> str:
    """A folded word without its ending. Equals `folding.stemmed`."""
    return re.sub(r"^([^\W\d_]{5,}?)(ern|en|er|es|em|e|n|s)$", r"\1", folded)


def words_of(vocabulary: Vocabulary) -> Words:
    """The shipped words with the configured synonyms, prefixes and cities added; a configured word wins."""
    return _merged(vocabulary.model_dump_json())


@cache
def _merged(configured: str) -> Words:
    # Folding every word takes 20 ms: once a vocabulary, not once a delivery.
    vocabulary, shipped = Vocabulary.model_validate_json(configured), _shipped()
    synonyms = _patterns(_added(shipped["synonyms"], vocabulary.synonyms))
    any_synonym = re.compile("|".join(synonyms.values()))
    prefixes = [*shipped["prefixes"], *vocabulary.prefixes]
    return Words(
        synonyms=synonyms,
        prefixes=tuple(sorted({_spelt(fold(prefix), synonyms) for prefix in prefixes} - {""})),
        cities=_kept(shipped["cities"]) | _kept(vocabulary.cities),
        stop_words=frozenset(map(fold, shipped["stop_words"])),
        common_words=frozenset(map(fold, shipped["common_words"])),
        countries=_kept({kept: [kept, *others] for kept, others in shipped["countries"].items()}),
        coarse_places=frozenset(map(fold, _coarse(shipped))),
        online_places=frozenset(map(fold, shipped["online_places"])),
        vague_places=frozenset(map(fold, shipped["vague_places"])),
        house_words=_any_of(shipped["house_words"]),
        unnamed_houses=frozenset(map(fold, shipped["unnamed_houses"])),
        house_kinds={kind: _any_of(words) for kind, words in shipped["house_kinds"].items()},
        sister_kinds=tuple(shipped["sister_kinds"]),
        faiths={faith: _any_of(words) for faith, words in shipped["faiths"].items()},
        contrasts={
            group: {
                value: _any_of(_also_kept(words, synonyms, any_synonym)) for value, words in values.items()
            }
            for group, values in shipped["contrasts"].items()
        },
        first_names=tuple(shipped["first_names"]),
        kinds={
            kind: _any_of(_also_kept(words, synonyms, any_synonym))
            for kind, words in shipped["kinds"].items()
        },
    )


@cache
def _shipped() -> dict[str, Any]:
    shipped: dict[str, Any] = tomllib.loads(
        files("event_dedup.linkage").joinpath("vocabulary.toml").read_text("utf-8")
    )
    return shipped


def _coarse(shipped: dict[str, Any]) -> list[str]:
    labels = [label for kept, others in shipped["countries"].items() for label in [kept, *others]]
    # Two letters are as often a state or a place as a country.
    countries = [label for label in labels if len(label) > 2 and label not in shipped["city_states"]]
    return [*shipped["coarse_places"], *countries]


@cache
def country_names() -> str:
    """A pattern, for a literal, of the names of countries that no town ends with, as "Rhode Island" does."""
    labels = [label for kept, others in _shipped()["countries"].items() for label in [kept, *others]]
    names = (re.escape(label) for label in labels if len(label) > 2 and label not in ("island", "wales"))
    return "|".join(sorted(names, key=lambda name: (-len(name), name))).replace("'", "''")


def _added(shipped: dict[str, list[str]], configured: dict[str, list[str]]) -> dict[str, list[str]]:
    """Both, by the folded word that is kept; a word that the configuration folds elsewhere goes there."""
    taken = {fold(word) for words in configured.values() for word in words}
    added: dict[str, list[str]] = {}
    for kept, words in shipped.items():
        added.setdefault(fold(kept), []).extend(word for word in map(fold, words) if word not in taken)
    for kept, words in configured.items():
        added.setdefault(fold(kept), []).extend(filter(None, map(fold, words)))
    return {kept: words for kept, words in added.items() if kept and words}


def _kept(labels: dict[str, list[str]]) -> dict[str, str]:
    return {fold(label): fold(kept) for kept, others in labels.items() for label in others}


def _patterns(synonyms: dict[str, list[str]]) -> dict[str, str]:
    """The folded word that is kept -> a pattern of the words it replaces, in the order they are to be used.

    The word itself is among them: "hauptversammlung" would else be found in the "jahreshauptversammlung" that replaces
    it. So are the words as the patterns before leave them: of "jugendzentrum" they make "jugendcenter".
    """
    patterns: dict[str, str] = {}
    for kept, words in sorted(synonyms.items()):
        patterns[kept] = _inside_or_whole([kept, *words, *(_spelt(word, patterns) for word in words)])
    return patterns


def _spelt(folded: str, synonyms: dict[str, str]) -> str:
    """A folded word as titles spell it once synonyms are replaced. Equals `folding.with_synonyms`."""
    for kept, pattern in synonyms.items():
        folded = re.sub(pattern, kept, folded)
    return folded


def _inside_or_whole(words: list[str]) -> str:
    # Six letters and more also match inside compounds ("Kinderfasching"); shorter ones would hit chance.
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(word if len(word) >= 6 else rf"\b{word}\b" for word in longest_first)


def _also_kept(words: list[str], synonyms: dict[str, str], any_synonym: re.Pattern[str]) -> list[str]:
    """`words`, and how titles spell them once synonyms are replaced: "Kids' Zone" becomes "Kinder zone"."""
    spelt, folded = [], set(map(fold, words))
    for word in words:
        kept = fold(word)
        if any_synonym.search(kept):
            kept = _spelt(kept, synonyms)
        if kept not in folded:
            spelt.append(("*" if word.startswith("*") else "") + kept + ("*" if word.endswith("*") else ""))
    return [*words, *spelt]


def _any_of(words: list[str]) -> str:
    return "|".join(map(_pattern, words))


def _pattern(word: str) -> str:
    start, end = "" if word.startswith("*") else r"\b", "" if word.endswith("*") else r"\b"
    return f"{start}{fold(word)}{end}"
