"""Measure the linkage against labels: one table over all folders given."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from event_dedup.labelled import LabelledRun, LabelledSet, read_labelled, run_labelled, train_model
from event_dedup.review.calibration import Bin
from event_dedup.review.evaluate import Evaluation, measure

SAMPLE = Path("data/sample")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="listings with a truth.csv")
    parser.add_argument(
        "--leave-one-out", action="store_true", help="train for each folder on the other folders given"
    )
    parser.add_argument(
        "--json", type=Path, metavar="OUT", help="write every figure there, calibration bins too"
    )


def run(args: Namespace) -> int:
    labelled = [read_labelled(folder) for folder in args.folders or [SAMPLE]]
    runs = [run_labelled(each) for each in labelled]
    evaluations = [measure(each.outcome) for each in runs]
    Console().print(table("The shipped model", evaluations))
    left_out: list[Evaluation] = []
    if args.leave_one_out:
        left_out = [measure(each.outcome) for each in leave_one_out(labelled, runs)]
        Console().print(table("Trained on the other folders", left_out))
    if args.json:
        figures = {
            "shipped": [as_dict(e) for e in evaluations],
            "leave_one_out": [as_dict(e) for e in left_out],
        }
        args.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def leave_one_out(labelled: Sequence[LabelledSet], runs: Sequence[LabelledRun]) -> list[LabelledRun]:
    """Each set run with a model that was trained on all others. Raises ValueError for a single set."""
    if len(labelled) < 2:
        raise ValueError("--leave-one-out needs at least two folders: name another one with a truth.csv.")
    return [
        run_labelled(each, train_model([r.pairs for r in (*runs[:i], *runs[i + 1 :])]))
        for i, each in enumerate(labelled)
    ]


def table(title: str, evaluations: Sequence[Evaluation]) -> Table:
    """A column a set, a row a figure."""
    shown = Table("", *(e.name for e in evaluations), title=title, title_justify="left")
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
        "p .5-.9: mean, true (n)": _bin(doubtful),
        "p .9-1: mean, true (n)": _bin(sure),
        "seconds": f"{e.seconds:.1f}",
    }


def _bin(b: Bin) -> str:
    return f"{b.mean_probability:.3f}, {b.true_share:.3f} ({b.pairs})"


def as_dict(e: Evaluation) -> dict[str, Any]:
    """Every figure of a set for JSON."""
    return {**asdict(e), "f1": e.pairwise.f1, "f1_after_review": e.reviewed.f1, "b_cubed_f1": e.b_cubed.f1}
