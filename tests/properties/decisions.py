"""Random decisions of reviewers on one store."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from event_dedup.review.judge import (
    judge,
    merge_events,
    move_listing,
    split_event,
    undo,
)
from tests.properties.machine import VERDICTS, Town


class Decisions(Town):
    """Judge, undo, split, merge and move."""

    @precondition(lambda self: len(self._records()) > 1)
    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS))
    def judge_a_pair(self, data: st.DataObject, verdict: str) -> None:
        left, right = data.draw(st.permutations(self._records()))[:2]
        self.actions.append(judge(self.store, left, right, verdict, "Anna"))
        self._step()

    @precondition(lambda self: len(self._records()) > 1)
    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS))
    def judge_and_think_better_of_it(self, data: st.DataObject, verdict: str) -> None:
        before = self.state
        left, right = data.draw(st.permutations(self._records()))[:2]
        action = judge(self.store, left, right, verdict, "Anna")
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
