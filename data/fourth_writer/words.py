"""The word lists beside the code, one TOML file a subject, and hours of the day."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words(subject: str) -> dict[str, Any]:
    """The tables of `<subject>.toml`, in the order of the file."""
    file = Path(__file__).parent / f"{subject}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def minutes(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    return int(clock[:2]) * 60 + int(clock[3:])


def clock(since_midnight: int) -> str:
    """ "HH:MM" of minutes since midnight, the next day's too."""
    return f"{since_midnight // 60 % 24:02d}:{since_midnight % 60:02d}"


def spoken(since_midnight: int, halves: tuple[str, str]) -> str:
    """The hour as it is said, "7:30 pm"; `halves` are the words for before and after noon."""
    hour, minute = divmod(since_midnight, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {halves[hour >= 12]}"
