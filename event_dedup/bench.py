"""Labelled folders run through the whole pipeline, each in a store of its own, to train on and to measure."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from event_dedup.ingest import Delivery, find_files, read_file
from event_dedup.linkage import Judged, Model, adapt, cluster, comparisons, default_model
from event_dedup.linkage.train import LabelledPairs, train
from event_dedup.pipeline import match_weight, run
from event_dedup.review.evaluate import Outcome, ScoredPairs
from event_dedup.review.metrics import Pair, Partition
from event_dedup.review.truth import read_truth
from event_dedup.settings import MatchingConfig
from event_dedup.store import Connection, memory, open_store


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A folder's files and labels, read once: deliveries, and the true cluster of every labelled record."""

    name: str
    deliveries: Sequence[Delivery]
    truth: Partition


@dataclass(frozen=True, slots=True)
class LabelledRun:
    """What `model` made of a labelled set in the pipeline: the outcome, and its pairs to train on, in one order."""

    model: Model
    outcome: Outcome
    pairs: LabelledPairs


def read_labelled(folder: Path) -> LabelledSet:
    """The deliveries and labels of `folder`. Raises TruthError where there are no usable labels."""
    files = [path for path in find_files(folder) if path.name != "truth.csv"]
    deliveries = [read_file(path) for path in files]
    keys = {
        row["record_id"]: (row["source"], row["listing_id"])
        for each in deliveries
        for row in each.listings.select(["record_id", "source", "listing_id"]).to_pylist()
    }
    return LabelledSet(folder.name, deliveries, read_truth(folder, keys))


def run_labelled(
    labelled: LabelledSet, model: Model | None = None, config: MatchingConfig | None = None
) -> LabelledRun:
    """Run the pipeline over a labelled set, with the shipped model and the default configuration if None."""
    config, start = config or MatchingConfig(), time.monotonic()
    with _store() as con:
        adapted = _put_in_force(con, labelled, model or default_model(), config)
        run(con, labelled.deliveries, config)
        return _read(con, labelled, adapted, config, time.monotonic() - start)


def train_model(runs: Sequence[LabelledRun], model: Model | None = None) -> Model:
    """`model` (or the shipped one) with weights fitted to the pairs of `runs`, each run counting the same."""
    base, sets = model or untrained_model(), [each.pairs for each in runs]
    names = ", ".join(f"{s.name} ({len(s.matches)} pairs, {int(s.matches.sum())} matches)" for s in sets)
    return replace(
        base,
        trained_on=names,
        settings=train(base.settings, sets, getattr(comparisons, "UNORDERED", ("source", "contrast"))),
    )


def untrained_model() -> Model:
    """The comparisons as they stand in the code, with weights from judgement, and the shipped lexicon."""
    settings = comparisons.splink_settings(comparisons.fixed_weights(), 0.1)
    return replace(default_model(), settings=settings)


@contextmanager
def _store() -> Iterator[Connection]:
    with (
        tempfile.TemporaryDirectory(prefix="event_dedup_") as folder,
        open_store(Path(folder) / "events.duckdb") as con,
    ):
        yield con


def _put_in_force(con: Connection, labelled: LabelledSet, model: Model, config: MatchingConfig) -> Model:
    """Adapt the model to the listings, as a first run does, and save it."""
    listings = con.from_arrow(pa.concat_tables([each.listings for each in labelled.deliveries]))
    model = adapt(con, listings, model, config.vocabulary)
    now = datetime.now(UTC).replace(tzinfo=None)
    memory.save_model(con, model.model_id, model.trained_at, model.trained_on, model.to_json(), now)
    return model


def _read(
    con: Connection, labelled: LabelledSet, model: Model, config: MatchingConfig, seconds: float
) -> LabelledRun:
    rows = con.sql(
        """
        SELECT record_id_l, record_id_r, match_weight, match_probability,
            list_transform(levels, lambda each: each."level") AS levels
        FROM store.pair ORDER BY record_id_l, record_id_r
        """
    ).fetchall()
    titles = dict(con.sql("SELECT record_id, title FROM store.current_listing ORDER BY record_id").fetchall())
    found = dict(
        con.sql("SELECT record_id, canonical_event_id FROM store.member ORDER BY record_id").fetchall()
    )
    reviewed = _reviewed(titles, rows, labelled.truth, config)
    known = [row for row in rows if row[0] in labelled.truth and row[1] in labelled.truth]
    pairs = [(left, right) for left, right, *_ in known]
    probability = np.array([row[3] for row in known], dtype=float)
    outcome = Outcome(
        labelled.name,
        labelled.truth,
        titles,
        ScoredPairs(pairs, probability),
        found,
        reviewed,
        config.thresholds,
        seconds,
    )
    levels = np.array([row[4] for row in known], dtype=np.int16)
    matches = np.array([float(labelled.truth[left] == labelled.truth[right]) for left, right in pairs])
    return LabelledRun(model, outcome, LabelledPairs(labelled.name, levels, matches))


def _reviewed(
    records: Sequence[str] | dict[str, Any],
    rows: Sequence[tuple[Any, ...]],
    truth: Partition,
    config: MatchingConfig,
) -> Partition:
    """The clusters once every pair up for review is judged as the truth has it."""
    at = config.thresholds
    doubtful = [
        row[:2] for row in rows if at.review <= row[3] < at.merge and row[0] in truth and row[1] in truth
    ]
    judgements = [_judged(i, pair, truth) for i, pair in enumerate(doubtful)]
    return cluster(records, [row[:3] for row in rows], judgements, match_weight(at.merge)).leader


def _judged(number: int, pair: Pair, truth: Partition) -> Judged:
    verdict = "match" if truth[pair[0]] == truth[pair[1]] else "non_match"
    return Judged(*pair, verdict, number)
