"""The word lists beside the code, one TOML file a subject."""

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
