"""What the tune notebook looks at: a store, or a folder processed into a store that lasts as long as the session."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

from event_dedup.batch import process_existing_files
from event_dedup.in_force import configuration_in_force, model_in_force, up_to_date, usable
from event_dedup.linkage import Model, default_model
from event_dedup.review.overview import Totals, listing_keys, totals
from event_dedup.review.saving import Saved, last_save
from event_dedup.review.snapshot import Snapshot, read_snapshot, with_labels
from event_dedup.review.truth import read_truth
from event_dedup.settings import MatchingConfig, chosen_configuration, load_settings
from event_dedup.store import StoreError, open_store


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Source:
    """A store to tune; `lasting` is False for one that was made for the session and goes with it."""

    store: Path
    labels: Path | None
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything the notebook holds in memory; `current` is False where a run is due to obey what was saved.

    `saved` is the last save, `config` and `model` are in force.
    """

    totals: Totals
    snapshot: Snapshot
    config: MatchingConfig
    model: Model
    current: bool
    saved: Saved


def open_source(path: Path, labels: Path | None = None) -> Source:
    """The store at `path`, or a new one with every file of the folder `path`.

    `labels` is a folder with a truth.csv; a folder of listings that has one brings its own. Raises StoreError where
    there is neither store nor folder.
    """
    if path.is_dir():
        scratch = Path(tempfile.mkdtemp(prefix="event_dedup_tune_"))
        source = Source(scratch / "events.duckdb", labels or _own_labels(path), lasting=False)
        weakref.finalize(source, shutil.rmtree, scratch, ignore_errors=True)
        process_existing_files(path, source.store, chosen_configuration(load_settings()))
        return source
    refuse_nothing(path)
    return Source(path, labels)


def refuse_nothing(path: Path) -> None:
    """Raises StoreError where there is neither a store nor a folder at `path`."""
    if not path.is_file() and not path.is_dir():
        raise StoreError(
            f"There is no store and no folder at {path}. Name one, or make a store: just batch FOLDER {path}"
        )


def _own_labels(folder: Path) -> Path | None:
    return folder if (folder / "truth.csv").is_file() else None


def load_source(source: Source) -> Loaded:
    """What is in the store now. Raises StoreError where it cannot be read, TruthError for labels that do not fit."""
    with open_store(source.store, read_only=True) as con:
        snapshot, keys = read_snapshot(con), listing_keys(con)
        config, model = configuration_in_force(con), usable(model_in_force(con)) or default_model()
        current = not snapshot.records or up_to_date(con, chosen_configuration(load_settings()))
        counted, saved = totals(con), last_save(con)
    truth = read_truth(source.labels, keys) if source.labels and keys else {}
    return Loaded(counted, with_labels(snapshot, truth), config, model, current, saved)
