"""The lines of a dump of decisions: what each holds, and what is told of one that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from event_dedup.review.judgements import VERDICTS, JudgementError


class Judgement(BaseModel):
    """A line of the table `judgement`; it has no `kind`, as it had none before there were other lines."""

    model_config = ConfigDict(frozen=True)

    judgement_id: int
    record_id_l: str
    record_id_r: str
    verdict: str
    reviewer: str
    note: str | None
    judged_at: datetime
    action: str
    action_id: str = Field(pattern=r"^\d+$")
    undoes: int | None
    match_weight: float | None
    match_probability: float | None
    model_id: str | None
    content_sha256_l: str | None
    content_sha256_r: str | None

    @property
    def key(self) -> tuple[object, ...]:
        """The same in every store that holds this judgement."""
        return self.judged_at, *self.pair, self.verdict, self.reviewer

    @property
    def pair(self) -> tuple[str, str]:
        """The records it is about."""
        return self.record_id_l, self.record_id_r


class Dismissal(BaseModel):
    """A decision to dismiss an event or to restore it; `records` are the listings of the event."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["dismissal"]
    canonical_event_id: str
    dismissed: bool
    reviewer: str
    note: str | None
    decided_at: datetime
    records: list[str]


class Withdrawal(BaseModel):
    """A listing withdrawn by hand, and the content that it had."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["withdrawal"]
    source: str
    listing_id: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The lines of a dump, each kind in its order."""

    judgements: list[Judgement]
    dismissals: list[Dismissal]
    withdrawals: list[Withdrawal]


_KINDS: dict[str, type[Judgement | Dismissal | Withdrawal]] = {
    "judgement": Judgement,
    "dismissal": Dismissal,
    "withdrawal": Withdrawal,
}


def read(lines: Iterable[str]) -> Decisions:
    """What a dump holds. Raises JudgementError naming the line that is none of it."""
    found = [_parsed(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    judgements = [each for each in found if isinstance(each, Judgement)]
    _whole_or_raise(judgements)
    return Decisions(
        judgements,
        [each for each in found if isinstance(each, Dismissal)],
        [each for each in found if isinstance(each, Withdrawal)],
    )


def _parsed(number: int, line: str) -> Judgement | Dismissal | Withdrawal:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise _unreadable(number, "judgement", "it is no JSON") from error
    if not isinstance(row, dict):
        raise _unreadable(number, "judgement", "it is no JSON object")
    kind = str(row.get("kind", "judgement"))
    if kind not in _KINDS:
        raise JudgementError(
            f"Line {number} is of the kind {kind!r}, which this version does not know: update event_dedup, then load "
            "again. Nothing was loaded."
        )
    try:
        parsed = _KINDS[kind].model_validate(row)
    except ValidationError as error:
        raise _unreadable(number, kind, _why(error)) from error
    if isinstance(parsed, Judgement) and parsed.verdict not in (*VERDICTS, "undo"):
        raise JudgementError(
            f"Line {number} has the verdict {parsed.verdict!r}: give one of {', '.join(VERDICTS)} or undo."
            " Nothing was loaded."
        )
    return parsed


def _unreadable(number: int, kind: str, why: str) -> JudgementError:
    return JudgementError(
        f"Line {number} is no {kind}: {why}. Give a file written by `judgements dump`. Nothing was loaded."
    )


def _why(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing":
        return f"it has no {name}"
    return f"its {name} is {first['input']!r} ({first['msg']})"


def _whole_or_raise(judgements: Sequence[Judgement]) -> None:
    """Ids of another store mean others here, so that each judgement that is named has to be there."""
    known = {each.judgement_id for each in judgements}
    for each in judgements:
        for named in (each.undoes, int(each.action_id)):
            if named is not None and named not in known:
                raise JudgementError(
                    f"Judgement {each.judgement_id} names judgement {named}, which is not in the file: "
                    "give the whole file as `judgements dump` wrote it. Nothing was loaded."
                )
