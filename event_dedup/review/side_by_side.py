"""Listings next to each other, field by field, with the words marked that the other does not have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from event_dedup.review.fields import FIELDS, Listing, metres_apart, moment
from event_dedup.review.html import NOTHING, Safe, div, join, span, tag, text

_WORD = re.compile(r"[\w'’]+", re.UNICODE)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# How a row compares: class, sign and what a screen reader says. Never by colour alone.
_SIGNS = {
    "equal": ("=", "the same"),
    "differs": ("≠", "different"),
    "one-sided": ("·", "given on one side only"),
}


def side_by_side(left: Listing, right: Listing) -> Safe:
    """Two listings as a table: one row a field that one of them has, then where each came from."""
    rows = [_row(field.label, field.show(left), field.show(right)) for field in FIELDS]
    metres = metres_apart(left, right)
    return tag(
        "table",
        tag("caption", "Two listings, field by field", class_="ed-hidden"),
        tag(
            "thead",
            tag(
                "tr", tag("th"), tag("th", _origin(left), scope="col"), tag("th", _origin(right), scope="col")
            ),
        ),
        tag("tbody", *rows, _distance(metres)),
        class_="ed-pair",
    )


def many_side_by_side(listings: Sequence[Listing]) -> Safe:
    """Any number of listings, one column each; a wide table scrolls in its own box."""
    head = tag("tr", tag("th"), *(tag("th", _origin(each), scope="col") for each in listings))
    rows = [_wide_row(field.label, [field.show(each) for each in listings]) for field in FIELDS]
    return div(
        "ed-scroll", tag("table", tag("thead", head), tag("tbody", *rows), class_="ed-many"), tabindex="0"
    )


def marked(value: str, other: str | None) -> Safe:
    """`value` with every word marked that `other` lacks; nothing is marked where there is no other."""
    if other is None:
        return text(value)
    known = {fold(word) for word in _WORD.findall(other)}
    pieces: list[Safe] = []
    position = 0
    for word in _WORD.finditer(value):
        pieces.append(text(value[position : word.start()]))
        plain = fold(word.group()) in known
        pieces.append(text(word.group()) if plain else tag("mark", word.group()))
        position = word.end()
    return join([*pieces, text(value[position:])])


def fold(word: str) -> str:
    """A word as it is compared here: case, accents and ß do not count, ü is ue."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_UMLAUTS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _origin(listing: Listing) -> Safe:
    """Source and file above a column."""
    return join(
        [
            span("ed-source", listing["source"]),
            span(
                "ed-file",
                listing["file"] or "file unknown",
                title=f"delivered {moment(listing['delivered_at'])}",
            ),
            span("ed-file", f"id {listing['listing_id']}"),
        ]
    )


def _row(label: str, left: str | None, right: str | None) -> Safe:
    if left is None and right is None:
        return NOTHING
    how = _comparison(left, right)
    sign, said = _SIGNS[how]
    return tag(
        "tr",
        tag("th", label, span("ed-sign", sign, title=said, aria_label=said), scope="row"),
        _cell(left, right),
        _cell(right, left),
        class_=f"ed-{how}",
    )


def _comparison(left: str | None, right: str | None) -> str:
    if left is None or right is None:
        return "one-sided"
    return "equal" if fold(" ".join(left.split())) == fold(" ".join(right.split())) else "differs"


def _cell(value: str | None, other: str | None) -> Safe:
    if value is None:
        return tag("td", span("ed-missing", "not given"))
    return tag("td", div("ed-value", marked(value, other), dir="auto"))


def _distance(metres: float | None) -> Safe:
    if metres is None:
        return NOTHING
    how = "equal" if metres < 300 else "differs"
    return tag(
        "tr", tag("th", "Distance", scope="row"), tag("td", distance(metres), colspan="2"), class_=f"ed-{how}"
    )


def distance(metres: float) -> str:
    """Metres below one kilometre, else kilometres."""
    return f"{metres:.0f} m apart" if metres < 1000 else f"{metres / 1000:,.1f} km apart"


def _wide_row(label: str, values: Sequence[str | None]) -> Safe:
    if not any(values):
        return NOTHING
    first = next(value for value in values if value)
    cells = [_cell(value, None if value is first else first) for value in values]
    return tag("tr", tag("th", label, scope="row"), *cells)
