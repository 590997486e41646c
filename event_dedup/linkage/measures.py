"""What evidence is made of: a column of a pair each, as an expression over its two records `l` and `r`.

`MEASURED` are computed from the records, `CONCLUDED` from what was measured.
"""

from __future__ import annotations


def _rarity(words: str) -> str:
    """The summed rarity of a weighted list; see `prepare`."""
    return f"(coalesce(list_sum({words}), 0) >> 48)::INTEGER"


def _both(column: str) -> str:
    """The summed rarity of what both sides have."""
    return _rarity(f"list_intersect(l.{column}, r.{column})")


def _least(column: str) -> str:
    return f"least(l.{column}, r.{column})"


def _any(column: str) -> str:
    return f"coalesce(list_has_any(l.{column}, r.{column}), FALSE)"


def _clash(column: str) -> str:
    """Whether both sides have something and share nothing."""
    return f"len(l.{column}) > 0 AND len(r.{column}) > 0 AND NOT list_has_any(l.{column}, r.{column})"


def _either(condition: str) -> str:
    """`condition` written for `one` and `two`, true in either direction."""
    forth = condition.replace("one.", "l.").replace("two.", "r.")
    back = condition.replace("one.", "r.").replace("two.", "l.")
    return f"coalesce({forth}, FALSE) OR coalesce({back}, FALSE)"


def _held(one: str, two: str, words: str) -> str:
    """Whether `words` of `two` hold the title word `e`, at place `i`, of `one`, as a condition.

    They also do where the other title has it inside another word: "Ruby" in "RubyConf", "Sitzung" in
    "Gemeinderatssitzung".
    """
    inside = (
        f"coalesce(len({one}.title_rarest[i]) >= {_INSIDE} AND"
        f" contains({two}.title_key, {one}.title_rarest[i]), FALSE)"
    )
    return f"(list_contains({two}.{words}, e) OR {inside})"


def _title_bits_held(one: str, two: str) -> str:
    """The rarity of the title words of one listing that the other title has too."""
    return _rarity(f"list_filter({one}.title_words, lambda e, i: {_held(one, two, 'title_words')})")


def _own_words(one: str, two: str) -> str:
    """The title words of one listing that the other has nowhere."""
    return f"list_filter({one}.title_words, lambda e, i: NOT {_held(one, two, 'all_words')})"


def _apart(one: str, two: str) -> str:
    """The smallest difference between the numbers of two lists."""
    pairs = f"list_transform({one}, lambda x: list_min(list_transform({two}, lambda y: abs(x - y))))"
    single = f"len({one}) = 1 AND len({two}) = 1"
    return f"CASE WHEN {single} THEN abs({one}[1] - {two}[1]) ELSE list_min({pairs}) END"


_INSIDE = 4  # letters; a shorter word is inside others by chance
_KM = (
    "111.2 * sqrt(power(l.latitude - r.latitude, 2)"
    " + power((l.longitude - r.longitude) * cos(radians((l.latitude + r.latitude) / 2)), 2))"
)
_NO_MARK = (
    " + ".join(f"len({s}.{c})" for c in ("contrasts", "numbers", "part_numbers") for s in "lr") + " = 0"
)
_OTHER_QUARTER = "coalesce(l.quarter <> r.quarter, FALSE)"
_EDITS = "list_min(list_transform(r.people, lambda q: levenshtein(p, q)))"
_NEAREST_PERSON = f"list_min(list_transform(l.people, lambda p: {_EDITS}))"
_NEAREST_HOUSE = (
    "list_min(list_transform(l.house_names, lambda p: list_min(list_transform(r.house_names,"
    " lambda q: levenshtein(p, q)))))"
)
_NO_PLACE = "one.city IS NULL AND one.venue_bits + one.street_bits = 0"

MEASURED = {
    # titles
    "titled": "l.title_key <> '' AND r.title_key <> ''",
    # Another part of the same is never the same: "(2)" is left out of keys and grams, and holds them down here.
    "equal_title": "(l.title_key = r.title_key AND l.title_key <> ''"
    " OR l.title_words = r.title_words AND len(l.title_words) > 0) AND l.part_numbers = r.part_numbers",
    "cosine": f"{_both('title_grams')} / sqrt(greatest(l.gram_bits, 1) * greatest(r.gram_bits, 1))"
    " * CASE WHEN l.part_numbers = r.part_numbers THEN 1 ELSE 0.6 END",
    "title_held_l": _title_bits_held("l", "r"),
    "title_held_r": _title_bits_held("r", "l"),
    "title_bits_l": "greatest(l.title_bits, 1)",
    "title_bits_r": "greatest(r.title_bits, 1)",
    "own_words_l": _own_words("l", "r"),
    "own_words_r": _own_words("r", "l"),
    "begins_alike": "l.part_numbers = r.part_numbers AND least(len(l.title_key), len(r.title_key)) >= 5"
    " AND (starts_with(l.title_key, r.title_key) OR starts_with(r.title_key, l.title_key))",
    # "KCDC" is all of a title, "WSRS Ghana" its beginning.
    "acronym": _either(
        "len(list_filter(two.short_words, lambda w: list_contains(one.acronyms, w) OR len(w) > 3"
        " AND len(list_filter(one.acronyms, lambda a: starts_with(a, w))) > 0)) > 0"
    ),
    "unmarked": _NO_MARK,
    "equal_marks": "l.contrasts = r.contrasts AND l.numbers = r.numbers AND l.part_numbers = r.part_numbers",
    "equal_numbers": "l.numbers = r.numbers",
    "parts_differ": "l.parts <> r.parts",
    # "Devroom at OpenLepton" is not OpenLepton.
    "part_of_other": "l.is_section <> r.is_section OR "
    + _either("one.host_key = two.title_key AND len(one.host_key) >= 4"),
    "clubs_differ": _clash("clubs"),
    "part_numbers_clash": _clash("part_numbers"),
    "part_numbers_differ": "l.part_numbers <> r.part_numbers",
    "part_number_told": _either(
        "len(two.part_numbers) = 0 AND len(one.part_numbers) > 0"
        " AND list_has_all(two.told_parts, one.part_numbers)"
    ),
    "editions_differ": _clash("editions"),
    "numbers_differ": _clash("numbers"),
    # "Führung, 14 Uhr" is not the one that starts at three; a publisher writes a clock to tell them apart.
    "title_clocks_differ": _clash("title_minutes"),
    "title_clock_missed": _either(
        "len(one.title_minutes) > 0 AND len(two.minutes) > 0 AND NOT list_has_any(one.title_minutes, two.minutes)"
    ),
    "title_quarters_differ": _clash("title_quarters"),
    "overviews_differ": "l.is_overview <> r.is_overview",
    "both_duels": "l.is_duel AND r.is_duel",
    "both_sided": "len(l.sides) > 1 AND len(r.sides) > 1",
    "sides_shared": "len(list_intersect(l.sides, r.sides))",
    "both_films": "l.is_film AND r.is_film",
    "both_consulting": "l.is_consulting AND r.is_consulting",
    "both_conferences": "l.is_conference AND r.is_conference",
    "both_fairs": "l.is_fair AND r.is_fair",
    "words_exclude": f"NOT ({_NO_MARK}) AND len(list_intersect(l.contrast_groups, r.contrast_groups))"
    " > len(list_intersect(l.contrasts, r.contrasts))",
    # texts
    "text_lesser": _least("text_bits"),
    "text_greater": "greatest(l.text_bits, r.text_bits)",
    "text_shared": _both("text_words"),
    # Names that both titles have count there.
    "names_shared": "len(list_intersect(l.names, r.names)) - len(list_intersect(l.title_names, r.title_names))",
    "names_lesser": "least(len(l.names), len(r.names)) - len(list_intersect(l.title_names, r.title_names))",
    "people_shared": "len(list_intersect(l.people, r.people))",
    "people_alike": f"coalesce({_NEAREST_PERSON} <= 2, FALSE)",
    "people_lesser": "least(len(l.people), len(r.people))",
    "people_greater": "greatest(len(l.people), len(r.people))",
    "same_kind": _any("title_kinds"),
    "told_kind": _either("list_has_any(one.title_kinds, two.kinds)"),
    "kinds_known": "least(len(l.kinds), len(r.kinds)) > 0",
    "some_kind": _any("kinds"),
    # days and times
    "same_days": "l.days = r.days",
    "same_first_day": "l.first_day = r.first_day",
    "same_last_day": "l.last_day = r.last_day",
    "shared_day": _any("days"),
    "days_apart": "greatest(r.first_day - l.last_day, l.first_day - r.last_day)",
    "long_against_short": "greatest(len(l.days), len(r.days)) >= 7 AND least(len(l.days), len(r.days)) <= 2",
    "same_minute": _any("stamps"),
    "minutes_apart": _apart("l.minutes", "r.minutes"),
    "clocks": "(len(l.minutes) > 0)::INTEGER + (len(r.minutes) > 0)::INTEGER",
    "told_minute": _either("list_has_any(one.minutes, two.told_minutes)"),
    # "Beginn: 20 Uhr" is not the showing at half past five.
    "other_hour_told": _either(f"len(two.minutes) = 0 AND {_apart('one.minutes', 'two.told_minutes')} > 45"),
    # places
    "town_known": "l.city IS NOT NULL AND r.city IS NOT NULL",
    "same_town": "coalesce(l.city = r.city, FALSE)",
    "linked_town": _either("list_has_all(two.place_tokens, one.town_tokens)"),
    "town_alike": "coalesce(starts_with(l.city, r.city || ' ') OR starts_with(r.city, l.city || ' ')"
    " OR least(len(l.city), len(r.city)) >= 6 AND levenshtein(l.city, r.city) <= 1, FALSE)",
    "towns_in_venues": "l.venue_towned AND r.venue_towned",
    "house_towned": "l.venue_towned OR r.venue_towned",
    "town_named": _either("one.city_bits > 0 AND list_has_all(two.all_words, one.city_words)"),
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
    "placeless": _either(_NO_PLACE),
    "km": _KM,
    "exact": "least(l.geo_confidence, r.geo_confidence) >= 0.8",
    "venues": "(l.venue_bits > 0)::INTEGER + (r.venue_bits > 0)::INTEGER",
    "venue_shared": _both("venue_words"),
    "venue_lesser": f"greatest({_least('venue_bits')}, 1)",
    # Whether the name that says less has lost its town.
    "venue_towned": "CASE WHEN l.venue_bits = r.venue_bits THEN l.venue_towned OR r.venue_towned"
    " WHEN l.venue_bits < r.venue_bits THEN l.venue_towned ELSE r.venue_towned END",
    "venue_greater": "greatest(l.venue_bits, r.venue_bits)",
    "venue_inside": _either(
        "len(one.venue_key) >= 5 AND contains(two.venue_key, one.venue_key)"
        " AND (two.venue_towned OR NOT one.venue_towned)"
    ),
    "same_house_kind": _any("house_kinds"),
    "other_house_kind": _clash("house_kinds"),
    "same_sisters": _any("sister_kinds"),
    "other_faith": _clash("faiths"),
    "house_unnamed": "least(len(l.house_names), len(r.house_names)) = 0",
    "other_street": "l.street_name <> '' AND r.street_name <> '' AND levenshtein(l.street_name, r.street_name) > 2",
    "same_street_name": "l.street_name = r.street_name AND l.street_name <> ''",
    "same_address": r"coalesce(l.street = r.street AND regexp_matches(l.street, '\d'), FALSE)",
    # "Realschule Nord" and "Realschule Süd"; two letters off may be badly read.
    "other_house": f"{_clash('house_names')} AND coalesce({_NEAREST_HOUSE} > 2, FALSE) OR other_faith",
    # "Johanneskirche" and "St. Johannes".
    "house_alike": f"same_house_kind AND coalesce({_NEAREST_HOUSE} <= 1, FALSE)",
    # "bei Familie Sterzinger" and "Weingut Sterzinger" is one house.
    "own_houses": "list_has_any(own_words_l, l.venue_words) AND list_has_any(own_words_r, r.venue_words)"
    " AND (other_house OR NOT list_has_any(l.venue_words, r.venue_words))",
    "street_shared": _both("street_words"),
    "street_lesser": f"greatest({_least('street_bits')}, 1)",
    "venue_named": _either("one.venue_bits >= 28 AND list_has_all(two.all_words, one.venue_words)"),
    "venue_told": _either("one.venue_bits >= 12 AND list_has_all(two.text_words, one.venue_words)"),
    # the rest
    "categories_known": "len(l.categories) > 0 AND len(r.categories) > 0",
    "shared_category": _any("categories"),
    "same_source": "l.source = r.source",
    "same_type": "l.source_type = r.source_type",
    "busy": "l.is_busy OR r.is_busy",
    "parted": "l.is_parted OR r.is_parted",
    "repeats": "l.repeats OR r.repeats",
    "spreads": "l.spreads OR r.spreads",
    "slots": "l.slots OR r.slots",
    "tours": "l.tours OR r.tours",
    "siblings": "list_contains(l.siblings, r.title_hash) OR list_contains(r.siblings, l.title_hash)",
    "agreed_siblings": _either("list_contains(one.agreed_siblings, two.title_hash)"),
}

_UNTOLD = _rarity("own_words_{0}") + " / title_bits_{0}"
_RAREST = "coalesce(list_max(own_words_{0}) >> 48, 0)::INTEGER"
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
_FAIR_DAYS = "equal_title AND same_town AND both_fairs AND NOT same_days"
_TOWN = "(same_town OR linked_town OR NOT town_known OR town_alike)"

CONCLUDED = {
    "title_lesser": "least(title_bits_l, title_bits_r)",
    "title_shared": "greatest(title_held_l, title_held_r)",
    "contained_more": "greatest(title_held_l / title_bits_l, title_held_r / title_bits_r)",
    "contained_less": "least(title_held_l / title_bits_l, title_held_r / title_bits_r)",
    "untold_more": f"greatest({_UNTOLD.format('l')}, {_UNTOLD.format('r')})",
    "untold_less": f"least({_UNTOLD.format('l')}, {_UNTOLD.format('r')})",
    "rarest_own": f"least({_RAREST.format('l')}, {_RAREST.format('r')})",
    "text_similarity": "CASE WHEN text_lesser >= 40 THEN text_shared / text_lesser END",
    # Another headline over the same sentences or the same people.
    "retold": "names_shared >= 2 OR text_lesser >= 40 AND text_shared >= 0.8 * text_lesser",
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
    "other_time": "clocks = 2 AND NOT same_minute",
    "fair_days": f"{_FAIR_DAYS} AND (shared_day OR days_apart <= 2)",
    "next_fair_day": f"{_FAIR_DAYS} AND NOT shared_day AND days_apart <= 2",
}
NAMES = frozenset({*MEASURED, *CONCLUDED})
