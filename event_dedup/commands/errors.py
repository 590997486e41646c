"""Show the worst mistakes over a labelled folder: what was joined wrongly, what was missed, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from event_dedup.labelled import SAMPLE, LabelledRun, read_labelled, run_labelled
from event_dedup.linkage.specification import level_weight, weighing
from event_dedup.review.errors import Wrong, false_merges, missed_pairs

Card = tuple[str, str, str, str]
"""Title, place, date and source of a listing, for people."""


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=SAMPLE,
        metavar="FOLDER",
        help=f"listings with a truth.csv ({SAMPLE})",
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="pairs of each kind (20)")


def run(args: Namespace) -> int:
    labelled = read_labelled(args.folder)
    done, console = run_labelled(labelled), Console()
    cards = {
        key: value for each in labelled.deliveries for key, value in _cards(each.listings.to_pylist()).items()
    }
    for title, wrongs in (
        ("False merges", false_merges(done.outcome)),
        ("Missed pairs", missed_pairs(done.outcome)),
    ):
        console.print(table(f"{title}: {len(wrongs)}", wrongs[: args.limit], cards, done))
    return 0


def table(title: str, wrongs: Sequence[Wrong], cards: Mapping[str, Card], done: LabelledRun) -> Table:
    """A row a mistake: both listings, the probability with the reason, and the weight of every comparison."""
    row = {pair: i for i, pair in enumerate(done.outcome.scored.pairs)}
    shown = Table(
        "listings", "decided", "weights in bits", title=title, title_justify="left", show_lines=True
    )
    for wrong in wrongs:
        listings = "\n".join("  ".join(part for part in cards[record] if part) for record in wrong.pair)
        sure = "" if wrong.probability is None else f"\np {wrong.probability:.3f}"
        # Text, not markup: a title with brackets is shown as it is.
        shown.add_row(Text(listings), f"{wrong.mistake}{sure}", Text(_weights(done, row.get(wrong.pair))))
    return shown


def _weights(done: LabelledRun, row: int | None) -> str:
    """The level that every comparison gave the pair in this row, with its weight."""
    if row is None:
        return "no blocking rule brought them together"
    comparisons = zip(done.model.settings["comparisons"], done.pairs.levels[row].tolist(), strict=True)
    return "\n".join(
        f"{level_weight(level):+5.1f} {each['output_column_name']}: {level['label_for_charts']}"
        for each, number in comparisons
        if number >= 0 and (level := weighing(each)[number])
    )


def _cards(listings: Sequence[Mapping[str, object]]) -> dict[str, Card]:
    return {str(listing["record_id"]): _card(listing) for listing in listings}


def _card(listing: Mapping[str, object]) -> Card:
    dates = listing["dates"] or [{}]
    assert isinstance(dates, list)
    first = dates[0]
    when = " ".join(
        str(first[key]) for key in ("date", "start_time", "end_date") if first.get(key) is not None
    )
    more = f" (+{len(dates) - 1})" if len(dates) > 1 else ""
    where = ", ".join(str(listing[key]) for key in ("venue", "street", "city") if listing[key])
    return str(listing["title"]), where, when + more, f"[{listing['source']}]"
