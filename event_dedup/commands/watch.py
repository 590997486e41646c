"""Process a folder, then whatever arrives in it, until stopped by Ctrl-C or SIGTERM."""

from event_dedup.worker import configure, run

__all__ = ["configure", "run"]
