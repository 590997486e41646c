"""One module a command, each with `configure(parser)` and `run(args)`, which gives the exit code."""

from __future__ import annotations

from pathlib import Path


def existing_store(store: Path) -> Path:
    """The store, which must exist already. Raises FileNotFoundError with the remedy."""
    if not store.exists():
        raise FileNotFoundError(
            f"There is no store at {store}. Process a folder first: just batch FOLDER {store}"
        )
    return store
