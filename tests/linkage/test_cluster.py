from __future__ import annotations

import random
import time
from collections import defaultdict
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from event_dedup.linkage import Judged, cluster

RECORDS = [f"{source}/{number}" for source in "abc" for number in range(4)]
some_pairs = st.dictionaries(
    st.sampled_from(list(combinations(RECORDS, 2))), st.floats(-12, 12, allow_nan=False), max_size=30
).map(lambda weights: [(left, right, weight) for (left, right), weight in weights.items()])
some_judgements = st.lists(
    st.tuples(
        st.sampled_from(list(combinations(RECORDS, 2))), st.sampled_from(["match", "non_match", "unsure"])
    ),
    max_size=12,
).map(
    lambda rows: [
        Judged(left, right, verdict, number) for number, ((left, right), verdict) in enumerate(rows)
    ]
)


def partition(leader: dict[str, str]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for record, name in leader.items():
        groups[name].add(record)
    return {frozenset(members) for members in groups.values()}


def test_two_records_above_the_threshold_are_one_cluster():
    assert cluster(["a/1", "b/1", "c/1"], [("a/1", "b/1", 3.0)], [], 0.0).leader == {
        "a/1": "a/1",
        "b/1": "a/1",
        "c/1": "c/1",
    }


def test_a_weak_bridge_does_not_join_two_events():
    left, right = ["a/1", "b/1", "c/1"], ["a/2", "b/2", "c/2"]
    inside = [(left, right, 8.0) for side in (left, right) for left, right in combinations(side, 2)]
    found = cluster([*left, *right], [*inside, ("a/1", "b/2", 1.0)], [], 0.0)
    assert partition(found.leader) == {frozenset(left), frozenset(right)}
    assert set(found.component.values()) == {"a/1"}


def test_two_copies_in_one_file_stay_with_their_partner():
    pairs = [("a/1", "b/1", 9.0), ("a/1", "b/2", 4.0), ("b/1", "b/2", 5.0)]
    assert len(partition(cluster(["a/1", "b/1", "b/2"], pairs, [], 0.0).leader)) == 1


def test_a_match_judgement_joins_what_no_pair_connects():
    found = cluster(["a/1", "b/1"], [], [Judged("a/1", "b/1", "match", 1)], 0.0)
    assert found.leader["b/1"] == "a/1"
    assert found.component["b/1"] == "a/1"


def test_the_newest_judgement_of_a_pair_counts():
    judgements = [Judged("a/1", "b/1", "match", 1), Judged("b/1", "a/1", "non_match", 2)]
    found = cluster(["a/1", "b/1"], [("a/1", "b/1", 9.0)], judgements, 0.0)
    assert found.leader["b/1"] == "b/1"
    assert found.contradictions == ()


def test_an_older_match_that_would_break_a_cannot_link_is_reported():
    older, newer = Judged("a/1", "b/1", "match", 1), Judged("b/1", "c/1", "match", 2)
    found = cluster(["a/1", "b/1", "c/1"], [], [older, newer, Judged("a/1", "c/1", "non_match", 3)], 0.0)
    assert found.contradictions == (older,)
    assert partition(found.leader) == {frozenset({"a/1"}), frozenset({"b/1", "c/1"})}


def test_a_cannot_link_holds_across_a_chain_of_500():
    chain = [f"s{number}/x" for number in range(500)]
    pairs = [(left, right, 10.0) for left, right in pairwise(chain)]
    found = cluster(chain, pairs, [Judged(chain[0], chain[-1], "non_match", 1)], 0.0)
    assert found.leader[chain[0]] != found.leader[chain[-1]]


def test_a_component_of_4000_is_clustered_in_seconds():
    records = [f"s{number % 40:02}/{number:04}" for number in range(4000)]
    rng = random.Random(7)
    pairs = [
        (records[left], records[left + step], rng.uniform(-3, 9))
        for left in range(4000)
        for step in range(1, 40)
        if left + step < 4000
    ]
    started = time.process_time()
    cluster(records, pairs, [], 0.0)
    assert time.process_time() - started < 10


@settings(deadline=None)
@given(pairs=some_pairs, judgements=some_judgements, seed=st.integers(0, 99))
def test_the_order_of_inputs_does_not_matter(pairs, judgements, seed):
    found = cluster(RECORDS, pairs, judgements, 0.0)
    rng = random.Random(seed)
    turned = [
        (right, left, weight) if rng.random() < 0.5 else (left, right, weight)
        for left, right, weight in pairs
    ]
    shuffled = cluster(
        rng.sample(RECORDS, len(RECORDS)),
        rng.sample(turned, len(turned)),
        rng.sample(judgements, len(judgements)),
        0.0,
    )
    assert shuffled == found


@settings(deadline=None)
@given(pairs=some_pairs, judgements=some_judgements)
def test_pairs_judged_different_are_never_together(pairs, judgements):
    found = cluster(RECORDS, pairs, judgements, 0.0)
    newest = {judged.edge: judged for judged in judgements}
    for (left, right), judged in newest.items():
        if judged.verdict == "non_match":
            assert found.leader[left] != found.leader[right]


@settings(deadline=None)
@given(pairs=some_pairs, judgements=some_judgements)
def test_pairs_judged_a_match_are_together_or_reported(pairs, judgements):
    found = cluster(RECORDS, pairs, judgements, 0.0)
    newest = {judged.edge: judged for judged in judgements}
    for (left, right), judged in newest.items():
        if judged.verdict == "match":
            assert found.leader[left] == found.leader[right] or judged in found.contradictions


@settings(max_examples=60, deadline=None)
@given(pairs=some_pairs, judgements=some_judgements)
def test_a_component_alone_gives_the_same_clusters(pairs, judgements):
    found = cluster(RECORDS, pairs, judgements, 0.0)
    for name in set(found.component.values()):
        members = {record for record in RECORDS if found.component[record] == name}
        alone = cluster(
            members,
            [pair for pair in pairs if pair[0] in members and pair[1] in members],
            [
                judged
                for judged in judgements
                if judged.record_id_l in members and judged.record_id_r in members
            ],
            0.0,
        )
        assert alone.leader == {record: found.leader[record] for record in members}


@settings(deadline=None)
@given(pairs=some_pairs, judgements=some_judgements)
def test_clusters_stay_inside_components_and_are_named_by_their_smallest_record(pairs, judgements):
    found = cluster(RECORDS, pairs, judgements, 0.0)
    for members in partition(found.leader):
        assert {found.leader[record] for record in members} == {min(members)}
        assert len({found.component[record] for record in members}) == 1
