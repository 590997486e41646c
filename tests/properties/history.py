"""Random histories of one store, with the promises checked after every step."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from event_dedup.batch import process_file_batch, replace_canonical_events, withdraw
from event_dedup.review.judge import (
    dump_judgements,
    judge,
    load_judgements,
    merge_events,
    move_listing,
    split_event,
    undo,
)
from event_dedup.settings import MatchingConfig, Thresholds
from tests.properties import town
from tests.properties.promises import assert_follows, assert_holds
from tests.properties.state import State, all_tables, read_state

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


class History(RuleBasedStateMachine):
    """Deliver, redeliver, change, withdraw, judge, undo, split, merge, move, re-tune, rebuild."""

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

    # -- arrivals

    @initialize(first=st.lists(town.deliveries(), min_size=2, max_size=4), config=st.sampled_from(CONFIGS))
    def found(self, first: list[Delivered], config: MatchingConfig) -> None:
        self.config = config
        town.save_model(self.store, town.small_model())
        self.state = read_state(self.store)
        self._deliver(first)

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

    # -- decisions

    @precondition(lambda self: len(self._records()) > 1)
    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS))
    def judge(self, data: st.DataObject, verdict: str) -> None:
        pair = data.draw(st.lists(st.sampled_from(self._records()), min_size=2, max_size=2, unique=True))
        self.actions.append(judge(self.store, *pair, verdict, "Anna"))
        self._step()

    @precondition(lambda self: len(self._records()) > 1)
    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS))
    def judge_and_think_better_of_it(self, data: st.DataObject, verdict: str) -> None:
        before = self.state
        pair = data.draw(st.lists(st.sampled_from(self._records()), min_size=2, max_size=2, unique=True))
        action = judge(self.store, *pair, verdict, "Anna")
        self._step()
        self._undoes(action, before)

    @precondition(lambda self: self.actions)
    @rule(data=st.data())
    def undo_any(self, data: st.DataObject) -> None:
        action = data.draw(st.sampled_from(self.actions))
        self.actions.remove(action)
        undo(self.store, action, "Anna")
        self._step(undone=True)

    @rule(data=st.data(), keep=st.booleans())
    def merge(self, data: st.DataObject, keep: bool) -> None:
        if len(self.state.members) < 2:
            return
        chosen = data.draw(
            st.lists(st.sampled_from(sorted(self.state.members)), min_size=2, max_size=3, unique=True)
        )
        records = set().union(*(self.state.members[event] for event in chosen))
        before = self.state
        action = merge_events(self.store, chosen, "Anna")
        self._step()
        assert len({self.state.event_of[record] for record in records}) == 1
        self._keep_or_undo(action, before, keep)

    @rule(data=st.data(), keep=st.booleans())
    def split(self, data: st.DataObject, keep: bool) -> None:
        large = sorted(event for event, members in self.state.members.items() if len(members) > 1)
        if not large:
            return
        event = data.draw(st.sampled_from(large))
        members = sorted(self.state.members[event])
        part = set(
            data.draw(st.lists(st.sampled_from(members), min_size=1, max_size=len(members) - 1, unique=True))
        )
        before = self.state
        action = split_event(self.store, event, part, "Anna")
        self._step()
        assert len({self.state.event_of[record] for record in part}) == 1
        assert not {self.state.event_of[r] for r in part} & {
            self.state.event_of[r] for r in set(members) - part
        }
        self._keep_or_undo(action, before, keep)

    @rule(data=st.data(), keep=st.booleans())
    def move(self, data: st.DataObject, keep: bool) -> None:
        if len(self.state.members) < 2:
            return
        record = data.draw(st.sampled_from(sorted(self.state.event_of)))
        source = self.state.event_of[record]
        target = data.draw(st.sampled_from(sorted(set(self.state.members) - {source})))
        before = self.state
        action = move_listing(self.store, record, target, "Anna")
        self._step()
        together = {self.state.event_of[other] for other in before.members[target] | {record}}
        assert len(together) == 1
        assert not together & {self.state.event_of[other] for other in before.members[source] - {record}}
        self._keep_or_undo(action, before, keep)

    # -- the way it is run

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

    # -- helpers

    def _deliver(self, batch: list[Delivered]) -> None:
        paths = [
            town.write(self.folder, source, len(self.delivered) + place, entries, hour)
            for place, (source, entries, hour) in enumerate(batch)
        ]
        process_file_batch(paths, self.store, self.config)
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
        load_judgements(fresh, judgements)
        process_file_batch(paths[half:], fresh, self.config)
        for source, listing_id in self.by_hand:
            withdraw(fresh, source, listing_id, self.config)
        assert load_judgements(fresh, judgements) == 0
        again = read_state(fresh)
        assert again.judgements == self.state.judgements
        assert again.fields == self.state.fields
        assert again.derived == self.state.derived
