"""What other thresholds would do, before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_dedup.linkage import Judged, cluster, match_weight
from event_dedup.review.app_tune import chosen_thresholds, told_order
from event_dedup.review.asked import distinct
from event_dedup.review.changes import merges, splits
from event_dedup.review.preview import partition, preview, saved_state
from event_dedup.review.snapshot import Snapshot
from event_dedup.settings import Thresholds

NAMES = "abcdefgh"
Weighted = dict[tuple[str, str], float]


def snapshot(
    weights: Weighted, judged: Sequence[Judged] = (), records: str = NAMES, merge: float = 0.5
) -> Snapshot:
    """A store of `records` with these scored pairs, as the last run at `merge` left it."""
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    place = {record: i for i, record in enumerate(records)}
    bits = np.array([weight for _, weight in ordered], dtype=float)
    leader = cluster(records, [(*pair, w) for pair, w in ordered], judged, match_weight(merge)).leader
    event_ids = sorted(set(leader.values()))
    return Snapshot(
        records=list(records),
        titles=[record.upper() for record in records],
        sources=["s"] * len(records),
        event=np.array([event_ids.index(leader[record]) for record in records], dtype=np.int64),
        event_ids=event_ids,
        left=np.array([place[pair[0]] for pair, _ in ordered], dtype=np.int64),
        right=np.array([place[pair[1]] for pair, _ in ordered], dtype=np.int64),
        weight=bits,
        probability=1 / (1 + np.exp2(-bits)),
        verdict=np.zeros(len(ordered), dtype=np.int8),
        judged=tuple(judged),
        thresholds=Thresholds(merge=merge, review=min(0.2, merge)),
        truth={},
    )


pair_of_names = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] < p[1])
weights_of_pairs = st.dictionaries(pair_of_names, st.integers(-40, 60).map(lambda n: n / 4), max_size=28)
verdicts = st.dictionaries(pair_of_names, st.sampled_from(["match", "non_match", "unsure"]), max_size=5)


@settings(max_examples=300, deadline=None)
@given(weights_of_pairs, verdicts, st.sampled_from([0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999]))
def test_a_cut_dendrogram_is_what_a_run_makes_of_the_pairs(
    weights: Weighted, said: dict[tuple[str, str], str], merge: float
) -> None:
    judged = [Judged(*pair, verdict, i) for i, (pair, verdict) in enumerate(said.items())]
    found = snapshot(weights, judged)
    run = cluster(NAMES, [(*pair, w) for pair, w in weights.items()], judged, match_weight(merge)).leader
    cut = partition(found, merge)
    assert {record: NAMES[i] for record, i in zip(NAMES, cut, strict=True)} == run


def test_a_listing_near_one_copy_and_far_from_the_others_stays_apart() -> None:
    # c-d is near to b by one pair alone; the mean of all four is what counts.
    pairs = {
        ("c", "d"): 12.0,
        ("a", "b"): 4.0,
        ("a", "c"): 1.0,
        ("a", "d"): 1.0,
        ("b", "c"): 5.0,
        ("b", "d"): -5.0,
    }
    found = snapshot(pairs)
    names = [[NAMES[i] for i in partition(found, 2**bits / (1 + 2**bits))][:4] for bits in (0.6, 0.4)]
    assert names == [["a", "a", "c", "c"], ["a", "a", "a", "a"]]


def test_the_saved_thresholds_change_nothing() -> None:
    found = snapshot({("a", "b"): 3.0, ("b", "c"): -1.0})
    assert preview(found, found.thresholds).merges == preview(found, found.thresholds).splits == 0
    assert saved_state(found).events == preview(found, found.thresholds).events == 7


def test_a_lower_threshold_merges_and_names_the_pair_that_decides() -> None:
    found = snapshot({("a", "b"): 3.0, ("c", "d"): -1.0})
    lower = preview(found, Thresholds(merge=0.2, review=0.1))
    assert (lower.merges, lower.splits, lower.events, lower.largest) == (1, 0, 6, 2)
    (row,) = merges(found, lower).to_dict("records")
    assert (row["record_id_l"], row["record_id_r"], row["titles"]) == ("c", "d", "C | D")


def test_a_higher_threshold_splits_and_names_the_pair_that_is_parted() -> None:
    found = snapshot({("a", "b"): 3.0, ("c", "d"): 9.0})
    higher = preview(found, Thresholds(merge=0.99, review=0.1))
    assert (higher.merges, higher.splits) == (0, 1)
    (row,) = splits(found, higher).to_dict("records")
    assert (row["record_id_l"], row["record_id_r"], row["listings"]) == ("a", "b", 2)


@pytest.mark.parametrize(
    ("pairs", "said", "asked"),
    [
        ({("a", "b"): -1.0, ("c", "d"): -0.5}, [], 2),
        ({("a", "b"): 9.0, ("a", "c"): -1.0, ("b", "c"): -1.0}, [], 1),
        ({("a", "b"): 9.0, ("a", "c"): -1.0, ("b", "c"): -1.0}, [("a", "c", "non_match")], 0),
        ({("a", "b"): -1.0}, [("a", "b", "unsure")], 0),
        ({("a", "b"): -1.0}, [("a", "b", "match")], 0),
        ({("a", "b"): 1.0}, [], 1),
        ({("a", "b"): 2.1}, [], 0),
        ({("a", "b"): 1.0, ("a", "c"): 9.0, ("b", "c"): 9.0}, [], 0),
        ({("a", "b"): 1.0}, [("a", "c", "match"), ("b", "c", "match")], 0),
    ],
    ids=[
        "two doubts",
        "two events once",
        "an answer for all pairs of two events",
        "unsure",
        "decided",
        "a weak link",
        "a sure link",
        "better links beside it",
        "implied by matches",
    ],
)
def test_a_preview_counts_the_questions_of_the_queue(
    pairs: Weighted, said: list[tuple[str, str, str]], asked: int
) -> None:
    found = snapshot(pairs, [Judged(*each, i) for i, each in enumerate(said)])
    assert preview(found, Thresholds(merge=0.5, review=0.2)).questions == asked


def test_distinct_values_are_those_of_numpy() -> None:
    values = np.array([7, 3, 3, 0, 7, 9])
    assert distinct(values).tolist() == np.unique(values).tolist()
    assert distinct(values[:0]).tolist() == []


def test_review_above_merge_counts_as_merge_and_says_so() -> None:
    above, below = {"merge": 0.55, "review": 0.999}, {"merge": 0.55, "review": 0.55}
    assert chosen_thresholds(above) == Thresholds(merge=0.55, review=0.55)
    assert "0.55 counts instead of 0.999" in told_order(above).text
    assert told_order(below).text == ""
