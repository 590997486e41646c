"""Listings become records, records pairs with a match weight, pairs clusters."""

from event_dedup.linkage.adapt import adapt
from event_dedup.linkage.blocking import block_keys, candidates, cap_blocks
from event_dedup.linkage.cluster import Clustering, Judged, cluster
from event_dedup.linkage.model import (
    Model,
    compares_as_shipped,
    default_model,
    match_weight,
    unadapted,
)
from event_dedup.linkage.prepare import prepare
from event_dedup.linkage.score import score

__all__ = [
    "Clustering",
    "Judged",
    "Model",
    "adapt",
    "block_keys",
    "candidates",
    "cap_blocks",
    "cluster",
    "compares_as_shipped",
    "default_model",
    "match_weight",
    "prepare",
    "score",
    "unadapted",
]
