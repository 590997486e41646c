from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from event_dedup.ingest import Delivery, read_file

Row = dict[str, Any]


def event(**fields: Any) -> Row:
    """An entry in the delivery form; a field set to None is left out."""
    entry = {
        "id": "e1",
        "title": "Narrenbaumstellen",
        "source_type": "terminliste",
        "event_dates": [{"date": "2026-02-14"}],
    } | fields
    return {key: value for key, value in entry.items() if value is not None}


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Delivery]:
    """Write content into a file and read it: bytes or text as they are, anything else as JSON events."""

    def deliver(content: Any, name: str = "blatt_1.json") -> Delivery:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps({"events": content}), "utf-8")
        return read_file(path)

    return deliver


def only_row(delivery: Delivery) -> Row:
    """The one listing of a delivery without quarantine."""
    assert delivery.quarantine.to_pylist() == []
    [row] = delivery.listings.to_pylist()
    return row


def only_fault(delivery: Delivery) -> Row:
    """The one quarantine row of a delivery without listings."""
    assert delivery.listings.num_rows == 0
    [row] = delivery.quarantine.to_pylist()
    return row


def starts(row: Row) -> list[str]:
    """Day and start of each date of a listing."""
    return [f"{found['date']} {found['start_time']}" for found in row["dates"]]
