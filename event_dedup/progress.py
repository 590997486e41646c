"""How far a run is: a moving line on a terminal; elsewhere the log tells."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from event_dedup.clock import Listener

DOING = {
    "read": "Reading files",
    "land": "Comparing with the store",
    "model": "Preparing the model",
    "prepare": "Preparing records",
    "block": "Looking for candidates",
    "score": "Scoring pairs",
    "cluster": "Clustering",
    "canonicalise": "Merging into canonical events",
    "save": "Saving",
}


@contextmanager
def progress() -> Iterator[Listener]:
    """What a run may be told to `tell`; the line is on stderr, and gone when the block is left."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    doing, of_all = TextColumn("{task.description}"), MofNCompleteColumn()
    columns = (SpinnerColumn(), doing, BarColumn(), of_all, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Starting", total=None)
        yield lambda stage, done, total: shown.update(
            task, description=DOING.get(stage, stage), completed=done, total=total or None
        )
