"""Write canonical events as JSON in the delivery format, CSV, Parquet or iCalendar."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import datetime
from pathlib import Path

from event_dedup.export import FORMATS, Filters, write_export
from event_dedup.settings import load_settings


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("store", nargs="?", type=Path, metavar="STORE", help="the DuckDB file")
    parser.add_argument("--format", choices=list(FORMATS), default="json", help="json unless told otherwise")
    parser.add_argument(
        "--out",
        default="out/export",
        metavar="PATH",
        help="folder, file or .zip (default: out/export); a new folder with a dot in its name ends in a slash",
    )
    when = "only events {} after this moment: 2026-02-14 or 2026-02-14T19:30, UTC without an offset"
    parser.add_argument("--created-after", type=moment, metavar="WHEN", help=when.format("created"))
    parser.add_argument("--modified-after", type=moment, metavar="WHEN", help=when.format("modified"))


def run(args: Namespace) -> int:
    settings = load_settings()
    filters = Filters(args.created_after, args.modified_after)
    written = write_export(
        args.store or settings.store, args.out, args.format, filters, timeout=settings.lock_timeout
    )
    for path in written:
        print(path)
    return 0


def moment(written: str) -> datetime:
    """A date or a moment in ISO form."""
    try:
        return datetime.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(f"{written!r} is no moment: write 2026-02-14 or 2026-02-14T19:30") from error
