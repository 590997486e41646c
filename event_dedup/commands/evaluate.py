"""Measure the linkage against labels: one table over all folders given."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from event_dedup.labelled import (
    SAMPLE,
    LabelledRun,
    LabelledSet,
    in_halves,
    read_labelled,
    run_labelled,
    train_model,
)
from event_dedup.linkage import Model
from event_dedup.review.calibration import Bin
from event_dedup.review.evaluate import Evaluation, measure
from event_dedup.user_error import UserError

_SETS_A_TABLE = 4
_WIDTH = 40  # letters from probability 0 to 1 in a calibration plot


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="listings with a truth.csv")
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="a model of train-default, instead of the shipped one"
    )
    parser.add_argument(
        "--leave-one-out", action="store_true", help="train for each folder on the other folders given"
    )
    parser.add_argument(
        "--halves", action="store_true", help="train on one half of the events of every folder, for the other"
    )
    parser.add_argument(
        "--calibration",
        action="store_true",
        help="show for each folder whether probabilities mean what they say",
    )
    parser.add_argument(
        "--json", type=Path, metavar="OUT", help="write every figure there, calibration bins too"
    )


def run(args: Namespace) -> int:
    labelled = [read_labelled(folder) for folder in args.folders or [SAMPLE]]
    model = _model(args.model) if args.model else None
    figures: dict[str, list[Evaluation]] = {}
    for name, title, runs in measured(labelled, model, leave_out=args.leave_one_out, halve=args.halves):
        figures[name] = [measure(each.outcome, each.cleared) for each in runs if each.cleared]
        show(title, figures[name], calibration=args.calibration)
    if args.json:
        as_json = {name: [as_dict(each) for each in evaluations] for name, evaluations in figures.items()}
        args.json.write_text(json.dumps(as_json, indent=1) + "\n", "utf-8")
    return 0


def measured(
    labelled: Sequence[LabelledSet], model: Model | None, *, leave_out: bool, halve: bool
) -> Iterator[tuple[str, str, list[LabelledRun]]]:
    """Name, title and runs of every way of measuring, each once it is done: the next may take minutes."""
    runs = [run_labelled(each, model, answer=True) for each in labelled]
    if model:
        yield "given", f"Model {model.model_id}, trained on {model.trained_on}", runs
    else:
        yield "shipped", "The shipped model", runs
    if leave_out:
        yield "leave_one_out", "Trained on the other folders", leave_one_out(labelled, runs)
    if halve:
        yield "halves", "Trained on the other half of every folder", halves(labelled)


def _model(file: Path) -> Model:
    try:
        return Model.from_json(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, UserError) as error:
        wrong = str(error).rstrip(".")
        raise UserError(f"{file}: {wrong}. Name a file that train-default --out has written.") from error


def show(title: str, evaluations: Sequence[Evaluation], *, calibration: bool) -> None:
    """Print the figures, a few sets a table, and the calibration of each set where wanted."""
    console = Console()
    for start in range(0, len(evaluations), _SETS_A_TABLE):
        console.print(table(title, evaluations[start : start + _SETS_A_TABLE]))
    for each in evaluations if calibration else []:
        console.print(calibration_table(each))


def leave_one_out(labelled: Sequence[LabelledSet], runs: Sequence[LabelledRun]) -> list[LabelledRun]:
    """Each set run with a model that was trained on all others. Raises UserError for a single set."""
    if len(labelled) < 2:
        raise UserError("--leave-one-out needs at least two folders: name another one with a truth.csv.")
    return [
        run_labelled(each, train_model([r.pairs for r in (*runs[:i], *runs[i + 1 :])]), answer=True)
        for i, each in enumerate(labelled)
    ]


def halves(labelled: Sequence[LabelledSet]) -> list[LabelledRun]:
    """Each half of each set, run with a model trained on the other halves of all sets."""
    first, second = zip(*(in_halves(each) for each in labelled), strict=True)
    of_first, of_second = _trained_on(first), _trained_on(second)
    return [
        run_labelled(half, model, answer=True)
        for a, b in zip(first, second, strict=True)
        for half, model in ((a, of_second), (b, of_first))
    ]


def _trained_on(sets: Sequence[LabelledSet]) -> Model:
    return train_model([run_labelled(each, move_weights=False).pairs for each in sets])


def table(title: str, evaluations: Sequence[Evaluation]) -> Table:
    """A column a set, a row a figure."""
    names = (Column(e.name) for e in evaluations)
    shown = Table(Column("", no_wrap=True), *names, title=title, title_justify="left")
    for label in figures(evaluations[0]):
        shown.add_row(label, *(figures(e)[label] for e in evaluations))
    return shown


def figures(e: Evaluation) -> dict[str, str]:
    """The figures of one set as people read them."""
    doubtful, sure = e.wide_bins
    return {
        "listings, true pairs": f"{e.listings:,}, {e.true_pairs:,}",
        "precision": f"{e.pairwise.precision:.3f}",
        "recall": f"{e.pairwise.recall:.3f}",
        "F1 (95 %)": f"{e.pairwise.f1:.3f} ({e.interval[0]:.3f}-{e.interval[1]:.3f})",
        "B-cubed F1": f"{e.b_cubed.f1:.3f}",
        "exact clusters": f"{e.exact_clusters:.3f}",
        "recall, different titles": f"{e.different_titles_recall:.3f}",
        "blocking recall": f"{e.blocking_recall:.3f}",
        "pairs a listing": f"{e.pairs_per_listing:.2f}",
        "for review, of listings": f"{e.review_share:.1%}",
        "F1 after review": f"{e.reviewed.f1:.3f}",
        "asked, of listings": f"{e.asked_share:.1%}",
        "F1 after the queue": f"{e.cleared.f1:.3f}",
        "p .5-.9: mean, true (n)": _bin(doubtful),
        "p .9-1: mean, true (n)": _bin(sure),
        "seconds": f"{e.seconds:.1f}",
    }


def _bin(b: Bin) -> str:
    return f"{b.mean_probability:.3f}, {b.true_share:.3f} ({b.pairs})"


def calibration_table(e: Evaluation) -> Table:
    """A row a bin of probability: mean, true share, pairs, and both on a line from 0 to 1."""
    title = f"{e.name}: the model says (|), truly one event (o), both (0)"
    shown = Table("from", "to", "mean", "true", "by chance", "pairs", "", title=title, title_justify="left")
    for b in e.bins:
        if b.pairs:
            figures = (f"{x:.3f}" for x in (b.low, b.high, b.mean_probability, b.true_share))
            shown.add_row(
                *figures, f"±{b.chance:.3f}", f"{b.pairs:,}", plot(b.mean_probability, b.true_share)
            )
    return shown


def plot(said: float, true: float) -> str:
    """Two shares as marks on a line from 0 to 1."""
    line = ["·"] * (_WIDTH + 1)
    line[round(said * _WIDTH)] = "|"
    line[round(true * _WIDTH)] = "0" if round(said * _WIDTH) == round(true * _WIDTH) else "o"
    return "".join(line)


def as_dict(e: Evaluation) -> dict[str, Any]:
    """Every figure of a set for JSON."""
    return {
        **asdict(e),
        "f1": e.pairwise.f1,
        "f1_after_review": e.reviewed.f1,
        "f1_after_queue": e.cleared.f1,
        "b_cubed_f1": e.b_cubed.f1,
    }
