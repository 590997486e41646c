"""The DuckDB file: the only room that knows tables, transactions and locks."""

from event_dedup.store.connect import (
    Connection,
    Relation,
    StoreBusy,
    StoreError,
    first_row,
    keep,
    open_store,
    scalar,
    transaction,
)
from event_dedup.store.schema import NEWEST_VERSION

__all__ = [
    "NEWEST_VERSION",
    "Connection",
    "Relation",
    "StoreBusy",
    "StoreError",
    "first_row",
    "keep",
    "open_store",
    "scalar",
    "transaction",
]
