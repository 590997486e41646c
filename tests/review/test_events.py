"""Events are found however their words are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_dedup.review.events import EventFilter, search_events
from event_dedup.store import open_store


def found(store: Path, words: str) -> set[str]:
    with open_store(store, read_only=True) as con:
        return {row[-1] for row in search_events(con, EventFilter(words)).fetchall()}


@pytest.mark.parametrize("written", ["STRASSE", "strasse", "Strasse"])
def test_sharp_s_is_found_as_two(sample: Path, written: str) -> None:
    assert found(sample, written) >= found(sample, "straße") != set()


@pytest.mark.parametrize("word", ["%", "_x_", "\\", "[a", "'; DROP TABLE", '"', ".*"])
def test_signs_are_letters_and_no_pattern(sample: Path, word: str) -> None:
    assert found(sample, word) < found(sample, "")
