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
