"""What a pair is judged by: comparisons with ordered levels, best first, each a condition on its evidence."""

from __future__ import annotations

from event_dedup.linkage.level import Level, missing, other
from event_dedup.linkage.place_levels import DISTANCE, PLACE

# Nothing but the town speaks against one event, and no third town has the title.
_TWO_TOWNS = (
    "equal_title AND same_days AND other_town AND NOT (same_source OR spreads OR tours OR other_time)"
)
# Where much happens on a day, the house says little.
_IN_ONE_HOUSE = "busy AND cosine < 0.45 AND (same_place OR town AND town_known AND venues < 2)"
# The same title of one source at one time.
_LISTED_TWICE = "equal_title AND same_days AND (same_minute OR clocks = 0)"

COMPARISONS: dict[str, list[Level]] = {
    "title": [
        missing("NOT titled"),
        Level("equal, rare", "equal_title AND title_lesser >= 64", 9),
        Level("equal", "equal_title AND title_lesser >= 28", 7),
        Level("equal, common", "equal_title", 5),
        Level("nearly equal", "cosine >= 0.85", 5.5),
        Level("alike", "cosine >= 0.65", 4),
        Level("one begins with the other", "begins_alike", 4),
        Level("acronym", "acronym", 3),
        Level("partly alike", "cosine >= 0.45", 1.5),
        Level("little alike", "cosine >= 0.25", -1.5),
        Level("hardly alike", "cosine >= 0.12", -3),
        other(-4, "unlike"),
    ],
    "title_words": [
        missing("NOT titled OR acronym AND NOT equal_title"),
        Level("all shared", "equal_title OR contained_less >= 0.95", 2.5),
        Level("contained, rare", "contained_more >= 0.95 AND title_shared >= 60", 2.5),
        Level("contained", "contained_more >= 0.95 AND title_shared >= 24", 1.5),
        Level("contained, common", "contained_more >= 0.95", 0),
        Level("mostly", "contained_more >= 0.6", 0.5),
        Level("half", "contained_more >= 0.3", -1),
        other(-2.5, "hardly"),
    ],
    "title_told": [
        missing("NOT titled OR acronym AND NOT equal_title"),
        Level("both titles told by the other", "equal_title OR untold_more <= 0.1", 1),
        Level("both nearly told", "untold_more <= 0.4", 1),
        Level("one told", "untold_less <= 0.1", 0.5),
        Level("one nearly told", "untold_less <= 0.4", 0),
        Level("half told", "untold_less <= 0.7", -1),
        other(-2, "untold"),
    ],
    "own_words": [
        missing("NOT titled OR acronym AND NOT equal_title"),
        Level("one title says all of the other", "equal_title OR rarest_own = 0", 0.5),
        Level("each has a common word of its own", "rarest_own < 16", 0),
        Level("each has a word of its own", "rarest_own < 28", -1),
        other(-2, "each has a rare word of its own"),
    ],
    "contrast": [
        Level("times in the titles differ", "title_clocks_differ AND NOT same_minute", -5),
        Level("time in one title, other start", "title_clock_missed AND NOT same_minute", -4),
        Level("one title heads a list of events", "overviews_differ", -12),
        Level("each title names a house of its own", "own_houses", -3),
        Level("titles name other quarters", "same_town AND title_quarters_differ", -3),
        Level("one title is a part of what the other names", "part_of_other", -5),
        Level(
            "other sides",
            "both_duels AND NOT words_exclude"
            " AND CASE WHEN both_sided THEN sides_shared < 2 ELSE rarest_own >= 20 AND contained_more < 0.7 END",
            -4,
        ),
        Level(
            "other things at one host",
            "same_host AND rarest_own > 0 AND NOT acronym AND (unmarked OR equal_marks)",
            -3,
        ),
        Level("none", "unmarked", 0),
        Level("same", "equal_marks", 0.5),
        Level("part numbers differ", "part_numbers_clash", -12),
        Level("part number of one title in the other's text", "part_number_told", 0),
        Level("part number on one side", "part_numbers_differ", -6),
        Level("numbers differ", "numbers_differ OR editions_differ", -5),
        Level("titles name clubs of other kinds", "clubs_differ", -5),
        Level("words exclude each other", "words_exclude", -9),
        Level("word of one title excluded by the other's text", "told_excludes", -3),
        Level("part of an event on one side", "parts_differ", -1.5),
        Level("number on one side, equal words", "NOT equal_numbers AND equal_title", -2),
        Level("number on one side", "NOT equal_numbers", -1),
        other(-0.5, "word on one side"),
    ],
    "kind": [
        Level(
            "films of other names",
            "both_films AND rarest_own >= 28 AND cosine < 0.45 AND title_shared < 40 AND NOT retold"
            " AND people_shared = 0",
            -4,
        ),
        Level("same kind", "same_kind", 1),
        Level("kind of one title in the other's text", "told_kind", 0.5),
        Level("same kind in the texts", "some_kind", 0.5),
        missing("NOT kinds_known"),
        other(-2, "other kind"),
    ],
    "text": [
        missing("text_greater < 40"),
        Level("same text", "text_similarity >= 0.8", 3),
        Level("similar text", "text_similarity >= 0.5", 2),
        Level("some shared words", "text_similarity >= 0.25", 0.5),
        Level("one side has none", "text_lesser < 40", 0),
        other(-1, "other text"),
    ],
    "names": [
        # Under an equal title, names come with the template that tells it.
        missing("text_greater = 0 OR names_lesser <= 0 OR equal_title"),
        Level("3 names shared, most", "names_shared >= 3 AND names_shared >= 0.5 * names_lesser", 3),
        Level("3 names shared", "names_shared >= 3", 2.5),
        Level("2 names shared, most", "names_shared = 2 AND names_lesser <= 4", 2),
        Level("2 names shared", "names_shared = 2", 1),
        Level("1 name shared of 2", "names_shared = 1 AND names_lesser <= 2", 1.5),
        Level("1 name shared", "names_shared = 1", 0),
        Level("1 name not shared", "names_lesser = 1", -0.5),
        Level("2 names not shared", "names_lesser = 2", -1),
        other(-2, "no name of many shared"),
    ],
    "people": [
        # A name that is spelt nearly alike may be the same one, badly read.
        missing("people_lesser = 0 OR people_shared = 0 AND people_alike"),
        Level("2 persons shared", "people_shared >= 2", 3),
        Level("1 person shared", "people_shared = 1", 2),
        Level("1 person each, others", "people_greater = 1", -4.5),
        Level("others, 1 person on one side", "people_lesser = 1", -1.5),
        other(-2, "others"),
    ],
    "days": [
        Level("same days", "same_days", 2),
        Level("same first day", "same_first_day AND NOT long_against_short", 1),
        Level("shared day of a fair", "shared_day AND both_fairs AND NOT long_against_short", 0.5),
        Level("shared day, same end", "shared_day AND same_last_day AND NOT long_against_short", 0.5),
        Level("shared day", "shared_day AND NOT long_against_short", 0),
        Level("first of many days", "same_first_day", -0.5),
        Level("one of many days", "shared_day", -1),
        Level("next day of a fair", "next_fair_day", -1),
        Level("1 day apart, no clock, same town", "days_apart <= 1 AND clocks = 0 AND same_town", -3),
        Level("a week apart, no clock, same town", "days_apart <= 7 AND clocks = 0 AND same_town", -4),
        Level("apart, no clock, same town", "clocks = 0 AND same_town", -5),
        Level("apart, no clock", "clocks = 0", -7),
        Level("apart, one clock", "clocks = 1", -6),
        other(-7, "apart, two clocks"),
    ],
    "time": [
        Level("other days of a fair", "fair_days AND NOT same_minute", 0),
        Level("consulting hours at other times", "both_consulting AND clocks = 2 AND minutes_apart > 0", -6),
        Level("films at other times", "both_films AND clocks = 2 AND minutes_apart > 0", -4),
        Level("same minute", "same_minute OR minutes_apart = 0", 2.5),
        Level("15 minutes", "minutes_apart <= 15", 1),
        Level("told by the other's text", "told_minute", 1),
        Level("30 minutes", "minutes_apart <= 30", 0),
        Level("no clock", "clocks = 0", 0),
        Level("told otherwise by the other's text", "other_hour_told", -2),
        Level("one clock", "clocks = 1", 0),
        Level("12 hours", "minutes_apart = 720", -2),
        Level("60 minutes", "minutes_apart <= 60", -1),
        Level("2 hours", "minutes_apart <= 120", -3),
        other(-5, "other time"),
    ],
    "end": [
        # Two things that begin together and end together may be two slots in a row of rooms.
        missing("NOT (ends_known AND shared_day) OR same_end AND (same_minute OR clocks < 2)"),
        Level("same end, another start", "same_end", 2),
        Level("another end, same start", "same_minute", -2),
        other(-3, "another end"),
    ],
    "details": [
        # That both tell the same says little: one organiser has one price and one telephone for all it does.
        missing("NOT (other_prices OR other_contacts)"),
        Level("other prices", "other_prices", -3),
        other(-2, "other telephone numbers or mail addresses"),
    ],
    "place": PLACE,
    "distance": DISTANCE,
    "category": [
        missing("NOT categories_known"),
        Level("shared", "shared_category", 0.5),
        other(-0.5, "none shared"),
    ],
    "source": [
        Level("same source, next day of a fair", "same_source AND next_fair_day", 0),
        Level("other source", "NOT same_source", 0.5),
        Level("same source, other type, equal title", "NOT same_type AND equal_title", 0),
        Level("same source, other type", "NOT same_type", 0),
        Level("same source, listed twice in one place", f"{_LISTED_TWICE} AND same_place", -1),
        Level("same source, listed twice", f"{_LISTED_TWICE} AND NOT other_place", -1),
        Level("same source, equal title, other place", "equal_title AND other_place", -5),
        Level("same source, equal title, other time", "equal_title AND (other_time OR NOT shared_day)", -5),
        Level("same source, equal title", "equal_title", -3),
        Level("same source, same minute", "same_minute", -4),
        other(-5, "same source"),
    ],
    "series": [
        Level("a later day of a series", "shared_day AND later_of_series", -7),
        Level("next day of a fair", "next_fair_day", 0),
        Level(
            "in many places, other place", "spreads AND other_place AND (cosine >= 0.45 OR other_town)", -2
        ),
        Level("one title in many places, other place", "spreads AND other_place", 0),
        Level("in many towns, other town", "tours AND other_town", -3),
        Level("in several quarters, one on one side", "parted AND same_town AND quarter_on_one_side", -3),
        Level("on many days, no shared day", "repeats AND NOT shared_day", -4),
        Level("at many times, other time", "slots AND other_time", -3),
        Level("on many days, other time", "repeats AND other_time", -1),
        other(0, "no series in question"),
    ],
    "beside": [
        # A source that lists both titles at one place on one day knows them as two events; its own pairs are `source`,
        # except where a second source lists both as well.
        Level(
            "titles listed side by side by two sources, each with a word of its own",
            "agreed_siblings AND rarest_own >= 20",
            -11,
        ),
        Level("titles listed side by side by two sources", "agreed_siblings", -5),
        missing("NOT siblings OR same_source"),
        Level("rare titles listed side by side", "title_lesser >= 48", -4),
        other(-2, "titles listed side by side"),
    ],
    "occasion": [
        Level("next day of a fair", "next_fair_day", 0),
        Level("rare title, same days, other town", f"{_TWO_TOWNS} AND title_lesser >= 40", 3),
        Level("equal title, same days, other town", _TWO_TOWNS, 2),
        Level("equal title, in a sister house", "equal_title AND same_town AND sister_house", -5),
        Level("equal title, other place", "equal_title AND other_place", -1),
        Level("equal title, same place, other time", "equal_title AND same_place AND other_time", -1),
        Level(
            "conference of equal title, no shared day, same town",
            "both_conferences AND equal_title AND same_town AND clocks = 0 AND NOT (shared_day OR same_source)",
            2,
        ),
        Level("equal title", "equal_title", 0),
        Level("like title, other town", "other_town AND cosine >= 0.45", 0),
        Level("other title, other town", "other_town", 0),
        Level("other title, same minute, in a busy house", f"{_IN_ONE_HOUSE} AND same_minute", -2),
        Level("other title, in a busy house", _IN_ONE_HOUSE, -2),
        Level("like title, same place and minute", "same_place AND same_minute AND cosine >= 0.45", 0.5),
        Level("retitled, same place and minute", "same_place AND same_minute AND retold", 2.5),
        Level(
            "other title, same place and minute, same kind", "same_place AND same_minute AND told_kind", 0.5
        ),
        Level("other title, same place and minute", "same_place AND same_minute", 0),
        Level("other title, same place", "same_place AND cosine < 0.25", 0),
        Level(
            "retitled, same town and minute",
            "town AND town_known AND NOT other_quarter AND same_minute AND retold",
            2.5,
        ),
        other(0, "other title"),
    ],
}
# Comparisons whose levels have no order from best to worst.
UNORDERED = frozenset(
    {
        "contrast",
        "kind",
        "people",
        "time",
        "end",
        "details",
        "place",
        "source",
        "series",
        "beside",
        "occasion",
    }
)
