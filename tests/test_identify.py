"""Stable ids: an id follows most of its listings, awakes with them, and names no other event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_dedup.batch import load_all_events_as_dicts, process_file_batch
from event_dedup.canonical.identify import Identities, IdMemory, identify, names_for
from event_dedup.store import open_store
from event_dedup.store.save import save_ids
from tests.properties import town

RECORDS = "abcdefgh"
partitions = st.dictionaries(st.sampled_from(RECORDS), st.integers(0, 3)).map(
    lambda labels: [
        sorted(r for r, label in labels.items() if label == each) for each in sorted(set(labels.values()))
    ]
)


def leaders(*clusters: Sequence[str]) -> dict[str, str]:
    """record -> leader, for clusters such as "abc", "d"."""
    return {record: min(cluster) for cluster in clusters for record in cluster}


class Memory:
    """The ids of one store over several runs, kept the way the store keeps them."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.dormant: dict[str, list[str]] = {}
        self.redirects: dict[str, str | None] = {}
        self.age: dict[str, int] = {}

    def run(self, *clusters: Sequence[str], recalled: Mapping[str, str] | None = None) -> Identities:
        leader = leaders(*clusters)
        closed = {old for old, successor in self.redirects.items() if successor is None}
        found = identify(leader, IdMemory(self.ids, self.dormant, self.age, closed, recalled or {}))
        for ended, successor in found.redirects.items():
            self.redirects[ended] = successor
            last = sorted(record for record, event in self.ids.items() if event == ended)
            self.dormant.setdefault(ended, last)
        for awake in found.awoken:
            del self.dormant[awake], self.redirects[awake]
        self.ids = {record: found.ids[leader[record]] for record in leader}
        for event in sorted(set(self.ids.values()) - set(self.age)):
            self.age[event] = len(self.age)
        return found

    @property
    def members(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for record, event in self.ids.items():
            found[event].add(record)
        return dict(found)


def remember(*runs: Sequence[Sequence[str]]) -> Memory:
    memory = Memory()
    for clusters in runs:
        memory.run(*clusters)
    return memory


def test_a_new_listing_joins_without_a_new_id():
    memory = remember(["ab"])
    event = memory.ids["a"]
    memory.run("abc")
    assert memory.ids == {"a": event, "b": event, "c": event}


def test_the_larger_event_gives_its_id_to_a_merger_and_the_other_redirects():
    memory = remember(["a", "bc"])
    small, large = memory.ids["a"], memory.ids["b"]
    found = memory.run("abc")
    assert (memory.ids["a"], found.redirects) == (large, {small: large})


def test_a_split_leaves_the_id_on_the_larger_part():
    memory = remember(["abc"])
    event = memory.ids["a"]
    memory.run("a", "bc")
    assert memory.ids["b"] == memory.ids["c"] == event != memory.ids["a"]


def test_a_listing_that_moves_between_events_of_one_and_two_leaves_both_ids_in_place():
    memory = remember(["xy", "z"])
    left, right = memory.ids["x"], memory.ids["z"]
    memory.run("x", "yz")
    assert memory.ids == {"x": left, "y": right, "z": right}


def test_an_event_without_listings_closes_and_awakes_with_the_first_that_returns():
    memory = remember(["ab"])
    event = memory.ids["a"]
    assert memory.run().redirects == {event: None}
    assert memory.run("b").awoken == {event}
    assert memory.ids == {"b": event}


def test_a_closed_event_redirects_when_all_its_listings_are_in_another_one():
    memory = remember(["ab", "cde"])
    before, closed = dict(memory.ids), memory.ids["a"]
    memory.run("cde")
    assert memory.run("acde").redirects == {}
    assert memory.run("abcde").redirects == {closed: before["c"]}
    memory.run("ab", "cde")
    assert memory.ids == before


def test_a_merged_id_awakes_when_its_listings_part_again():
    memory = remember(["ab", "cd"])
    before = dict(memory.ids)
    memory.run("abcd")
    memory.run("ab", "cd")
    assert memory.ids == before


def test_an_id_is_never_given_twice():
    memory = remember(["a"], [], ["b"], ["ab"], ["a", "b"])
    assert len(set(memory.ids.values())) == 2


def test_an_event_gets_the_first_name_that_was_never_given(tmp_path: Path):
    store = tmp_path / "events.duckdb"
    town.save_model(store, town.small_model())
    *given_before, free = islice(names_for(["aue/1"])[0], 8)
    with open_store(store) as con:
        save_ids(con, given_before, {}, [], {}, datetime(2026, 1, 1))
    process_file_batch([town.write(tmp_path, "aue", 0, [town.listing("1")])], store)
    assert [event["canonical_event_id"] for event in load_all_events_as_dicts(store)] == [free]


def test_an_id_that_would_be_given_twice_is_an_error(tmp_path: Path):
    with open_store(tmp_path / "events.duckdb") as con:
        save_ids(con, ["ev_1", "ev_2"], {}, [], {}, datetime(2026, 1, 1))
        with pytest.raises(RuntimeError, match="ev_2 would name a second event"):
            save_ids(con, ["ev_2", "ev_3"], {}, [], {}, datetime(2026, 1, 2))


@given(st.lists(partitions, min_size=2, max_size=7))
def test_no_id_ever_names_another_event(runs: list[list[list[str]]]):
    memory, named = Memory(), dict[str, set[str]]()
    for clusters in runs:
        memory.run(*clusters)
        assert len(memory.members) == len(clusters)
        for event, members in memory.members.items():
            assert not named.get(event) or named[event] & members
        named |= memory.members


@given(st.lists(partitions, min_size=2, max_size=7))
def test_every_id_follows_most_of_its_records_or_redirects_there(runs: list[list[list[str]]]):
    memory = Memory()
    for clusters in runs:
        before = memory.members
        memory.run(*clusters)
        for event, members in before.items():
            shares = Counter(memory.ids[record] for record in members if record in memory.ids)
            now = event if event in memory.members else memory.redirects[event]
            assert (shares[str(now)] == max(shares.values())) if shares else now is None


@given(partitions, partitions, partitions)
def test_recalling_an_action_restores_every_id(earlier, before, changed):
    memory = remember(earlier, before)
    ids = dict(memory.ids)
    memory.run(*changed)
    recalled = {record: old for record, old in ids.items() if memory.ids.get(record, old) != old}
    if set(memory.ids) == set(ids):  # an action moves listings, it neither adds nor takes one
        memory.run(*before, recalled=recalled)
        assert memory.ids == ids


@given(st.lists(partitions, min_size=1, max_size=5))
def test_running_again_changes_no_id(runs: list[list[list[str]]]):
    memory = remember(*runs)
    ids = dict(memory.ids)
    found = memory.run(*runs[-1])
    assert (memory.ids, found.redirects, found.awoken) == (ids, {}, frozenset())
