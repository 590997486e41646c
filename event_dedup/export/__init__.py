"""Canonical events are handed on: JSON in the delivery format, CSV, Parquet, iCalendar."""

from event_dedup.export.selection import Filters
from event_dedup.export.write import FORMATS, export_bytes, write_export

__all__ = ["FORMATS", "Filters", "export_bytes", "write_export"]
