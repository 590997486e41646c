"""Labelled folders run through the whole pipeline, each in a store of its own, to train on and to measure."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from event_dedup.ingest import Delivery, find_files, read_file
from event_dedup.linkage import (
    Judged,
    Model,
    adapt,
    cap_blocks,
    cluster,
    default_model,
    match_weight,
)
from event_dedup.linkage.comparisons import UNORDERED
from event_dedup.linkage.lexicon import learn_words
from event_dedup.linkage.logistic import probability
from event_dedup.linkage.score import levels_of
from event_dedup.linkage.specification import fixed_weights, splink_settings
from event_dedup.linkage.train import LabelledPairs, Weights, train
from event_dedup.pipeline import run
from event_dedup.review.clear import Cleared, clear
from event_dedup.review.evaluate import Outcome, ScoredPairs
from event_dedup.review.metrics import Pair, Partition
from event_dedup.review.truth import read_truth
from event_dedup.settings import MatchingConfig
from event_dedup.store import Connection, Relation, memory, open_store

SAMPLE = Path("data/sample")
GENERATOR = Path(__file__).parents[1] / "data" / "generate.py"

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A folder's files and labels, read once: deliveries, and the true cluster of every labelled record."""

    name: str
    deliveries: Sequence[Delivery]
    truth: Partition

    def listings(self) -> pa.Table:
        """The listings of all deliveries, in the order of the files, each with the `file_sha256` of its file."""
        return pa.concat_tables(
            each.listings.append_column("file_sha256", pa.repeat(pa.scalar(each.sha256), len(each.listings)))
            for each in self.deliveries
        )


@dataclass(frozen=True, slots=True)
class LabelledRun:
    """What `model` made of a labelled set in the pipeline.

    `pairs` are those of `outcome.scored` in the same order; `rules` tells for each blocking rule which of
    them it brought together. `cleared` is its review queue, answered as the truth has it, where that was wanted.
    """

    model: Model
    outcome: Outcome
    pairs: LabelledPairs
    rules: Mapping[str, Flags]
    cleared: Cleared | None = None


def read_labelled(folder: Path) -> LabelledSet:
    """The deliveries and labels of `folder`. Raises TruthError where there are no usable labels."""
    deliveries = [read_file(path) for path in find_files(folder)]
    keys = {
        row["record_id"]: (row["source"], row["listing_id"])
        for each in deliveries
        for row in each.listings.select(["record_id", "source", "listing_id"]).to_pylist()
    }
    return LabelledSet(folder.name, deliveries, read_truth(folder, keys))


def in_halves(labelled: LabelledSet) -> tuple[LabelledSet, LabelledSet]:
    """Two sets, each with half of the events (drawn by a hash of the true cluster) and all of their listings.

    Listings without a label are in neither.
    """
    events = sorted(set(labelled.truth.values()), key=lambda event: sha256(event.encode()).digest())
    first = set(events[::2])
    a = {record for record, event in labelled.truth.items() if event in first}
    return _part(labelled, a, "a"), _part(labelled, labelled.truth.keys() - a, "b")


def _part(labelled: LabelledSet, records: AbstractSet[str], name: str) -> LabelledSet:
    kept = pa.array(sorted(records), pa.string())
    deliveries = [
        replace(each, listings=each.listings.filter(pc.is_in(each.listings["record_id"], kept)))
        for each in labelled.deliveries
    ]
    truth = {record: labelled.truth[record] for record in sorted(records)}
    return LabelledSet(f"{labelled.name} {name}", deliveries, truth)


def generate(folder: Path, listings: int, seed: int, *, vary: bool = False, writer: str = "first") -> Path:
    """`folder`, filled by a `writer` of the project's generators; `vary` draws the rates of the first by the seed too.

    Raises FileNotFoundError outside a checkout of the project.
    """
    if not GENERATOR.exists():
        raise FileNotFoundError(f"{GENERATOR} is missing. Run this in a checkout of the repository.")
    options = ["--listings", str(listings), "--seed", str(seed), "--out", str(folder)]
    options += ["--writer", writer, *(["--vary"] if vary else [])]
    subprocess.run([sys.executable, str(GENERATOR), *options], check=True, stdout=subprocess.DEVNULL)
    return folder


def run_labelled(
    labelled: LabelledSet,
    model: Model | None = None,
    config: MatchingConfig | None = None,
    *,
    move_weights: bool = True,
    answer: bool = False,
) -> LabelledRun:
    """Run the pipeline over a labelled set, with the shipped model and the default configuration if None.

    Pairs of which a record has no label are left out of the result. Levels do not depend on weights: to train on them,
    these need not move. `answer`: the review queue is answered afterwards.
    """
    config, start = config or MatchingConfig(), time.monotonic()
    with _store() as con:
        adapted = _adapted(con, labelled, model or default_model(), config, move_weights)
        run(con, labelled.deliveries, config)
        done = _read(con, labelled, adapted, config, time.monotonic() - start)
        return replace(done, cleared=clear(con, labelled.truth, config.thresholds)) if answer else done


def rejudge(done: LabelledRun, weights: Weights, kept: Flags | None = None) -> Outcome:
    """The outcome of a run with other weights, and with the `kept` pairs (all if None) alone."""
    kept = np.ones(len(done.pairs.matches), dtype=bool) if kept is None else kept
    scored = done.outcome.scored
    bits = weights.of(done.pairs.levels[kept])
    pairs = [pair for pair, keep in zip(scored.pairs, kept, strict=True) if keep]
    outcome = replace(done.outcome, scored=ScoredPairs(pairs, probability(bits * np.log(2))))
    return replace(outcome, found=clusters(outcome), reviewed=reviewed(outcome))


def clusters(outcome: Outcome, judgements: Sequence[Judged] = ()) -> Partition:
    """The clusters of scored pairs with judgements obeyed, as the pipeline makes them."""
    weighted = [
        (*pair, match_weight(p))
        for pair, p in zip(outcome.scored.pairs, outcome.scored.probability.tolist(), strict=True)
    ]
    merge = match_weight(outcome.thresholds.merge)
    return cluster(outcome.titles, weighted, judgements, merge).leader


def reviewed(outcome: Outcome) -> Partition:
    """The clusters once every pair up for review is judged as the truth has it."""
    at = outcome.thresholds
    return clusters(outcome, answers(outcome.truth, outcome.scored.between(at.review, at.merge)))


def answers(truth: Partition, pairs: Sequence[Pair]) -> list[Judged]:
    """A judgement on every pair, as the truth has it."""
    return [
        Judged(*pair, "match" if truth[pair[0]] == truth[pair[1]] else "non_match", i)
        for i, pair in enumerate(pairs)
    ]


def train_model(sets: Sequence[LabelledPairs], model: Model | None = None) -> Model:
    """`model` (or an untrained one) with weights fitted to the pairs of `sets`, large and small ones balanced."""
    base = model or untrained_model()
    names = ", ".join(f"{s.name} ({len(s.matches)} pairs, {int(s.matches.sum())} matches)" for s in sets)
    return replace(base, trained_on=names, settings=train(base.settings, sets, UNORDERED))


def untrained_model() -> Model:
    """The comparisons as they stand in the code, with weights from judgement, and the shipped lexicon."""
    settings = splink_settings(fixed_weights(), 0.1)
    return replace(default_model(), settings=settings)


@contextmanager
def _store() -> Iterator[Connection]:
    with (
        tempfile.TemporaryDirectory(prefix="event_dedup_") as folder,
        open_store(Path(folder) / "events.duckdb") as con,
    ):
        yield con


def _adapted(
    con: Connection, labelled: LabelledSet, model: Model, config: MatchingConfig, move_weights: bool
) -> Model:
    """The model adapted to the listings, as a first run does, and saved."""
    listings = con.from_arrow(labelled.listings())
    adapted = (
        adapt(con, listings, model, config)
        if move_weights
        else learn_words(con, listings, model, config.vocabulary)
    )
    now = datetime.now(UTC).replace(tzinfo=None)
    text = adapted.to_json()
    memory.save_model(con, adapted.model_id, adapted.trained_at, adapted.trained_on, text, now)
    return adapted


def _read(
    con: Connection, labelled: LabelledSet, model: Model, config: MatchingConfig, seconds: float
) -> LabelledRun:
    stored = con.sql("SELECT * FROM store.pair ORDER BY record_id_l, record_id_r")
    pairs = stored.project("record_id_l, record_id_r, match_probability").fetchall()
    known = [i for i, pair in enumerate(pairs) if pair[0] in labelled.truth and pair[1] in labelled.truth]
    scored = ScoredPairs([pairs[i][:2] for i in known], np.array([pairs[i][2] for i in known], dtype=float))
    truth, titles, found = (
        labelled.truth,
        _column(con, "current_listing", "title"),
        _column(con, "member", "canonical_event_id"),
    )
    outcome = Outcome(labelled.name, truth, titles, scored, found, found, config.thresholds, seconds)
    levels = levels_of(stored)[known]
    matches = np.array([float(truth[left] == truth[right]) for left, right in scored.pairs])
    return LabelledRun(
        model,
        replace(outcome, reviewed=reviewed(outcome)),
        LabelledPairs(labelled.name, levels, matches),
        _rules(con, cap_blocks(con, con.table("store.block"), config.max_block_size), scored.pairs),
    )


def _column(con: Connection, table: str, column: str) -> dict[str, str]:
    return dict(con.sql(f"SELECT record_id, {column} FROM store.{table} ORDER BY record_id").fetchall())


def _rules(con: Connection, blocks: Relation, pairs: Sequence[Pair]) -> dict[str, Flags]:
    found = con.sql(
        """
        SELECT DISTINCT rule, l.record_id AS record_id_l, r.record_id AS record_id_r
        FROM blocks l JOIN blocks r USING (rule, key)
        WHERE l.record_id < r.record_id ORDER BY ALL
        """
    ).fetchall()
    row = {pair: i for i, pair in enumerate(pairs)}
    rules: dict[str, Flags] = {}
    for rule, left, right in found:
        if (left, right) in row:
            rules.setdefault(rule, np.zeros(len(pairs), dtype=bool))[row[left, right]] = True
    return rules
