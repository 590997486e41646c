"""Levels that no fact of the listings tells, in words: what a reader of both listings would say of them."""

from __future__ import annotations

from collections.abc import Mapping

TOLD: Mapping[str, Mapping[str, str]] = {
    "contrast": {
        "times in the titles differ": "the titles name different times",
        "time in one title, other start": "one title names another time than the other's start",
        "one title heads a list of events": "one title heads a list of events",
        "each title names a house of its own": "each title names a house of its own",
        "titles name other quarters": "the titles name other quarters of the town",
        "one title is a part of what the other names": "one title names a part of what the other names",
        "other things at one host": "the titles name two things that are at, or part of, the same",
        "other sides": "the titles name other opponents",
        "none": "no number or part in the titles",
        "same": "same numbers and parts in the titles",
        "part numbers differ": "part numbers in the titles differ",
        "part number of one title in the other's text": "the part number of one title is in the other's text",
        "part number on one side": "part number in one title only",
        "numbers differ": "numbers in the titles differ",
        "titles name clubs of other kinds": "the titles name clubs of other kinds",
        "words exclude each other": "words of the titles exclude each other",
        "word of one title excluded by the other's text": "the text of one excludes a word of the other's title",
        "part of an event on one side": "one title names a part of an event",
        "number on one side, equal words": "number in one of two equal titles",
        "number on one side": "number in one title only",
        "word on one side": "a telling word in one title only",
    },
    "kind": {
        "films of other names": "films of other names",
        "same kind": "same kind of event",
        "kind of one title in the other's text": "kind of one title is told by the other's text",
        "same kind in the texts": "same kind of event in the texts",
        "other kind": "other kinds of event",
    },
    "text": {
        "same text": "same text",
        "similar text": "similar texts",
        "some shared words": "texts share some words",
        "one side has none": "text on one side only",
        "other text": "other texts",
    },
    "names": {
        "3 names shared, most": "texts share most names",
        "3 names shared": "texts share 3 names or more",
        "2 names shared, most": "texts share 2 names of few",
        "2 names shared": "texts share 2 names",
        "1 name shared of 2": "texts share a name of few",
        "1 name shared": "texts share a name",
        "1 name not shared": "the only name in one text is not in the other",
        "2 names not shared": "texts share no name",
        "no name of many shared": "texts share no name of many",
    },
    "people": {
        "2 persons shared": "both name the same persons",
        "1 person shared": "both name the same person",
        "1 person each, others": "each names another person",
        "others, 1 person on one side": "the person named by one is not among those of the other",
        "others": "no person is named by both",
    },
    "end": {
        "same end, another start": "the end is the same",
        "another end, same start": "the start is the same, the end is not",
        "another end": "another end",
    },
    "details": {
        "other prices": "the texts name other prices",
        "other telephone numbers or mail addresses": "the texts name other telephone numbers or mail addresses",
    },
    "category": {"shared": "same category", "none shared": "other categories"},
    "series": {
        "a later day of a series": "a later day of a series that the other lists from its first day on",
        "next day of a fair": "the next day of a fair",
        "in many places, other place": "a title that is listed in many places",
        "one title in many places, other place": "one title is listed in many places",
        "in many towns, other town": "a title that is listed in many towns",
        "in several quarters, one on one side": "a title that several quarters of the town have on one day",
        "on many days, no shared day": "a title that is listed on many days",
        "at many times, other time": "a title that is listed at many times",
        "on many days, other time": "a title that is listed on many days",
        "no series in question": "no series in question",
    },
    "beside": {
        "titles listed side by side by two sources, each with a word of its own": "two sources list these titles"
        " side by side, each with a word of its own",
        "titles listed side by side by two sources": "two sources list these titles side by side",
        "rare titles listed side by side": "a source lists these rare titles side by side",
        "titles listed side by side": "a source lists these titles side by side",
    },
    "occasion": {
        "next day of a fair": "one fair on two days",
        "rare title, same days, other town": "equal titles of rare words on one day in other towns",
        "equal title, same days, other town": "equal titles on one day in other towns",
        "equal title, in a sister house": "equal titles in two houses of one kind",
        "equal title, other place": "equal titles at other places",
        "equal title, same place, other time": "equal titles at one place at other times",
        "conference of equal title, no shared day, same town": "conferences of equal title in one town",
        "equal title": "equal titles",
        "like title, other town": "like titles in other towns",
        "other title, other town": "other titles in other towns",
        "other title, same minute, in a busy house": "other titles in a house of many events, at one minute",
        "other title, in a busy house": "other titles in a house of many events",
        "like title, same place and minute": "like titles at one place and minute",
        "retitled, same place and minute": "another headline over the same text at one place and minute",
        "other title, same place and minute, same kind": "events of one kind at one place and minute",
        "other title, same place and minute": "other titles at one place and minute",
        "other title, same place": "other titles at one place",
        "retitled, same town and minute": "another headline over the same text in one town at one minute",
        "other title": "other titles",
    },
    "title_told": {
        "both titles told by the other": "each title is told by the other listing",
        "both nearly told": "each title is nearly told by the other listing",
        "one told": "one title is told by the other listing",
        "one nearly told": "one title is nearly told by the other listing",
        "half told": "half a title is told by the other listing",
        "untold": "neither title is told by the other listing",
    },
    "own_words": {
        "one title says all of the other": "one title says all of the other",
        "each has a common word of its own": "each title has a common word of its own",
        "each has a word of its own": "each title has a word of its own",
        "each has a rare word of its own": "each title has a rare word of its own",
    },
    "distance": {
        "below 300 m": "less than 300 m apart",
        "below 2 km": "less than 2 km apart",
        "below 6 km": "less than 6 km apart",
        "below 15 km": "less than 15 km apart",
        "15 km and more": "15 km or more apart",
    },
}

# A comparison of combinations corrects others; alone it says nothing that a reader could check, but for these.
CHECKABLE = frozenset({"conference of equal title, no shared day, same town"})


def told(comparison: str, level: str) -> str:
    """The level in words; by its label where it has none, as in a saved model of another version."""
    label = comparison.replace("_", " ")
    return TOLD.get(comparison, {}).get(level) or (level if label in level else f"{label}: {level}")
