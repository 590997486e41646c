"""The levels of `place`, the town first, and of `distance`."""

from __future__ import annotations

from event_dedup.linkage.level import Level, missing, other

_HERE = "same_town AND NOT other_quarter"

PLACE = [
    Level("same address", "town AND same_address", 5),
    Level("same street, another number", "town AND same_street_name AND other_number", -5),
    Level("another street and number", "town AND other_street AND other_number AND NOT same_venue", -5),
    Level(
        "same street, other venue",
        "town AND same_street AND NOT other_quarter AND venues = 2 AND NOT similar_venue",
        3,
    ),
    Level("same street", "town AND same_street AND NOT other_quarter", 4),
    Level("same spot", "same_spot", 3.5),
    Level("another postcode", "town AND other_zip", -4),
    Level("same town, a quarter against the town itself", "same_town AND quarter_against_town", -1.5),
    Level("same venue and quarter", "same_town AND same_venue AND same_quarter", 3),
    Level(
        "similar venue and town, a quarter on one side",
        "town AND town_known AND similar_venue AND quarter_on_one_side",
        1.5,
    ),
    Level("same venue and town", "town AND town_known AND same_venue AND NOT other_quarter", 3),
    Level("same venue, town unknown", "NOT town_known AND same_venue", 3),
    Level("similar venue and town", "town AND town_known AND similar_venue AND NOT other_quarter", 2),
    Level("similar venue, town unknown", "NOT town_known AND similar_venue", 1.5),
    Level("same town, other street", "same_town AND other_street", -3),
    Level("same quarter, a venue unknown", "same_quarter AND venues < 2", 1.5),
    Level("same town, another quarter told", "same_town AND other_quarter_told", -1),
    Level("same town, a venue unknown", "same_town AND venues < 2 AND NOT other_quarter", 1),
    Level("both online", "both_online", 1),
    Level(
        "same generic venue",
        "town AND venue_shared >= 0.9 * venue_greater AND venue_shared > 0 AND NOT (other_quarter OR other_house)",
        1,
    ),
    Level("venue inside the other's", "town AND venue_inside AND NOT (other_quarter OR other_house)", 1),
    Level("venue named by the other", "town AND venue_named AND venues < 2 AND NOT other_quarter", 0.5),
    Level("same quarter, another kind of house", "same_quarter AND other_house_kind", -1),
    Level("same quarter, other venue", "same_quarter", 0),
    Level(
        "towns of one metropolis",
        "metropolis AND NOT (same_town OR linked_town OR town_alike OR other_quarter)",
        0,
    ),
    Level("town spelt alike or linked", "town AND town_known AND NOT same_town AND NOT other_quarter", 0),
    Level("town named by the other", "NOT town_known AND town_named", 0),
    Level("other country", "other_country OR NOT town_known AND other_world_country", -6),
    Level("in the country that the other names", "NOT town_known AND same_world_country", 0.5),
    missing("placeless"),
    Level("same town, sister house", f"{_HERE} AND sister_house", -3),
    Level("same town, other venue told by the other", f"{_HERE} AND venue_told", 0.5),
    Level("same town, other venue of one kind", f"{_HERE} AND same_house_kind", 0.5),
    Level("same town, another kind of house", f"{_HERE} AND other_house_kind", -3),
    Level("same town, other venue", _HERE, -0.5),
    Level("town unknown, a venue unknown", "NOT town_known AND venues < 2", -1),
    Level("same town, other quarter", "town AND town_known", -2),
    Level("town unknown, sister house", "NOT town_known AND sister_house", -4),
    Level("town unknown, another kind of house", "NOT town_known AND other_house_kind", -4),
    Level("town unknown, other venue", "NOT town_known", -2.5),
    Level("other town, same venue", "same_venue AND venue_lesser >= 40 AND NOT towns_in_venues", -2),
    Level("other town nearby", "km < 8", -3),
    Level("other town, same country", "same_country", -4),
    other(-4, "other town"),
]
DISTANCE = [
    missing("km IS NULL"),
    Level("below 300 m", "km < 0.3", 0.5),
    Level("below 2 km", "km < 2", 0),
    Level("below 6 km", "km < 6", -0.5),
    Level("below 15 km", "km < 15", -2),
    other(-3, "15 km and more"),
]
