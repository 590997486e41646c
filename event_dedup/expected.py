"""Errors that a user can do something about, as one line and an exit code."""

from __future__ import annotations

import duckdb

from event_dedup.store import StoreError
from event_dedup.user_error import UserError

DONE, FAILED, USAGE, STOPPED = 0, 1, 2, 130

# What `expected` can tell apart; anything else is a mistake of the program and keeps its traceback.
CANDIDATES = (UserError, OSError, StoreError, duckdb.OperationalError)


def expected(error: BaseException) -> tuple[str, int] | None:
    """The line that says what to do next, and the exit code; None for what only a programmer can mend."""
    if isinstance(error, UserError):
        return str(error), USAGE
    if isinstance(error, StoreError):
        return str(error), FAILED
    if isinstance(error, OSError):
        return _os_error(error), FAILED
    if isinstance(error, duckdb.OperationalError):
        return _database_error(error), FAILED
    return None


def _os_error(error: OSError) -> str:
    if error.filename is None or error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}. Check the path and its permissions, then run it again."


def _database_error(error: duckdb.OperationalError) -> str:
    reason = str(error).splitlines()[0]
    return f"{reason}. Nothing of this run was saved: see that disk and memory have room, then run it again."
