"""The notebook of an app started by `python notebooks/….py`: its options are read before any other cell runs."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import marimo as mo

from event_dedup.settings import load_settings
from event_dedup.store import StoreError, open_store
from event_dedup.user_error import UserError


def obey_command_line(notebook: str) -> None:
    """Where `notebook`, its file, is the script of this process: take its options from the command line.

    Ends the process after --help (0), for options that are wrong (2) and for a store that cannot be read (1), and says
    why. A script shows nothing, so it says what serves the app. Elsewhere, as in a served app, nothing happens.
    """
    path = Path(notebook).resolve()
    if mo.app_meta().mode != "script" or Path(sys.argv[0]).resolve() != path:
        return
    args = _parser(path).parse_args([each for each in sys.argv[1:] if each != "--"])
    try:
        store = _readable(args, folders=path.stem == "tune")
    except UserError as error:
        sys.exit(_told(error, 2))
    except (StoreError, OSError) as error:
        sys.exit(_told(error, 1))
    os.environ["EVENT_DEDUP_STORE"] = str(store.resolve())
    print(f"A script shows no pages: python -m event_dedup {path.stem} {store} serves them.", file=sys.stderr)


def _parser(path: Path) -> ArgumentParser:
    served = f"python -m event_dedup {path.stem} [STORE]"
    parser = ArgumentParser(
        prog=f"python notebooks/{path.name} --",
        description=f"The cells of the app, run once without a page; {served} serves it to a browser.",
        allow_abbrev=False,
    )
    what = "the DuckDB file, or a folder of listings" if path.stem == "tune" else "the DuckDB file"
    parser.add_argument("--store", type=Path, metavar="STORE", help=f"{what} (default: EVENT_DEDUP_STORE)")
    return parser


def _readable(args: Namespace, folders: bool) -> Path:
    """The store, or a folder where `folders` are taken. Raises StoreError where it cannot be read."""
    store: Path = args.store or load_settings().store
    if not (folders and store.is_dir()):
        with open_store(store, read_only=True):
            pass
    return store


def _told(error: Exception, code: int) -> int:
    print(f"error: {error}", file=sys.stderr)
    return code
