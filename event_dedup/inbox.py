"""What in a folder is ready to be read: every file that is new or changed, quiet and whole."""

from __future__ import annotations

import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import structlog

from event_dedup.ingest import find_files, mapping_file, unfinished

log = structlog.get_logger(__name__)

# Files that arrive together are linked at once, but none waits longer than this for the others to be quiet.
GATHER_SECONDS = 5.0

State: TypeAlias = tuple[int, ...]
"""Inode, size and time of change, and the latter of the column mapping: as long as they stay, nobody is writing."""


@dataclass(slots=True)
class _Sighting:
    state: State
    since: float  # monotonic seconds: unchanged from then on
    checked: bool = False
    unfinished: bool = False


@dataclass(slots=True)
class Inbox:
    """Files of a folder on their way from arriving to done.

    A file is ready when it has not changed for `quiet` seconds and can be read as a whole; one that cannot is
    waited for until it has not changed for `patience` seconds.
    """

    folder: Path
    pattern: str
    quiet: float
    patience: float
    waiting: dict[Path, _Sighting] = field(default_factory=dict)
    done: dict[Path, State] = field(default_factory=dict)
    started: bool = False

    def look(self) -> None:
        """See what is there now. Raises NotADirectoryError where the folder is gone."""
        now = time.monotonic()
        found = {path: state for path in find_files(self.folder, self.pattern) if (state := _state(path))}
        self.done = {path: state for path, state in self.done.items() if path in found}
        pending = {path: state for path, state in found.items() if self.done.get(path) != state}
        self.waiting = {path: self._sighting(path, state, now) for path, state in pending.items()}
        self.started = True

    def ready(self) -> dict[Path, State]:
        """Files to be read now, all at once; empty while others that have just arrived are still being written."""
        now = time.monotonic()
        rested = {path: seen for path, seen in self.waiting.items() if now - seen.since >= self.quiet}
        settling = len(rested) < len(self.waiting)
        ready = {path: seen for path, seen in rested.items() if self._is_whole(path, seen, now)}
        if settling and all(now - seen.since < GATHER_SECONDS for seen in ready.values()):
            return {}
        return {path: seen.state for path, seen in ready.items()}

    def finish(self, read: dict[Path, State]) -> None:
        """These are done as they were when they were ready; what has changed since comes again."""
        self.done |= read
        for path in read:
            self.waiting.pop(path, None)

    def _sighting(self, path: Path, state: State, now: float) -> _Sighting:
        before = self.waiting.get(path)
        if before is not None:
            return before if before.state == state else _Sighting(state, now)
        # Found at the start: it has been quiet since its last change. A time of change in the future counts as now.
        age = 0.0 if self.started else max(0.0, time.time() - state[2] / 1e9)
        return _Sighting(state, now - age)

    def _is_whole(self, path: Path, seen: _Sighting, now: float) -> bool:
        if now - seen.since >= self.patience:
            return True  # whatever it is, it stays like this
        if not seen.checked:
            reason = unfinished(path)
            seen.checked, seen.unfinished = True, bool(reason)
            if reason:
                log.info("file waits", file=path.name, reason=reason, patience=self.patience)
        return not seen.unfinished


def _state(path: Path) -> State | None:
    """None for a file that has vanished; a link counts as what it leads to, where that is there."""
    for follow in (True, False):
        try:
            found = path.stat(follow_symlinks=follow)
        except OSError:
            continue
        size = 0 if stat.S_ISFIFO(found.st_mode) else found.st_size
        return found.st_ino, size, found.st_mtime_ns, _mapping_changed(path)
    return None


def _mapping_changed(path: Path) -> int:
    mapping = mapping_file(path)
    try:
        return mapping.stat().st_mtime_ns if mapping else 0
    except OSError:
        return 0
