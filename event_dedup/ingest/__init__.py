"""Files become listings and quarantine rows: `read_file` is the whole of it."""

from event_dedup.ingest.check import meant_id
from event_dedup.ingest.delivery import Delivery, file_sha256, read_file, unfinished, withdrawal
from event_dedup.ingest.mapping import mapping_file
from event_dedup.ingest.names import find_files, record_id, source_of
from event_dedup.ingest.sources import PARSERS, SUFFIXES
from event_dedup.ingest.tables import LISTING_SCHEMA, QUARANTINE_SCHEMA

__all__ = [
    "LISTING_SCHEMA",
    "PARSERS",
    "QUARANTINE_SCHEMA",
    "SUFFIXES",
    "Delivery",
    "file_sha256",
    "find_files",
    "mapping_file",
    "meant_id",
    "read_file",
    "record_id",
    "source_of",
    "unfinished",
    "withdrawal",
]
