"""How good other thresholds would be, from labels and from judgements."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise as pairwise_of

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_dedup.linkage import Judged
from event_dedup.review.charts import calibration_chart, quality_chart, weight_counts, weight_histogram
from event_dedup.review.intervals import figures
from event_dedup.review.metrics import b_cubed, f1_interval, pairwise
from event_dedup.review.quality import (
    calibration_bins,
    curve_from_judgements,
    curve_from_labels,
    propose,
)
from event_dedup.review.snapshot import with_labels
from event_dedup.settings import Thresholds
from tests.test_preview import NAMES, snapshot

TRUTH = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3", "f": "4", "g": "5", "h": "6"}
WEIGHTS = {("a", "b"): 6.0, ("c", "d"): 2.0, ("e", "f"): 0.5}

partitions = st.lists(st.integers(0, 4), min_size=1, max_size=12)


@settings(deadline=None)
@given(partitions, st.randoms(use_true_random=False))
def test_figures_are_those_of_the_evaluation(found: list[int], random: object) -> None:
    truth = [(n * 7 + i) % 3 for i, n in enumerate(found)]
    numbers = [np.unique(each, return_inverse=True)[1] for each in (found, truth)]
    ours = {each.name: each.value for each in figures(*numbers)}
    named = [{str(i): str(n) for i, n in enumerate(each)} for each in (found, truth)]
    pairs, cubed = pairwise(*named), b_cubed(*named)
    assert ours["precision"] == pytest.approx(pairs.precision)
    assert ours["recall"] == pytest.approx(pairs.recall)
    assert ours["B-cubed F1"] == pytest.approx(cubed.f1)


def test_the_interval_is_about_that_of_the_bootstrap() -> None:
    generator = np.random.default_rng(3)
    truth = np.repeat(np.arange(400), 3)
    found = np.where(generator.random(1200) < 0.85, truth, 400 + np.arange(1200))
    f1 = next(each for each in figures(np.unique(found, return_inverse=True)[1], truth) if each.name == "F1")
    low, high = f1_interval(
        dict(enumerate(map(str, found))),
        dict(enumerate(map(str, truth))),  # type: ignore[arg-type]
    )
    assert f1.low == pytest.approx(low, abs=0.01)
    assert f1.high == pytest.approx(high, abs=0.01)


def test_a_wanted_precision_gets_the_lowest_threshold_that_reaches_it() -> None:
    found = with_labels(snapshot(WEIGHTS), TRUTH)
    curve = curve_from_labels(found)
    proposal = propose(found, curve, 1.0)
    assert proposal is not None
    assert proposal.merge == 0.6
    assert (proposal.precision, proposal.recall, proposal.recall_lost) == (1.0, 1.0, 0.0)
    assert (proposal.questions, proposal.more_questions) == (1, 0)


def test_no_threshold_may_reach_a_precision() -> None:
    found = with_labels(snapshot({("a", "c"): 12.0}), TRUTH)
    curve = curve_from_labels(found)
    curve = curve[curve["merge"] < 0.9]
    assert propose(found, curve, 0.99) is None


def test_judgements_speak_for_their_own_range_alone() -> None:
    weights = dict.fromkeys(pairwise_of(NAMES), 4.0)
    base = snapshot(weights)
    wrong = replace(base, verdict=np.full(len(base.weight), 2, dtype=np.int8))
    right = replace(base, verdict=np.full(len(base.weight), 1, dtype=np.int8))
    low, high = (
        curve_from_judgements(each).query("merge == 0.5 and figure == 'precision'")["value"].item()
        for each in (wrong, right)
    )
    assert low < 0.4
    assert high > 0.9


def test_answers_about_pairs_that_stayed_apart_say_nothing_of_links() -> None:
    links = dict.fromkeys([("a", "b"), ("c", "d"), ("e", "f"), ("g", "h"), ("i", "j"), ("k", "l")], 4.0)
    apart = {("a", "c"): 4.0, ("a", "d"): -9.0, ("b", "c"): -9.0, ("b", "d"): -9.0}
    refused = [Judged("a", "c", "non_match", 1)]
    found = snapshot(links | apart, refused, records="abcdefghijkl")
    asked = [found.pair(i) == ("a", "c") for i in range(len(found.left))]
    found = replace(found, verdict=np.where(asked, 2, 0).astype(np.int8))
    curve = curve_from_judgements(found).query("merge == 0.5").set_index("figure")["value"]
    assert curve["precision"] == pytest.approx(6 / 7, abs=0.1)
    assert curve["recall"] > 0.9


def test_labels_come_before_judgements_and_unlabelled_records_stay_out() -> None:
    found = with_labels(snapshot(WEIGHTS), {"a": "1", "b": "1", "c": "2"})
    assert found.verdict.tolist() == [1, 0, 0]


def test_charts_carry_their_data() -> None:
    found = with_labels(snapshot(WEIGHTS), TRUTH)
    at = Thresholds()
    assert weight_counts(found)["pairs"].sum() == 3
    assert "http" not in str(weight_histogram(weight_counts(found), at)["datasets"])
    assert quality_chart(curve_from_labels(found), at).to_dict()["layer"]
    assert calibration_chart(calibration_bins(found)).to_dict()["layer"]
