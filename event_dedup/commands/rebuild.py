"""Derive pairs and canonical events anew from listings, judgements, model and configuration; ids stay."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from event_dedup.batch import replace_canonical_events
from event_dedup.commands import existing_store
from event_dedup.settings import chosen_configuration, load_settings


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("store", nargs="?", type=Path, metavar="STORE", help="the DuckDB file")
    parser.add_argument("--config", type=Path, metavar="TOML", help="a matching configuration for this run")
    parser.add_argument(
        "--adapt",
        action="store_true",
        help="first learn words, places and weights anew from all listings there are now, without labels",
    )


def run(args: Namespace) -> int:
    settings = load_settings()
    store = existing_store(args.store or settings.store)
    report = replace_canonical_events(
        store,
        chosen_configuration(settings, args.config),
        adapt_again=args.adapt,
        timeout=settings.lock_timeout,
    )
    print(
        f"{store}: {report.pairs:,} pairs scored, {report.canonical_events:,} canonical events, "
        f"{report.for_review:,} questions for review, {sum(report.seconds.values()):.2f} s"
    )
    return 0
