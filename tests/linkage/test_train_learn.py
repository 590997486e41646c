"""Judgements move the shipped weights, and only as far as they weigh."""

import numpy as np
from pytest import approx

from event_dedup.linkage.learn import learn
from event_dedup.linkage.model import Model
from event_dedup.linkage.train import LabelledPairs, train, weights_of


def level(sql, **more):
    return {"sql_condition": sql, "label_for_charts": sql, **more}


def model():
    """Two levels of title, two of day; trained so that both count for a match."""
    names = ("title", "day")
    blank = {
        "probability_two_random_records_match": 0.1,
        "comparisons": [
            {"output_column_name": n, "comparison_levels": [level(f"{n}_l = {n}_r"), level("ELSE")]}
            for n in names
        ],
    }
    settings = train(blank, [judged([(1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 0)] * 25)], ())
    return Model("2026-01-01", "test", settings)


def judged(rows):
    return LabelledPairs(
        "queue", np.array([r[:2] for r in rows], np.int16), np.array([float(r[2]) for r in rows])
    )


def weight(model, *levels):
    return float(weights_of(model.settings).of(np.array([levels], np.int16))[0])


def test_no_judgement_changes_nothing():
    shipped = model()
    assert learn(shipped, LabelledPairs("queue", np.zeros((0, 2), np.int16), np.zeros(0)), ()) is shipped


def test_judgements_move_the_weight_of_what_they_judge():
    shipped = model()
    learnt = learn(shipped, judged([(1, 0, 1)] * 20), ())
    assert weight(learnt, 1, 0) > weight(shipped, 1, 0) + 1


def test_one_judgement_moves_less_than_a_bit_where_many_pairs_were_scored():
    shipped = model()
    scored = np.array([(1, 0), (0, 1)] * 50, np.int16)
    learnt = learn(shipped, judged([(1, 0, 1)]), (), scored=scored)
    assert 0 < weight(learnt, 1, 0) - weight(shipped, 1, 0) < 1


def test_learning_is_named_and_gives_another_model():
    learnt = learn(model(), judged([(1, 0, 1), (0, 1, 0)]), ())
    assert learnt.trained_on == "test, 2 judged pairs of queue"
    assert learnt.model_id != model().model_id


def test_u_and_lexicon_stay():
    shipped = model()
    learnt = learn(shipped, judged([(1, 0, 1)] * 5), ())
    assert learnt.lexicon == shipped.lexicon
    for before, after in zip(shipped.settings["comparisons"], learnt.settings["comparisons"], strict=True):
        ratio = [
            a["u_probability"] / b["u_probability"]
            for a, b in zip(after["comparison_levels"], before["comparison_levels"], strict=True)
        ]
        assert ratio == approx([ratio[0]] * len(ratio))


def test_scored_pairs_hold_the_model_where_nobody_judged():
    shipped = model()
    one_sided = judged([(1, 0, 1)] * 50)
    scored = np.array([(1, 1), (1, 0), (0, 1), (0, 0)] * 25, np.int16)
    free, held = learn(shipped, one_sided, ()), learn(shipped, one_sided, (), scored=scored)
    assert abs(weight(held, 0, 0) - weight(shipped, 0, 0)) < abs(weight(free, 0, 0) - weight(shipped, 0, 0))
    assert weight(held, 1, 0) > weight(shipped, 1, 0) + 1
