"""The queue on the screen: one pair, the keys that decide it, and what was decided before."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import marimo as mo

from event_dedup.questions import OPEN, Kind, Question
from event_dedup.review.app_parts import (
    Again,
    blank,
    key_button,
    no_listings,
    notice,
    problem,
    shown,
    small_button,
)
from event_dedup.review.board import RESERVED, WAIT
from event_dedup.review.desk import Desk, Screen, decide, guarded, look, recent, revisit, skip, take_back
from event_dedup.review.fields import moment
from event_dedup.review.html import NOTHING, Safe, div, join, span, tag
from event_dedup.review.side_by_side import side_by_side
from event_dedup.store import StoreError, open_store

VERDICTS = {"match": ("s", "Same event"), "non_match": ("d", "Different"), "unsure": ("u", "Unsure")}
SAID = {"match": "same event", "non_match": "different", "unsure": "unsure"}
_REASONS = {
    Kind.contradiction: "Contradiction: other decisions make it impossible to obey the last answer. Decide again.",
    Kind.outdated: "Decided on an older version: a listing has changed since. Does the answer still hold?",
    Kind.doubtful: "Two events that may be one.",
    Kind.weak: "One event for now, but a listing hangs on this pair alone.",
    Kind.unsure: "Somebody was unsure about this pair.",
    Kind.missed: "Possible miss: neither listing has a partner, and this is the closest one.",
}
_HELP = (
    ("s", "same event: together for ever"),
    ("d", "different: never together"),
    ("u", "unsure: asked again after the rest"),
    ("k", "skip: asked again at the end, nothing is saved"),
    ("z", "undo your last decision"),
    ("o", "what the model thinks"),
    ("l", "your last 20 decisions"),
    ("h", "this help"),
)

_drawings = count(1)


def queue_page(desk: Desk, again: Again) -> Any:
    """The queue as it stands now; `again` is called after every action to draw the next screen."""
    try:
        screen = look(desk)
    except StoreError as error:
        return problem(error)
    return mo.vstack([shown(_status(screen)), _body(desk, screen, again)], gap=0.5)


def _body(desk: Desk, screen: Screen, again: Again) -> Any:
    desk.held["queue"] = buttons = _buttons(desk, screen, again)
    bar = mo.hstack(list(buttons.values()), justify="start", gap=0.5, wrap=True)
    parts: list[Any] = [bar, notice(desk.notice)]
    if "help" in desk.held:
        parts.append(shown(_help()))
    if "recent" in desk.held:
        parts.append(_recent(desk, again))
    if screen.question is None:
        parts.append(shown(_nothing_left(desk, screen)))
    else:
        parts.append(shown(_question(screen.question)))
        said, weights = _opinion(desk, screen.question) if "opinion" in desk.held else (NOTHING, NOTHING)
        pair = div("ed-card", side_by_side(screen.left, screen.right), data_drawing=next(_drawings))
        parts += [shown(said), shown(pair), shown(weights)]
    return mo.vstack(parts, gap=0.5)


def _buttons(desk: Desk, screen: Screen, again: Again) -> dict[str, Any]:
    """The keys of this screen; `keys.html` sees to it that a press decides nothing but the pair that was shown."""
    question, buttons = screen.question, dict[str, Any]()
    if question is not None:
        for verdict, (key, label) in VERDICTS.items():
            buttons[key] = key_button(key, label, _then(again, desk, decide, question, verdict), verdict)
        buttons["k"] = key_button("k", "Skip", _then(again, desk, skip, question))
    buttons["z"] = key_button("z", "Undo", _then(again, desk, take_back))
    if question is not None:
        buttons["o"] = key_button("o", "Opinion", _toggle(again, desk, "opinion"))
    buttons["l"] = key_button("l", "Last 20", _toggle(again, desk, "recent"))
    buttons["h"] = key_button("h", "Help", _toggle(again, desk, "help"))
    if question is None:
        buttons |= _more(desk, screen, again)
    return buttons


def _more(desk: Desk, screen: Screen, again: Again) -> dict[str, Any]:
    """What to do when nothing is left: the unsure pairs, the possible misses, or back to the queue."""
    offers = {}
    if screen.progress.unsure and Kind.unsure not in desk.kinds:
        label = f"Look at {screen.progress.unsure} unsure again"
        offers["a"] = key_button("a", label, _then(again, desk, _switch, (Kind.unsure,)))
    if screen.progress.missed and Kind.missed not in desk.kinds:
        label = f"Look at {screen.progress.missed} possible misses"
        offers["m"] = key_button("m", label, _then(again, desk, _switch, (Kind.missed,)))
    if desk.kinds != OPEN:
        offers["q"] = key_button("q", "Back to the queue", _then(again, desk, _switch, OPEN))
    return offers


def _switch(desk: Desk, kinds: tuple[Kind, ...]) -> None:
    desk.kinds, desk.notice = kinds, ""
    desk.skipped.clear()


def _then(again: Again, desk: Desk, action: Callable[..., None], *arguments: Any) -> Callable[[Any], None]:
    """Run the action, close the opinion, draw the next screen."""

    def handler(_: Any) -> None:
        guarded(desk, action, *arguments)
        desk.held.pop("opinion", None)
        again()

    return handler


def _toggle(again: Again, desk: Desk, what: str) -> Callable[[Any], None]:
    def handler(_: Any) -> None:
        desk.notice = ""
        if desk.held.pop(what, None) is None:
            desk.held[what] = True
        again()

    return handler


def _status(screen: Screen) -> Safe:
    p = screen.progress
    share = p.done / (p.done + p.left) if p.done + p.left else 0.0
    figures = [(p.left, "left"), (p.mine, "yours today"), (p.today, "today"), (p.done, "decided in all")]
    told = join([span("ed-figure", tag("b", f"{count:,}"), f" {name}") for count, name in figures])
    meter = div(
        "ed-meter",
        tag("i", style=f"width:{share:.1%}"),
        role="img",
        aria_label=f"{share:.0%} of the queue decided",
    )
    return div("ed-status", told, meter, aria_live="polite")


def _question(question: Question) -> Safe:
    before = NOTHING
    if question.verdict:
        before = span(f"ed-chip ed-{question.verdict}", f"decided before: {SAID[question.verdict]}")
    joined = f"The event would have {question.listings} listings." if question.listings > 2 else ""
    return div(
        f"ed-ask ed-ask-{question.kind}",
        span("", _REASONS[question.kind]),
        " ",
        span("ed-quiet", joined),
        " ",
        before,
    )


def _opinion(desk: Desk, question: Question) -> tuple[Safe, Safe]:
    """One plain sentence, to stand above the listings, and the weight of every comparison, to stand below."""
    from event_dedup.review.explain import explain_pair

    with open_store(desk.store, read_only=True, timeout=WAIT) as con:
        told = explain_pair(con, *question.edge)
    top = max((abs(each.weight) for each in told.evidence), default=1.0) or 1.0
    rows = [_weight_row(each.name, each.level, each.weight, top) for each in told.evidence if each.weight]
    said = f"The model gives {told.probability:.0%} for the same event ({told.weight:+.1f} bits)."
    start = _weight_row("before looking", "", told.prior, top)
    table = tag("table", tag("tbody", start, *rows), class_="ed-weights")
    return div("ed-notice ed-opinion", tag("b", said), " ", told.sentence), div("ed-card", table)


def _weight_row(name: str, level: object, weight: float, top: float) -> Safe:
    width = min(100.0, 100 * abs(weight) / top)
    side = "match" if weight >= 0 else "non_match"
    bar = div("ed-weight", tag("i", class_=f"ed-fill-{side}", style=f"width:{width:.0f}%"))
    return tag(
        "tr",
        tag("th", name, scope="row"),
        tag("td", level),
        tag("td", f"{weight:+.1f}", class_="ed-number"),
        tag("td", bar),
    )


def _help() -> Safe:
    rows = [tag("tr", tag("th", span("ed-key", key.upper())), tag("td", what)) for key, what in _HELP]
    lead = tag("p", "Press a letter, or click. Letters do nothing while you type in a field.")
    return div("ed-card", lead, tag("table", tag("tbody", *rows), class_="ed-keys"))


def _nothing_left(desk: Desk, screen: Screen) -> Safe:
    p = screen.progress
    if screen.empty:
        return no_listings("The store has no listings yet", desk.store)
    if p.left and desk.kinds == OPEN:
        title, told = (
            "The last pairs are on other screens",
            f"{p.left} {'is' if p.left == 1 else 'are'} being decided by others; what they leave is asked again after "
            f"{RESERVED / 60:.0f} minutes: reload this page then. Press L to look over yours.",
        )
    elif desk.kinds == OPEN:
        offers = "Look at what is offered above, or at" if p.unsure or p.missed else "Look at"
        title = "Nothing left to decide"
        told = f"{offers} what came of it under Events; hand it on under Export. New files bring new pairs."
    else:
        title, told = "Nothing left of these", "Press Q for the queue."
    return blank(title, told)


def _change(desk: Desk, pair: tuple[str, str]) -> None:
    """Show a decided pair again, in place of the list it was chosen from."""
    desk.held.pop("recent", None)
    revisit(desk, pair)


def _recent(desk: Desk, again: Again) -> Any:
    """The last decisions, each with a button that shows its pair again."""
    decided = recent(desk)
    if not decided:
        return shown(
            div("ed-card ed-empty", tag("p", "You have decided nothing yet. Your decisions will stand here."))
        )
    desk.held["changes"] = changes = mo.ui.array(
        [
            small_button("Change", _then(again, desk, _change, (each.record_id_l, each.record_id_r)))
            for each in decided
        ]
    )
    lines = [
        mo.hstack(
            [
                button,
                shown(
                    div(
                        "ed-recent",
                        span(f"ed-chip ed-{each.verdict}", SAID[each.verdict]),
                        span("ed-titles", each.title_l, " · ", each.title_r, dir="auto"),
                        span("ed-quiet", moment(each.judged_at)),
                    )
                ),
            ],
            justify="start",
            align="center",
            gap=0.5,
        )
        for button, each in zip(changes, decided, strict=True)
    ]
    return mo.vstack(lines, gap=0.25)
