"""Seconds by stage, for the log and the summary of a run."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)

# What hears of progress: the stage, and in "read" how many of how many files are done.
Listener = Callable[[str, int, int], None]


class Clock:
    """Adds up the seconds spent in each named stage, and tells a listener of each; `with clock("score"): ...`."""

    def __init__(self, tell: Listener = lambda stage, done, total: None) -> None:
        self.seconds: dict[str, float] = {}
        self.tell = tell

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.monotonic()
        log.debug("stage started", extra={"stage": stage})
        self.tell(stage, 0, 0)
        yield
        taken = time.monotonic() - start
        self.seconds[stage] = self.seconds.get(stage, 0.0) + taken
        log.debug("stage done", extra={"stage": stage, "seconds": round(taken, 3)})
