"""A folder run from beginning to end for whoever started it: options in, an exit code and what to show out."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from event_dedup.batch import BatchReport, added_up
from event_dedup.expected import CANDIDATES, DONE, expected
from event_dedup.folder import (
    FolderJob,
    configure_logging_for_people,
    folder_job,
    is_set,
    process_folder,
    usage,
)
from event_dedup.settings import SettingsError, load_settings
from event_dedup.summary import Summary, show, summarise
from event_dedup.worker import watch_folder


@dataclass(frozen=True, slots=True)
class FolderOutcome:
    """`exit_code` 0 only where everything that could be done was done; `message` is the error, or the usage."""

    exit_code: int
    message: str = ""
    job: FolderJob | None = None
    report: BatchReport | None = None
    summary: Summary | None = None


def run_folder(options: Mapping[str, object]) -> FolderOutcome:
    """Process the folder named by command-line options (see OPTIONS), with defaults from the environment.

    Logs go to stderr, the summary to stdout. With `watch` it stays until stopped by a signal. What a user can
    mend is not raised but told in the outcome: code 1 could not be done, 2 wrong options or settings.
    """
    try:
        return _run(options)
    except CANDIDATES as error:
        told = expected(error)
        if told is None:
            raise
        message, code = told
        print(f"error: {message}", file=sys.stderr)
        return FolderOutcome(code, message)


def _run(options: Mapping[str, object]) -> FolderOutcome:
    if {"help", "h"} & set(options):
        print(usage())
        return FolderOutcome(DONE, usage())
    settings = load_settings()
    configure_logging_for_people(settings, is_set(options, "json-logs"))
    job = folder_job(options, settings)
    report, summary = _watch(job) if job.watch else process_folder(job)
    return FolderOutcome(DONE, "", job, report, summary)


def _watch(job: FolderJob) -> tuple[BatchReport, Summary]:
    if threading.current_thread() is not threading.main_thread():
        raise SettingsError("--watch needs a process of its own: python notebooks/run_folder.py -- --watch …")
    reports: list[BatchReport] = []
    watch_folder(job, on_result=reports.append)
    report = added_up(reports)
    summary = summarise(job.folder, job.store, report)
    show(summary)
    return report, summary
