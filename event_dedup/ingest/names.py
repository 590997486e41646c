"""Names: which files are deliveries, whose they are, and how a listing is called in the store."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path, PurePath
from urllib.parse import quote

from event_dedup.ingest.sources import SUFFIXES
from event_dedup.user_error import UserError

_TEMPORARY = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", "~")
MAPPING_SUFFIX = ".columns.toml"
_NOT_DELIVERIES = {"truth.csv"}
# A store in the folder of its own deliveries, with its write-ahead log and backups, is none of them.
_STORE = re.compile(r"\.duckdb(\.|$)", re.IGNORECASE)


def source_of(file_name: str) -> str:
    """The publisher's name: the file name up to the first underscore, else without its last suffix."""
    name = printable(PurePath(file_name).name)
    before, underscore, _ = name.partition("_")
    return before if before and underscore else PurePath(name).stem or name


def record_id(source: str, listing_id: str) -> str:
    """One id for (source, listing_id): no two pairs share one, since a quoted source has no slash."""
    return f"{quote(source, safe='', errors='surrogatepass')}/{listing_id}"


def printable(name: str) -> str:
    """A file name as it is shown to people: bytes that are no UTF-8 and control characters are escaped."""
    lone = any("\ud800" <= char < "\udc80" for char in name)  # never from a file system
    raw = name.encode("utf-8", "surrogatepass" if lone else "surrogateescape")
    text = unicodedata.normalize("NFC", raw.decode("utf-8", "backslashreplace"))
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def find_files(folder: Path, pattern: str = "*") -> list[Path]:
    """Files of `folder` that match the glob `pattern`, in order of their names.

    Left out are hidden and temporary files (`.x`, `*.tmp`, `*.part`, `*.crdownload`, `x~`), stores (`*.duckdb`), the
    configuration that tune saves beside one (`events.toml` beside `events.duckdb`), column mappings
    (`*.columns.toml`), `truth.csv`, and directories unless they are named like a file. Links, pipes and a directory
    `x.json` are listed, so that `read_file` can say what is wrong with them; linked directories are not entered.
    Raises NotADirectoryError and UserError, with the remedy, and PermissionError for a folder that may not be listed.
    """
    if not folder.is_dir():
        raise NotADirectoryError(
            f"{folder} is no folder. Create it, or name the folder the deliveries arrive in."
        )
    _refuse_unreadable(folder, deep="**" in pattern)
    try:
        found = {path for path in folder.glob(pattern) if _is_found(path, folder)}
    except (NotImplementedError, ValueError) as error:
        raise UserError(f"{pattern!r} is no file pattern ({error}). Give one like '*.json'.") from error
    return sorted(found, key=os.fsencode)


def _refuse_unreadable(folder: Path, *, deep: bool) -> None:
    """Raise where the folder, or with `deep` one below, cannot be listed: globbing finds nothing and is silent."""
    if deep:
        for _ in os.walk(folder, onerror=_raise):
            pass
    else:
        os.scandir(folder).close()


def _raise(error: OSError) -> None:
    raise error


def is_delivery(name: str) -> bool:
    """Whether a file of this name is meant to be read (not hidden or temporary, no store, labels or mapping)."""
    temporary = name.startswith(".") or name.lower().endswith((*_TEMPORARY, MAPPING_SUFFIX))
    return not temporary and name not in _NOT_DELIVERIES and not _STORE.search(name)


def _is_found(path: Path, folder: Path) -> bool:
    if not is_delivery(path.name) or (path.suffix.lower() not in SUFFIXES and path.is_dir()):
        return False
    if path.suffix == ".toml" and path.with_suffix(".duckdb").exists():
        return False
    home = os.path.realpath(folder)
    return os.path.commonpath([home, os.path.realpath(path.parent)]) == home
