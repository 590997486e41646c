"""What reviewers decide. Judgements are appended, never edited; canonical events follow in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from pathlib import Path

from event_dedup.batch import take_out
from event_dedup.linkage.groups import Groups
from event_dedup.pipeline import derive_missing, obey
from event_dedup.review.dump import dump, load, load_dismissals, to_withdraw, waiting
from event_dedup.review.dump_lines import read
from event_dedup.review.judgements import Decision, JudgementError, append, dismissal, undoing
from event_dedup.store import Connection, open_store, transaction

Plan = Callable[[Connection], Sequence[Decision]]


@dataclass(frozen=True, slots=True)
class Change:
    """What an action does to one record: the canonical event it was in and the one it is in afterwards."""

    record_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many decisions of a dump were added, and how many wait for listings that are not there, or are others.

    Judgements that wait are added as well, and obeyed once both listings are there.
    """

    added: int
    waiting: int


def judge(
    store: Path, record_id_l: str, record_id_r: str, verdict: str, reviewer: str, note: str = ""
) -> str:
    """Decide one pair; returns the action id that `undo` takes.

    match: together for ever; non_match: never together; unsure: asked again later. Raises JudgementError for an
    unknown record or verdict, StoreError where the store cannot be used.
    """
    return _act(store, "judge", reviewer, note, lambda con: [Decision(record_id_l, record_id_r, verdict)])


def undo(store: Path, action_id: str, reviewer: str, note: str = "") -> str:
    """Withdraw every judgement of an action; the state is then as if it had never been made."""
    with _settled(store) as con, transaction(con):
        action, records = undoing(con, action_id, reviewer, note)
        obey(con, records, action, undone=action_id)
        return action


def merge_events(store: Path, event_ids: Sequence[str], reviewer: str, note: str = "") -> str:
    """Say that canonical events are one; the id of the largest stays, the others redirect to it."""
    return _act(store, "merge", reviewer, note, lambda con: plan_merge(con, event_ids))


def split_event(store: Path, event_id: str, part: Iterable[str], reviewer: str, note: str = "") -> str:
    """Say that the records in `part` are another event than the rest of `event_id`."""
    return _act(store, "split", reviewer, note, lambda con: plan_split(con, event_id, set(part)))


def move_listing(store: Path, record_id: str, event_id: str, reviewer: str, note: str = "") -> str:
    """Say that a listing belongs to `event_id` and not to the event it is in."""
    return _act(store, "move", reviewer, note, lambda con: plan_move(con, record_id, event_id))


def dismiss(store: Path, event_id: str, reviewer: str, note: str = "") -> None:
    """Keep an event out of the canonical events that are handed on; its listings and history stay."""
    _dismiss(store, event_id, True, reviewer, note)


def restore(store: Path, event_id: str, reviewer: str, note: str = "") -> None:
    """Take back a dismissal."""
    _dismiss(store, event_id, False, reviewer, note)


def load_dump(store: Path, lines: Iterable[str]) -> Loaded:
    """Take over the decisions of a dump that the store does not hold yet, and obey them.

    Listings are withdrawn first, then judgements are appended, then dismissals to the events that follow. Raises
    JudgementError naming the line that cannot be read; nothing is taken over then.
    """
    decisions = read(lines)
    with _settled(store) as con:
        listings, others = to_withdraw(con, decisions.withdrawals)
        if listings:
            take_out(con, listings)
        with transaction(con):
            judged, records = load(con, decisions.judgements)
            obey(con, records, "load")
            dismissed, homeless = load_dismissals(con, decisions.dismissals)
            unmet = waiting(con, decisions.judgements)
        return Loaded(len(listings) + judged + dismissed, unmet + others + homeless)


def dump_judgements(store: Path) -> list[str]:
    """Every judgement ever made and undone, dismissals of events, and listings withdrawn by hand, as JSON lines."""
    with open_store(store, read_only=True) as con:
        return list(dump(con))


def rehearse(store: Path, plan: Plan) -> list[Change]:
    """What an action would change, ordered by record; nothing is saved.

    `plan` is one of the `plan_` functions with its arguments, for example
    `lambda con: plan_split(con, event_id, part)`.
    """
    with _settled(store) as con, _rolled_back(con):
        before = _membership(con)
        action_id, records = append(con, plan(con), "rehearsal", "nobody", "")
        obey(con, records, action_id)
        after = _membership(con)
    moved = sorted(record for record in before | after if before.get(record) != after.get(record))
    return [Change(record, before.get(record), after.get(record)) for record in moved]


def plan_merge(con: Connection, event_ids: Sequence[str]) -> list[Decision]:
    """The judgements that make one event of several."""
    groups = [_members(con, event_id) for event_id in dict.fromkeys(event_ids)]
    if len(groups) < 2:
        raise JudgementError("Merging takes two events or more: pick another one.")
    crossing = [pair for left, right in combinations(groups, 2) for pair in product(left, right)]
    overruled = _overruled(con, crossing)
    return _once(_chained([record for group in groups for record in group]) + overruled)


def plan_split(con: Connection, event_id: str, part: set[str]) -> list[Decision]:
    """The judgements that part records from the rest of their event and keep the parted ones together.

    Those of the rest that were judged together stay together, were it by way of a parted one alone.
    """
    members = _members(con, event_id)
    unknown, rest = part - set(members), [record for record in members if record not in part]
    if unknown:
        raise JudgementError(f"{min(unknown)} is not in {event_id}: reload the event and pick again.")
    if not part or not rest:
        raise JudgementError("A split takes some listings of the event, not none and not all: pick again.")
    apart = [Decision(left, right, "non_match") for left, right in product(sorted(part), rest)]
    return apart + _chained(sorted(part)) + _still_together(con, rest, part)


def plan_move(con: Connection, record_id: str, event_id: str) -> list[Decision]:
    """The judgements that move a record into another event."""
    source = _event_of(con, record_id)
    if source == event_id:
        raise JudgementError(f"{record_id} is in {event_id} already: pick another event.")
    target = _members(con, event_id)
    staying = [other for other in _members(con, source) if other != record_id]
    leaving = [Decision(record_id, other, "non_match") for other in staying]
    overruled = _overruled(con, [(record_id, other) for other in target])
    kept = _still_together(con, staying, {record_id})
    return _once(leaving + _chained([record_id, *target]) + overruled + kept)


def _chained(records: Sequence[str]) -> list[Decision]:
    """Matches from each record to the next: a mean over weak pairs cannot part what a reviewer put together."""
    return [Decision(left, right, "match") for left, right in pairwise(records)]


def _still_together(con: Connection, staying: Sequence[str], leaving: Set[str]) -> list[Decision]:
    """Matches among those who stay that were judged together by way of those who leave."""
    groups = Groups([*staying, *leaving])
    for left, right in _standing(con, "match"):
        groups.join(left, right)
    judged: dict[str, list[str]] = defaultdict(list)
    for record in staying:
        judged[groups.find(record)].append(record)
    return [decision for group in judged.values() for decision in _chained(group)]


def _once(decisions: Iterable[Decision]) -> list[Decision]:
    """`decisions` without those of a pair that comes again, in either order."""
    newest = {frozenset((each.record_id_l, each.record_id_r)): each for each in decisions}
    return list(newest.values())


def _act(store: Path, action: str, reviewer: str, note: str, plan: Plan) -> str:
    with _settled(store) as con, transaction(con):
        action_id, records = append(con, plan(con), action, reviewer, note)
        obey(con, records, action_id)
        return action_id


def _dismiss(store: Path, event_id: str, dismissed: bool, reviewer: str, note: str) -> None:
    with open_store(store) as con, transaction(con):
        _members(con, event_id)
        dismissal(con, event_id, dismissed, reviewer, note)


@contextmanager
def _settled(store: Path) -> Iterator[Connection]:
    """The store, opened to write, with the pairs that a judgement is obeyed on."""
    with open_store(store) as con:
        derive_missing(con)
        yield con


@contextmanager
def _rolled_back(con: Connection) -> Iterator[None]:
    con.execute("BEGIN TRANSACTION")
    try:
        yield
    finally:
        con.execute("ROLLBACK")


def _members(con: Connection, event_id: str) -> list[str]:
    rows = con.sql(
        "SELECT record_id FROM store.member WHERE canonical_event_id = $id ORDER BY record_id",
        params={"id": event_id},
    ).fetchall()
    if not rows:
        raise JudgementError(f"There is no open event {event_id}: reload the list, it may have been merged.")
    return [record_id for (record_id,) in rows]


def _event_of(con: Connection, record_id: str) -> str:
    rows = con.sql(
        "SELECT canonical_event_id FROM store.member WHERE record_id = $id", params={"id": record_id}
    ).fetchall()
    if not rows:
        raise JudgementError(f"There is no listing {record_id}: it may have been withdrawn. Reload the list.")
    return str(rows[0][0])


def _overruled(con: Connection, pairs: Iterable[tuple[str, str]]) -> list[Decision]:
    """Matches against those of these pairs that stand judged as different events."""
    standing = set(_standing(con, "non_match"))
    ordered = [(min(pair), max(pair)) for pair in pairs]
    return [Decision(*pair, "match") for pair in ordered if pair in standing]


def _standing(con: Connection, verdict: str) -> list[tuple[str, str]]:
    """The pairs that stand judged so."""
    return con.sql(
        "SELECT record_id_l, record_id_r FROM store.current_judgement WHERE verdict = $verdict ORDER BY ALL",
        params={"verdict": verdict},
    ).fetchall()


def _membership(con: Connection) -> dict[str, str]:
    return dict(
        con.sql("SELECT record_id, canonical_event_id FROM store.member ORDER BY record_id").fetchall()
    )
