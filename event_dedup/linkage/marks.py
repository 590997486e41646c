"""Marks that tell look-alikes apart, read from a listing: numbers, contrast words, kinds of event, told times."""

from __future__ import annotations

from collections.abc import Iterable

from event_dedup.linkage.folding import fold, spoken_alike, without_moments
from event_dedup.linkage.vocabulary import Words

_LETTERED = "teil|part|gruppe|group|kurs|course|court|section|team"
_TEAMS = "herren|damen|männer|frauen|mannschaft"
_COUNTED = f"{_LETTERED}|{_TEAMS}|folge|vol|volume|session|runde|level|pt"
_CLUBS = "sv|tsv|fc|sg|spg|tus|tura|vfl|vfb|vfr|sc|sf|ssv|tv|tg|tsg|djk|fv|fsv|spvgg|bv|bw|rw|eintracht|concordia|union"
# Not a single "Termin", and no "Termine: Konzert", where the word is a rubric.
_OVERVIEW = (
    r"^(die |alle |unsere |weitere |kommende )?(termine|terminkalender|terminvorschau|terminübersicht"
    r"|veranstaltungskalender|jahresprogramm|veranstaltungen)( \S+)*$"
    r"|(veranstaltungen|termine) im überblick|auf einen blick$"
    r"|^(upcoming|this week.?s|this month.?s|calendar of) events"
)


def contrast_group(words: Words, group: str) -> int:
    """The number that `contrasts` gives a group of words."""
    return list(words.contrasts).index(group) + 1


def contrast_code(words: Words, group: str, value: str) -> int:
    """The code that `contrasts` gives a value of a group of words."""
    return 100 * contrast_group(words, group) + list(words.contrasts[group]).index(value) + 1


def kind_number(words: Words, kind: str) -> int:
    """The number that `kinds` gives a kind of event."""
    return list(words.kinds).index(kind) + 1


def house_kind_number(words: Words, kind: str) -> int:
    """The number that `house_kinds` gives a kind of house."""
    return list(words.house_kinds).index(kind) + 1


def _roman(title: str) -> str:
    for number, roman in {2: "ii", 3: "iii", 4: "iv", 6: "vi", 7: "vii", 8: "viii"}.items():
        title = rf"regexp_replace({title}, '\b{roman}\b', '{number}', 'g')"
    return title


def numbers(title: str) -> str:
    """Numbers below 1,000 in the title, roman ones too: parts, editions, age groups."""
    return (
        rf"list_sort(list_distinct(regexp_extract_all({_roman(title)}, '\b(\d{{1,3}})(st|nd|rd|th)?\b', 1)))"
    )


_NAMED_PARTS = (
    (rf"\b({_COUNTED})\.?\s*#?(\d{{1,2}})\b", 2),
    (rf"\b(\d{{1,2}})\. ({_COUNTED})\b", 1),
    # \b knows no umlauts: "Kurs für Eltern" is no course F.
    (rf"\b({_LETTERED})\s([a-h])(?:[^\p{{L}}\p{{N}}]|$)", 2),
)
_BRACKETED_PART = (r"\((\d{1,2})( ?(/|von|of) ?\d{1,2})?\)", 1)


def part_numbers() -> str:
    """What counts the parts of one thing: "(2)", "(2 von 3)", "Teil 2", "2. Teil", "Court 3", "Gruppe B"."""
    return _parts("title", (_BRACKETED_PART, *_NAMED_PARTS))


def told_parts(text: str) -> str:
    """The part numbers that a text names with their word: "Die Herren 2 empfangen", "im zweiten Teil" not."""
    return _parts(text, _NAMED_PARTS)


def _parts(text: str, found: Iterable[tuple[str, int]]) -> str:
    plain = _roman(f"lower({without_moments(text)})")
    lists = ", ".join(f"regexp_extract_all({plain}, '{pattern}', {part})" for pattern, part in found)
    return f"list_sort(list_distinct(flatten([{lists}])))"


def editions() -> str:
    """Numbers that count the years of a thing: "17. Guggentreffen", "3rd Annual", "Poetry Slam #17"."""
    title = f"lower({without_moments('title')})"
    found = (r"\b(\d{1,3})(\. |st |nd |rd |th |te |ter )", r"#\s?(\d{1,3})\b")
    lists = ", ".join(f"regexp_extract_all({title}, '{pattern}', 1)" for pattern in found)
    return f"list_distinct(list_concat({lists}))"


def contrasts(title: str, words: Words) -> str:
    """Codes 100 * group + value of every contrast word in the folded title, ordered."""
    codes = [
        f"CASE WHEN regexp_matches({title}, '{pattern}') THEN {100 * group + value} END"
        for group, values in enumerate(words.contrasts.values(), 1)
        for value, pattern in enumerate(values.values(), 1)
    ]
    return f"list_filter([{', '.join(codes)}], lambda c: c IS NOT NULL)"


def people(words: Words, text: str) -> str:
    """Surnames, as heard, of the persons that a text names: after a first name, initial or title; at most eight."""
    given = rf"(?:{'|'.join(words.first_names)})(?:-\p{{Lu}}\p{{Ll}}+)?"
    called = (
        r"(?:\p{Lu}\.|Dr\.(?: med\.| phil\.)?|Prof\.|Pfr\.|Pfarrer|Pfarrerin|Herrn?|Frau|Mr\.|Ms\.|Mrs\.)"
    )
    pattern = rf"\b(?:{given}|{called})(?: {given})?[ ]+(\p{{Lu}}\p{{Ll}}{{2,}}(?:-\p{{Lu}}\p{{Ll}}+)?)"
    found = f"regexp_extract_all({text}, '{pattern}', 1)"
    return f"list_sort(list_distinct(list_transform({found}, lambda p: {spoken_alike(fold('p'))})))[1:8]"


def kinds(words: Words, texts: tuple[str, ...]) -> str:
    """Of each text the numbers of the kinds of event that it speaks of, ordered.

    One list for all texts, so that a hundred patterns stand in the statement once.
    """
    return f"list_transform([{', '.join(texts)}], lambda t: {_found('t', words.kinds.values())})"


def house_kinds(words: Words, venue: str) -> str:
    """The numbers of the kinds of house that a folded venue is, ordered."""
    return _found(venue, words.house_kinds.values())


def sister_kinds(words: Words, house_kinds: str) -> str:
    """Of the numbers `house_kinds` those of kinds of which a town has several houses."""
    numbers = [house_kind_number(words, kind) for kind in words.sister_kinds]
    return f"list_filter({house_kinds}, lambda k: list_contains({numbers}, k))"


def faiths(words: Words, venue: str) -> str:
    """The numbers of the faiths that a folded venue names, ordered."""
    return _found(venue, words.faiths.values())


def _found(text: str, patterns: Iterable[str]) -> str:
    """The numbers, from 1, of the `patterns` that a folded text matches, ordered."""
    codes = [
        f"CASE WHEN regexp_matches({text}, '{pattern}') THEN {number} END"
        for number, pattern in enumerate(patterns, 1)
    ]
    return f"list_filter([{', '.join(codes)}], lambda k: k IS NOT NULL)"


def only_film_night(title: str) -> str:
    """Whether a folded title names no film: "Kinoabend", "Film im Gemeindehaus"."""
    night = r"\S*(kino|film|cinema|movie)\S*( night)?( (im|in|am|at|der|des|the) .*)?"
    return f"regexp_full_match({title}, '{night}')"


def is_duel(title: str) -> str:
    """Whether a title names two sides: "A gegen B", "A @ B", "A vs. B", "TSV A – SV B"."""
    clubs = rf"\b({_CLUBS}) .*\s[-–:]\s({_CLUBS})\b"
    return rf"regexp_matches({title}, '[\p{{L}}\p{{N}})]\s+(gegen|vs\.?|versus|@)\s|{clubs}')"


def sides(folded: str) -> str:
    """The towns of the clubs that a folded title names: of "SV Tannau gegen TSV Alpach" tannau and alpach."""
    return rf"list_distinct(regexp_extract_all({folded}, '\b({_CLUBS}) (\p{{L}}{{3,}})', 2))"


def host(title: str) -> str:
    """What a title says it is part of: OpenLepton of "Devroom at OpenLepton", Buchtage of "im Rahmen der Buchtage"."""
    at = r"@|(?:at|during|as part of|co-?located with)\s|(?:im rahmen|am rande)\s(?:der|des|von|vom)\s"
    return rf"regexp_extract(lower({title}), '.\s(?:{at})\s*(?:the\s)?(.+)$', 1)"


def is_overview(title: str) -> str:
    """Whether a title heads a list of events: "Termine des Turnvereins", "Veranstaltungen im Überblick"."""
    return rf"regexp_matches({title}, '(?i){_OVERVIEW}')"


def told_minutes(text: str) -> str:
    """Times of day named in a text ("19.30 Uhr", "19:30", "7:30pm"), in minutes after midnight."""
    found = rf"regexp_extract_all({text}, '\b(\d{{1,2}}([:.]\d\d)? ?(uhr|[ap]\.?m\b)|\d{{1,2}}:\d\d)', 1)"
    hour = "TRY_CAST(regexp_extract(t, '^\\d+') AS INTEGER)"
    minute = "coalesce(TRY_CAST(regexp_extract(t, '[:.](\\d\\d)', 1) AS INTEGER), 0)"
    morning = f"CASE WHEN regexp_matches(t, '[ap]\\.?m$') THEN {hour} % 12 ELSE {hour} END"
    clock = f"({morning}) * 60 + {minute} + CASE WHEN regexp_matches(t, 'p\\.?m$') THEN 720 ELSE 0 END"
    return f"list_distinct(list_filter(list_transform({found}, lambda t: {clock}), lambda m: m < 1440))"


def prices(text: str) -> str:
    """Prices named in a lower-case text ("12 €", "8,50 Euro", "$15"), in cents."""
    behind = rf"regexp_extract_all({text}, '(\d+(?:[.,]\d\d)?)\s?(?:€|euro\b|eur\b)', 1)"
    before = rf"regexp_extract_all({text}, '[€$]\s?(\d+(?:[.,]\d\d)?)', 1)"
    cents = "(100 * TRY_CAST(replace(p, ',', '.') AS DOUBLE))::INTEGER"
    return f"list_distinct(list_transform(list_concat({behind}, {before}), lambda p: {cents}))"


def contacts(text: str) -> str:
    """Telephone numbers (the last seven digits) and mail addresses in a lower-case text."""
    phone = r"(?:\+49|\b0)\d[\d /-]{5,}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b"
    digits = r"right(regexp_replace(p, '\D', '', 'g'), 7)"
    phones = f"list_transform(regexp_extract_all({text}, '{phone}'), lambda p: {digits})"
    mails = rf"regexp_extract_all({text}, '[\w.+-]+@[\w-]+\.[\w.]*\w')"
    return f"list_distinct(list_concat({phones}, {mails}))"
