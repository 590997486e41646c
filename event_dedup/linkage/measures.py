"""What evidence is made of: a column of a pair each, as an expression over its two records `l` and `r`.

`MEASURED` are computed from the records, `CONCLUDED` from what was measured.
"""

from __future__ import annotations

from event_dedup.linkage import place_measures
from event_dedup.linkage.pairing import any_shared, apart, both, clash, either, lesser, rarity


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
    return rarity(f"list_filter({one}.title_words, lambda e, i: {_held(one, two, 'title_words')})")


def _own_words(one: str, two: str) -> str:
    """The title words of one listing that the other has nowhere."""
    return f"list_filter({one}.title_words, lambda e, i: NOT {_held(one, two, 'all_words')})"


_INSIDE = 4  # letters; a shorter word is inside others by chance
_NO_MARK = (
    " + ".join(f"len({s}.{c})" for c in ("contrasts", "numbers", "part_numbers") for s in "lr") + " = 0"
)
_EDITS = "list_min(list_transform(r.people, lambda q: levenshtein(p, q)))"
_NEAREST_PERSON = f"list_min(list_transform(l.people, lambda p: {_EDITS}))"

MEASURED = {
    # titles
    "titled": "l.title_key <> '' AND r.title_key <> ''",
    # Another part of the same is never the same: "(2)" is left out of keys and grams, and holds them down here.
    "equal_title": "(l.title_key = r.title_key AND l.title_key <> ''"
    " OR l.title_words = r.title_words AND len(l.title_words) > 0) AND l.part_numbers = r.part_numbers",
    "cosine": f"{both('title_grams')} / sqrt(greatest(l.gram_bits, 1) * greatest(r.gram_bits, 1))"
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
    "acronym": either(
        "len(list_filter(two.short_words, lambda w: list_contains(one.acronyms, w) OR len(w) > 3"
        " AND len(list_filter(one.acronyms, lambda a: starts_with(a, w))) > 0)) > 0"
    ),
    "unmarked": _NO_MARK,
    "equal_marks": "l.contrasts = r.contrasts AND l.numbers = r.numbers AND l.part_numbers = r.part_numbers",
    "equal_numbers": "l.numbers = r.numbers",
    "parts_differ": "l.parts <> r.parts",
    # "Devroom at OpenLepton" is not OpenLepton.
    "part_of_other": "l.is_section <> r.is_section OR "
    + either("one.host_key = two.title_key AND len(one.host_key) >= 4"),
    "same_host": "l.host_key = r.host_key AND len(l.host_key) >= 4",
    "clubs_differ": clash("clubs"),
    "part_numbers_clash": clash("part_numbers"),
    "part_numbers_differ": "l.part_numbers <> r.part_numbers",
    "part_number_told": either(
        "len(two.part_numbers) = 0 AND len(one.part_numbers) > 0"
        " AND list_has_all(two.told_parts, one.part_numbers)"
    ),
    "editions_differ": clash("editions"),
    "numbers_differ": clash("numbers"),
    # "Führung, 14 Uhr" is not the one that starts at three; a publisher writes a clock to tell them apart.
    "title_clocks_differ": clash("title_minutes"),
    "title_clock_missed": either(
        "len(one.title_minutes) > 0 AND len(two.minutes) > 0 AND NOT list_has_any(one.title_minutes, two.minutes)"
    ),
    "title_quarters_differ": clash("title_quarters"),
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
    # "Herren" in one title, and the other's text is about the women.
    "told_excludes": either(
        "len(list_filter(one.contrasts, lambda c: NOT list_contains(two.contrast_groups, c // 100)"
        " AND list_contains(two.told_groups, c // 100) AND NOT list_contains(two.told_contrasts, c))) > 0"
    ),
    # texts
    "text_lesser": lesser("text_bits"),
    "text_greater": "greatest(l.text_bits, r.text_bits)",
    "text_shared": both("text_words"),
    # Names that both titles have count there.
    "names_shared": "len(list_intersect(l.names, r.names)) - len(list_intersect(l.title_names, r.title_names))",
    "names_lesser": "least(len(l.names), len(r.names)) - len(list_intersect(l.title_names, r.title_names))",
    "people_shared": "len(list_intersect(l.people, r.people))",
    "people_alike": f"coalesce({_NEAREST_PERSON} <= 2, FALSE)",
    "people_lesser": "least(len(l.people), len(r.people))",
    "people_greater": "greatest(len(l.people), len(r.people))",
    "same_kind": any_shared("title_kinds"),
    "told_kind": either("list_has_any(one.title_kinds, two.kinds)"),
    "kinds_known": "least(len(l.kinds), len(r.kinds)) > 0",
    "some_kind": any_shared("kinds"),
    # days and times
    "same_days": "l.days = r.days",
    "same_first_day": "l.first_day = r.first_day",
    "same_last_day": "l.last_day = r.last_day",
    "shared_day": any_shared("days"),
    "days_apart": "greatest(r.first_day - l.last_day, l.first_day - r.last_day)",
    # One source lists a course as one listing, another each of its days.
    "later_of_series": "l.first_day <> r.first_day"
    " AND (len(l.days) <= l.last_day - l.first_day OR len(r.days) <= r.last_day - r.first_day)",
    "long_against_short": "greatest(len(l.days), len(r.days)) >= 7 AND least(len(l.days), len(r.days)) <= 2",
    "same_minute": any_shared("stamps"),
    "minutes_apart": apart("l.minutes", "r.minutes"),
    "clocks": "(len(l.minutes) > 0)::INTEGER + (len(r.minutes) > 0)::INTEGER",
    "told_minute": either("list_has_any(one.minutes, two.told_minutes)"),
    # "Beginn: 20 Uhr" is not the showing at half past five.
    "other_hour_told": either(f"len(two.minutes) = 0 AND {apart('one.minutes', 'two.told_minutes')} > 45"),
    "ends_known": "len(l.end_minutes) > 0 AND len(r.end_minutes) > 0",
    "same_end": any_shared("end_minutes"),
    # places
    **place_measures.MEASURED,
    # the rest
    "other_prices": clash("prices"),
    "other_contacts": clash("contacts"),
    "categories_known": "len(l.categories) > 0 AND len(r.categories) > 0",
    "shared_category": any_shared("categories"),
    "same_source": "l.source = r.source",
    "same_type": "l.source_type = r.source_type",
    "busy": "l.is_busy OR r.is_busy",
    "parted": "l.is_parted OR r.is_parted",
    "repeats": "l.repeats OR r.repeats",
    "spreads": "l.spreads OR r.spreads",
    "slots": "l.slots OR r.slots",
    "tours": "l.tours OR r.tours",
    "siblings": "list_contains(l.siblings, r.title_hash) OR list_contains(r.siblings, l.title_hash)",
    "agreed_siblings": either("list_contains(one.agreed_siblings, two.title_hash)"),
}

_UNTOLD = rarity("own_words_{0}") + " / title_bits_{0}"
_RAREST = "coalesce(list_max(own_words_{0}) >> 48, 0)::INTEGER"
_FAIR_DAYS = "equal_title AND same_town AND both_fairs AND NOT same_days"

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
    "other_time": "clocks = 2 AND NOT same_minute",
    "fair_days": f"{_FAIR_DAYS} AND (shared_day OR days_apart <= 2)",
    "next_fair_day": f"{_FAIR_DAYS} AND NOT shared_day AND days_apart <= 2",
    **place_measures.CONCLUDED,
}
NAMES = frozenset({*MEASURED, *CONCLUDED})
