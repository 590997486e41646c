"""Measure what one more file costs, in stores of growing size; a cost that is flat does not grow with the store."""

from __future__ import annotations

import logging
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from event_dedup.batch import process_file_batch
from event_dedup.ingest import find_files, read_file
from event_dedup.labelled import generate

SIZES = (1_000, 10_000, 100_000)
HELD_OUT, WANTED = 8, 40
SMALLEST = 200  # listings come in some 19 files then, in 3 where there are 100: too few to hold 8 out
PATIENCE = 600.0  # seconds; nobody else uses the store


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds for the whole set at once, and for one file of about forty listings in a new and a warm process."""

    listings: int
    whole: float
    cold: float
    warm: float
    megabytes: float


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "sizes", nargs="*", type=_size, metavar="LISTINGS", help="store sizes from 200 on (1000 10000 100000)"
    )
    parser.add_argument("--folder", type=Path, help="where sets and stores are kept and found again")


def run(args: Namespace) -> int:
    logging.getLogger("event_dedup").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        costs = [measure(folder, size) for size in sorted(args.sizes or SIZES)]
    Console().print(table(costs))
    return 0


def measure(folder: Path, listings: int) -> Cost:
    """Build a store of so many generated listings, then add files that were held out."""
    files, held_out, store = (
        folder / f"set-{listings}",
        folder / f"new-{listings}",
        folder / f"{listings}.duckdb",
    )
    if not files.exists():
        generate(files, listings, seed=41)
        _hold_out(files, held_out)
    start = time.monotonic()
    process_file_batch(find_files(files, "*.json"), store, timeout=PATIENCE)
    whole = time.monotonic() - start
    return Cost(listings, whole, *_one_file_each(held_out, store), megabytes=store.stat().st_size / 1e6)


def table(costs: list[Cost]) -> Table:
    """A row a size; the ratios are to the smallest store of the same run."""
    shown = Table("listings", "all at once", "one file, cold", "ratio", "one file, warm", "ratio", "store")
    for cost in costs:
        shown.add_row(
            f"{cost.listings:,}",
            f"{cost.whole:.1f} s",
            f"{cost.cold:.2f} s",
            f"{cost.cold / costs[0].cold:.1f}",
            f"{cost.warm:.2f} s",
            f"{cost.warm / costs[0].warm:.1f}",
            f"{cost.megabytes:.0f} MB",
        )
    return shown


def _size(written: str) -> int:
    try:
        size = int(written)
    except ValueError:
        size = 0
    if size < SMALLEST:
        raise ArgumentTypeError(f"{written!r} is no size: name a number of listings from {SMALLEST} on")
    return size


def _hold_out(files: Path, held_out: Path) -> None:
    """Move files of about forty listings aside."""
    held_out.mkdir()
    last = find_files(files, "*.json")[-200:]
    by_size = sorted(last, key=lambda path: (abs(read_file(path).entries - WANTED), path.name))
    for path in by_size[:HELD_OUT]:
        shutil.move(path, held_out / path.name)


def _one_file_each(held_out: Path, store: Path) -> tuple[float, float]:
    """Median seconds in new processes, and in this one, each on its own copy of the store."""
    files = find_files(held_out, "*.json")
    cold, warm = files[:3], files[3:]
    copy = store.with_suffix(".copy.duckdb")
    shutil.copy2(store, copy)
    in_new = [_seconds_in_new_process(path, copy) for path in cold]
    process_file_batch([warm[0]], copy, timeout=PATIENCE)
    in_this = [_seconds(path, copy) for path in warm[1:]]
    copy.unlink()
    return statistics.median(in_new), statistics.median(in_this)


def _seconds(path: Path, store: Path) -> float:
    start = time.monotonic()
    process_file_batch([path], store, timeout=PATIENCE)
    return time.monotonic() - start


def _seconds_in_new_process(path: Path, store: Path) -> float:
    command = [
        sys.executable,
        "-m",
        "event_dedup",
        "batch",
        str(path.parent),
        str(store),
        "--pattern",
        path.name,
    ]
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start
