"""A factory of listings: a test states only what matters to it."""

from __future__ import annotations

from typing import Any

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from event_dedup.linkage import Model, adapt, block_keys, default_model, prepare, score
from event_dedup.settings import MatchingConfig, Vocabulary
from event_dedup.store.schema import LISTING_FIELDS

_NO_VALUES: dict[str, Any] = {
    "content_sha256": "",
    "position": 0,
    "withdrawn": False,
    "source_type": "terminliste",
    "payload": "{}",
}


def listing(
    record_id: str, title: str, date: str = "2031-05-03", time: str | None = None, **fields: Any
) -> dict[str, Any]:
    """One listing; `record_id` is 'source/id'."""
    source, listing_id = record_id.split("/")
    dates = [{"date": date, "start_time": time, "end_time": None, "end_date": fields.pop("end_date", None)}]
    return (
        _NO_VALUES
        | {"record_id": record_id, "source": source, "listing_id": listing_id, "title": title, "dates": dates}
        | fields
    )


def relation(con: DuckDBPyConnection, rows: list[dict[str, Any]]) -> DuckDBPyRelation:
    """The listings as a relation with every column of LISTING_FIELDS; those of a source are one file."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE listing ({LISTING_FIELDS})")
    for row in rows:
        marks = ", ".join("?" for _ in row)
        con.execute(f"INSERT INTO listing ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    return con.sql("SELECT *, source AS file_sha256 FROM listing ORDER BY record_id")


def scored(
    con: DuckDBPyConnection, rows: list[dict[str, Any]], model: Model | None = None
) -> dict[tuple[str, str], float]:
    """The match weight of every candidate pair among `rows`, by the shipped model unless another is given."""
    model = model or default_model()
    records = con.from_arrow(prepare(con, relation(con, rows), model, Vocabulary()).to_arrow_table())
    pairs = score(con, records, block_keys(con, records), model)  # noqa: F841 (read by the SQL)
    return {
        (left, right): weight
        for left, right, weight in con.sql(
            "SELECT record_id_l, record_id_r, match_weight FROM pairs"
        ).fetchall()
    }


def adapted(con: DuckDBPyConnection, rows: list[dict[str, Any]]) -> Model:
    """The shipped model with what `rows` teach."""
    return adapt(con, relation(con, rows), default_model(), MatchingConfig())
