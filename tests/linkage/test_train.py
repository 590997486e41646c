"""Weights from labelled pairs: as fitted, as monotone as promised, and as Splink scores them."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from splink import DuckDBAPI, Linker

from event_dedup.linkage.logistic import Observations, fit_logistic, log_loss
from event_dedup.linkage.train import (
    LabelledPairs,
    TrainingError,
    fit,
    scales_of,
    train,
    weights_of,
)


def comparison(name, levels, null=True):
    """Levels by the difference of two numbers: 0 is the best, more the worse, NULL no evidence."""
    tests = [f"abs({name}_l - {name}_r) <= {i}" for i in range(levels - 1)] + ["ELSE"]
    rows = [{"sql_condition": sql, "label_for_charts": sql} for sql in tests]
    if null:
        missing = f"{name}_l IS NULL OR {name}_r IS NULL"
        rows.insert(0, {"sql_condition": missing, "label_for_charts": "missing", "is_null_level": True})
    return {"output_column_name": name, "comparison_levels": rows}


def splink_settings(*comparisons):
    return {
        "link_type": "dedupe_only",
        "sql_dialect": "duckdb",
        "unique_id_column_name": "record_id",
        "blocking_rules_to_generate_predictions": ["1 = 1"],
        "probability_two_random_records_match": 0.5,
        "comparisons": list(comparisons),
    }


TWO = splink_settings(comparison("title", 4), comparison("hour", 3, null=False))


def labelled(rows, name="set"):
    return LabelledPairs(
        name, np.array([r[:-1] for r in rows], np.int16), np.array([float(r[-1]) for r in rows])
    )


rows = st.lists(
    st.tuples(st.integers(-1, 3), st.integers(0, 2), st.booleans()), min_size=4, max_size=40
).filter(lambda rows: 0 < sum(r[-1] for r in rows) < len(rows))


@given(rows)
def test_weights_never_fall_from_a_level_to_the_next_higher_one(rows):
    weights = fit(scales_of(TWO, ()), [labelled(rows)])
    assert all((np.diff(levels) >= -1e-9).all() for levels in weights.levels)


@given(rows)
def test_settings_carry_exactly_the_fitted_weights(rows):
    fitted = fit(scales_of(TWO, ()), [labelled(rows)], towards=weights_of(TWO))
    carried = weights_of(train(TWO, [labelled(rows)], ()))
    assert carried.prior == approx(fitted.prior)
    assert [list(w) for w in carried.levels] == [approx(list(w)) for w in fitted.levels]


@given(rows)
def test_m_and_u_are_probabilities(rows):
    trained = train(TWO, [labelled(rows)], ())
    for each in trained["comparisons"]:
        levels = [level for level in each["comparison_levels"] if not level.get("is_null_level")]
        for kind in ("m_probability", "u_probability"):
            assert all(0 < level[kind] <= 1 for level in levels)
            assert sum(level[kind] for level in levels) <= 1 + 1e-9


def test_an_unordered_comparison_may_weigh_its_levels_in_any_order():
    pairs = labelled([(3, 0, False), (0, 0, True)] * 50)
    [title, _] = fit(scales_of(TWO, unordered={"title"}), [pairs]).levels
    assert title[0] > 0 > title[3]


def test_a_level_that_nobody_saw_lies_between_its_neighbours():
    pairs = labelled([(3, 1, True), (3, 1, True), (1, 1, False), (1, 1, False)] * 20)
    [title, _] = fit(scales_of(TWO, ()), [pairs]).levels
    assert title[1] <= title[2] <= title[3]


def test_a_large_set_does_not_drown_a_small_one():
    small, large = [(3, 1, True), (0, 1, False)] * 30, [(3, 1, False), (0, 1, False)] * 2000

    def weight(*sets):
        return fit(scales_of(TWO, ()), sets).of(np.array([(3, 1)], np.int16))[0]

    assert weight(labelled(small), labelled(large)) > weight(labelled(small + large)) + 2


def test_the_fit_does_not_depend_on_the_order_of_the_pairs():
    pairs = [(3, 1, True), (2, 2, True), (0, 1, False), (1, 0, False), (-1, 2, False)]
    assert (
        weights_of(train(TWO, [labelled(pairs)], ())).prior
        == weights_of(train(TWO, [labelled(pairs[::-1])], ())).prior
    )


def test_a_strong_ridge_leaves_the_weights_it_pulls_towards():
    pairs = [labelled([(3, 1, True), (0, 0, False)] * 10)]
    shipped = fit(scales_of(TWO, ()), pairs)
    held = fit(scales_of(TWO, ()), [labelled([(0, 0, True), (3, 1, False)])], ridge=1e9, towards=shipped)
    assert held.levels[0] == approx(shipped.levels[0], abs=1e-5)


@pytest.mark.parametrize("verdict", [True, False])
def test_labels_of_one_kind_alone_are_refused_with_a_remedy(verdict):
    with pytest.raises(TrainingError, match="label pairs of both kinds"):
        train(TWO, [labelled([(3, 1, verdict)])], ())


def test_splink_gives_the_log_odds_that_were_fitted():
    frame = pd.DataFrame(
        {"record_id": list("abcdef"), "title": [0, 0, 1, 2, 5, None], "hour": [1, 1, 2, 9, 3, 1]}
    )
    trained = train(
        TWO, [labelled([(3, 2, True), (3, 0, False), (1, 1, True), (0, 0, False), (-1, 0, False)] * 9)], ()
    )
    api = DuckDBAPI(connection=duckdb.connect())
    linker = Linker(api.register(frame), trained, log_level=None)
    scored = linker.inference.predict().as_pandas_dataframe()
    levels = scored[["gamma_title", "gamma_hour"]].to_numpy(np.int16)
    weight = weights_of(trained).of(levels)
    assert len(scored) == 15
    assert scored["match_weight"].to_numpy() == approx(weight)
    assert scored["match_probability"].to_numpy() == approx(1 / (1 + 2**-weight))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_no_small_move_within_the_bounds_lowers_the_loss(seed):
    draw = np.random.default_rng(seed)
    seen = Observations(draw.normal(size=(30, 4)), draw.random(30), draw.random(30))
    penalty, bounded = np.eye(4) * 0.3, np.array([False, True, True, False])
    best = fit_logistic(seen, penalty, np.zeros(4), bounded)

    def loss(x):
        return log_loss(seen, x) + x @ penalty @ x / 2

    for move in draw.normal(size=(50, 4)) * 1e-3:
        near = np.where(bounded, np.maximum(best + move, 0), best + move)
        assert loss(best) <= loss(near) + 1e-9
