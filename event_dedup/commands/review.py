"""Serve the app in which people judge doubtful pairs, look over canonical events and export them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from event_dedup.review.server import add_serving_options, serve, store_of

PRELOAD = (
    "event_dedup.review.app_frame",
    "event_dedup.review.app_event",
    "event_dedup.review.app_events",
    "event_dedup.review.explain",
)


def configure(parser: ArgumentParser) -> None:
    add_serving_options(parser, port=2719)


def run(args: Namespace) -> int:
    store = store_of(args)
    if not store.exists():
        raise FileNotFoundError(
            f"There is no store at {store}. Process a folder first: just batch FOLDER {store}"
        )
    return serve("review.py", args, PRELOAD)
