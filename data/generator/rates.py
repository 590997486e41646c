"""How often each difficulty occurs: one table for listings, one for look-alikes."""

import math
from random import Random

# Chance that a listing (where it applies) is touched by the difficulty of that name.
RATES: dict[str, float] = {
    # what is printed
    "article": 0.24,  # an artikel beside or instead of the terminliste
    "both_forms": 0.12,  # the same issue has the calendar line and the article
    "again_next_week": 0.06,  # the listing stood in last week's issue already
    "headline": 0.62,  # an article's title is a headline without the calendar name
    "no_description": 0.35,  # a terminliste gives short_description only
    "press_text": 0.5,  # the sentence of the press release, word for word
    "press_title": 0.55,  # the title as the organiser sent it
    "info_line": 0.4,  # an article ends with name, day, hour and place
    # title
    "organiser_prefix": 0.07,
    "series_prefix": 0.08,
    "subtitle_dropped": 0.07,
    "city_in_title": 0.07,
    "other_quotes": 0.3,
    "and_sign": 0.05,
    "edition_number": 0.1,
    "venue_in_title": 0.03,
    "cancelled": 0.012,
    "other_fasnet_word": 0.75,
    "compound_apart": 0.06,
    "abbreviated": 0.06,
    "written_out_umlauts": 0.02,
    "ocr": 0.035,
    # time and date
    "no_time": 0.06,
    "midnight_for_no_time": 0.015,
    "doors_for_start": 0.04,
    "minutes_apart": 0.05,
    "hour_off": 0.006,
    "one_date_of_run": 0.45,
    "range_as_first_day": 0.3,
    "run_as_range": 0.25,
    "date_off": 0.004,
    # place
    "venue_missing": 0.12,
    "address_only": 0.08,
    "town_as_venue": 0.02,
    "no_place": 0.01,
    "long_venue_name": 0.5,
    "district_as_city": 0.15,
    "official_city_name": 0.15,
    "wrong_city": 0.008,
    "town_unsaid": 0.015,
    "no_geo": 0.25,
    "geo_of_centre": 0.25,
    "other_geocoder": 0.45,
    "sanitized": 0.6,
    # of the event itself
    "held_online": 0.15,  # a talk or a course that people follow at home
}

# Chance per event of a kind that may have one, or per week, that the twins of that name are made.
LOOK_ALIKES: dict[str, float] = {
    "films_in_one_cinema": 0.5,
    "two_guilds_one_ball": 0.22,
    "two_stands_one_square": 0.35,
    "afternoon_and_evening": 0.15,
    "part_one_and_two": 0.15,
    "two_districts_same_day": 0.3,
    "womens_and_mens_game": 0.4,
    "one_class_two_venues": 0.25,
    "two_open_days": 0.4,
    "two_clothes_markets": 0.25,
    "beginners_and_advanced": 0.25,
    "children_and_grown_ups": 0.2,
    "opening_and_tour": 0.4,
    "tour_of_one_act": 0.12,
    "parade_in_next_town": 0.25,
    "party_tour": 0.6,
    "parallel_groups": 0.12,
    "courses_side_by_side": 0.25,
    "rooms_of_one_house": 0.12,
    "slots_of_one_service": 0.3,
    "tours_of_one_day": 0.15,
}

_SPREAD = 0.8
"""Standard deviation of the logit by which `vary` moves a rate: .06 becomes .03 to .13 in two of three regions."""


def vary(seed: str) -> None:
    """Draw every rate anew around the one above, for this process: a region whose press has other habits."""
    rng = Random(f"{seed}/rates")
    for table in (RATES, LOOK_ALIKES):
        for name, chance in table.items():
            logit = math.log(chance / (1 - chance)) + rng.gauss(0, _SPREAD)
            table[name] = 1 / (1 + math.exp(-logit))
