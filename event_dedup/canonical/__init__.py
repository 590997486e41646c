"""Clusters to canonical events: stable ids, surviving values, provenance."""

from event_dedup.canonical.canonicalise import assess, canonicalise
from event_dedup.canonical.identify import Identities, IdMemory, identify, names_for

__all__ = ["IdMemory", "Identities", "assess", "canonicalise", "identify", "names_for"]
