"""Word lists by name, and the subjects of talks and courses in several wordings."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """A data file of this package."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


WORDS: dict[str, list[str]] = read("words.toml")
SUBJECTS: dict[str, list[list[str]]] = read("subjects.toml")
PHRASES: dict[str, Any] = read("phrases.toml")


def word(rng: Random, name: str) -> str:
    """A word of the list so named."""
    return rng.choice(WORDS[name])
