"""Process the files of a folder into a store: all files first, then one linkage."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from event_dedup.folder import add_folder_options, configure_logging_for_people, folder_job, process_folder
from event_dedup.settings import load_settings


def configure(parser: ArgumentParser) -> None:
    add_folder_options(parser)


def run(args: Namespace) -> int:
    settings = load_settings()
    configure_logging_for_people(settings)
    given = {name: value for name, value in vars(args).items() if value is not None}
    process_folder(folder_job(given, settings))
    return 0
