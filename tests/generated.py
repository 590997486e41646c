"""Reading of generated sets, for the tests of the writers."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

Listing = tuple[str, dict[str, Any]]
"""Publisher and entry."""


def entries(folder: Path) -> list[Listing]:
    files = sorted(folder.glob("*.json"))
    documents = ((file.name.split("_")[0], json.loads(file.read_text(encoding="utf-8"))) for file in files)
    return [(source, entry) for source, document in documents for entry in document["events"]]


def truth(folder: Path) -> dict[str, str]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as rows:
        return {row["event_id"]: row["cluster_id"] for row in csv.DictReader(rows)}


def texts(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def first_day(entry: dict[str, Any]) -> str:
    return entry["event_dates"][0]["date"]


def by_event(folder: Path) -> list[list[Listing]]:
    """The listings of each event, with their sources."""
    labels = truth(folder)
    found = defaultdict(list)
    for source, entry in entries(folder):
        found[labels[entry["id"]]].append((source, entry))
    return list(found.values())
