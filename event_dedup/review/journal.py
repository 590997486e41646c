"""Answers on their way into the store, on disk at once: what a killed server had not saved, the next one saves.

Each server has a file of its own beside the store while answers wait, locked as long as it lives; a file that nobody
has locked was left by a server that died. A line that was saved after all is known by a judgement on its pair that is
newer than those the server knew of, whatever the clock said meanwhile.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from event_dedup.review.judgements import JudgementError
from event_dedup.store import open_store

log = logging.getLogger(__name__)


class Journal:
    """The answers of one server that are not in the store yet."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._open: tuple[BinaryIO, Path] | None = None

    def note(self, record_id_l: str, record_id_r: str, verdict: str, reviewer: str, known: int) -> None:
        """Write an answer to the disk before anything else happens to it. Raises OSError where that is impossible.

        `known` is the newest judgement that there was when it was given.
        """
        if self._open is None:
            self._open = _begin(self._store)
        file, _ = self._open
        told = {"l": record_id_l, "r": record_id_r, "verdict": verdict, "reviewer": reviewer, "known": known}
        file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())

    def clear(self) -> None:
        """Every answer noted so far is in the store, or its reviewer was told why not."""
        if self._open is not None:
            file, path = self._open
            path.unlink(missing_ok=True)
            file.close()
            self._open = None


def recover(store: Path) -> int:
    """Save what servers that died had not saved; how many answers. Raises StoreError where the store cannot be used."""
    saved = 0
    for path in sorted(store.parent.glob(f"{escape(store.name)}.answers-*")):
        with suppress(FileNotFoundError), path.open("rb") as file:
            if _locked(file):
                saved += sum(_save(store, line) for line in file)
                path.unlink()
    return saved


def _begin(store: Path) -> tuple[BinaryIO, Path]:
    """A new file, locked before it has the name under which others look for it."""
    path = store.with_name(f"{store.name}.answers-{uuid4().hex}")
    hidden = path.with_name(f".{path.name}")
    file = hidden.open("xb")
    fcntl.flock(file, fcntl.LOCK_EX)
    hidden.rename(path)
    return file, path


def _locked(file: BinaryIO) -> bool:
    """Whether the file is ours now; not where the server that writes it is alive."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _save(store: Path, line: bytes) -> bool:
    """Judge what a line tells, unless the pair has been decided since."""
    from event_dedup.review.judge import judge

    try:
        told = json.loads(line)
    except ValueError:
        return False  # the server died while it wrote: its reviewer never saw the next pair
    # A line of an earlier version has no such number: any judgement on the pair counts.
    if _decided(store, told["l"], told["r"], told.get("known", 0)):
        return False
    try:
        judge(store, told["l"], told["r"], told["verdict"], told["reviewer"])
    except JudgementError as error:
        log.warning("an answer of a server that died cannot be saved", extra={**told, "error": str(error)})
        return False
    return True


def _decided(store: Path, left: str, right: str, known: int) -> bool:
    with open_store(store, read_only=True) as con:
        return bool(
            con.sql(
                """
                SELECT 1 FROM store.judgement
                WHERE record_id_l = $l AND record_id_r = $r AND verdict <> 'undo' AND judgement_id > $known
                LIMIT 1
                """,
                params={"l": left, "r": right, "known": known},
            ).fetchall()
        )
