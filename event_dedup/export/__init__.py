"""Canonical events are handed on: JSON in the delivery format, CSV, Parquet, iCalendar."""

from event_dedup.export.selection import Filters, count_selected
from event_dedup.export.write import FORMATS, download_name, export_bytes, write_export

__all__ = ["FORMATS", "Filters", "count_selected", "download_name", "export_bytes", "write_export"]
