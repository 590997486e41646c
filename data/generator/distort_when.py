"""Difficulties of dates and times: each changes the draft and says whether it did."""

# ruff: noqa: ARG001 (every distortion has one signature)
from dataclasses import replace
from datetime import timedelta
from random import Random

from .writing import Draft


def no_time(rng: Random, draft: Draft) -> bool:
    """No start time at all."""
    draft.spans = [replace(span, start=None, end=None) for span in draft.spans]
    return True


def midnight_for_no_time(rng: Random, draft: Draft) -> bool:
    """00:00 where nothing is known."""
    draft.spans = [replace(span, start=0, end=None) for span in draft.spans]
    return True


def _shift(draft: Draft, by: int) -> bool:
    if any(span.start is None or not 0 <= span.start + by < 1440 for span in draft.spans):
        return False
    draft.spans = [replace(span, start=(span.start or 0) + by, end=None) for span in draft.spans]
    return True


def doors_for_start(rng: Random, draft: Draft) -> bool:
    """When the doors open is printed as the start."""
    return _shift(draft, -rng.choice([30, 30, 60]))


def minutes_apart(rng: Random, draft: Draft) -> bool:
    """The two sources disagree by 11 to 30 minutes."""
    return _shift(draft, rng.choice([-30, -15, -15, 11, 15, 30, -11]))


def hour_off(rng: Random, draft: Draft) -> bool:
    """18:00 for 19:00."""
    return _shift(draft, rng.choice([-60, 60]))


def one_date_of_run(rng: Random, draft: Draft) -> bool:
    """Only the first date of a run; every listing of a run has that one."""
    if len(draft.spans) == 1:
        return False
    draft.spans = draft.spans[: rng.choice([1, 1, len(draft.spans) - 1])]
    return True


def run_as_range(rng: Random, draft: Draft) -> bool:
    """Three evenings printed as one range."""
    days = [span.day for span in draft.spans]
    if len(days) == 1 or (days[-1] - days[0]).days >= len(days):
        return False
    draft.spans = [replace(draft.spans[0], until=days[-1])]
    return True


def range_as_first_day(rng: Random, draft: Draft) -> bool:
    """A range printed as its first day."""
    if draft.spans[0].until is None:
        return False
    draft.spans = [replace(span, until=None) for span in draft.spans]
    return True


def date_off(rng: Random, draft: Draft) -> bool:
    """A wrong day, rarely, and only where the title says which event it is."""
    anchor = draft.event.slots.get(draft.event.kind.anchor, "")
    if len(draft.spans) > 1 or draft.event.tag != "ordinary" or not anchor or anchor not in draft.title:
        return False
    draft.spans = [
        replace(
            draft.spans[0], day=draft.spans[0].day + timedelta(days=rng.choice([-1, 1, 1, 7])), until=None
        )
    ]
    return True
