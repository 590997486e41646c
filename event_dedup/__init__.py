"""Listings from many publishers become one canonical event each. The public names are those of `__all__`."""

# ruff: noqa: F401

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from event_dedup.batch import (
        BatchReport,
        load_all_events_as_dicts,
        process_existing_files,
        process_file_batch,
        process_new_file,
        replace_canonical_events,
        withdraw,
    )
    from event_dedup.export import FORMATS, Filters, export_bytes, write_export
    from event_dedup.folder_page import (
        folder_figures,
        folder_files,
        folder_problem,
        folder_quarantine,
        folder_seconds,
    )
    from event_dedup.logs import configure_logging
    from event_dedup.report import RunReport
    from event_dedup.review.app_event import event_details, event_found, event_page, opened_event
    from event_dedup.review.app_events import event_filters, event_list, show_filters
    from event_dedup.review.app_frame import choose_page, frame, open_desk
    from event_dedup.review.app_more import (
        audit_page,
        dashboard_page,
        export_choices,
        export_page,
        show_choices,
    )
    from event_dedup.review.app_quarantine import quarantine_entry, quarantine_list
    from event_dedup.review.app_queue import queue_page
    from event_dedup.review.apps import tune
    from event_dedup.review.as_script import obey_command_line
    from event_dedup.review.explain import explain_pair
    from event_dedup.review.judge import (
        dismiss,
        dump_judgements,
        judge,
        load_dump,
        merge_events,
        move_listing,
        restore,
        split_event,
        undo,
    )
    from event_dedup.review.quarantine import retry_quarantine
    from event_dedup.runner import FolderOutcome, run_folder
    from event_dedup.settings import (
        MatchingConfig,
        Settings,
        SettingsError,
        Thresholds,
        Vocabulary,
        load_matching_config,
        load_settings,
    )
    from event_dedup.store import StoreBusy, StoreError, open_store
    from event_dedup.user_error import UserError
    from event_dedup.worker import watch_and_process

# Imported when first used: DuckDB, Splink and pandas take a second that `--help` should not cost.
_HOMES = {
    "batch": [
        "BatchReport",
        "load_all_events_as_dicts",
        "process_existing_files",
        "process_file_batch",
        "process_new_file",
        "replace_canonical_events",
        "withdraw",
    ],
    "export": ["FORMATS", "Filters", "export_bytes", "write_export"],
    "folder_page": [
        "folder_figures",
        "folder_files",
        "folder_problem",
        "folder_quarantine",
        "folder_seconds",
    ],
    "logs": ["configure_logging"],
    "report": ["RunReport"],
    "review.app_event": ["event_details", "event_found", "event_page", "opened_event"],
    "review.app_events": ["event_filters", "event_list", "show_filters"],
    "review.app_frame": ["choose_page", "frame", "open_desk"],
    "review.app_more": ["audit_page", "dashboard_page", "export_choices", "export_page", "show_choices"],
    "review.app_quarantine": ["quarantine_entry", "quarantine_list"],
    "review.app_queue": ["queue_page"],
    "review.apps": ["tune"],
    "review.as_script": ["obey_command_line"],
    "review.explain": ["explain_pair"],
    "review.judge": [
        "dismiss",
        "dump_judgements",
        "judge",
        "load_dump",
        "merge_events",
        "move_listing",
        "restore",
        "split_event",
        "undo",
    ],
    "runner": ["FolderOutcome", "run_folder"],
    "review.quarantine": ["retry_quarantine"],
    "settings": [
        "MatchingConfig",
        "Settings",
        "SettingsError",
        "Thresholds",
        "Vocabulary",
        "load_matching_config",
        "load_settings",
    ],
    "store": ["StoreBusy", "StoreError", "open_store"],
    "user_error": ["UserError"],
    "worker": ["watch_and_process"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(
            f"module 'event_dedup' has no attribute {name!r}; public are {', '.join(__all__)}"
        )
    found = getattr(import_module(f"event_dedup.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
