"""Train the model that is shipped with the package.

It learns from labelled folders: without arguments, from the project's own sample and a larger set by the same
generator. The JSON names its inputs with their counts. Words come from the project's own sample alone; of the other
folders it keeps numbers only: m, u and the prior.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from event_dedup.bench import LabelledSet, read_labelled, run_labelled, train_model, untrained_model
from event_dedup.linkage import Model, adapt, default_model
from event_dedup.settings import Vocabulary

SAMPLE = Path("data/sample")
GENERATOR = Path("data/generate.py")
LISTINGS, SEED = 5000, 7
SHIPPED = Path(__file__).parent.parent / "linkage" / "default_model.json"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="listings with a truth.csv, beside the project's own",
    )
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, metavar="FILE", help="where the model goes (the package)"
    )


def run(args: Namespace) -> int:
    if not GENERATOR.exists():
        raise ValueError(f"There is no {GENERATOR} here: run this in the folder of the project.")
    with _generated() as folder:
        sets = [read_labelled(each) for each in (folder, *args.folders)]
        model = trained(read_labelled(SAMPLE), sets)
    args.out.write_text(model.to_json() + "\n", "utf-8")
    print(f"{args.out}: model {model.model_id}, trained on {model.trained_on}.")
    return 0


def trained(sample: LabelledSet, sets: Sequence[LabelledSet]) -> Model:
    """The comparisons of the code with the words of `sample` and weights fitted to `sets`."""
    base = _with_words_of(sample, untrained_model())
    model = train_model([run_labelled(each, base) for each in sets], base)
    shipped = default_model()
    # The day is kept where nothing else has changed, so that training again gives the same file.
    same = model.model_id == shipped.model_id and model.trained_on == shipped.trained_on
    return shipped if same else replace(model, trained_at=datetime.now(UTC).date().isoformat())


def _with_words_of(sample: LabelledSet, model: Model) -> Model:
    with duckdb.connect() as con:
        empty = replace(model, lexicon={})
        return adapt(con, con.from_arrow(sample.listings()), empty, Vocabulary())


@contextmanager
def _generated() -> Iterator[Path]:
    """A folder of listings by the project's generator, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="event_dedup_") as parent:
        folder = Path(parent) / f"generated-{SEED}"
        size = ["--listings", str(LISTINGS), "--seed", str(SEED)]
        subprocess.run(
            [sys.executable, str(GENERATOR), *size, "--out", str(folder)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield folder
