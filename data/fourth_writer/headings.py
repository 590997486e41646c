"""The title of a listing: how a publisher words, pads and damages it."""

import re
from datetime import date
from random import Random

from .model import Event, Publisher
from .words import words

_SESSION = re.compile(r"(show|slot|am|pm|AM|PM|Day|Class|Kids|Night|Studio|Ages .*|Teen|Adult|\d)\)$")
_STATES = [
    "SOLD OUT: {}",
    "{} - SOLD OUT",
    "CANCELLED: {}",
    "{} *CANCELED*",
    "[Sold Out] {}",
    "Few seats left! {}",
]


def rephrased(rng: Random, title: str, event: Event) -> str:
    """The title in other words, with a word on its kind, an invitation or its town; sometimes as it is."""
    lists = words("phrases")
    told_apart = _SESSION.search(title)
    fit = [
        (pattern, other)
        for pattern, other in lists["rephrase"]
        if re.search(pattern, title) and not (told_apart and "$" in pattern)
    ]
    form = rng.random()
    if form < 0.6 and fit:
        pattern, other = rng.choice(fit)
        short = re.sub(pattern, other, title, count=1).strip()
        return short if len(short) > 3 else title
    if form < 0.8 and event.category in lists["tails"] and "!" not in title:
        mark = rng.choice([" - ", ": ", ", ", " | "])
        return title + mark + str(rng.choice(lists["tails"][event.category]))
    if form < 0.87:
        return str(rng.choice(lists["invitations"])) + title
    if form < 0.93 and event.venue.town not in title:
        return f"{event.venue.town}: {title}"
    return title


def misspelt(rng: Random, text: str) -> str:
    """The text with two letters swapped, or one lost or doubled."""
    at = rng.randrange(1, max(2, len(text) - 2))
    form = rng.random()
    if not text[at : at + 1].isalpha():
        return text
    if form < 0.4 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if form < 0.7:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at] + text[at:]


def labelled(rng: Random, title: str, event: Event, source: Publisher, article: bool) -> str:
    """The title behind the name of its kind, or behind "Free", as the publisher does it."""
    if rng.random() < source.label and ":" not in title and not article:
        labels = words("phrases")["labels"].get(event.category)
        title = rng.choice(labels) + title if labels else title
    if event.free and rng.random() < 0.012:
        title = rng.choice(["FREE: ", "FREE ", "Free - "]) + title
    return title


def dated(rng: Random, title: str, event: Event, source: Publisher, day: date) -> str:
    """The title with its day behind it, now and then."""
    if rng.random() < source.day_suffix and not event.last_day:
        title += rng.choice(
            [
                f" - {day:%a}. {day.month}/{day.day}",
                f" ({day:%B} {day.day})",
                f", {day:%a}., {day:%b}. {day.day}",
            ]
        )
    return title


def printed(rng: Random, title: str, event: Event, source: Publisher, form: str) -> str:
    """The title as it leaves the press: signs, advertising, slips, state, letters, markup."""
    if source.ampersand == "and":
        title = title.replace(" & ", " and ")
    elif source.ampersand == "&":
        title = title.replace(" and ", " & ")
    if form == "anzeige":
        before = rng.choice(["DON'T MISS: ", "", "Tickets on sale! ", "This week: "])
        title = before + title + rng.choice(["!", "", " - Reserve Now"])
    if rng.random() < source.typos:
        title = misspelt(rng, title)
    if rng.random() < source.status and event.category not in ("tour", "senior", "film"):
        title = rng.choice(_STATES).format(title)
    if rng.random() < source.caps:
        title = title.upper()
    elif rng.random() < source.lower:
        title = title.lower()
    if rng.random() < source.cuts and len(title) > 48:
        title = title[:45].rstrip() + "..."
    return _marked_up(rng, title) if rng.random() < source.html else title


def _marked_up(rng: Random, title: str) -> str:
    if re.search("[&'\"]", title):
        return title.replace("&", "&amp;").replace("'", "&#8217;").replace('"', "&quot;")
    spaced = title.replace(" ", "  ", 1)
    return rng.choice([title + " ", title + "<br>", "<b>" + title + "</b>", spaced])
