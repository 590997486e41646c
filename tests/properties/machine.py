"""A store that is founded with a few files, and the promises checked after every step and at the end."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from event_dedup.batch import process_file_batch, replace_canonical_events, withdraw
from event_dedup.review.judge import (
    dump_judgements,
    load_dump,
    undo,
)
from event_dedup.settings import MatchingConfig, Thresholds
from tests.properties import town
from tests.properties.promises import assert_follows, assert_holds
from tests.properties.state import State, read_state

Delivered = tuple[str, list[Any], int]

VERDICTS = ("match", "match", "non_match", "non_match", "unsure")
CONFIGS = tuple(
    MatchingConfig(thresholds=Thresholds(merge=merge, review=review), max_block_size=cap)
    for merge, review, cap in (
        (0.5, 0.2, 200),
        (0.5, 0.2, 3),
        (0.9, 0.05, 200),
        (0.99, 0.99, 4),
        (0.3, 0.3, 200),
    )
)
_SHM = Path("/dev/shm")


class Town(RuleBasedStateMachine):
    """What every history has in common: how it begins, how a step is checked, and how it ends."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history", dir=_SHM if _SHM.is_dir() else None))
        self.store = self.folder / "events.duckdb"
        self.config = CONFIGS[0]
        self.delivered: list[Delivered] = []
        self.by_hand: list[tuple[str, str]] = []
        self.actions: list[str] = []
        self.state: State
        self.named: dict[str, set[str]] = {}

    def teardown(self) -> None:
        try:
            if self.delivered:
                self._equals_a_rebuild()
                self._equals_a_fresh_store()
        finally:
            shutil.rmtree(self.folder)

    @initialize(first=st.lists(town.deliveries(), min_size=2, max_size=4), config=st.sampled_from(CONFIGS))
    def found(self, first: list[Delivered], config: MatchingConfig) -> None:
        self.config = config
        town.save_model(self.store, town.small_model())
        self.state = read_state(self.store)
        self._deliver(first)

    # -- helpers

    def _deliver(self, batch: list[Delivered]) -> None:
        process_file_batch(self._write(batch), self.store, self.config)
        self._delivered(batch)

    def _write(self, batch: list[Delivered]) -> list[Path]:
        return [
            town.write(self.folder, source, len(self.delivered) + place, entries, hour)
            for place, (source, entries, hour) in enumerate(batch)
        ]

    def _delivered(self, batch: list[Delivered]) -> None:
        self.delivered += batch
        self._step()

    def _step(self, undone: bool = False) -> None:
        before, self.state = self.state, read_state(self.store)
        assert_holds(self.state)
        assert_follows(before, self.state, self.named, undone)

    def _keep_or_undo(self, action: str, before: State, keep: bool) -> None:
        if keep:
            self.actions.append(action)
        else:
            self._undoes(action, before)

    def _undoes(self, action: str, before: State) -> None:
        undo(self.store, action, "Anna")
        self._step(undone=True)
        assert self.state.event_of == before.event_of
        assert self.state.content == before.content
        assert self.state.judgements == before.judgements

    def _listings(self) -> set[tuple[str, str]]:
        return {
            (source, each["id"])
            for source, entries, _ in self.delivered
            for each in entries
            if isinstance(each, dict) and each["id"] != "9"
        }

    def _records(self) -> list[str]:
        return sorted({record for record, *_ in self.state.versions})

    def _equals_a_rebuild(self) -> None:
        copy = self.folder / "copy.duckdb"
        shutil.copy2(self.store, copy)
        replace_canonical_events(copy, self.config)
        rebuilt = read_state(copy)
        assert rebuilt.event_of == self.state.event_of
        assert rebuilt.content == self.state.content
        assert rebuilt.derived == self.state.derived
        assert rebuilt.times == self.state.times

    def _equals_a_fresh_store(self) -> None:
        """The same files in another order and other batches, the judgements loaded at some moment."""
        fresh, order = self.folder / "fresh.duckdb", random.Random(len(self.delivered))
        town.save_model(fresh, town.small_model())
        paths = sorted(self.folder.glob("*_0*.json"))
        order.shuffle(paths)
        half = order.randrange(len(paths) + 1)
        judgements = dump_judgements(self.store)
        process_file_batch(paths[:half], fresh, self.config)
        load_dump(fresh, judgements)
        process_file_batch(paths[half:], fresh, self.config)
        for source, listing_id in self.by_hand:
            withdraw(fresh, source, listing_id, self.config)
        assert load_dump(fresh, judgements).added == 0
        again = read_state(fresh)
        assert again.judgements == self.state.judgements
        assert again.fields == self.state.fields
        assert again.derived == self.state.derived
