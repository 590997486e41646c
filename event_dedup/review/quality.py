"""How good other thresholds would be: measured against labels, or estimated from judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from event_dedup.review.asked import meeting
from event_dedup.review.calibration import Bin, calibration
from event_dedup.review.dendrogram import Ints
from event_dedup.review.intervals import figures
from event_dedup.review.metrics import Floats
from event_dedup.review.preview import partition, preview, saved_state
from event_dedup.review.snapshot import VERDICTS, Snapshot
from event_dedup.settings import Thresholds

STEPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998)
_DRAWS = 400
_UNSURE = VERDICTS.index("unsure")
_STRATA = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lowest `merge` that reaches a wanted precision, with what it costs against the saved one."""

    merge: float
    precision: float
    recall: float
    recall_lost: float
    questions: int
    more_questions: int


def curve_from_labels(snapshot: Snapshot, steps: Sequence[float] = STEPS) -> pd.DataFrame:
    """Measured quality of the events at every threshold: one row a step and figure.

    Columns merge, figure, value, low, high (95 %). The saved threshold is a step too. Precision and recall count
    pairs of labelled listings that share an event; listings without a label are left out.
    """
    labelled = [i for i, record in enumerate(snapshot.records) if record in snapshot.truth]
    truth = _numbered([snapshot.truth[snapshot.records[i]] for i in labelled])
    rows = [
        (merge, each.name, each.value, each.low, each.high)
        for merge in _with_saved(snapshot, steps)
        for each in figures(_numbered(partition(snapshot, merge)[labelled]), truth)
    ]
    return pd.DataFrame(rows, columns=["merge", "figure", "value", "low", "high"])


def curve_from_judgements(snapshot: Snapshot, steps: Sequence[float] = STEPS) -> pd.DataFrame:
    """Estimated quality of the pairs that link at every threshold, for a store without labels.

    Same columns. Reviewers judge mostly doubtful pairs, so judged pairs speak for their own range of probability
    alone, and there for those that the model had together or apart (stratified estimate): the queue asks about likely
    pairs that stayed apart, and never about sure ones that did not. What answers settle is known. A stratum without
    judgements is taken as the model has it, with a wide interval. Recall is that of compared pairs.
    """
    merges = np.array(_with_saved(snapshot, steps))
    ranges = len(_STRATA) - 1
    which = np.clip(np.searchsorted(_STRATA, snapshot.probability, side="right") - 1, 0, ranges - 1)
    which += ranges * (snapshot.alone[snapshot.left] == snapshot.alone[snapshot.right])
    verdict, strata = _settled(snapshot), 2 * ranges
    known, matches = verdict > 0, verdict == 1
    shares = _share_draws(snapshot, which)
    links = [snapshot.probability >= m for m in merges]
    guessed = np.array([np.bincount(which[each & ~known], minlength=strata) for each in links])
    above = np.array([each.sum() for each in links])
    true_above = shares @ guessed.T + np.array([(each & matches).sum() for each in links])
    true_all = shares @ np.bincount(which[~known], minlength=strata) + matches.sum()
    precision = true_above / np.maximum(above, 1e-9)
    recall = true_above / np.maximum(true_all, 1e-9)[:, None]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    drawn = {"precision": precision, "recall": recall, "F1": f1}
    return pd.DataFrame(
        [
            (
                merge,
                name,
                float(np.median(draws[:, i])),
                *map(float, np.quantile(draws[:, i], [0.025, 0.975])),
            )
            for i, merge in enumerate(merges.tolist())
            for name, draws in drawn.items()
        ],
        columns=["merge", "figure", "value", "low", "high"],
    )


def propose(snapshot: Snapshot, curve: pd.DataFrame, wanted: float) -> Proposal | None:
    """The lowest threshold whose precision reaches `wanted`; None where no step of the curve does."""
    by_merge = curve.pivot(index="merge", columns="figure", values="value").sort_index()
    reaching = by_merge[by_merge["precision"] >= wanted]
    if reaching.empty:
        return None
    merge = float(reaching.index[0])
    saved = by_merge.loc[snapshot.thresholds.merge]
    review = min(snapshot.thresholds.review, merge)
    asked = preview(snapshot, Thresholds(merge=merge, review=review)).questions
    return Proposal(
        merge=merge,
        precision=float(reaching["precision"].iloc[0]),
        recall=float(reaching["recall"].iloc[0]),
        recall_lost=float(saved["recall"] - reaching["recall"].iloc[0]),
        questions=asked,
        more_questions=asked - saved_state(snapshot).questions,
    )


def calibration_bins(snapshot: Snapshot) -> list[Bin]:
    """How sure the model is and how often it is right, over pairs with a verdict of match or non_match."""
    known = (snapshot.verdict == 1) | (snapshot.verdict == 2)
    return calibration(snapshot.probability[known], (snapshot.verdict[known] == 1).astype(float))


def _with_saved(snapshot: Snapshot, steps: Sequence[float]) -> list[float]:
    return sorted({*steps, snapshot.thresholds.merge})


def _numbered(clusters: Sequence[str] | Ints) -> Ints:
    """Clusters by number from 0 on."""
    return np.unique(np.asarray(clusters), return_inverse=True)[1]


def _share_draws(snapshot: Snapshot, which: Ints) -> Floats:
    """Draws (n, strata) of the share of matches in each stratum: a beta posterior, the model's mean its prior."""
    strata = 2 * (len(_STRATA) - 1)
    total = np.bincount(which, minlength=strata)
    believed = np.bincount(which, snapshot.probability, minlength=strata) / np.maximum(total, 1)
    middle = np.tile((np.array(_STRATA[1:]) + np.array(_STRATA[:-1])) / 2, 2)
    prior = np.where(total > 0, believed, middle)
    match, other = (np.bincount(which[snapshot.verdict == said], minlength=strata) for said in (1, 2))
    generator = np.random.default_rng(1)
    # Two pairs' worth of belief in the model, and never wholly sure.
    return generator.beta(2 * prior + match + 1e-3, 2 * (1 - prior) + other + 1e-3, size=(_DRAWS, strata))


def _settled(snapshot: Snapshot) -> npt.NDArray[np.int8]:
    """1 where a pair is known to match, 2 where not to: by its verdict, or by that of another pair of its clusters."""
    verdict = np.where(snapshot.verdict == _UNSURE, 0, snapshot.verdict).astype(np.int8)
    left, right = snapshot.alone[snapshot.left], snapshot.alone[snapshot.right]
    meetings = meeting(left, right, len(snapshot.records))
    said = np.flatnonzero((verdict > 0) & (left != right))
    if len(said):
        met, first = np.unique(meetings[said], return_index=True)
        place = np.minimum(np.searchsorted(met, meetings), len(met) - 1)
        settles = (met[place] == meetings) & (verdict == 0)
        verdict[settles] = verdict[said[first]][place[settles]]
    return verdict
