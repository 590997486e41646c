"""What every comparison and blocking rule is worth: each left out in turn, the weights fitted anew."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Column, Table

from event_dedup.labelled import (
    Flags,
    LabelledRun,
    read_labelled,
    rejudge,
    run_labelled,
    untrained_model,
)
from event_dedup.linkage.comparisons import UNORDERED
from event_dedup.linkage.train import LabelledPairs, Weights, fit, scales_of, weights_of
from event_dedup.review.evaluate import Outcome
from event_dedup.review.metrics import pairwise

Judge = Callable[[Sequence[LabelledRun], LabelledRun], Outcome]
"""The outcome of the last run, with weights fitted to the first ones."""


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="listings with a truth.csv")


def run(args: Namespace) -> int:
    labelled = [read_labelled(folder) for folder in args.folders]
    runs = [run_labelled(each, untrained_model(), move_weights=False) for each in labelled]
    names = [each["output_column_name"] for each in runs[0].model.settings["comparisons"]]
    judges: dict[str, Judge] = {"(nothing)": fitted}
    judges |= {f"comparison {name}": without_comparison(i) for i, name in enumerate(names)}
    judges |= {
        f"blocking {rule}": without_rule(rule) for rule in sorted({r for each in runs for r in each.rules})
    }
    Console().print(table(judges, runs))
    return 0


def table(judges: dict[str, Judge], runs: Sequence[LabelledRun]) -> Table:
    """F1 of every set with each part left out; trained on the other sets where there are any."""
    title = "Pairwise F1, " + (
        "trained on the other folders" if len(runs) > 1 else "trained on the folder itself"
    )
    names = (Column(r.outcome.name, overflow="fold") for r in runs)
    shown = Table(Column("left out", no_wrap=True), *names, "mean", title=title, title_justify="left")
    for name, judge in judges.items():
        f1 = [_f1(judge(_others(runs, i), each)) for i, each in enumerate(runs)]
        shown.add_row(name, *(f"{x:.3f}" for x in f1), f"{np.mean(f1):.3f}")
    return shown


def fitted(others: Sequence[LabelledRun], last: LabelledRun) -> Outcome:
    """Nothing left out."""
    return rejudge(last, _fit(others, [each.pairs for each in others]))


def without_comparison(column: int) -> Judge:
    """Without one comparison: its level is that of a missing value everywhere."""

    def judge(others: Sequence[LabelledRun], last: LabelledRun) -> Outcome:
        weights = _fit(others, [_blanked(each.pairs, column) for each in others])
        return rejudge(replace(last, pairs=_blanked(last.pairs, column)), weights)

    return judge


def without_rule(rule: str) -> Judge:
    """Without the pairs that only this blocking rule brings together."""

    def judge(others: Sequence[LabelledRun], last: LabelledRun) -> Outcome:
        weights = _fit(others, [_filtered(each.pairs, _kept(each, rule)) for each in others])
        return rejudge(last, weights, _kept(last, rule))

    return judge


def _others(runs: Sequence[LabelledRun], i: int) -> Sequence[LabelledRun]:
    return [*runs[:i], *runs[i + 1 :]] or runs


def _fit(runs: Sequence[LabelledRun], sets: Sequence[LabelledPairs]) -> Weights:
    settings = untrained_model().settings
    return fit(scales_of(settings, UNORDERED), sets, towards=weights_of(settings))


def _blanked(pairs: LabelledPairs, column: int) -> LabelledPairs:
    levels = pairs.levels.copy()
    levels[:, column] = -1
    return replace(pairs, levels=levels)


def _filtered(pairs: LabelledPairs, kept: Flags) -> LabelledPairs:
    return replace(pairs, levels=pairs.levels[kept], matches=pairs.matches[kept])


def _kept(done: LabelledRun, rule: str) -> Flags:
    """The pairs that another rule brings together as well."""
    none = np.zeros(len(done.pairs.matches), dtype=bool)
    kept: Flags = np.logical_or.reduce([none, *(done.rules[name] for name in done.rules if name != rule)])
    return kept


def _f1(outcome: Outcome) -> float:
    return pairwise(outcome.found, outcome.truth).f1
