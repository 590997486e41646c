"""Judgements move the shipped weights, and only as far as they weigh."""

import numpy as np
from pytest import approx

from event_dedup.linkage import Judged
from event_dedup.linkage.learn import Reviewed, learn
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


def reviewed(answered, unasked=()):
    """A store of pairs of two records each: (title, day, match) that were answered, (title, day) that were not."""
    rows = [*answered, *unasked]
    edges = [(f"{i}a", f"{i}b") for i in range(len(rows))]
    said = [
        Judged(*edge, "match" if row[2] else "non_match", i)
        for i, (edge, row) in enumerate(zip(edges, answered, strict=False))
    ]
    records = sorted(record for edge in edges for record in edge)
    return Reviewed(records, edges, np.array([row[:2] for row in rows], np.int16).reshape(-1, 2), said)


def weight(model, *levels):
    return float(weights_of(model.settings).of(np.array([levels], np.int16))[0])


def test_no_judgement_changes_nothing():
    shipped = model()
    assert learn(shipped, reviewed([], [(1, 1)]), 0.9, ()) is shipped


def test_judgements_move_the_weight_of_what_they_judge():
    shipped = model()
    learnt = learn(shipped, reviewed([(1, 0, 1)] * 20), 0.9, ())
    assert weight(learnt, 1, 0) > weight(shipped, 1, 0) + 1


def test_one_judgement_moves_less_than_a_bit_where_many_pairs_were_scored():
    shipped = model()
    learnt = learn(shipped, reviewed([(1, 0, 1)], [(1, 0), (0, 1)] * 50), 0.9, ())
    assert abs(weight(learnt, 1, 0) - weight(shipped, 1, 0)) < 1


def test_learning_is_named_and_gives_another_model():
    learnt = learn(model(), reviewed([(1, 0, 1), (0, 1, 0)]), 0.9, ())
    assert learnt.trained_on == "test, 2 judged pairs"
    assert learnt.model_id != model().model_id


def test_u_and_lexicon_stay():
    shipped = model()
    learnt = learn(shipped, reviewed([(1, 0, 1)] * 5), 0.9, ())
    assert learnt.lexicon == shipped.lexicon
    for before, after in zip(shipped.settings["comparisons"], learnt.settings["comparisons"], strict=True):
        ratio = [
            a["u_probability"] / b["u_probability"]
            for a, b in zip(after["comparison_levels"], before["comparison_levels"], strict=True)
        ]
        assert ratio == approx([ratio[0]] * len(ratio))


def test_doubts_answered_with_no_leave_the_links_that_nobody_doubted():
    shipped = model()
    refused = [(1, 1, 0)] * 10
    alone = learn(shipped, reviewed(refused), 0.9, ())
    among_links = learn(shipped, reviewed(refused, [(1, 1)] * 200), 0.9, ())
    assert weight(alone, 1, 1) < weight(among_links, 1, 1)
    assert weight(among_links, 1, 1) > 0.9


def test_an_answer_about_two_events_settles_all_of_their_pairs_and_counts_once():
    shipped = model()
    # a and b are one event, c is asked about by its better pair, and is another.
    edges = [("a", "b"), ("a", "c"), ("b", "c")]
    levels = np.array([(1, 1), (1, 0), (0, 0)], np.int16)
    whole = Reviewed("abc", edges, levels, [Judged("a", "c", "non_match", 1)])
    learnt = learn(shipped, whole, 0.9, ())
    only = learn(shipped, reviewed([(1, 0, 0)], [(1, 1)]), 0.9, ())
    assert weight(only, 1, 0) < weight(learnt, 1, 0) < weight(shipped, 1, 0)
    assert learnt.judged == 1
