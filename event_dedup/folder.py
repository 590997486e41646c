"""One folder processed for people: options in, a summary and an exit code out."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from event_dedup.batch import BatchReport, process_file_batch
from event_dedup.ingest import find_files
from event_dedup.logs import configure_logging
from event_dedup.progress import progress
from event_dedup.settings import MatchingConfig, Settings, SettingsError, chosen_configuration
from event_dedup.store import open_store
from event_dedup.summary import Summary, show, summarise

OPTIONS = {
    "folder": "the folder of deliveries",
    "store": "the DuckDB file, made where it is missing",
    "config": "a matching configuration (TOML) for this run instead of the one in the store",
    "pattern": "which files, such as '*.json'",
    "watch": "stay, and process what arrives until stopped",
    "json-logs": "log lines as JSON",
}
SWITCHES = {"watch", "json-logs"}
_YES, _NO = ("", "true", "1", "yes"), ("false", "0", "no")


def usage() -> str:
    """The options of a notebook that processes a folder, one a line."""
    names = {name: f"--{name}" if name in SWITCHES else f"--{name} {name.upper()}" for name in OPTIONS}
    width = max(map(len, names.values()))
    lines = [f"  {names[name]:<{width}}  {what}" for name, what in OPTIONS.items()]
    return "\n".join(
        [
            "usage: python notebooks/run_folder.py -- --folder FOLDER [OPTION …]",
            "",
            *lines,
            "",
            "What is not named comes from the environment: EVENT_DEDUP_FOLDER, EVENT_DEDUP_STORE and so on.",
        ]
    )


def add_folder_options(parser: ArgumentParser) -> None:
    """The options of every command that takes in a folder."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help=OPTIONS["folder"])
    parser.add_argument("store", nargs="?", type=Path, metavar="STORE", help=OPTIONS["store"])
    parser.add_argument("--config", type=Path, metavar="TOML", help=OPTIONS["config"])
    parser.add_argument("--pattern", metavar="GLOB", help=OPTIONS["pattern"])


@dataclass(frozen=True, slots=True)
class FolderJob:
    """Which files go into which store; `config` None means the one saved in the store."""

    folder: Path
    store: Path
    config: MatchingConfig | None = None
    pattern: str = "*"
    watch: bool = False
    timeout: float = 30.0


def folder_job(options: Mapping[str, object], settings: Settings) -> FolderJob:
    """The job that options and settings describe. Raises SettingsError for an option that is unknown or missing."""
    given = _checked(options)
    folder = given.get("folder") or settings.folder
    if not folder:
        raise SettingsError("No folder is named. Give one by --folder FOLDER or EVENT_DEDUP_FOLDER.")
    return FolderJob(
        folder=Path(folder),
        store=Path(given.get("store") or settings.store),
        config=chosen_configuration(settings, given.get("config")),
        pattern=given.get("pattern") or "*",
        watch=is_set(given, "watch"),
        timeout=settings.lock_timeout,
    )


def process_folder(job: FolderJob) -> tuple[BatchReport, Summary]:
    """Take in every file of the folder and link once; prints the summary. Raises as `process_file_batch` does."""
    with progress() as tell:
        paths = find_files(job.folder, job.pattern)
        report = process_file_batch(paths, job.store, job.config, timeout=job.timeout, tell=tell)
    summary = summarise(job.folder, job.store, report)
    show(summary)
    return report, summary


def configure_logging_for_people(settings: Settings, json_logs: bool = False) -> None:
    """Logging as set; where nobody set it and a person watches a terminal, warnings alone.

    The summary tells of files, and log lines would tear the moving progress line apart.
    """
    chosen = {"log_json", "log_level"} & settings.model_fields_set
    quiet = sys.stderr.isatty() and not chosen and not json_logs
    configure_logging(json_logs or settings.log_json, "WARNING" if quiet else settings.log_level)
    logging.getLogger("event_dedup.batch").setLevel(logging.ERROR if quiet else logging.NOTSET)


def files_frame(store: Path) -> pd.DataFrame:
    """One row a file in the store, newest first: file, delivered (UTC), listings (new or changed), quarantined."""
    with open_store(store, read_only=True) as con:
        files: pd.DataFrame = con.sql(
            """
            SELECT file, delivered_at AS "delivered (UTC)",
                listings_new + listings_changed AS listings, quarantined
            FROM store.delivery
            ORDER BY delivered_at DESC, file, sha256
            """
        ).df()
    return files


def _checked(options: Mapping[str, object]) -> dict[str, str]:
    """The options as texts. Raises SettingsError for one that is unknown, given twice or without what it needs."""
    given = {name: str(value) for name, value in options.items() if name}
    for name, value in given.items():
        if name not in OPTIONS:
            known = "; ".join(f"--{known}: {what}" for known, what in OPTIONS.items())
            raise SettingsError(f"--{name} is no option. Known are {known}.")
        if isinstance(options[name], list):
            raise SettingsError(f"--{name} is given twice: give it once.")
        if name in SWITCHES and value.lower() not in (*_YES, *_NO):
            raise SettingsError(f"--{name} takes no value, not {value!r}: leave it out.")
        if name not in SWITCHES and not value.strip():
            raise SettingsError(f"--{name} needs a value, {OPTIONS[name]}: --{name} {name.upper()}")
    return given


def is_set(options: Mapping[str, object], name: str) -> bool:
    """Whether a switch was given: alone, or with a word for yes."""
    return str(options.get(name, "no")).lower() in _YES
