"""Faults of the ground: a full disk, a torn log, a store that cannot be written, of another version, a wrong clock."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from event_dedup.batch import process_file_batch
from event_dedup.review.judge import judge
from event_dedup.store import StoreError, connect, memory, open_store, schema
from tests.properties.state import all_tables, read_state
from tests.torture import victims
from tests.torture.ground import Ground, Outcome, alike, run_and_wait, wal

_ROOM = 400_000  # bytes beside the store on the small disk: the last try has enough


def torn_log(outcome: Outcome, ground: Ground, times: int, seed: int = 0) -> None:
    """The write-ahead log of a committed run cut at `times` offsets: it opens, as old or as new."""
    store = ground.fresh_copy()
    run_and_wait(victims.die_after_commit, store, ground.delivery)
    base, log = store.read_bytes(), wal(store).read_bytes()
    chance = random.Random(seed)
    offsets = {0, 1, 7, 8, 20, len(log) - 1, len(log), *(chance.randrange(len(log)) for _ in range(times))}
    for place, offset in enumerate(sorted(offsets)):
        with outcome.attempt(f"cut at {offset} of {len(log)} bytes"):
            store.write_bytes(base)
            wal(store).write_bytes(log[:offset])
            found = read_state(store)
            assert alike(found, ground.new if offset == len(log) else ground.old), "neither old nor new"
            if place % 10 == 0:  # a rerun takes a hundred times as long as opening
                ground.check(store)


def damaged_log(outcome: Outcome, ground: Ground) -> None:
    """A byte of the log is another: it opens, or the message says what to do, and doing it gives the old state."""
    store = ground.fresh_copy()
    run_and_wait(victims.die_after_commit, store, ground.delivery)
    base, log = store.read_bytes(), wal(store).read_bytes()
    for offset in range(0, len(log), max(1, len(log) // 20)):
        with outcome.attempt(f"byte {offset}"):
            store.write_bytes(base)
            wal(store).write_bytes(log[:offset] + bytes([log[offset] ^ 0xFF]) + log[offset + 1 :])
            try:
                found = read_state(store)
            except StoreError as error:
                assert f"{wal(store)}" in str(error), str(error)
                wal(store).rename(wal(store).with_suffix(".damaged"))
                found = read_state(store)
            assert alike(found, ground.old) or alike(found, ground.new), "neither old nor new"


def disk_full(outcome: Outcome, ground: Ground, times: int) -> None:
    """The disk has less and less room for what is saved."""
    for place in range(times):
        size = ground.before.stat().st_size + 4096 + _ROOM * place // max(1, times - 1)
        with _small_disk(ground.folder / "disk", size) as disk:
            if not disk:
                outcome.skipped = "mounting a tmpfs needs root"
                return
            with outcome.attempt(f"{size / 1e6:.1f} MB"):
                _fill(disk, ground)


def _fill(disk: Path, ground: Ground) -> None:
    store = disk / "events.duckdb"
    shutil.copy2(ground.before, store)
    code = run_and_wait(victims.process_or_say, store, ground.delivery)
    assert code in (0, victims.SAID), "it broke instead of saying what to do"
    kept = ground.fresh_copy()
    shutil.copy2(store, kept)
    if wal(store).exists():
        shutil.copy2(wal(store), wal(kept))
    assert ground.check(kept) or code != 0, "it ended well and saved nothing"


@contextmanager
def _small_disk(at: Path, size: int) -> Iterator[Path | None]:
    at.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", at], capture_output=True)
    try:
        yield at if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", at], check=True)


def file_size_limit(outcome: Outcome, ground: Ground, times: int) -> None:
    """Files may not grow beyond a limit while saving, as on a full quota."""
    before = ground.before.stat().st_size
    for place in range(times):
        limit = 4096 + place * (before + 500_000) // times
        with outcome.attempt(f"{limit:,} bytes"):
            store = ground.fresh_copy()
            code = run_and_wait(victims.process_with_small_files, store, ground.delivery, limit)
            assert code in (0, victims.SAID), "it broke instead of saying what to do"
            assert ground.check(store) or code != 0, "it ended well and saved nothing"


def read_only(outcome: Outcome, ground: Ground) -> None:
    """A store or folder that its user may not write or list: refused with the remedy, and what can be read is."""
    if os.geteuid():
        outcome.skipped = "becoming another user needs root"
        return
    store = ground.fresh_copy()
    ground.folder.chmod(0o755)
    store.chmod(0o444)
    for what in ("read", "process", "judge"):
        with outcome.attempt(what):
            message = _told_to_nobody(what, store, ground)
            assert message == "done" if what == "read" else "write permission" in message, message
            assert alike(read_state(store), ground.old)
    store.chmod(0o666)
    with outcome.attempt("process, where the store alone may be written"):
        message = _told_to_nobody("process", store, ground)
        assert "log cannot be made" in message, message
    closed = ground.folder / "closed"
    closed.mkdir(mode=0o700)
    for pattern in ("*", "**/*.json"):
        with outcome.attempt(f"a folder that may not be listed, {pattern}"):
            folder = closed if pattern == "*" else ground.folder
            message = _told_to_nobody("find", store, ground, folder, pattern)
            assert f"{closed}: Permission denied" in message, message
    store.chmod(0o644)


def _told_to_nobody(what: str, store: Path, ground: Ground, *rest: object) -> str:
    """What a user without rights is told who does this."""
    told = ground.folder / "told-as-nobody"
    told.write_text("")
    told.chmod(0o666)
    run_and_wait(victims.as_nobody, what, store, ground.delivery, told, *rest)
    return told.read_text()


def versions(outcome: Outcome, ground: Ground) -> None:
    """A newer store is refused, an older one migrated with a backup, a migration that fails changes nothing."""
    with outcome.attempt("newer"):
        store = ground.fresh_copy()
        _set_version(store, 99)
        _assert_refused(store, "Update event_dedup")
    with outcome.attempt("something else"):
        store = ground.fresh_copy()
        with open_store(store) as con:
            con.execute("DROP TABLE store.schema_version")
        _assert_refused(store, "Name another")
    following = schema.SCHEMA_VERSION + 1
    with (
        outcome.attempt("older"),
        _migration(following, "ALTER TABLE store.delivery ADD COLUMN carrier VARCHAR"),
    ):
        store = ground.fresh_copy()
        with open_store(store) as con:
            assert con.sql("SELECT count(carrier) FROM store.delivery").fetchall() == [(0,)]
    with outcome.attempt("the backup of the older"):
        backup = store.with_name(f"{store.name}.backup-v{following - 1}")
        assert all_tables(backup) == all_tables(ground.before)
        backup.unlink()
    with (
        outcome.attempt("older, and a run"),
        _migration(following, "ALTER TABLE store.delivery ADD COLUMN carrier VARCHAR"),
    ):
        store = ground.fresh_copy()
        process_file_batch(ground.delivery, store)
        assert alike(read_state(store), ground.new)
    broken = (
        "ALTER TABLE store.delivery ADD COLUMN carrier VARCHAR",
        "SELECT no_such_column FROM store.delivery",
    )
    with outcome.attempt("a migration that fails"):
        store = ground.fresh_copy()
        with _migration(following, *broken):
            _assert_refused(store, "backup")
        assert alike(read_state(store), ground.old)


@contextmanager
def _migration(version: int, *statements: str) -> Iterator[None]:
    with (
        patch.object(connect, "SCHEMA_VERSION", version),
        patch.dict(schema.MIGRATIONS, {version - 1: statements}),
    ):
        yield


def _set_version(store: Path, version: int) -> None:
    with open_store(store) as con:
        con.execute("UPDATE store.schema_version SET version = $version", {"version": version})


def _assert_refused(store: Path, remedy: str) -> None:
    try:
        read = read_state if "backup" not in remedy else _open
        read(store)
    except StoreError as error:
        assert remedy in str(error), str(error)
    else:
        raise AssertionError("it was opened")


def _open(store: Path) -> None:
    with open_store(store):
        pass


def clock_backwards(outcome: Outcome, ground: Ground) -> None:
    """The clock jumps back by an hour, a year and to 1970, before a run and before a judgement."""
    for back in (
        timedelta(hours=1),
        timedelta(days=366),
        datetime.now(UTC) - datetime(1970, 1, 2, tzinfo=UTC),
    ):
        with outcome.attempt(f"{back.days} days back"), patch.object(memory, "datetime", _late_by(back)):
            store = ground.fresh_copy()
            before = read_state(store)
            judge(store, "aue/4", "berg/0", "match", "Anna")
            judge(store, "aue/4", "berg/0", "non_match", "Anna")
            now = read_state(store)
            assert ("aue/4", "berg/0", "non_match") in now.judgements, "the older judgement won"
            process_file_batch(ground.delivery, store)
            _assert_times_rise(before.times, read_state(store).times)


def _assert_times_rise(
    before: dict[str, tuple[datetime, datetime]], now: dict[str, tuple[datetime, datetime]]
) -> None:
    for event, (created, updated) in now.items():
        assert created <= updated, f"{event} was updated before it was created"
        assert event not in before or before[event][1] <= updated, f"updated_at of {event} went back"


def _late_by(back: timedelta) -> type[datetime]:
    class Late(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - back

    return Late
