"""Process a folder, then whatever arrives in it, until stopped by SIGTERM or SIGINT.

The first signal lets the files in hand be finished; a second one stops at once, which a transaction survives.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import FrameType

import structlog
from watchfiles import watch

from event_dedup.batch import BatchReport, process_file_batch
from event_dedup.expected import CANDIDATES, DONE, expected
from event_dedup.folder import FolderJob, add_folder_options, folder_job
from event_dedup.inbox import Inbox
from event_dedup.ingest.names import printable
from event_dedup.logs import configure_logging
from event_dedup.settings import MatchingConfig, load_settings
from event_dedup.store import StoreBusy

log = structlog.get_logger(__name__)

QUIET_SECONDS = 0.5
PATIENCE_SECONDS = 30.0
# Network file systems tell of no changes: look by ourselves every so often.
LOOK_SECONDS = 5.0
# A linkage is not interrupted, so that this bounds how long stopping takes.
MOST_FILES = 500


def watch_and_process(
    folder: Path,
    store: Path,
    config: MatchingConfig | None = None,
    *,
    pattern: str = "*",
    stop: threading.Event | None = None,
    on_result: Callable[[BatchReport], None] | None = None,
    quiet: float = QUIET_SECONDS,
    patience: float = PATIENCE_SECONDS,
    timeout: float = 30.0,
) -> None:
    """Process the files of a folder, then new and changed ones, until `stop` is set.

    Files that arrive together are linked at once; `on_result` hears of each linkage after it is committed. A file
    is read when it has not changed for `quiet` seconds; one that is not whole is waited for until it has not
    changed for `patience` seconds, then quarantined. A store in use for more than `timeout` seconds is tried again.
    Raises StoreError where the store cannot be used and NotADirectoryError where there is no folder.
    """
    stop = stop or threading.Event()
    inbox = Inbox(folder, pattern, quiet, patience)
    inbox.look()
    log.info("watching", folder=str(folder), store=str(store), pattern=pattern)
    for _ in _wake_ups(inbox, stop):
        ready = dict(islice(sorted(inbox.ready().items()), MOST_FILES))
        if not ready or stop.is_set():
            continue
        try:
            report = process_file_batch(ready, store, config, timeout=timeout)
        except StoreBusy as busy:
            log.warning("store is busy", message=f"{busy} The files are kept and tried again.")
            continue
        inbox.finish(ready)
        _log_known(ready, report)
        _log_batch(report)
        if on_result:
            on_result(report)
    log.info("stopped", folder=str(folder), store=str(store))


def watch_folder(
    job: FolderJob,
    *,
    quiet: float = QUIET_SECONDS,
    patience: float = PATIENCE_SECONDS,
    on_result: Callable[[BatchReport], None] | None = None,
) -> int:
    """Watch as a process of its own: stops by SIGTERM or SIGINT, then gives the exit code. Raises as above."""
    with _stopped_by_signals() as stop:
        watch_and_process(
            job.folder,
            job.store,
            job.config,
            pattern=job.pattern,
            stop=stop,
            on_result=on_result,
            quiet=quiet,
            patience=patience,
            timeout=job.timeout,
        )
    return DONE


def configure(parser: ArgumentParser) -> None:
    """Options of the worker, the same as those of a batch and how long to wait for a file."""
    add_folder_options(parser)
    quiet = f"seconds without a change before a file is read ({QUIET_SECONDS:g})"
    parser.add_argument("--quiet", type=_seconds, default=QUIET_SECONDS, metavar="SECONDS", help=quiet)
    patience = (
        f"seconds without a change before a file that is not whole is quarantined ({PATIENCE_SECONDS:g})"
    )
    parser.add_argument(
        "--patience", type=_seconds, default=PATIENCE_SECONDS, metavar="SECONDS", help=patience
    )


def run(args: Namespace) -> int:
    """The exit code: 0 stopped by a signal."""
    settings = load_settings()
    configure_logging(settings.log_json, settings.log_level)
    options = ("folder", "store", "config", "pattern")
    given = {name: getattr(args, name) for name in options if getattr(args, name) is not None}
    return watch_folder(folder_job(given, settings), quiet=args.quiet, patience=args.patience)


def main() -> int:
    """`python -m event_dedup.worker`; the exit code: 0 stopped by a signal, 1 could not go on, 2 wrong arguments."""
    parser = ArgumentParser(
        "python -m event_dedup.worker", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    configure(parser)
    args = parser.parse_args()
    try:
        return run(args)
    except CANDIDATES as error:
        told = expected(error)
        if told is None:
            raise
        print(f"error: {told[0]}", file=sys.stderr)
        return told[1]


def _seconds(written: str) -> float:
    seconds = float(written)
    if not 0 <= seconds <= 86_400:
        raise ValueError(written)
    return seconds


def _wake_ups(inbox: Inbox, stop: threading.Event) -> Iterator[None]:
    """One after every change, every moment while files are waited for, and every few seconds otherwise."""
    looked = time.monotonic()
    yield
    moment = max(50, int(inbox.quiet * 500))
    for changes in watch(
        inbox.folder,
        watch_filter=None,
        debounce=200,
        stop_event=stop,
        rust_timeout=moment,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive="/" in inbox.pattern,
        ignore_permission_denied=True,
    ):
        if changes or inbox.waiting or time.monotonic() - looked > LOOK_SECONDS:
            inbox.look()
            looked = time.monotonic()
            yield


def _log_known(read: Iterable[Path], report: BatchReport) -> None:
    """A line for each file without one of its own run: whoever moves away what is done waits for every name."""
    processed = {file for file, _, _ in report.run.deliveries} if report.run else set()
    for name in (printable(path.name) for path in read):
        if name not in processed:
            log.info("file known", file=name)


def _log_batch(report: BatchReport) -> None:
    log.info(
        "batch done",
        files=report.files,
        known=report.known,
        seconds=round(sum(report.seconds.values()), 3),
    )


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()
        for each in before:
            signal.signal(each, signal.SIG_DFL)  # the next one stops at once, even within a long query

    before = {each: signal.signal(each, ask) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


if __name__ == "__main__":
    sys.exit(main())
