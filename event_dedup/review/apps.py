"""The parts of the apps as public names."""

from __future__ import annotations

from event_dedup.review import tune

__all__ = ["tune"]
