"""A server that is killed loses no decision."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from event_dedup.review.board import Board
from event_dedup.store import open_store
from tests.browser.conftest import look_at_pair, served


def test_a_decision_outlives_the_server_that_is_killed_right_after_the_key(
    sample_store: Path, visit: Callable[..., Page], tmp_path: Path
) -> None:
    store = Path(shutil.copy(sample_store, tmp_path / "events.duckdb"))
    with served("review", store) as app:
        page = visit(f"{app.url}/?reviewer=Anna")
        before = look_at_pair(page)
        page.keyboard.press("s")
        expect(page.locator(".ed-pair thead")).not_to_have_text(before, use_inner_text=True)
        page.close()
        app.process.kill()
        app.process.wait()
    Board(store).snapshot()  # as the next server does before its first visitor
    with open_store(store, read_only=True) as con:
        assert con.sql("SELECT verdict, reviewer FROM store.judgement").fetchall() == [("match", "Anna")]
