"""Seconds by stage, for the log and the summary of a run."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)


class Clock:
    """Adds up the seconds spent in each named stage; `with clock("score"): ...`."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.monotonic()
        log.debug("stage started", extra={"stage": stage})
        yield
        taken = time.monotonic() - start
        self.seconds[stage] = self.seconds.get(stage, 0.0) + taken
        log.debug("stage done", extra={"stage": stage, "seconds": round(taken, 3)})
