"""Opening the store: late, shortly, and with patience for whoever holds it."""

from __future__ import annotations

import atexit
import os
import random
import re
import shutil
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from event_dedup.store.schema import DERIVED, MIGRATIONS, SCHEMA_VERSION, TABLES, VIEWS

Connection = duckdb.DuckDBPyConnection
Relation = duckdb.DuckDBPyRelation

_gates: dict[Path, threading.Lock] = {}
_gates_lock = threading.Lock()
_idle = deque[Connection](maxlen=1)
atexit.register(_idle.clear)


class StoreError(RuntimeError):
    """The store cannot be used; the message says why and what to do next."""


class StoreBusy(StoreError):
    """Another process held the store for longer than the time allowed."""


@contextmanager
def open_store(path: Path, *, read_only: bool = False, timeout: float = 30.0) -> Iterator[Connection]:
    """An in-memory connection with the store attached as `store`, closed on leaving the block.

    `timeout` is in seconds: how long to wait for another process or thread. A missing store is created unless
    `read_only`. Raises StoreBusy naming the holder, StoreError for a store that cannot be used.
    """
    path = path.resolve()
    deadline = time.monotonic() + timeout
    gate = _gate(path)
    if not gate.acquire(timeout=timeout):
        raise StoreBusy(f"{path} has been in use by this process for {timeout:.0f} s. Try again in a moment.")
    try:
        with _workspace() as con:
            _attach(con, path, read_only, deadline)
            _ensure_schema(con, path, read_only)
            yield con
    finally:
        gate.release()


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """One transaction: committed on leaving, rolled back when anything is raised.

    Raises StoreError where the change cannot be written, as on a full disk; nothing of it is saved then.
    """
    con.execute("BEGIN TRANSACTION")
    try:
        yield
        con.execute("COMMIT")
    except BaseException as error:
        with suppress(duckdb.Error):  # DuckDB has rolled back by itself where writing failed
            con.execute("ROLLBACK")
        if isinstance(error, _UNWRITTEN):
            raise StoreError(
                f"The change could not be saved ({_first_line(error)}). The store is as it was before. "
                "Give its disk more room, check that it can be written, then run again."
            ) from error
        raise


# What DuckDB raises when the disk is full or gone, while writing and when it commits.
_UNWRITTEN = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)


def whole_rows(table: str, chosen: str) -> str:
    """SQL for all columns of the rows of `store.table` that `chosen`, SQL for conditions and joins, keeps.

    They are found by the columns that `chosen` names and then fetched by row id: DuckDB would read every column of
    every row that it looks at.
    """
    return f"SELECT * FROM store.{table} WHERE rowid IN (SELECT t.rowid FROM store.{table} AS t {chosen})"


def _gate(path: Path) -> threading.Lock:
    with _gates_lock:
        return _gates.setdefault(path, threading.Lock())


@contextmanager
def _workspace() -> Iterator[Connection]:
    """A new connection to an in-memory database, which is kept for the next one where all went well."""
    database, kept = _database(), False
    con = database.cursor()
    try:
        yield con
        kept = _detached(con)
    finally:
        con.close()
        if kept:
            _idle.append(database)
        else:
            database.close()


# All that a store needs is built in (icu, json, parquet); what else a file or a query names is not fetched.
_NO_DOWNLOADS: dict[str, Any] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


def _database() -> Connection:
    # A new one costs 60 ms before its first answer.
    try:
        return _idle.pop()
    except IndexError:
        return duckdb.connect(config=_NO_DOWNLOADS)


def _detached(con: Connection) -> bool:
    """Whether the store could be let go; a full disk fails its checkpoint, and its log holds what was committed."""
    try:
        con.execute("DETACH store")
    except duckdb.Error:
        return False
    return True


_NOT_WRITABLE = "{} cannot be written ({}). Give this user write permission to it and its folder."


def _attach(con: Connection, path: Path, read_only: bool, deadline: float) -> None:
    if read_only and not path.exists():
        raise StoreError(f"There is no store at {path}. Process a folder first: just batch FOLDER {path}")
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a store. Name a file, such as {path / 'events.duckdb'}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not read_only and not os.access(path.parent, os.W_OK):
        raise StoreError(_NOT_WRITABLE.format(path, f"its log cannot be made in {path.parent}"))
    # Without its type named, a table such as a CSV file becomes a database in memory, in which all is lost.
    options = "TYPE duckdb, READ_ONLY" if read_only else "TYPE duckdb"
    statement = f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS store ({options})"
    while True:
        try:
            con.execute(statement)
            return
        except (duckdb.IOException, duckdb.ConnectionException) as error:
            _wait_or_raise(path, error, deadline)
        except duckdb.Error as error:
            raise _unusable(path, error) from error


# DuckDB's own words: a path may hold any others.
_HELD = re.compile("Could not set lock on file|Unique file handle conflict")
_FORBIDDEN = re.compile("Permission denied|Read-only file system")


def _wait_or_raise(path: Path, error: duckdb.Error, deadline: float) -> None:
    """Sleep a little if somebody holds the store and there is time left; otherwise raise."""
    text = str(error)
    if not _HELD.search(text):
        raise _unusable(path, error) from error
    if time.monotonic() > deadline:
        holder = re.search(r"held in (.+?) \(PID (\d+)\)", text)
        who = f"process {holder[2]} ({holder[1]})" if holder else "another process"
        raise StoreBusy(
            f"{path} is held by {who}. Wait until it is done or stop it, then try again."
        ) from error
    time.sleep(random.uniform(0.01, 0.06))


def _unusable(path: Path, error: duckdb.Error) -> StoreError:
    text = _first_line(error)
    if "replaying WAL" in text:
        log = path.with_name(path.name + ".wal")
        return StoreError(
            f"The write-ahead log {log} is damaged ({text}). Move it away and run again: the store is then as it was "
            "before its last run, and files of that run are taken in anew."
        )
    if _FORBIDDEN.search(text):
        return StoreError(_NOT_WRITABLE.format(path, text))
    return StoreError(
        f"{path} cannot be opened as a store ({text}). Restore it from a backup, or name another file."
    )


def _ensure_schema(con: Connection, path: Path, read_only: bool) -> None:
    found = _version(con, path)
    if found == SCHEMA_VERSION:
        return
    if found > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer event_dedup (store version {found}, this one reads {SCHEMA_VERSION}). "
            "Update event_dedup, then try again."
        )
    if read_only:
        raise StoreError(
            f"{path} has store version {found}. Run any batch on it once to bring it to {SCHEMA_VERSION}."
        )
    if found == 0:
        with transaction(con):
            _create(con)
    else:
        _migrate(con, path, found)


def _version(con: Connection, path: Path) -> int:
    """The schema version of the attached store; 0 for an empty file."""
    tables = {
        name
        for (name,) in con.sql(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'store' ORDER BY table_name"
        ).fetchall()
    }
    if "schema_version" in tables:
        return int(scalar(con.sql("SELECT max(version) FROM store.schema_version")) or 0)
    if tables:
        raise StoreError(
            f"{path} is a DuckDB file of something else ({', '.join(sorted(tables)[:3])}). Name another."
        )
    return 0


def _create(con: Connection) -> None:
    for name, columns in TABLES.items():
        con.execute(f"CREATE TABLE store.{name} ({columns})")
    _create_views(con)
    con.execute("CREATE TABLE store.schema_version (version INTEGER NOT NULL)")
    con.execute(f"INSERT INTO store.schema_version VALUES ({SCHEMA_VERSION})")


def _create_views(con: Connection) -> None:
    con.execute("USE store")  # so that an outside reader, who names the file otherwise, finds the tables
    for name, query in VIEWS.items():
        con.execute(f"CREATE OR REPLACE VIEW store.{name} AS {query}")
    con.execute("USE memory")


def _migrate(con: Connection, path: Path, found: int) -> None:
    """Bring an older store to this version, keeping a copy of it as it was."""
    backup = path.with_name(f"{path.name}.backup-v{found}")
    try:
        con.execute("CHECKPOINT store")
        shutil.copy2(path, backup)
        with transaction(con):
            _migrate_tables(con, found)
    except (duckdb.Error, OSError) as error:
        raise StoreError(
            f"{path} has store version {found} and could not be brought to {SCHEMA_VERSION} ({_first_line(error)}). "
            f"It is unchanged, and copied to {backup}. Free disk space if that is short and try again; "
            f"otherwise use the event_dedup that wrote it, and report the message."
        ) from error


def _migrate_tables(con: Connection, found: int) -> None:
    for version in range(found, SCHEMA_VERSION):
        for statement in MIGRATIONS[version]:
            con.execute(statement)
    # What is derived is made anew by the next run.
    for table in DERIVED:
        con.execute(f"DROP TABLE IF EXISTS store.{table}")
        if table in TABLES:
            con.execute(f"CREATE TABLE store.{table} ({TABLES[table]})")
    # The next judgement is obeyed with the configuration behind the events: that stays.
    con.execute("UPDATE store.derivation SET made_by = ''")
    _create_views(con)
    con.execute(f"UPDATE store.schema_version SET version = {SCHEMA_VERSION}")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def keep(con: Connection, name: str, relation: Relation) -> Relation:
    """The relation computed once, as the temporary table `name`."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM relation")
    return con.table(name)


def first_row(relation: Relation) -> tuple[object, ...] | None:
    """The first row of a relation, None if it has none."""
    rows = relation.fetchall()
    return rows[0] if rows else None


def scalar(relation: Relation) -> Any:
    """The one value of a relation of one row and one column; None if it has no row."""
    row = first_row(relation)
    return row[0] if row else None
