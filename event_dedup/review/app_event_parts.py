"""The parts of an event's page that are only to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from event_dedup.review.app_queue import SAID
from event_dedup.review.event_state import Proposal
from event_dedup.review.events import MOST_PAIRS, EventView, Happening, never_compared
from event_dedup.review.fields import FIELDS, day, moment
from event_dedup.review.html import NOTHING, Safe, div, heading, join, span, tag


def headline(view: EventView) -> Safe:
    """Title, days, state and figures of an event, and why it waits for review."""
    event = view.event
    days = day(event["starts_on"])
    if event["ends_on"] != event["starts_on"]:
        days += f" to {day(event['ends_on'])}"
    figures = [
        _state(view),
        span("", days),
        span("", f"{_many(event['listings'], 'listing')} from {_many(event['sources'], 'source')}"),
        span("", f"confidence {event['match_confidence']:.0%}"),
        span("", f"changed {moment(event['updated_at'])}"),
        span("", event["canonical_event_id"]),
    ]
    reason = (
        div("ed-ask ed-ask-outdated", _sentence(event["review_reason"]))
        if event["review_reason"]
        else NOTHING
    )
    if event["status"] == "merged":
        reason = div("ed-ask", f"This event was merged into {view.redirect}; its id leads there.")
    if event["status"] == "closed":
        reason = div("ed-ask", "This event has no listings any more; its id is not given again.")
    title = heading(2, event["title"])
    return div("ed-card", title, div("ed-status", join(figures)), reason)


def facts(view: EventView) -> Safe:
    """Every value of the event with the listings that gave it."""
    sources = {each["record_id"]: each["source"] for each in view.listings}
    provenance = view.event["provenance"] or {}
    rows = [
        _fact(field.label, field.show(view.event), _givers(provenance, field.given), sources)
        for field in FIELDS
    ]
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Field", "Value", "From")))
    return div("ed-card", tag("table", tag("thead", head), tag("tbody", *rows), class_="ed-facts"))


def pair_table(view: EventView) -> Safe:
    """The pairs among the event's listings: weight, probability, verdict."""
    if not view.pairs:
        return div("ed-card ed-empty", tag("p", "One listing alone has no pairs."))
    title = {each["record_id"]: each["title"] for each in view.listings}
    rows = [
        tag(
            "tr",
            tag("td", _listing(row["record_id_l"], title)),
            tag("td", _listing(row["record_id_r"], title)),
            *_score(row),
        )
        for row in view.pairs
    ]
    told = never_compared(len(view.listings), len(rows))
    if len(rows) >= MOST_PAIRS:
        told = f"The heaviest {MOST_PAIRS:,} pairs stand here."
    table = _table(("Listing", "Listing", "Bits", "Probability", "Judged"), rows)
    return join([div("ed-quiet", told), table]) if told else table


def around_table(view: EventView, named: Mapping[str, str]) -> Safe:
    """The nearest other events: pairs that did not join this one."""
    if not view.around:
        return div(
            "ed-card ed-empty", tag("p", "No listing of another event was ever scored against this one.")
        )
    own = view.event["canonical_event_id"]
    rows = []
    for row in view.around:
        theirs = "r" if row["event_l"] == own else "l"
        other = row[f"event_{theirs}"]
        event = tag("td", tag("b", named.get(other, "")), span("ed-file", other))
        rows.append(tag("tr", event, tag("td", _listing(row[f"record_id_{theirs}"], {})), *_score(row)))
    return _table(("Other event", "Its listing", "Bits", "Probability", "Judged"), rows)


def history_rows(rows: Sequence[tuple[Happening, Safe]]) -> Safe:
    """What happened, newest first; each with its button."""
    lines = [
        tag(
            "tr",
            tag("td", moment(each.at)),
            tag("td", each.who, class_="ed-name"),
            tag("td", each.what),
            tag("td", button),
        )
        for each, button in rows
    ]
    return _table(("When", "Who", "What", ""), lines)


def proposal(proposed: Proposal) -> Safe:
    """What an action will change, before it is done."""
    lines = tag("ul", *(tag("li", line, dir="auto") for line in proposed.lines))
    return div("ed-card ed-proposal", heading(3, f"{proposed.title}: what will change"), lines)


def _state(view: EventView) -> Safe:
    event = view.event
    if event["dismissed"]:
        return span("ed-chip ed-non_match", "dismissed")
    if event["status"] != "open":
        return span("ed-chip", str(event["status"]))
    return (
        span("ed-chip ed-unsure", "for review") if event["needs_review"] else span("ed-chip ed-match", "open")
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _many(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _givers(provenance: Mapping[str, Sequence[str]], columns: Sequence[str]) -> list[str]:
    """The listings that gave a value, each once."""
    return list(dict.fromkeys(record for name in columns for record in provenance.get(name) or ()))


def _fact(label: str, value: str | None, given: Sequence[str], sources: Mapping[str, str]) -> Safe:
    if value is None:
        return NOTHING
    names = [f"{sources.get(record, '')} {record.partition('/')[2]}".strip() for record in given]
    origin = join([span("ed-file", name) for name in names])
    shown = tag("td", div("ed-value", value, dir="auto"))
    return tag("tr", tag("th", label, scope="row"), shown, tag("td", origin))


def _listing(record_id: str, title: Mapping[str, str]) -> Safe:
    return join([span("", title.get(record_id, ""), dir="auto"), span("ed-file", record_id)])


def _score(row: Mapping[str, Any]) -> list[Safe]:
    weight, probability = row["match_weight"], row["match_probability"]
    verdict = row["verdict"]
    said = span(f"ed-chip ed-{verdict}", f"{SAID[verdict]} ({row['reviewer']})") if verdict else NOTHING
    return [
        tag("td", "" if weight is None else f"{weight:+.1f}", class_="ed-number"),
        tag("td", "not scored" if probability is None else f"{probability:.1%}", class_="ed-number"),
        tag("td", said),
    ]


def _table(names: Sequence[str], rows: Sequence[Safe]) -> Safe:
    head = tag("tr", *(_heading(name) for name in names))
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="ed-facts")
    return div("ed-card ed-scroll ed-tall", table, tabindex="0")


def _heading(name: str) -> Safe:
    """A column's name, over its figures where it has some."""
    return tag("th", name, scope="col", class_="ed-number" if name in ("Bits", "Probability") else None)
