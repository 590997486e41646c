"""Take listings back out of the canonical events, all that are named or none.

What was delivered, and its history, stays in the store.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from event_dedup.batch import withdraw
from event_dedup.commands import existing_store
from event_dedup.settings import load_settings


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="SOURCE", help="the publisher: a file name up to its first underscore"
    )
    parser.add_argument(
        "listing_ids", nargs="+", metavar="ID", help="ids that this publisher gave its listings"
    )
    parser.add_argument("--store", type=Path, metavar="STORE", help="the DuckDB file")


def run(args: Namespace) -> int:
    settings = load_settings()
    store = existing_store(args.store or settings.store)
    report = withdraw(store, args.source, args.listing_ids, timeout=settings.lock_timeout)
    for listing_id in dict.fromkeys(args.listing_ids):
        print(f"{args.source} {listing_id} is withdrawn.")
    print(f"{report.canonical_events:,} canonical events stay.")
    return 0
