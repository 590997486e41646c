"""Which events other thresholds would merge and split, with the pair that decides each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from event_dedup.review.asked import distinct
from event_dedup.review.dendrogram import Ints
from event_dedup.review.preview import Preview
from event_dedup.review.snapshot import VERDICTS, Snapshot

COLUMNS = ["change", "listings", "events", "titles", "probability", "record_id_l", "record_id_r"]


def merges(snapshot: Snapshot, preview: Preview, limit: int = 200) -> pd.DataFrame:
    """One row a cluster that joins several saved events, the most doubtful first, at most `limit`.

    `titles` are the different ones, `events` their saved ids; the pair is the heaviest between two of these events.
    """
    return _changes(snapshot, "merges", preview.leader, snapshot.event, limit)


def splits(snapshot: Snapshot, preview: Preview, limit: int = 200) -> pd.DataFrame:
    """One row a saved event that falls apart, the least doubtful first; the pair is the heaviest one parted."""
    return _changes(snapshot, "splits", snapshot.event, preview.leader, limit)


def members(snapshot: Snapshot, record_id: str, preview: Preview) -> list[str]:
    """The records that are in one saved event or one new cluster with `record_id`, ordered."""
    at = snapshot.records.index(record_id)
    together = (preview.leader == preview.leader[at]) | (snapshot.event == snapshot.event[at])
    return [snapshot.records[i] for i in np.flatnonzero(together)]


def _changes(snapshot: Snapshot, change: str, whole: Ints, part: Ints, limit: int) -> pd.DataFrame:
    """Groups of `whole` that hold records of several groups of `part`."""
    parts = max(1, int(part.max(initial=0)) + 1)
    changed = (
        np.bincount(distinct(whole * parts + part) // parts) > 1 if len(whole) else np.zeros(0, dtype=bool)
    )
    left, right = snapshot.left, snapshot.right
    crossing = np.flatnonzero((whole[left] == whole[right]) & (part[left] != part[right]))
    # Pairs are ordered by weight, so the first of a group is its heaviest.
    groups, first = np.unique(whole[left[crossing]], return_index=True)
    decisive = {int(group): int(pair) for group, pair in zip(groups, crossing[first], strict=True)}
    doubtful_first = sorted(decisive.items(), key=lambda item: (snapshot.weight[item[1]], item[0]))
    ordered = doubtful_first if change == "merges" else doubtful_first[::-1]
    shown = [item for item in ordered if changed[item[0]]][:limit]
    inside = _inside(whole, [group for group, _ in shown])
    rows = [_row(snapshot, change, inside[group], pair) for group, pair in shown]
    return pd.DataFrame(rows, columns=COLUMNS)


def _inside(whole: Ints, groups: Sequence[int]) -> dict[int, list[int]]:
    """The positions of the records of some groups, found in one pass."""
    found: dict[int, list[int]] = {group: [] for group in groups}
    for i in np.flatnonzero(np.isin(whole, groups)).tolist():
        found[int(whole[i])].append(i)
    return found


def _row(snapshot: Snapshot, change: str, inside: list[int], pair: int) -> list[object]:
    titles = dict.fromkeys(snapshot.titles[i] for i in inside)
    events = dict.fromkeys(snapshot.event_ids[i] for i in snapshot.event[inside])
    ids = snapshot.pair(pair)
    return [
        change,
        len(inside),
        ", ".join(events),
        " | ".join(titles),
        float(snapshot.probability[pair]),
        *ids,
    ]


def pairs_near(snapshot: Snapshot, probability: float, limit: int = 300) -> pd.DataFrame:
    """Scored pairs around a probability, the nearest first: title_l, title_r, probability, verdict, record ids."""
    order = np.argsort(np.abs(snapshot.probability - probability), kind="stable")[:limit]
    rows = [
        (
            snapshot.titles[snapshot.left[i]],
            snapshot.titles[snapshot.right[i]],
            float(snapshot.probability[i]),
            VERDICTS[snapshot.verdict[i]],
            *snapshot.pair(i),
        )
        for i in order
    ]
    columns = ["title_l", "title_r", "probability", "verdict", "record_id_l", "record_id_r"]
    return pd.DataFrame(rows, columns=columns)
