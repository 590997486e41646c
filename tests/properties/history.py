"""Random histories of one store."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import rule

from event_dedup.batch import process_file_batch, replace_canonical_events, withdraw
from event_dedup.settings import MatchingConfig
from tests.properties import town
from tests.properties.decisions import Decisions
from tests.properties.machine import CONFIGS, Delivered
from tests.properties.state import all_tables

STAGES = ("read", "land", "prepare", "block", "cluster", "canonicalise", "save")


class _BrokenRun(Exception):
    """A fault at a stage boundary."""


def _break(stage: str, begun: str, done: int, total: int) -> None:
    if begun == stage:
        raise _BrokenRun(stage)


class History(Decisions):
    """Deliver, redeliver, change, withdraw, decide, re-tune, rebuild."""

    @rule(batch=st.lists(town.deliveries(), min_size=1, max_size=2))
    def deliver(self, batch: list[Delivered]) -> None:
        self._deliver(batch)

    @rule(data=st.data())
    def redeliver_the_same_bytes_under_another_name(self, data: st.DataObject) -> None:
        source, entries, hour = data.draw(st.sampled_from(self.delivered))
        before = all_tables(self.store)
        path = town.write(self.folder, source, 9000 + len(self.delivered), entries, hour)
        report = process_file_batch([path], self.store, self.config)
        assert report.known == 1
        assert all_tables(self.store) == before

    @rule(batch=st.lists(town.deliveries(), min_size=1, max_size=2), stage=st.sampled_from(STAGES))
    def a_run_breaks_and_is_run_again(self, batch: list[Delivered], stage: str) -> None:
        before = all_tables(self.store)
        paths = self._write(batch)
        with suppress(_BrokenRun):
            process_file_batch(paths, self.store, self.config, tell=partial(_break, stage))
            return self._delivered(batch)  # these bytes were known: no stage was reached
        assert all_tables(self.store) == before
        process_file_batch(paths, self.store, self.config)
        self._delivered(batch)

    @rule(data=st.data())
    def change_a_listing(self, data: st.DataObject) -> None:
        if not self._listings():
            return
        source, record = data.draw(st.sampled_from(sorted(self._listings())))
        changed = data.draw(town.listings()) | {"id": record}
        self._deliver([(source, [changed], 60 + len(self.delivered))])

    @rule(data=st.data())
    def withdraw_by_hand(self, data: st.DataObject) -> None:
        if not self._listings():
            return
        source, listing_id = data.draw(st.sampled_from(sorted(self._listings())))
        withdraw(self.store, source, listing_id, self.config)
        self.by_hand.append((source, listing_id))
        self._step()
        assert not {
            r for r in self.state.current if r.endswith(f"/{listing_id}") and r.startswith(source[:3])
        }

    @rule(config=st.sampled_from(CONFIGS))
    def retune(self, config: MatchingConfig) -> None:
        self.config = config
        process_file_batch([], self.store, config)
        self._step()

    @rule()
    def run_again(self) -> None:
        before = all_tables(self.store)
        process_file_batch([], self.store, self.config)
        assert all_tables(self.store) == before

    @rule()
    def rebuild(self) -> None:
        before = all_tables(self.store, "run")
        replace_canonical_events(self.store, self.config)
        assert all_tables(self.store, "run") == before
