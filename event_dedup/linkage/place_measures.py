"""What evidence of places is made of, as `measures` has it for everything else."""

from __future__ import annotations

from event_dedup.linkage.gazetteer import KM_A_DEGREE, NEARBY_KM
from event_dedup.linkage.pairing import any_shared, both, clash, either, lesser


def _km(latitude: str, longitude: str) -> str:
    north = f"l.{latitude} - r.{latitude}"
    east = f"(l.{longitude} - r.{longitude}) * cos(radians((l.{latitude} + r.{latitude}) / 2))"
    return f"{KM_A_DEGREE} * sqrt(power({north}, 2) + power({east}, 2))"


_OTHER_QUARTER = "coalesce(l.quarter <> r.quarter, FALSE)"
_NEAREST_HOUSE = (
    "list_min(list_transform(l.house_names, lambda p: list_min(list_transform(r.house_names,"
    " lambda q: levenshtein(p, q)))))"
)
_NO_PLACE = "one.city IS NULL AND one.venue_bits + one.street_bits = 0"

MEASURED = {
    "town_known": "l.city IS NOT NULL AND r.city IS NOT NULL",
    "same_town": "coalesce(l.city = r.city, FALSE)",
    "linked_town": either("list_has_all(two.place_tokens, one.town_tokens)"),
    "town_alike": "coalesce(starts_with(l.city, r.city || ' ') OR starts_with(r.city, l.city || ' ')"
    " OR least(len(l.city), len(r.city)) >= 6 AND levenshtein(l.city, r.city) <= 1, FALSE)",
    "towns_in_venues": "l.venue_towned AND r.venue_towned",
    "house_towned": "l.venue_towned OR r.venue_towned",
    "town_named": either("one.city_bits > 0 AND list_has_all(two.all_words, one.city_words)"),
    "same_quarter": "coalesce(l.quarter = r.quarter, FALSE)",
    "other_quarter": f"{_OTHER_QUARTER} AND NOT (l.quarter_told OR r.quarter_told)",
    # "TV Goldscheuer" plays elsewhere as well.
    "other_quarter_told": f"{_OTHER_QUARTER} AND (l.quarter_told OR r.quarter_told)",
    # "Rathaus Kehl" is not the one of Goldscheuer.
    "quarter_against_town": "coalesce(l.locality <> r.locality, FALSE)"
    " AND (l.locality = l.city) <> (r.locality = r.city)",
    "quarter_on_one_side": "(l.quarter IS NULL) <> (r.quarter IS NULL)",
    "same_country": "coalesce(l.country = r.country, FALSE)",
    "other_country": "coalesce(l.country <> r.country, FALSE)",
    "both_online": "l.is_online AND r.is_online",
    "placeless": either(_NO_PLACE),
    "km": _km("latitude", "longitude"),
    # In a list of the whole world a town and its suburb are one place.
    "metropolis": f"coalesce({_km('spot_latitude', 'spot_longitude')} < {NEARBY_KM}, FALSE)",
    "same_world_country": "coalesce(l.world_country = r.world_country, FALSE)",
    "other_world_country": "coalesce(l.world_country <> r.world_country, FALSE)",
    "exact": "least(l.geo_confidence, r.geo_confidence) >= 0.8",
    "venues": "(l.venue_bits > 0)::INTEGER + (r.venue_bits > 0)::INTEGER",
    "venue_shared": both("venue_words"),
    "venue_lesser": f"greatest({lesser('venue_bits')}, 1)",
    # Whether the name that says less has lost its town.
    "venue_towned": "CASE WHEN l.venue_bits = r.venue_bits THEN l.venue_towned OR r.venue_towned"
    " WHEN l.venue_bits < r.venue_bits THEN l.venue_towned ELSE r.venue_towned END",
    "venue_greater": "greatest(l.venue_bits, r.venue_bits)",
    "venue_inside": either(
        "len(one.venue_key) >= 5 AND contains(two.venue_key, one.venue_key)"
        " AND (two.venue_towned OR NOT one.venue_towned)"
    ),
    "same_house_kind": any_shared("house_kinds"),
    "other_house_kind": clash("house_kinds"),
    "same_sisters": any_shared("sister_kinds"),
    "other_faith": clash("faiths"),
    "house_unnamed": "least(len(l.house_names), len(r.house_names)) = 0",
    "other_street": "l.street_name <> '' AND r.street_name <> '' AND levenshtein(l.street_name, r.street_name) > 2",
    "same_street_name": "l.street_name = r.street_name AND l.street_name <> ''",
    # "Hauptstr. 14-16" is in "Hauptstr. 16".
    "other_number": f"l.street_name <> '' AND r.street_name <> '' AND {clash('street_numbers')}",
    "other_zip": "coalesce(l.zip <> r.zip, FALSE)",
    "same_address": r"coalesce(l.street = r.street AND regexp_matches(l.street, '\d'), FALSE)",
    # "Realschule Nord" and "Realschule Süd"; two letters off may be badly read.
    "other_house": f"{clash('house_names')} AND coalesce({_NEAREST_HOUSE} > 2, FALSE) OR other_faith",
    # "Johanneskirche" and "St. Johannes".
    "house_alike": f"same_house_kind AND coalesce({_NEAREST_HOUSE} <= 1, FALSE)",
    # "bei Familie Sterzinger" and "Weingut Sterzinger" is one house.
    "own_houses": "list_has_any(own_words_l, l.venue_words) AND list_has_any(own_words_r, r.venue_words)"
    " AND (other_house OR NOT list_has_any(l.venue_words, r.venue_words))",
    "street_shared": both("street_words"),
    "street_lesser": f"greatest({lesser('street_bits')}, 1)",
    "venue_named": either("one.venue_bits >= 28 AND list_has_all(two.all_words, one.venue_words)"),
    "venue_told": either("one.venue_bits >= 12 AND list_has_all(two.text_words, one.venue_words)"),
}

# Every town has a "Bahnhofstraße", and each but one.
_SAME_STREET = (
    "(street_shared >= 0.9 * street_lesser AND street_lesser >= 40 OR same_town AND same_street_name)"
)
# A bare "Festhalle" is not the same venue as every hall of the town.
# What is left of "Santa Rosa High School" without its town is not in every other high school, nor a church in another.
_WHOLE_VENUE = "((NOT venue_towned OR venue_shared >= 0.7 * venue_greater) AND NOT other_faith)"
_SAME_VENUE = f"(venue_shared >= 0.9 * venue_lesser AND venue_shared >= 28 AND {_WHOLE_VENUE})"
_SIMILAR_VENUE = (
    f"((venue_shared >= 0.5 * venue_lesser AND venue_shared >= 12 AND {_WHOLE_VENUE} OR house_alike)"
    " AND NOT other_house)"
)
_TOWN = "(same_town OR linked_town OR NOT town_known OR town_alike OR metropolis)"

CONCLUDED = {
    "same_street": _SAME_STREET,
    "same_venue": _SAME_VENUE,
    "similar_venue": _SIMILAR_VENUE,
    "same_spot": "coalesce(km < 0.15 AND exact, FALSE)",
    "town": _TOWN,
    "other_town": f"NOT {_TOWN}",
    "same_place": f"({_TOWN} AND ({_SAME_STREET} OR {_SAME_VENUE}) OR coalesce(km < 0.15 AND exact, FALSE))",
    # "Kath. Kirche" may be "St. Konrad"; "Bibliothek Kehl" has a name where the other's town is not known.
    "other_place": f"NOT {_TOWN} OR venues = 2 AND NOT {_SIMILAR_VENUE} AND NOT {_SAME_STREET}"
    " AND NOT (same_house_kind AND house_unnamed AND NOT other_faith AND (town_known OR NOT house_towned))",
    # Two kindergartens: the names share what kind of house it is, and no more.
    "sister_house": "other_house AND (same_sisters OR venue_shared > 0)",
}
