"""Weights move to the listings at hand without labels, and only where those can tell something."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

from event_dedup.labelled import read_labelled, run_labelled
from event_dedup.linkage import adapt, default_model, self_train
from event_dedup.linkage.train import weights_of
from event_dedup.review.metrics import pairwise
from event_dedup.settings import MatchingConfig

from .listings import listing, relation

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
TITLES = ("Hemdglunkerumzug", "Schachturnier", "Blutspende", "Kirchenkonzert", "Flohmarkt")


@pytest.fixture(scope="module")
def sample():
    return read_labelled(SAMPLE)


@pytest.fixture
def listings(con, sample):
    return con.from_arrow(sample.listings())


@pytest.fixture(scope="module")
def moved(sample):
    """What a run of the pipeline over the sample adapted."""
    return run_labelled(sample)


def all_weights(model):
    weights = weights_of(model.settings)
    return np.concatenate([[weights.prior], *weights.levels])


def apart(a, b):
    return float(np.abs(all_weights(a) - all_weights(b)).max())


def test_the_clusters_found_move_the_weights_and_the_model_says_so(moved):
    assert 0.1 < apart(moved.model, default_model()) < 5
    assert "; without labels 800 listings (" in moved.model.trained_on


def test_the_order_of_the_listings_is_irrelevant(con, listings, moved):
    backwards = adapt(con, listings.order("record_id DESC"), default_model(), MatchingConfig())
    assert backwards.model_id == moved.model.model_id


def test_the_sample_is_linked_no_worse(sample, moved):
    unmoved = run_labelled(sample, move_weights=False)
    f1 = [pairwise(each.outcome.found, sample.truth).f1 for each in (moved, unmoved)]
    assert f1[0] > f1[1] - 0.005
    assert (moved.pairs.levels == unmoved.pairs.levels).all()


def test_few_listings_move_nothing(con, listings, monkeypatch):
    monkeypatch.setattr(self_train, "LEAST_LISTINGS", 801)
    assert apart(adapt(con, listings, default_model(), MatchingConfig()), default_model()) == 0


def test_weights_that_learnt_from_judgements_stay_and_words_are_learnt_anew(con, listings):
    judged = replace(default_model(), judged=3)
    adapted = adapt(con, listings, judged, MatchingConfig())
    assert apart(adapted, judged) == 0
    assert adapted.lexicon != judged.lexicon


def test_listings_without_a_match_teach_nothing(con, monkeypatch):
    monkeypatch.setattr(self_train, "LEAST_LISTINGS", 2)
    rows = [listing(f"a/{i}", title, date=f"2026-02-{i + 1:02}") for i, title in enumerate(TITLES)]
    assert apart(adapt(con, relation(con, rows), default_model(), MatchingConfig()), default_model()) == 0


def test_a_model_in_doubt_does_not_teach_itself(con, listings, monkeypatch):
    monkeypatch.setattr(self_train, "DOUBT", 0.0)
    assert apart(adapt(con, listings, default_model(), MatchingConfig()), default_model()) == 0


def test_of_many_listings_whole_days_are_looked_at(con, listings, monkeypatch):
    monkeypatch.setattr(self_train, "MOST_LISTINGS", 500)
    adapted = adapt(con, listings, default_model(), MatchingConfig())
    shown = int(adapted.trained_on.split("without labels ")[1].split()[0])
    days = [n for (n,) in listings.aggregate("count(*)", 'dates[1]."date"').fetchall()]
    assert 500 - max(days) < shown <= 500


def test_weights_are_rounded_to_what_every_machine_agrees_on(moved):
    bits = all_weights(moved.model)
    assert bits == approx(bits.round(4), abs=1e-9)
