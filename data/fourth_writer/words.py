"""The word lists beside the code, one TOML file a subject, and hours as they are said."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words(subject: str) -> dict[str, Any]:
    """The tables of `<subject>.toml`, in the order of the file."""
    file = Path(__file__).parent / f"{subject}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def spoken(since_midnight: int, halves: tuple[str, str]) -> str:
    """The hour as it is said, "7:30 pm"; `halves` are the words for before and after noon."""
    hour, minute = divmod(since_midnight, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {halves[hour >= 12]}"
