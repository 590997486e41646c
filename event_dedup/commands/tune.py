"""Serve the app in which thresholds, words and model are chosen: for a store, or for a folder of listings."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from event_dedup.review.server import add_serving_options, serve, store_of

PRELOAD = ("event_dedup.review.tune",)
LABELS = "EVENT_DEDUP_TUNE_LABELS"


def configure(parser: ArgumentParser) -> None:
    add_serving_options(parser, port=2720)
    parser.add_argument(
        "--labels", type=Path, metavar="FOLDER", help="a folder with a truth.csv, to measure with"
    )


def run(args: Namespace) -> int:
    from event_dedup.review.source import refuse_nothing
    from event_dedup.review.truth import truth_file

    if args.store or args.store_option:  # without one, the page asks
        refuse_nothing(store_of(args))
    if args.labels:
        truth_file(args.labels)
        os.environ[LABELS] = str(args.labels.resolve())
    return serve("tune.py", args, PRELOAD)
