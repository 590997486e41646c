"""The small language of the texts: {slots}, [a|b] chosen when something is invented, <a|b> when it is printed."""

import re
from collections.abc import Callable, Mapping
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_CHOICE_OR_SLOT = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}")
_SLOT = re.compile(r"\{(\w+)\}")
_VARIANT = re.compile(r"<([^<>]*)>")


def composed(rng: Random, pattern: str, slot: Callable[[str], str]) -> str:
    """The pattern from left to right: each slot by the function, of each [a|b] one with all its slots filled."""

    def part(found: re.Match[str]) -> str:
        if found[2]:
            return slot(found[2])
        return rng.choice(_SLOT.sub(lambda inner: slot(inner[1]), found[1]).split("|"))

    return _CHOICE_OR_SLOT.sub(part, pattern)


def chosen(rng: Random, text: str) -> str:
    """The text with one of each [a|b]; slots stay."""
    return _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)


def settled(rng: Random, text: str, choices: dict[str, str]) -> str:
    """The text with one of each [a|b], the one in `choices` where the same was chosen before.

    Adds to `choices` what it chooses, and the very first choice as "same0".
    """

    def choice(found: re.Match[str]) -> str:
        if found[0] not in choices:
            choices[found[0]] = rng.choice(found[1].split("|"))
        choices.setdefault("same0", choices[found[0]])
        return choices[found[0]]

    return _CHOICE.sub(choice, text)


def varied(rng: Random, text: str) -> str:
    """The text with one of each <a|b>, and the spaces and signs that leaves tidied up."""
    while found := _VARIANT.search(text):
        text = text[: found.start()] + rng.choice(found[1].split("|")) + text[found.end() :]
    return re.sub(r"\s+", " ", text).replace("..", ".").replace(" ,", ",").strip(" :-,")


class _Facts(dict[str, str]):
    def __missing__(self, slot: str) -> str:
        return "{" + slot + "}"


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its slots filled, those within facts too; a slot without a fact stays."""
    for _ in range(3):
        if "{" not in text:
            break
        text = text.format_map(_Facts(facts))
    return text
