"""Write what people decided to a file of JSON lines, or read such a file into a store (what it holds is kept).

Judgements, dismissals of events and listings withdrawn by hand. Deliver the files before reading: judgements that name
listings that are not there wait for them, the others until the file is read again.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from event_dedup.commands import existing_store
from event_dedup.review.judge import dump_judgements, load_dump
from event_dedup.review.judgements import JudgementError
from event_dedup.settings import load_settings


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["dump", "load"])
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON lines; - is stdout, or stdin")
    parser.add_argument("--store", type=Path, metavar="STORE", help="the DuckDB file")


def run(args: Namespace) -> int:
    store = existing_store(args.store or load_settings().store)
    return ACTIONS[args.action](store, args.file)


def dump(store: Path, file: Path) -> int:
    lines = dump_judgements(store)
    text = "".join(f"{line}\n" for line in lines)
    if str(file) == "-":
        sys.stdout.write(text)
    else:
        file.write_text(text, "utf-8")
        print(f"{len(lines):,} decisions written to {file}")
    return 0


def load(store: Path, file: Path) -> int:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise JudgementError(
            f"{file} is no text in UTF-8 ({error}): give a file written by `judgements dump`."
        ) from error
    # Not splitlines(): it would break notes at U+2028 and U+0085.
    loaded = load_dump(store, text.split("\n"))
    print(f"{loaded.added:,} decisions added to {store}")
    if loaded.waiting:
        print(
            f"{loaded.waiting:,} wait for listings that are not there, or are not what they were: deliver the files, "
            "then load again"
        )
    return 0


ACTIONS = {"dump": dump, "load": load}
