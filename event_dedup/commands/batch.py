"""Process the files of a folder into a store: all files first, then one linkage."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from event_dedup.folder import OPTIONS, configure_logging_for_people, folder_job, process_folder
from event_dedup.settings import load_settings


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help=OPTIONS["folder"])
    parser.add_argument("store", nargs="?", type=Path, metavar="STORE", help=OPTIONS["store"])
    parser.add_argument("--config", type=Path, metavar="TOML", help=OPTIONS["config"])
    parser.add_argument("--pattern", metavar="GLOB", help=OPTIONS["pattern"])


def run(args: Namespace) -> int:
    settings = load_settings()
    configure_logging_for_people(settings)
    given = {name: value for name, value in vars(args).items() if value is not None}
    process_folder(folder_job(given, settings))
    return 0
