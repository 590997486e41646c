"""A run is measured against labels, and every mistake is named with its reason."""

import numpy as np
from pytest import approx

from event_dedup.review.clear import Cleared
from event_dedup.review.errors import Mistake, false_merges, missed_pairs
from event_dedup.review.evaluate import Outcome, ScoredPairs, differently_titled, measure
from event_dedup.settings import Thresholds

TRUTH = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "3", "f": "3"}


def outcome(found=TRUTH, scored=(("a", "b", 0.99),), reviewed=None, titles=None):
    pairs = ScoredPairs([(a, b) for a, b, _ in scored], np.array([p for _, _, p in scored], float))
    return Outcome(
        name="set",
        truth=TRUTH,
        titles=titles or dict.fromkeys(TRUTH, "Title"),
        scored=pairs,
        found=found,
        reviewed=reviewed or found,
        thresholds=Thresholds(merge=0.5, review=0.2),
        seconds=1.0,
    )


def measured(run):
    return measure(run, Cleared([("a", "b"), ("a", "nobody")], [], TRUTH))


def test_a_perfect_run_has_perfect_figures():
    figures = measured(outcome())
    assert (figures.pairwise.f1, figures.b_cubed.f1, figures.exact_clusters) == (1.0, 1.0, 1.0)
    assert (figures.listings, figures.true_pairs) == (6, 4)


def test_blocking_recall_counts_true_pairs_among_the_scored():
    figures = measured(outcome(scored=[("a", "b", 0.9), ("a", "d", 0.1)]))
    assert figures.blocking_recall == 0.25
    assert figures.pairs_per_listing == approx(2 / 6)


def test_review_share_counts_pairs_from_review_up_to_merge():
    scored = [("a", "b", 0.5), ("a", "c", 0.49), ("b", "c", 0.2), ("d", "e", 0.19)]
    assert measured(outcome(scored=scored)).review_share == approx(2 / 6)


def test_what_the_queue_asked_is_measured_beside():
    figures = measured(outcome(found={**TRUTH, "b": "2"}))
    assert figures.asked_share == approx(1 / 6)
    assert figures.pairwise.f1 < figures.cleared.f1 == 1.0


def test_titles_differ_by_more_than_case_and_spaces():
    titles = {"a": "Jazz  Night", "b": "jazz night", "c": "Jazz Brunch"}
    assert differently_titled([("a", "b"), ("a", "c")], titles) == {("a", "c")}


def test_a_false_merge_is_linked_or_carried_by_others():
    found = {**TRUTH, "d": "1"}
    wrong = false_merges(outcome(found, [("a", "d", 0.8), ("b", "d", 0.1)]))
    assert [(w.pair, w.mistake, w.probability) for w in wrong] == [
        (("a", "d"), Mistake.LINKED, 0.8),
        (("b", "d"), Mistake.CARRIED, 0.1),
        (("c", "d"), Mistake.CARRIED, None),
    ]


def test_a_missed_pair_was_never_compared_or_too_low_or_parted():
    found = {**dict(zip("abcdef", "abcdef", strict=True))}
    wrong = missed_pairs(outcome(found, [("a", "b", 0.8), ("a", "c", 0.1), ("e", "f", 0.3)]))
    assert [(w.pair, w.mistake) for w in wrong] == [
        (("b", "c"), Mistake.NOT_COMPARED),
        (("a", "c"), Mistake.TOO_LOW),
        (("e", "f"), Mistake.TOO_LOW),
        (("a", "b"), Mistake.KEPT_APART),
    ]
