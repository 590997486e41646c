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


# Fields that are taken together from one listing, so that a street never stands beside another one's town.
PLACE = ("venue", "city", "district", "street", "street_no", "zipcode", "country")
COORDINATES = ("latitude", "longitude", "geo_confidence")
TITLE = ("title", "source_type")

_PLACE_FILLED = "-(" + " + ".join(f"({column} IS NOT NULL)::INT" for column in PLACE) + ")"

# `town` is the town of the place that survives, none where no listing names one: coordinates are to lie there.
_ELSEWHERE = f"{VOTES['city']} IS DISTINCT FROM town"

# group of fields -> (what must be there, ORDER BY among the listings that have it)
RULES: dict[tuple[str, ...], tuple[str, str]] = {
    TITLE: ("title IS NOT NULL", f"{most_common('title')}, {CALENDAR_FIRST}, {longest('title')}"),
    ("short_description",): ("short_description IS NOT NULL", longest("short_description")),
    ("description",): ("description IS NOT NULL", longest("description")),
    PLACE: (f"{_PLACE_FILLED} < 0", f"city IS NULL, {most_common('city')}, {_PLACE_FILLED}"),
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
