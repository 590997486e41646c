"""Canonical events as files or as one download."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from event_dedup.export.calendar import as_ical
from event_dedup.export.delivery import EVENTS_A_FILE, as_json
from event_dedup.export.selection import Filters, Selection, select
from event_dedup.export.table import as_csv, as_parquet
from event_dedup.store import Connection, open_store
from event_dedup.user_error import UserError

# The source of a delivery is its file name up to the first underscore: every part is read back as "canonical".
NAME = "canonical"
# A zip file holds no earlier date; a fixed one gives the same bytes for the same events.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


@dataclass(frozen=True, slots=True)
class Format:
    """How events are written: `render` gives the content of each file, nearly always of one."""

    suffix: str
    mime: str
    render: Callable[[Selection], Iterator[bytes]]


FORMATS: dict[str, Format] = {
    "json": Format(".json", "application/json", as_json),
    "csv": Format(".csv", "text/csv; charset=utf-8", as_csv),
    "parquet": Format(".parquet", "application/vnd.apache.parquet", as_parquet),
    "ical": Format(".ics", "text/calendar; charset=utf-8", as_ical),
}


def write_export(
    store: Path,
    out: Path | str,
    format: str = "json",
    filters: Filters | None = None,
    *,
    timeout: float = 30.0,
) -> list[Path]:
    """Write the canonical events into `out`, a folder or a file with the suffix of the format; the files written.

    A folder exists, has no dot in its name, or is a text that ends in a slash. JSON of more than 200 events wants a
    folder or a `.zip`. Numbered files of an earlier, larger export in the folder are removed. Raises UserError for an
    unknown format or an `out` that does not fit, StoreError where the store cannot be read.
    """
    suffix, wanted = _format(format).suffix, str(out)
    if not wanted.strip():
        raise UserError("No place to write to is named: name a folder or a file, or . for this folder.")
    out = Path(out)
    with open_store(store, read_only=True, timeout=timeout) as con:
        files = rendered(con, format, filters)
    if not out.suffix or out.is_dir() or wanted.endswith(_SEPARATORS):
        return _write_folder(out, files, suffix)
    if out.suffix == ".zip":
        return [_write(out, zipped(files))]
    if out.suffix != suffix:
        raise UserError(
            f"{out} does not end in {suffix}: name a file that does or a .zip; a folder with a dot in its name ends "
            f"in a slash: {out}/"
        )
    if len(files) > 1:
        raise UserError(
            f"{len(files)} files of at most 200 events are needed: name a folder or a .zip, not {out}."
        )
    return [_write(out, content) for content in files.values()]


def export_bytes(con: Connection, format: str, filters: Filters | None = None) -> tuple[str, str, bytes]:
    """(file name, MIME type, content) of a download: the one file, or a zip of several.

    `con` has the store attached. Raises UserError for an unknown format.
    """
    files = rendered(con, format, filters)
    if len(files) > 1:
        return f"{NAME}.zip", "application/zip", zipped(files)
    [(name, content)] = files.items()
    return name, _format(format).mime, content


def download_name(format: str, events: int) -> tuple[str, str]:
    """(file name, MIME type) that `export_bytes` gives for so many events, without writing them."""
    chosen = _format(format)
    if chosen.render is as_json and events > EVENTS_A_FILE:
        return f"{NAME}.zip", "application/zip"
    return f"{NAME}{chosen.suffix}", chosen.mime


def rendered(con: Connection, format: str, filters: Filters | None = None) -> dict[str, bytes]:
    """File name -> content, in order; several only for JSON."""
    chosen = _format(format)
    contents = list(chosen.render(select(con, filters or Filters())))
    if len(contents) == 1:
        return {f"{NAME}{chosen.suffix}": contents[0]}
    return {f"{NAME}_{number:04}{chosen.suffix}": content for number, content in enumerate(contents, 1)}


def zipped(files: dict[str, bytes]) -> bytes:
    """The files in one zip; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UserError(f"{name!r} is no format: take one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def _write_folder(folder: Path, files: dict[str, bytes], suffix: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    ours = {folder / f"{NAME}{suffix}", *folder.glob(f"{NAME}_[0-9][0-9][0-9][0-9]{suffix}")}
    written = [_write(folder / name, content) for name, content in files.items()]
    for old in sorted(ours - set(written)):
        old.unlink(missing_ok=True)
    return written


def _write(path: Path, content: bytes) -> Path:
    """Write beside, then rename: nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_bytes(content)
    return beside.replace(path)
