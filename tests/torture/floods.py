"""Files of every fault in one folder, and far too many listings of one kind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from event_dedup.batch import BatchReport, process_existing_files
from event_dedup.store import open_store
from tests.properties import town
from tests.properties.state import all_tables, read_state
from tests.torture.ground import Ground, Outcome

Entries = Iterator[dict[str, Any]]
_GOOD = json.dumps({"events": [town.listing("1"), town.listing("2", city="Waldkirch")]}, ensure_ascii=False)
_WIDE = json.dumps({"events": [town.listing("w") | {"description": "viel " * 20_000_000}]})
_DEEP = '{"events": [{"id": "1", "title": ' + "[" * 200_000 + "]" * 200_000 + "}]}"
_DATES = [{"date": (date(2000, 1, 1) + timedelta(days=day % 9000)).isoformat()} for day in range(1_000_000)]

# file name -> content
CONTENTS: dict[bytes, Callable[[], bytes]] = {
    b"empty_1.json": lambda: b"",
    b"bom_1.json": lambda: b"\xef\xbb\xbf" + _GOOD.encode(),
    b"crlf_1.json": lambda: json.dumps(json.loads(_GOOD), indent=1).replace("\n", "\r\n").encode(),
    b"utf16_1.json": lambda: _GOOD.encode("utf-16"),
    b"latin_1.json": lambda: _GOOD.replace("Elzach", "Münster").encode("latin-1"),
    b"surrogate_1.json": lambda: _GOOD.replace("Elzach", "\\ud83c").encode(),
    b"nul_1.json": lambda: _GOOD.replace("Elzach", "El\\u0000zach").encode(),
    b"twice_1.json": lambda: _GOOD.replace('"city"', '"city": "Waldkirch", "city"').encode(),
    b"deep_1.json": lambda: _DEEP.encode(),
    b"wide_1.json": lambda: _WIDE.encode(),
    b"dates_1.json": lambda: json.dumps({"events": [town.listing("d") | {"event_dates": _DATES}]}).encode(),
    b"half_1.json": lambda: _GOOD.encode()[: len(_GOOD) // 2],
    b"zeros_1.json": lambda: bytes(100_000),
    b"-rf_1.json": lambda: _GOOD.encode(),
    b"per%cent_1.json": lambda: _GOOD.replace("1", "3").encode(),
    b"quo'te\"_1.json": lambda: _GOOD.replace('"2"', '"4"').encode(),
    b"line\nbreak_1.json": lambda: _GOOD.replace('"2"', '"5"').encode(),
    b"..\\..\\up_1.json": lambda: _GOOD.replace('"2"', '"6"').encode(),
    b"invalid\xff_1.json": lambda: _GOOD.replace('"2"', '"7"').encode(),
    b"long" + b"g" * 246 + b".json": lambda: _GOOD.replace('"2"', '"8"').encode(),
    b"good_1.json": lambda: _GOOD.replace('"2"', '"9"').encode(),
}


def broken_files(outcome: Outcome, ground: Ground) -> None:
    """A folder with a file of every fault: the run ends, every entry is accounted for, a rerun changes nothing."""
    folder, store = ground.folder / "broken", ground.folder / "broken.duckdb"
    folder.mkdir()
    outcome.tries += len(CONTENTS) + _odd_things(folder)
    for name, content in CONTENTS.items():
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(content())
    before = outcome.tries
    with outcome.attempt("the folder"):
        report = process_existing_files(folder, store)
        assert report.run is not None
        with open_store(store, read_only=True) as con:
            files = con.sql("SELECT count(*) FROM store.delivery").fetchall()[0][0]
            reasons = con.sql(
                "SELECT count(*) FROM store.quarantine WHERE reason = '' OR remedy = ''"
            ).fetchall()
        assert files + report.known == report.files, (
            f"{report.files - files - report.known} files left no trace"
        )
        assert reasons == [(0,)], "a quarantined entry without a reason"
        assert read_state(store).short_counts == []
    with outcome.attempt("a rerun of it"):
        first = all_tables(store)
        process_existing_files(folder, store)
        assert all_tables(store) == first, "a rerun changes the store"
    outcome.tries = before
    outcome.note = "each file of the folder once through the whole pipeline, and again"


def _odd_things(folder: Path) -> int:
    """Directories, pipes, links that lead nowhere, round or out, a file without rights; how many."""
    (folder / "folder_1.json").mkdir()
    os.mkfifo(folder / "pipe_1.json")
    (folder / "round_1.json").symlink_to(folder / "round_1.json")
    (folder / "nowhere_1.json").symlink_to(folder / "missing")
    (folder / "outside_1.json").symlink_to("/etc/hostname")
    (folder / "secret_1.json").write_text(_GOOD)
    (folder / "secret_1.json").chmod(0)
    return 6


def one_day_in_one_city(size: int) -> Entries:
    """Listings that differ in a word of the title only."""
    for number in range(size):
        yield town.listing(str(number), title=f"Führung {_word(number)}", city="Elzach", start="14:00")


def nowhere(size: int) -> Entries:
    """Listings of one title without a city."""
    for number in range(size):
        yield town.listing(str(number), title="Wochenmarkt", city=None, description=f"Stand {_word(number)}")


def chain(size: int) -> Entries:
    """Listings of which each shares two of its three words with the next."""
    for number in range(size):
        title = " ".join(_word(number + step) for step in range(3))
        yield town.listing(str(number), title=title, start="14:00")


def flood(outcome: Outcome, ground: Ground, listings: Entries, at_most: float) -> None:
    """Deliver them in files of 1,000 from two sources; the run ends in `at_most` seconds, blocks capped and told."""
    name = outcome.name.replace(" ", "-")
    folder, store = ground.folder / name, ground.folder / f"{name}.duckdb"
    folder.mkdir()
    entries = list(listings)
    for number in range(0, len(entries), 1000):
        source = town.SOURCES[number // 1000 % 2]
        town.write(folder, source, number, entries[number : number + 1000], processed=0)
    with outcome.attempt(f"{len(entries):,} listings"):
        started = time.monotonic()
        report = process_existing_files(folder, store)
        seconds = time.monotonic() - started
        outcome.note = _told(report, seconds)
        assert seconds < at_most, f"it took {seconds:.0f} s"
        state = read_state(store)
        assert len(state.event_of) == len(entries) and state.short_counts == []
    with outcome.attempt("a rerun"):
        before = all_tables(store)
        process_existing_files(folder, store)
        assert all_tables(store) == before


def _told(report: BatchReport, seconds: float) -> str:
    run = report.run
    assert run is not None
    oversized = f"{len(run.oversized)} blocks too large" if run.oversized else "no block too large"
    counts = f"{run.listings:,} listings, {run.pairs:,} pairs, {run.canonical_events:,} events"
    return f"{counts}, {oversized}, {seconds:.0f} s"


def _word(number: int) -> str:
    """A word of its own for every number, without digits."""
    letters = ""
    for _ in range(4):
        number, place = divmod(number, 20)
        letters += "bcdfghjklmnprstvwxzq"[place] + "aeiou"[place % 5]
    return letters
