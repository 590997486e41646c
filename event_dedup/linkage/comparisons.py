"""What a pair is judged by: comparisons with ordered levels, best first, each a condition on its evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One answer of a comparison; `weight` is the match weight (log2) until a trained one replaces it."""

    label: str
    condition: str
    weight: float = 0.0


def missing(condition: str) -> Level:
    """The level of pairs that cannot be compared: no evidence either way."""
    return Level("missing", condition)


def other(weight: float, label: str = "else") -> Level:
    """The level of all remaining pairs."""
    return Level(label, "ELSE", weight)


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
        missing("NOT titled"),
        Level("all shared", "equal_title OR contained_less >= 0.95", 2.5),
        Level("contained, rare", "contained_more >= 0.95 AND title_shared >= 60", 2.5),
        Level("contained", "contained_more >= 0.95 AND title_shared >= 24", 1.5),
        Level("contained, common", "contained_more >= 0.95", 0),
        Level("mostly", "contained_more >= 0.6", 0.5),
        Level("half", "contained_more >= 0.3", -1),
        other(-2.5, "hardly"),
    ],
    "title_told": [
        missing("NOT titled"),
        Level("both titles told by the other", "equal_title OR untold_more <= 0.1", 1),
        Level("both nearly told", "untold_more <= 0.4", 1),
        Level("one told", "untold_less <= 0.1", 0.5),
        Level("one nearly told", "untold_less <= 0.4", 0),
        Level("half told", "untold_less <= 0.7", -1),
        other(-2, "untold"),
    ],
    "own_words": [
        missing("NOT titled"),
        Level("one title says all of the other", "equal_title OR rarest_own = 0", 0.5),
        Level("each has a common word of its own", "rarest_own < 16", 0),
        Level("each has a word of its own", "rarest_own < 28", -1),
        other(-2, "each has a rare word of its own"),
    ],
    "contrast": [
        Level("times in the titles differ", "title_clocks_differ AND NOT same_minute", -5),
        Level("time in one title, other start", "title_clock_missed AND NOT same_minute", -4),
        Level("one title heads a list of events", "overviews_differ", -9),
        Level("each title names a house of its own", "own_houses", -3),
        Level("titles name other quarters", "same_town AND title_quarters_differ", -3),
        Level(
            "other sides",
            "both_duels AND NOT words_exclude"
            " AND CASE WHEN both_sided THEN sides_shared < 2 ELSE rarest_own >= 20 AND contained_more < 0.7 END",
            -4,
        ),
        Level("none", "unmarked", 0),
        Level("same", "equal_marks", 0.5),
        Level("part numbers differ", "part_numbers_clash", -12),
        Level("part number on one side", "part_numbers_differ", -6),
        Level("numbers differ", "numbers_differ OR editions_differ", -5),
        Level("titles name clubs of other kinds", "clubs_differ", -3),
        Level("words exclude each other", "words_exclude", -4),
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
        Level("1 person each, others", "people_greater = 1", -3),
        Level("others, 1 person on one side", "people_lesser = 1", -1.5),
        other(-2, "others"),
    ],
    "days": [
        Level("same days", "same_days", 2),
        Level("same first day", "same_first_day AND NOT long_against_short", 1),
        Level("shared day, same end", "shared_day AND same_last_day AND NOT long_against_short", 0.5),
        Level("shared day", "shared_day AND NOT long_against_short", 0),
        Level("first of many days", "same_first_day", -0.5),
        Level("one of many days", "shared_day", -1),
        Level("1 day apart, no clock, same town", "days_apart <= 1 AND clocks = 0 AND same_town", -3),
        Level("a week apart, no clock, same town", "days_apart <= 7 AND clocks = 0 AND same_town", -4),
        Level("apart, no clock, same town", "clocks = 0 AND same_town", -5),
        Level("apart, no clock", "clocks = 0", -7),
        Level("apart, one clock", "clocks = 1", -6),
        other(-7, "apart, two clocks"),
    ],
    "time": [
        Level("consulting hours at other times", "both_consulting AND clocks = 2 AND minutes_apart > 0", -6),
        Level("films at other times", "both_films AND clocks = 2 AND minutes_apart > 0", -4),
        Level("same minute", "same_minute OR minutes_apart = 0", 2.5),
        Level("15 minutes", "minutes_apart <= 15", 1),
        Level("told by the other's text", "told_minute", 1),
        Level("30 minutes", "minutes_apart <= 30", 0),
        Level("no clock", "clocks = 0", 0),
        Level("one clock", "clocks = 1", 0),
        Level("12 hours", "minutes_apart = 720", -2),
        Level("60 minutes", "minutes_apart <= 60", -1),
        Level("2 hours", "minutes_apart <= 120", -3),
        other(-5, "other time"),
    ],
    "place": [
        Level("same address", "town AND same_address", 5),
        Level("same street, other venue", "town AND same_street AND venues = 2 AND NOT similar_venue", 3),
        Level("same street", "town AND same_street", 4),
        Level("same spot", "same_spot", 3.5),
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
            "town AND venue_shared >= 0.9 * venue_greater AND venue_shared > 0 AND NOT other_quarter",
            1,
        ),
        Level("venue inside the other's", "town AND venue_inside AND NOT other_quarter", 1),
        Level("venue named by the other", "town AND venue_named AND venues < 2 AND NOT other_quarter", 0.5),
        Level("same quarter, other venue", "same_quarter", 0),
        Level("town spelt alike or linked", "town AND town_known AND NOT same_town AND NOT other_quarter", 0),
        Level("town named by the other", "NOT town_known AND town_named", 0),
        missing("placeless"),
        Level("same town, sister house", "same_town AND NOT other_quarter AND sister_house", -3),
        Level(
            "same town, other venue told by the other", "same_town AND NOT other_quarter AND venue_told", 0.5
        ),
        Level("same town, other venue", "same_town AND NOT other_quarter", -0.5),
        Level("town unknown, a venue unknown", "NOT town_known AND venues < 2", -1),
        Level("same town, other quarter", "town AND town_known", -2),
        Level("town unknown, sister house", "NOT town_known AND sister_house", -4),
        Level("town unknown, other venue", "NOT town_known", -2.5),
        Level("other town, same venue", "same_venue AND venue_lesser >= 40 AND NOT towns_in_venues", -2),
        Level("other town nearby", "km < 8", -3),
        Level("other town, same country", "same_country", -4),
        Level("other town", "NOT other_country", -4),
        other(-6, "other country"),
    ],
    "distance": [
        missing("km IS NULL"),
        Level("below 300 m", "km < 0.3", 0.5),
        Level("below 2 km", "km < 2", 0),
        Level("below 6 km", "km < 6", -0.5),
        Level("below 15 km", "km < 15", -2),
        other(-3, "15 km and more"),
    ],
    "category": [
        missing("NOT categories_known"),
        Level("shared", "shared_category", 0.5),
        other(-0.5, "none shared"),
    ],
    "source": [
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
        Level(
            "in many places, other place", "spreads AND other_place AND (cosine >= 0.45 OR other_town)", -2
        ),
        Level("one title in many places, other place", "spreads AND other_place", 0),
        Level("in many towns, other town", "tours AND other_town", -3),
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
        Level("rare title, same days, other town", f"{_TWO_TOWNS} AND title_lesser >= 40", 3),
        Level("equal title, same days, other town", _TWO_TOWNS, 2),
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
UNORDERED = frozenset({"contrast", "kind", "time", "place", "source", "series", "beside", "occasion"})
