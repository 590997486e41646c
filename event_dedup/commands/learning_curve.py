"""How linkage gets better with judgements: the review queue, answered from the labels."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from event_dedup.labelled import (
    LabelledRun,
    answers,
    clusters,
    read_labelled,
    rejudge,
    run_labelled,
    train_model,
)
from event_dedup.linkage import match_weight
from event_dedup.linkage.comparisons import UNORDERED
from event_dedup.linkage.learn import Reviewed, learn
from event_dedup.linkage.train import weights_of
from event_dedup.review.metrics import Pair, pairwise

STEPS = (0, 50, 100, 200)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="listings with a truth.csv")
    parser.add_argument(
        "--leave-one-out", action="store_true", help="start from a model trained on the other folders given"
    )


def run(args: Namespace) -> int:
    labelled = [read_labelled(folder) for folder in args.folders]
    runs = [run_labelled(each, answer=True) for each in labelled]
    if args.leave_one_out and len(runs) > 1:
        models = [train_model([r.pairs for r in (*runs[:i], *runs[i + 1 :])]) for i in range(len(runs))]
        runs = [run_labelled(each, model, answer=True) for each, model in zip(labelled, models, strict=True)]
    Console().print(table(runs))
    return 0


def table(runs: Sequence[LabelledRun]) -> Table:
    """A row a set: F1 after so many judged pairs, of the model alone and with the judgements obeyed."""
    columns = [f"{n} judged" for n in STEPS]
    title = "Pairwise F1 of the model that has learnt (with the judgements obeyed)"
    shown = Table(Column("", no_wrap=True), *columns, title=title, title_justify="left")
    for each in runs:
        curve = [after(each, n) for n in STEPS]
        shown.add_row(each.outcome.name, *(f"{alone:.3f} ({obeyed:.3f})" for alone, obeyed in curve))
    return shown


def after(done: LabelledRun, judged: int) -> tuple[float, float]:
    """Pairwise F1 of the model after that many judged pairs, without and with the judgements themselves."""
    outcome = done.outcome
    decided = answers(outcome.truth, queue(done)[:judged])
    reviewed = Reviewed(list(outcome.titles), outcome.scored.pairs, done.pairs.levels, decided)
    model = learn(done.model, reviewed, match_weight(outcome.thresholds.merge), UNORDERED)
    outcome = rejudge(done, weights_of(model.settings))
    obeyed = clusters(outcome, decided)
    return pairwise(outcome.found, outcome.truth).f1, pairwise(obeyed, outcome.truth).f1


def queue(done: LabelledRun) -> list[Pair]:
    """The labelled pairs in the order of the review queue: what it asks, then what it offers."""
    truth, cleared = done.outcome.truth, done.cleared
    pairs = (*cleared.asked, *cleared.offered) if cleared else ()
    return [(left, right) for left, right in pairs if left in truth and right in truth]
