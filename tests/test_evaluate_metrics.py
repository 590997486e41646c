"""The figures of an evaluation, held against brute force over all pairs."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from event_dedup.review.calibration import calibration
from event_dedup.review.metrics import (
    b_cubed,
    exact_clusters,
    f1_interval,
    pairs_of,
    pairwise,
    recall_of,
)

RECORDS = "abcdefgh"
partitions = st.lists(st.sampled_from("1234"), min_size=8, max_size=8).map(
    lambda of: dict(zip(RECORDS, of, strict=True))
)


def brute_pairs(partition):
    return {p for p in combinations(sorted(partition), 2) if partition[p[0]] == partition[p[1]]}


@given(found=partitions, truth=partitions)
def test_pairwise_counts_the_pairs_of_both_partitions(found, truth):
    joined, wanted = brute_pairs(found), brute_pairs(truth)
    score = pairwise(found, truth)
    assert score.precision == approx(len(joined & wanted) / len(joined) if joined else 1)
    assert score.recall == approx(len(joined & wanted) / len(wanted) if wanted else 1)


@given(found=partitions, truth=partitions)
def test_b_cubed_averages_over_records(found, truth):
    def mates(partition, record):
        return {r for r in partition if partition[r] == partition[record]}

    both = {r: len(mates(found, r) & mates(truth, r)) for r in truth}
    score = b_cubed(found, truth)
    assert score.precision == approx(np.mean([both[r] / len(mates(found, r)) for r in truth]))
    assert score.recall == approx(np.mean([both[r] / len(mates(truth, r)) for r in truth]))


@given(found=partitions, truth=partitions)
def test_a_true_cluster_is_exact_when_found_with_its_records_only(found, truth):
    def blocks(partition):
        return {frozenset(r for r in partition if partition[r] == c) for c in partition.values()}

    assert exact_clusters(found, truth) == approx(len(blocks(found) & blocks(truth)) / len(blocks(truth)))


@given(partition=partitions)
def test_pairs_of_a_partition_are_those_that_share_a_cluster(partition):
    assert pairs_of(partition) == brute_pairs(partition)


@given(found=partitions, truth=partitions)
def test_recall_of_all_true_pairs_is_pairwise_recall(found, truth):
    assert recall_of(pairs_of(truth), found) == approx(pairwise(found, truth).recall)


@given(found=partitions, truth=partitions)
def test_the_interval_is_ordered_and_the_same_at_every_run(found, truth):
    low, high = f1_interval(found, truth, draws=50)
    assert 0 <= low <= high <= 1
    assert (low, high) == f1_interval(found, truth, draws=50)


def test_the_interval_of_a_perfect_partition_is_a_point():
    truth = {"a": "1", "b": "1", "c": "2"}
    assert f1_interval(truth, truth) == (1.0, 1.0)


def test_the_interval_holds_the_figure_it_belongs_to():
    truth = {f"{i}{half}": str(i) for i in range(200) for half in "lr"}
    found = {r: (c if int(c) % 4 else r) for r, c in truth.items()}
    low, high = f1_interval(found, truth)
    assert low < pairwise(found, truth).f1 < high
    assert high - low < 0.12


def test_a_record_that_was_not_found_stands_alone():
    score = pairwise({"a": "1"}, {"a": "x", "b": "x"})
    assert (score.precision, score.recall, score.f1) == (1.0, 0.0, 0.0)


def test_a_record_without_label_does_not_count():
    assert pairwise({"a": "1", "b": "1", "z": "1"}, {"a": "x", "b": "x"}).precision == 1.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_every_pair_falls_into_one_bin(pairs):
    probabilities = np.array([p for p, _ in pairs])
    bins = calibration(probabilities, np.array([float(m) for _, m in pairs]))
    assert sum(b.pairs for b in bins) == len(pairs)
    assert all(b.low - 1e-12 <= b.mean_probability <= b.high + 1e-12 for b in bins if b.pairs)


def test_a_bin_compares_mean_probability_with_true_share():
    [half, sure] = calibration(np.array([0.6, 0.8, 1.0]), np.array([0.0, 1.0, 1.0]), (0.5, 0.9, 1.0))
    assert (half.pairs, half.mean_probability, half.true_share) == (2, approx(0.7), 0.5)
    assert half.gap == approx(-0.2)
    assert (sure.pairs, sure.gap) == (1, 0.0)
