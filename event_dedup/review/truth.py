"""Labels: which listings of a folder are one event, from its `truth.csv`."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from event_dedup.user_error import UserError

Key = tuple[str, str]
"""Source and listing id; the source is empty where the labels name none."""


class TruthError(UserError):
    """Labels that are missing or do not fit the listings; the message says what to do."""


def read_truth(folder: Path, records: Mapping[str, Key]) -> dict[str, str]:
    """The true cluster of every labelled record of `folder`, from its `truth.csv`, which may be named itself.

    The columns are event_id, cluster_id and, where ids repeat among sources, source. `records` gives source
    and listing id of every record; labels of listings that were not read are left out. Raises TruthError
    where the file is missing or its columns or ids do not fit.
    """
    path = truth_file(folder)
    rows = _rows(path)
    by_source = "source" in rows[0]
    clusters = {(row["source"] if by_source else "", row["event_id"]): row["cluster_id"] for row in rows}
    keys = {record: key if by_source else ("", key[1]) for record, key in records.items()}
    _refuse_repeated(path, Counter(key for key in keys.values() if key in clusters))
    truth = {record: clusters[key] for record, key in keys.items() if key in clusters}
    if not truth:
        raise TruthError(f"No event_id of {path} is the id of a listing there: use the ids of the files.")
    return truth


def truth_file(folder: Path) -> Path:
    """The file with the labels of `folder`, which may be named itself. Raises TruthError where it is missing."""
    path = folder if folder.is_file() else folder / "truth.csv"
    if not path.is_file():
        raise TruthError(
            f"{path.parent} has no truth.csv. Write one with the columns event_id,cluster_id: "
            "one line a listing, and the same cluster_id for listings of one event."
        )
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise TruthError(f"{path} is no CSV in UTF-8 ({error}). Save it as that.") from error
    if not rows or not {"event_id", "cluster_id"} <= rows[0].keys():
        columns = ",".join(rows[0]) if rows else "no listing"
        raise TruthError(
            f"{path} has {columns}: begin it with the line event_id,cluster_id and add the listings."
        )
    _refuse_gaps(path, rows)
    return rows


def _refuse_gaps(path: Path, rows: list[dict[str, str]]) -> None:
    """Without a cluster_id, listings would pass for one event that nobody has said to be one."""
    asked = ["event_id", "cluster_id", *(["source"] if "source" in rows[0] else [])]
    for line, row in enumerate(rows, start=2):
        missing = [name for name in asked if not (row[name] or "").strip()]
        if missing:
            raise TruthError(
                f"{path}: the listing in line {line} has no {missing[0]}. Add it, or leave the line out."
            )


def _refuse_repeated(path: Path, counts: Counter[Key]) -> None:
    repeated = sorted(key for key, count in counts.items() if count > 1)
    if repeated:
        event_id, times = repeated[0][1], counts[repeated[0]]
        raise TruthError(f"{path}: event_id {event_id} is the id of {times} listings. Add a column source.")
