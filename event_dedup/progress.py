"""How far a run is: a moving line on a terminal; elsewhere the log tells."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from event_dedup.clock import Listener

DOING = {
    "read": "Reading files",
    "land": "Comparing with the store",
    "model": "Adapting the model",
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
    columns = (SpinnerColumn(), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Starting", total=len(DOING))
        yield lambda stage, done, total: shown.update(
            task, completed=_stages_done(stage), description=_doing(stage, done, total)
        )


def _stages_done(stage: str) -> int | None:
    """How many stages came before; None for one that is not counted."""
    return list(DOING).index(stage) if stage in DOING else None


def _doing(stage: str, done: int, total: int) -> str:
    return DOING.get(stage, stage) + (f" ({done:,} of {total:,})" if total else "")
