from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from event_dedup.review.app_more import as_csv
from event_dedup.review.decisions import audit
from event_dedup.review.judge import dismiss, judge, restore
from event_dedup.store import open_store, scalar
from tests.review.conftest import Deliver, event

pytestmark = pytest.mark.slow


def states(store: Path) -> list[tuple[str, str]]:
    with open_store(store, read_only=True) as con:
        rows = audit(con).project('action, "state"').fetchall()
    return [(action, state) for action, state in rows]


def test_a_dismissal_is_in_force_until_it_is_restored(deliver: Deliver) -> None:
    store = deliver("a", event(id="a"))
    with open_store(store, read_only=True) as con:
        event_id = str(scalar(con.sql("SELECT canonical_event_id FROM store.canonical_event")))
    dismiss(store, event_id, "Eva")
    assert states(store) == [("dismiss", "in force")]
    restore(store, event_id, "Eva")
    assert states(store) == [("restore", "in force"), ("dismiss", "replaced by a later one")]


def test_the_newest_judgement_of_a_pair_is_in_force(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    store = deliver("b", event(id="b", title="Ganz anders"))
    judge(store, "a/a", "b/b", "match", "Eva")
    judge(store, "b/b", "a/a", "non_match", "Kai")
    assert [state for _, state in states(store)] == ["in force", "replaced by a later one"]


def test_the_audit_as_csv_tells_what_an_id_is_of_and_moments_in_utc(deliver: Deliver) -> None:
    deliver("a", event(id="a"))
    store = deliver("b", event(id="b", title="Ganz anders", location={"city": "Lahr"}))
    judge(store, "a/a", "b/b", "non_match", "Eva")
    with open_store(store, read_only=True) as con:
        event_id = str(scalar(con.sql("SELECT min(canonical_event_id) FROM store.canonical_event")))
    dismiss(store, event_id, "Eva")
    with open_store(store, read_only=True) as con:
        rows = list(csv.DictReader(io.StringIO(as_csv(audit(con).df()).decode("utf-8-sig"))))
    assert [(row["id of"], row["id"]) for row in rows] == [("dismissal", "1"), ("judgement", "1")]
    assert all(datetime.fromisoformat(row["decided (UTC)"]).tzinfo == UTC for row in rows)
