"""Train the model that is shipped with the package.

It learns from labelled sets: those of the project's own generators, and the folders given. The JSON names them with
their counts. Words come from the project's own sample alone; of the folders it keeps numbers only: m, u and the prior.
"""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np

from event_dedup.labelled import (
    SAMPLE,
    LabelledSet,
    generate,
    read_labelled,
    run_labelled,
    train_model,
    untrained_model,
)
from event_dedup.linkage import Model, default_model
from event_dedup.linkage.lexicon import learn_words
from event_dedup.linkage.train import LabelledPairs
from event_dedup.settings import Vocabulary

# Regions differ. On four unseen ones, two of them with rates of their own, ten regions of 3,000 listings, half of
# them with varied rates, give a mean F1 of .969; five with the same rates .967, five with varied rates .968.
LISTINGS, SEEDS, VARIED_SEEDS = 3000, (7, 8, 9, 11, 12), (21, 22, 23, 24, 25)
# One writer's habits are learnt with his events: on regions by writers that were never seen, F1 is .81 to .90 with the
# first writer alone, .89 to .95 with a second, and .90 to .95 with a third as well.
# The fourth, in English, makes three times the pairs: of two regions German ones lose least.
OTHER_WRITERS = {"second": (1, 2, 3, 4, 5), "third": (1, 2, 3, 4, 5), "fourth": (1, 2)}
SHIPPED = Path(__file__).parent.parent / "linkage" / "default_model.json"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="listings with a truth.csv, beside the generated",
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=("first", *OTHER_WRITERS),
        help="a writer not to learn from; may be given again",
    )
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, metavar="FILE", help="where the model goes (the package)"
    )


def run(args: Namespace) -> int:
    with _generated() as folders:
        own = {
            writer: [read_labelled(folder) for folder in regions]
            for writer, regions in folders.items()
            if writer not in args.without
        }
        model = trained(read_labelled(SAMPLE), own, [read_labelled(folder) for folder in args.folders])
    args.out.write_text(model.to_json() + "\n", "utf-8")
    print(f"{args.out}: model {model.model_id}, trained on {model.trained_on}.")
    return 0


def trained(
    sample: LabelledSet, own: Mapping[str, Sequence[LabelledSet]], others: Sequence[LabelledSet]
) -> Model:
    """The comparisons of the code with the words of `sample` and weights fitted to the sets.

    Of the `own` sets, made by generators, those of one writer count as one set.
    """
    base = _with_words_of(sample, untrained_model())
    generated = [_pooled(writer, [_pairs(each, base) for each in regions]) for writer, regions in own.items()]
    model = train_model([*generated, *(_pairs(each, base) for each in others)], base)
    shipped = default_model()
    # The day is kept where nothing else has changed, so that training again gives the same file.
    same = model.model_id == shipped.model_id and model.trained_on == shipped.trained_on
    return shipped if same else replace(model, trained_at=datetime.now(UTC).date().isoformat())


def _with_words_of(sample: LabelledSet, model: Model) -> Model:
    with duckdb.connect() as con:
        return learn_words(con, con.from_arrow(sample.listings()), replace(model, lexicon={}), Vocabulary())


def _pairs(labelled: LabelledSet, base: Model) -> LabelledPairs:
    return run_labelled(labelled, base, move_weights=False).pairs


def _pooled(writer: str, sets: Sequence[LabelledPairs]) -> LabelledPairs:
    return LabelledPairs(
        f"{len(sets)} regions of the {writer} writer",
        np.concatenate([each.levels for each in sets]),
        np.concatenate([each.matches for each in sets]),
    )


@contextmanager
def _generated() -> Iterator[dict[str, list[Path]]]:
    """Folders of listings by each of the project's writers, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="event_dedup_") as parent:
        alike = [generate(Path(parent) / f"generated-{seed}", LISTINGS, seed) for seed in SEEDS]
        varied = [
            generate(Path(parent) / f"varied-{seed}", LISTINGS, seed, vary=True) for seed in VARIED_SEEDS
        ]
        others = {
            writer: [
                generate(Path(parent) / f"{writer}-{seed}", LISTINGS, seed, writer=writer) for seed in seeds
            ]
            for writer, seeds in OTHER_WRITERS.items()
        }
        yield {"first": alike + varied, **others}
