"""What a run did, for people: a table on a terminal, aligned text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from event_dedup.batch import BatchReport
from event_dedup.in_force import configuration_behind, model_in_force, outgrown
from event_dedup.ingest.faults import sentence
from event_dedup.questions import open_questions
from event_dedup.report import RunReport
from event_dedup.store import Connection, memory, open_store, scalar

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry, or a whole file where `position` is None, that stands in quarantine."""

    file: str
    position: int | None
    reason: str
    remedy: str

    @property
    def where(self) -> str:
        return self.file if self.position is None else f"{self.file}, entry {self.position + 1}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a summary: a name, a number, and what the number means."""

    name: str
    number: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures; `refusals` are the newest in quarantine, `seconds` by stage, `advice` what to do next.

    Where no file was new, `news` says so and the figures are those of the store.
    """

    title: str
    news: str
    figures: list[Figure]
    refusals: list[Refusal]
    in_quarantine: int
    seconds: dict[str, float]
    advice: list[str]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the store holds after the run."""

    listings: int
    in_quarantine: int
    canonical_events: int
    for_review: int
    dismissed_in_part: int
    outgrown: bool


def summarise(folder: Path, store: Path, report: BatchReport) -> Summary:
    """The summary of a batch that is in the store now. Raises StoreError where the store cannot be read."""
    with open_store(store, read_only=True) as con:
        refusals, standing = newest_refusals(con), _standing(con, report.run)
    return Summary(
        title=f"{folder} → {store}",
        news=_news(folder, report),
        figures=_brought(report, report.run, standing) if report.run and _is_new(report) else _held(standing),
        refusals=refusals,
        in_quarantine=standing.in_quarantine,
        seconds=report.seconds,
        advice=_advice(store, report, standing),
    )


def newest_refusals(con: Connection, most: int = SHOWN) -> list[Refusal]:
    """What still stands in quarantine, newest file first and in the order of the file."""
    rows = con.sql(
        """
        SELECT file, position, reason, remedy FROM store.quarantine
        WHERE resolved_at IS NULL
        ORDER BY quarantined_at DESC, quarantine_id
        LIMIT $most
        """,
        params={"most": most},
    )
    return [Refusal(*row) for row in rows.fetchall()]


def show(summary: Summary) -> None:
    """Print it to stdout: with tables on a terminal, as plain lines otherwise."""
    if sys.stdout.isatty():
        _show_on_terminal(summary, Console())
    else:
        print(as_text(summary))


def as_text(summary: Summary) -> str:
    """The summary as lines of text without colour."""
    width = max(len(figure.name) for figure in summary.figures)
    lines = [f"{f.name:<{width}}  {f.number:>9,}  {f.meaning}".rstrip() for f in summary.figures]
    seconds = ", ".join(f"{stage} {taken:.2f}" for stage, taken in summary.seconds.items())
    timing = f"{'Seconds':<{width}}  {_total(summary.seconds):>9.2f}  {seconds}"
    head = [summary.title, *filter(None, [summary.news])]
    return "\n".join([*head, "", *lines, timing, *_refused(summary), "", *summary.advice])


def _standing(con: Connection, run: RunReport | None) -> _Standing:
    listings = scalar(con.sql("SELECT count(*) FROM store.member"))
    if run:  # it has counted them
        events, asked = run.canonical_events, run.for_review
    else:
        events, asked = memory.open_events(con), open_questions(con, configuration_behind(con).thresholds)
    quarantined, in_part = memory.in_quarantine(con), memory.dismissed_in_part(con)
    model = model_in_force(con)
    too_old = model is not None and outgrown(model, int(listings))
    return _Standing(int(listings), quarantined, events, asked, in_part, too_old)


def _is_new(report: BatchReport) -> bool:
    return report.known < report.files


def _news(folder: Path, report: BatchReport) -> str:
    """One sentence where no file was new; a run without files has only derived everything anew."""
    if not report.files:
        return f"No file in {folder} matched: check the folder, or widen --pattern."
    if _is_new(report):
        return ""
    known = f"all {report.files:,} files are known" if report.files > 1 else "the one file is known"
    anew = " The canonical events were derived anew, as the configuration or the model is another."
    return f"Nothing new: {known}.{anew if report.run else ''}"


def _brought(report: BatchReport, run: RunReport, standing: _Standing) -> list[Figure]:
    known = f"{report.known:,} of them known already" if report.known else "all of them new"
    in_all = f"{standing.in_quarantine:,} in quarantine in all" if standing.in_quarantine else ""
    return [
        Figure("Files", report.files, known),
        Figure("Listings", run.listings, "new or changed"),
        Figure("Quarantined", run.quarantined, in_all),
        Figure("Pairs", run.pairs, f"scored, {run.matches:,} of them matches"),
        Figure("Canonical events", standing.canonical_events, f"in the store, {run.created:,} of them new"),
        _for_review(standing),
    ]


def _held(standing: _Standing) -> list[Figure]:
    return [
        Figure("Listings", standing.listings, "in the store"),
        Figure("In quarantine", standing.in_quarantine, "could not be read"),
        Figure("Canonical events", standing.canonical_events, "in the store"),
        _for_review(standing),
    ]


def _for_review(standing: _Standing) -> Figure:
    return Figure("For review", standing.for_review, "questions that the review app asks")


def _advice(store: Path, report: BatchReport, standing: _Standing) -> list[str]:
    advice = []
    if report.run and report.run.oversized:
        rule, size = report.run.oversized[0]
        advice.append(
            f"{len(report.run.oversized):,} blocks were too large to compare (the largest: {size:,} records by {rule})."
            " Raise max_block_size in the matching configuration if matches are missing."
        )
    if standing.outgrown:
        advice.append(
            "The store holds more than twice the listings that the model has adapted to. "
            f"Learn from all of them: just rebuild {store} --adapt"
        )
    if standing.in_quarantine:
        advice.append(
            f"See what stands in quarantine, mend it and try again: just review {store}, Quarantine"
        )
    if standing.for_review:
        advice.append(f"Judge the doubtful pairs: just review {store}")
    if standing.dismissed_in_part:
        advice.append(
            f"Dismiss or restore {standing.dismissed_in_part:,} events that join a dismissed one and another: "
            f"just review {store}, Events, State: dismissed in part"
        )
    if standing.canonical_events:
        advice.append(f"Hand on the canonical events: just export {store}")
    return advice


def _refused(summary: Summary) -> list[str]:
    if not summary.refusals:
        return []
    lines = [f"  {each.where}: {sentence(each.reason)} {each.remedy}" for each in summary.refusals]
    return ["", "In quarantine:", *lines, *_more(summary)]


def _more(summary: Summary) -> list[str]:
    more = summary.in_quarantine - len(summary.refusals)
    return [f"  and {more:,} more; the review app lists all of it"] if more else []


def _show_on_terminal(summary: Summary, console: Console) -> None:
    console.print(Text(f"\n{summary.title}", style="bold"))
    if summary.news:
        console.print(Text(summary.news))
    figures = Table.grid(padding=(0, 2))
    for figure in summary.figures:
        figures.add_row(
            figure.name, Text(f"{figure.number:,}", style="bold", justify="right"), figure.meaning
        )
    figures.add_row(
        "Seconds", Text(f"{_total(summary.seconds):.2f}", justify="right"), _slowest(summary.seconds)
    )
    console.print(Padding(figures, (1, 2)))
    if summary.refusals:
        console.print(_refusal_table(summary.refusals), *_more(summary), sep="\n", markup=False)
    for line in summary.advice:
        console.print(Text(f"→ {line}"))


def _refusal_table(refusals: Sequence[Refusal]) -> Table:
    # Text throughout: a listing's words are never read as markup.
    table = Table("In quarantine", "why", "what to do", title_justify="left")
    for each in refusals:
        table.add_row(Text(each.where), Text(each.reason), Text(each.remedy))
    return table


def _slowest(seconds: dict[str, float]) -> str:
    longest = sorted(seconds.items(), key=lambda item: (-item[1], item[0]))[:4]
    return ", ".join(f"{stage} {taken:.2f}" for stage, taken in longest)


def _total(seconds: dict[str, float]) -> float:
    return sum(seconds.values())
