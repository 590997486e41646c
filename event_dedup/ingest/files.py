"""Bytes of a file, read without following it out of its folder and without ever waiting for it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from event_dedup.ingest.faults import FileFault
from event_dedup.ingest.names import printable

MAX_FILE_BYTES = 2_000_000_000
_KINDS = {stat.S_IFDIR: "a directory", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
_PUT_A_FILE = "Put an ordinary file in its place, or take it out of the folder."


def read_bytes(path: Path) -> bytes:
    """The content of the ordinary file `path`. Raises FileFault for anything else."""
    try:
        _refuse_links_out(path)
        # Not blocking: opening a named pipe would otherwise wait for somebody to write into it.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            _refuse_unreadable(os.fstat(file.fileno()))
            return file.read()
    except OSError as error:
        raise _os_fault(error) from error
    except ValueError as error:
        raise FileFault("the file name holds a NUL character", "Rename the file.") from error


def stand_in_sha256(path: Path) -> str:
    """The hash that stands in for the content of `path` where there is none; see `file_sha256`."""
    try:
        state = os.lstat(path)
        kind, changed = stat.S_IFMT(state.st_mode), state.st_mtime_ns
    except (OSError, ValueError):
        kind, changed = 0, 0
    key = b"\0".join([os.fsencode(path), str(kind).encode(), str(changed).encode()])
    return hashlib.sha256(b"unreadable\0" + key).hexdigest()


def _refuse_links_out(path: Path) -> None:
    if not path.is_symlink():
        return
    home, target = os.path.realpath(path.parent), os.path.realpath(path, strict=True)
    if os.path.commonpath([home, target]) != home:
        reason = f"it is a link out of its folder, to {printable(target)}"
        raise FileFault(reason, "Copy the file into the folder; links out of it are not followed.")


def _refuse_unreadable(state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        kind = _KINDS.get(stat.S_IFMT(state.st_mode), "a device")
        raise FileFault(f"it is {kind}, not a file", _PUT_A_FILE)
    if state.st_size > MAX_FILE_BYTES:
        reason = f"it has {state.st_size:,} bytes; at most {MAX_FILE_BYTES:,} are read"
        raise FileFault(reason, "Split it into several files, or deliver it as JSON lines in parts.")


def _os_fault(error: OSError) -> FileFault:
    if error.errno in (errno.EISDIR,):
        return FileFault("it is a directory, not a file", _PUT_A_FILE)
    if error.errno == errno.ENOENT:
        return FileFault(
            "the file is gone, or a link leads nowhere", "Deliver it again if it is still wanted."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return FileFault(
            "no permission to read the file", "Let the user that runs this read it (chmod, chown)."
        )
    if error.errno == errno.ELOOP:
        return FileFault("it is a link that leads back to itself", _PUT_A_FILE)
    return FileFault(f"it cannot be read: {error.strerror or error}", "Mend that; the file is tried again.")
