"""Whether an event needs review is told again whenever what it depends on changes, as a rebuild would tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_dedup.batch import process_file_batch, replace_canonical_events
from event_dedup.review.judge import judge
from event_dedup.settings import MatchingConfig, Thresholds
from event_dedup.store import open_store
from tests.properties import town

# The three parades are doubtful pairs of each other, nothing else is.
pytestmark = pytest.mark.slow

CONFIG = MatchingConfig(thresholds=Thresholds(merge=0.99, review=0.2))
TITLES = {
    "aue": ["Rosenmontagsumzug", "Wochenmarkt", "Blasmusik"],
    "berg": ["Rosenmontagsumzug Narrenzunft"],
    "dorf": ["Rosenmontagsumzug der Narrenzunft Elzach"],
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    town.save_model(tmp_path / "events.duckdb", town.small_model())
    paths = [
        town.write(tmp_path, source, 0, [town.listing(str(i), title=title) for i, title in enumerate(titles)])
        for source, titles in TITLES.items()
    ]
    process_file_batch(paths, tmp_path / "events.duckdb", CONFIG)
    return tmp_path / "events.duckdb"


def for_review(store: Path) -> list[str]:
    """The listings whose events need review."""
    with open_store(store, read_only=True) as con:
        rows = con.sql(
            "SELECT record_id FROM store.member JOIN store.canonical USING (canonical_event_id) WHERE needs_review"
        )
        return sorted(record for (record,) in rows.fetchall())


def test_a_doubt_about_one_event_outlives_what_is_said_of_another(store: Path, tmp_path: Path):
    judge(store, "aue/0", "aue/1", "match", "Anna")
    judge(store, "aue/0", "berg/0", "non_match", "Anna")
    assert for_review(store) == ["aue/0", "aue/1", "berg/0", "dorf/0"]
    changed = town.listing("1", title="Wochenmarkt", description="Mit Musik.")
    process_file_batch([town.write(tmp_path, "aue", 1, [changed], 1)], store, CONFIG)
    assert for_review(store) == ["aue/0", "aue/1", "berg/0", "dorf/0"]


def test_a_doubt_ends_where_its_partner_joins_an_event_judged_apart(store: Path):
    judge(store, "aue/0", "berg/0", "non_match", "Anna")
    judge(store, "aue/1", "aue/2", "match", "Anna")
    judge(store, "aue/2", "dorf/0", "non_match", "Anna")
    judge(store, "berg/0", "dorf/0", "non_match", "Anna")
    assert for_review(store) == ["aue/0", "dorf/0"]
    judge(store, "aue/0", "aue/1", "match", "Anna")
    assert for_review(store) == []
    replace_canonical_events(store, CONFIG)
    assert for_review(store) == []
