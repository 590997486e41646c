"""Which listing of a cluster gives each field of its canonical event.

A rule is an ORDER BY clause over the listings of one cluster: the first listing that has the field gives it.
To change what survives, change a line of `RULES`.
"""

from __future__ import annotations

# Calendar entries name an event; articles paraphrase it.
CALENDAR_FIRST = "source_type <> 'terminliste'"

# Values that listings vote on: column -> what counts as the same vote. `most_common(column)` orders by the votes.
VOTES = {
    "title": "lower(strip_accents(title))",
    "city": "lower(strip_accents(city))",
    "is_family_event": "is_family_event",
    "is_child_focused": "is_child_focused",
    "admission_free": "admission_free",
    "registration_required": "registration_required",
    "online": "online",
}


def most_common(column: str) -> str:
    return f"-votes_{column}"


def longest(column: str) -> str:
    return f"-length({column})"


def highest(column: str) -> str:
    return f"-coalesce({column}, 0)"


# Fields that are taken together from one listing.
TOWN = ("city", "district", "country")
STREET = ("street", "street_no")
COORDINATES = ("latitude", "longitude", "geo_confidence")
TITLE = ("title", "source_type")

_FILLED = " + ".join(f"({column} IS NOT NULL)::INT" for column in ("venue", "zipcode", *TOWN, *STREET))
# The listing that tells most of a place in the town that most name; what it leaves out the next one tells.
_PLACE = f"city IS NULL, {most_common('city')}, -({_FILLED})"

# `town` is the town that survives, none where no listing names one: a street never stands beside another one's town.
_ELSEWHERE = f"{VOTES['city']} IS DISTINCT FROM town"
_NOT_ELSEWHERE = f"(city IS NULL OR NOT {_ELSEWHERE})"

# group of fields -> (what must be there, ORDER BY among the listings that have it)
RULES: dict[tuple[str, ...], tuple[str, str]] = {
    TITLE: ("title IS NOT NULL", f"{most_common('title')}, {CALENDAR_FIRST}, {longest('title')}"),
    ("short_description",): ("short_description IS NOT NULL", longest("short_description")),
    ("description",): ("description IS NOT NULL", longest("description")),
    TOWN: (f"{_FILLED} > 0", _PLACE),
    ("venue",): (f"venue IS NOT NULL AND {_NOT_ELSEWHERE}", _PLACE),
    STREET: (f"street IS NOT NULL AND {_NOT_ELSEWHERE}", _PLACE),
    ("zipcode",): (f"zipcode IS NOT NULL AND {_NOT_ELSEWHERE}", _PLACE),
    COORDINATES: (
        "latitude IS NOT NULL AND longitude IS NOT NULL",
        f"{_ELSEWHERE}, {highest('geo_confidence')}",
    ),
    ("is_family_event",): ("is_family_event IS NOT NULL", most_common("is_family_event")),
    ("is_child_focused",): ("is_child_focused IS NOT NULL", most_common("is_child_focused")),
    ("admission_free",): ("admission_free IS NOT NULL", most_common("admission_free")),
    ("registration_required",): ("registration_required IS NOT NULL", most_common("registration_required")),
    ("registration_contact",): ("registration_contact IS NOT NULL", longest("registration_contact")),
    ("confidence_score",): ("confidence_score IS NOT NULL", highest("confidence_score")),
    ("online",): ("online IS NOT NULL", most_common("online")),
}

# Fields whose values are united over all listings of the cluster.
UNITED = ("categories", "highlights")
