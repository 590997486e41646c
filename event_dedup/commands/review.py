"""Serve the app in which people judge doubtful pairs, look over canonical events and export them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import suppress
from functools import partial
from pathlib import Path

from event_dedup.commands import existing_store
from event_dedup.review.server import add_serving_options, serve, store_of
from event_dedup.store import StoreError

PRELOAD = (
    "event_dedup.review.app_frame",
    "event_dedup.review.app_event",
    "event_dedup.review.app_events",
    "event_dedup.review.explain",
)


def configure(parser: ArgumentParser) -> None:
    add_serving_options(parser, port=2719)


def run(args: Namespace) -> int:
    store = existing_store(store_of(args))
    return serve("review.py", args, PRELOAD, warm=partial(_read_ahead, store))


def _read_ahead(store: Path) -> None:
    """Have the queue ready for the first visitor; what is wrong with the store, its first page tells."""
    from event_dedup.review.board import board_of

    with suppress(StoreError):
        board_of(store).snapshot()
