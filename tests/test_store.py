"""Opening a store: what is refused, what is migrated, what a failed change leaves."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from event_dedup.store import StoreBusy, StoreError, connect, memory, open_store, scalar, schema, transaction

DELIVERIES = "SELECT count(*) FROM store.delivery"


def columns(store: Path) -> int:
    with open_store(store, read_only=True) as con:
        return len(con.sql("SELECT * FROM store.delivery").columns)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "it's a store.duckdb"
    with open_store(path):
        pass
    return path


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[str, ...]]:
    """Makes the store's version an old one; the migrations from it are to be filled in."""
    migrations: dict[int, tuple[str, ...]] = {}
    monkeypatch.setattr(connect, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setattr(connect, "MIGRATIONS", migrations)
    return migrations


@pytest.mark.parametrize("error", [None, ValueError, duckdb.Error])
def test_a_store_is_let_go_on_leaving_whatever_happened(store: Path, error: type[Exception] | None):
    with suppress(ValueError, duckdb.Error), open_store(store) as con:
        con.execute("CREATE TEMP TABLE left_over AS SELECT 1 AS a")
        con.execute("BEGIN TRANSACTION")
        con.execute("INSERT INTO store.dormant VALUES ('ev_1', 'a/1')")
        con.execute("COMMIT" if error is None else "SELECT 1")
        if error:
            raise error
    with duckdb.connect(store) as other:  # refused while anything holds the store
        assert scalar(other.sql("SELECT count(*) FROM dormant")) == (0 if error else 1)
    with open_store(store) as con, pytest.raises(duckdb.CatalogException):
        con.table("left_over")


def test_a_store_that_is_missing_is_not_made_by_reading(tmp_path: Path):
    with (
        pytest.raises(StoreError, match="Process a folder first"),
        open_store(tmp_path / "no", read_only=True),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_store(tmp_path: Path):
    with pytest.raises(StoreError, match="Name a file"), open_store(tmp_path):
        pass


@pytest.mark.parametrize("folder", ["notes", "blocks", "read-only"])
def test_a_text_file_is_no_store_whatever_its_folder_is_called(tmp_path: Path, folder: str):
    file = tmp_path / folder / "notes.txt"
    file.parent.mkdir()
    file.write_text("not a store" * 1000)
    with pytest.raises(StoreError, match="name another file"), open_store(file, timeout=60):
        pass


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    "name", ["table.csv", "table.json", "table.parquet", "lite.db", "empty.duckdb", "empty.csv"]
)
def test_a_file_of_another_kind_is_no_store_and_stays_as_it_is(tmp_path: Path, name: str, read_only: bool):
    file = tmp_path / name
    duckdb.sql(f"COPY (SELECT 1 AS number) TO '{tmp_path / 'table.csv'}' (HEADER)")
    duckdb.sql(f"COPY (SELECT 1 AS number) TO '{tmp_path / 'table.json'}'")
    duckdb.sql(f"COPY (SELECT 1 AS number) TO '{tmp_path / 'table.parquet'}'")
    with closing(sqlite3.connect(tmp_path / "lite.db")) as lite:
        lite.execute("CREATE TABLE invoices (number INTEGER)")
    (tmp_path / "empty.duckdb").touch()
    (tmp_path / "empty.csv").touch()
    before = file.read_bytes()
    with (
        pytest.raises(StoreError, match=r"cannot be opened as a store \(.*name another file"),
        open_store(file, read_only=read_only),
    ):
        pass
    assert file.read_bytes() == before


def test_nothing_is_fetched_from_the_internet_to_read_a_store(store: Path):
    with open_store(store) as con:
        settings = con.sql(
            "SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%_known_extensions' ORDER BY name"
        ).fetchall()
        assert settings == [("false",), ("false",)]
        assert con.sql(
            "SELECT '[1]'::JSON, timezone('UTC', now())"
        ).fetchall()  # what is built in still works


def test_a_duckdb_file_of_something_else_is_left_alone(tmp_path: Path):
    with duckdb.connect(tmp_path / "other.duckdb") as con:
        con.execute("CREATE TABLE invoices (number INTEGER)")
    with pytest.raises(StoreError, match="invoices"), open_store(tmp_path / "other.duckdb"):
        pass


def test_a_store_of_a_newer_version_is_refused(store: Path):
    with open_store(store) as con:
        con.execute("UPDATE store.schema_version SET version = 99")
    with pytest.raises(StoreError, match="Update event_dedup"), open_store(store, read_only=True):
        pass


def test_an_older_store_is_migrated_and_a_copy_of_it_kept(
    store: Path, next_version: dict[int, tuple[str, ...]]
):
    before = schema.SCHEMA_VERSION
    next_version[before] = ("ALTER TABLE store.delivery ADD COLUMN carrier VARCHAR",)
    with open_store(store) as con:
        assert "carrier" in con.sql("SELECT * FROM store.delivery").columns
    assert store.with_name(f"{store.name}.backup-v{before}").exists()


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    store: Path, next_version: dict[int, tuple[str, ...]]
):
    next_version[schema.SCHEMA_VERSION] = (
        "ALTER TABLE store.delivery ADD COLUMN carrier VARCHAR",
        "SELECT no_such_column FROM store.delivery",
    )
    with pytest.raises(StoreError, match="It is unchanged, and copied to"), open_store(store):
        pass
    connect.SCHEMA_VERSION = schema.SCHEMA_VERSION
    assert columns(store) == len(schema.TABLES["delivery"].strip().splitlines())


def test_what_is_raised_in_a_transaction_undoes_it(store: Path):
    with open_store(store) as con:
        with pytest.raises(ZeroDivisionError), transaction(con):
            con.execute("INSERT INTO store.event_id VALUES ('ev', now()::TIMESTAMP, NULL)")
            1 / 0  # noqa: B018
        assert con.sql("SELECT count(*) FROM store.event_id").fetchall() == [(0,)]


def test_a_thread_that_waits_in_vain_is_told_so(store: Path):
    with open_store(store), pytest.raises(StoreBusy, match="Try again"), open_store(store, timeout=0.05):
        pass


def test_a_damaged_log_is_named_with_what_to_do(store: Path):
    told = connect._unusable(store, duckdb.IOException("Failure while replaying WAL file: entry at byte 7"))
    assert f"{store}.wal" in str(told) and "Move it away and run again" in str(told)


def test_times_go_on_where_the_clock_goes_back(store: Path):
    ahead = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    with open_store(store) as con:
        memory.save_model(con, "m", "2026-01-01", "nothing", "{}", ahead)
        assert memory.moment(con) == ahead + timedelta(microseconds=1)
