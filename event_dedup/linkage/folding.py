"""Folding of texts as DuckDB expressions; each takes and gives one."""

from __future__ import annotations

from collections.abc import Iterable

from event_dedup.linkage.vocabulary import Words, country_names

_SPECIAL = (("ß", "ss"), ("ł", "l"), ("ø", "o"), ("đ", "d"), ("æ", "a"), ("œ", "o"), ("ð", "d"), ("þ", "th"))
# The first sentences say what it is; beyond, a text is prices and addresses.
TEXT = "left(concat_ws(' ', short_description, description, array_to_string(highlights, ' ')), 2000)"
BREAK = "xqx"
_MONTHS = (
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    "|january|february|march|may|june|july|october|december"
)
# A year, a date, or a time of day in a title repeats what the dates say better.
_MOMENTS = (
    r"\b(19|20)\d\d\b"
    r"|[''’]\d\d\b"
    r"|\b\d{1,2}\.\s?\d{1,2}\.(\d{2,4})?"
    rf"|\b\d{{1,2}}\.?\s({_MONTHS})\b|\b({_MONTHS})\s\d{{1,2}}(st|nd|rd|th)?\b"
    r"|\b\d{1,2}([:.]\d\d)?\s?(uhr\b|[ap]\.?m\b\.?)"
    r"|\b\d{1,2}:\d\d\b"
)


_OFFICES = (
    r"(?:große )?kreisstadt|(?:hanse|universitäts|landeshaupt|kur)?stadt|(?:verbands|samt|orts)?gemeinde|gde\.?|gem\."
    r"|markt|flecken|ortsteil|ot|(?:city|town|village) of"
)


def fold(text: str) -> str:
    """Lower case, no accents, ä = ae = a, words parted at a line's end joined, all but letters and digits one blank."""
    folded = f"regexp_replace(lower({text}), '[''’`´\u00ad]', '', 'g')"
    # "Blut- spende" is one word, "Vor- und Nachmittag" are two.
    folded = rf"regexp_replace({folded}, '(\p{{L}})- +(und|oder|bis|bzw|sowie|and|or|u) ', '\1 \2 ', 'g')"
    folded = rf"regexp_replace({folded}, '(\p{{L}})-\s+(\p{{L}})', '\1\2', 'g')"
    return rf"trim(regexp_replace({letters(folded)}, '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"


def letters(text: str) -> str:
    """Lower case, no accents, ä = ae = a; signs and blanks stay."""
    folded = f"lower({text})"
    for letter, plain in _SPECIAL:
        folded = f"replace({folded}, '{letter}', '{plain}')"
    folded = f"strip_accents({folded})"
    for pair in ("ae", "oe", "ue"):
        folded = f"replace({folded}, '{pair}', '{pair[0]}')"
    return folded


def street(folded: str) -> str:
    """A street's kind as one ending: "bergstrasse" and "bergstr" are one street."""
    return rf"regexp_replace({folded}, 'strasse\b', 'str', 'g')"


def without_moments(text: str) -> str:
    """Without years, dates and times of day."""
    return f"regexp_replace({text}, '{_MOMENTS}', ' ', 'gi')"


def with_synonyms(folded: str, words: Words) -> str:
    """Every synonym replaced by the word that is kept."""
    for kept, pattern in words.synonyms.items():
        folded = f"regexp_replace({folded}, '{pattern}', '{kept}', 'g')"
    return folded


def with_breaks(text: str) -> str:
    """A colon, bar or dash between parts written as the word `BREAK`, so that it outlives folding."""
    return rf"regexp_replace({text}, '\s*[:|•]\s+|\s+[–—-]+\s+', ' {BREAK} ', 'g')"


def without_prefixes(folded: str, words: Words) -> str:
    """Without a known prefix before a break, if something follows; breaks become blanks."""
    known = "|".join(words.prefixes)
    stripped = f"regexp_replace({folded}, '^({known}) {BREAK} (.+)$', '\\2')"
    return f"trim(replace(replace({stripped}, '{BREAK} ', ''), '{BREAK}', ''))"


def stemmed(word: str) -> str:
    """Without a German or English ending, where five letters remain: plurals and cases are one word."""
    # Letters are what is no digit in a folded word; to compile [^\p{N} ] takes half the time of \p{L}.
    return rf"regexp_replace({word}, '^([^\p{{N}} ]{{5,}}?)(ern|en|er|es|em|e|n|s)$', '\1')"


def spoken_alike(name: str) -> str:
    """A folded surname as one hears it: Meier is Mayer, Hoffmann is Hofman, Schmidt is Schmitt."""
    for pattern, heard in (
        ("dt|th|tt", "t"),
        ("ck|kk", "k"),
        ("[ae][iy]", "ei"),
        ("ph|ff", "f"),
        ("tz|zz", "z"),
    ):
        name = f"regexp_replace({name}, '{pattern}', '{heard}', 'g')"
    for letter in "lmnprs":
        name = f"replace({name}, '{letter * 2}', '{letter}')"
    return name


def places(columns: tuple[str, str]) -> str:
    """Columns whole, parts and district (folded) of a city label: "Kehl-Goldscheuer" has two."""
    city, district = columns
    # "Hybrid (Madrid)" is in Madrid.
    city = rf"regexp_replace({city}, '(?i)^\W*hybrid\W+', '')"
    town = rf"regexp_replace({_without_country(city)}, '^(D-)?\d{{4,5}} |,.*$', '', 'g')"
    # "Gemeinde Tannau", "Große Kreisstadt Kehl" and "City of Windsor" are what these are the offices of.
    town = rf"regexp_replace({town}, '(?i)^\s*(?:{_OFFICES})\s+(\S)', '\1')"
    # "Freiburg im Breisgau" is Freiburg, "Bernried am See" is Bernried, and so is "Bernried OT Höhenried".
    plain = r"regexp_replace({}, ' (im|am|an|in|bei|ob|vor|v|upon|sur|i|a|ot|ortsteil|kreis|landkreis|lkr) .*$', '')"
    before_bracket = rf"regexp_replace({town}, '[(/].*', '')"
    # "Bad Krozingen" is Krozingen to its neighbours.
    plain = f"regexp_replace({plain}, '^bad (....)', '\\1')"
    whole = plain.format(fold(before_bracket))
    # "Baden-Baden-Lichtental" lies in Baden-Baden.
    parts = rf"regexp_replace({town}, '^([^/()]*-[^/()]*)-([^-/()]+)$', '\1|\2')"
    parts = f"regexp_replace({parts}, '[/()]+| OT | Ortsteil ', '|', 'g')"
    parts = f"CASE WHEN contains({parts}, '|') THEN {parts} ELSE replace({town}, '-', '|') END"
    parts = f"list_filter(string_split({parts}, '|'), lambda p: trim(p) <> '')"
    folded = f"list_transform({parts}, lambda p: {plain.format(fold('p'))})"
    # "Landkreis Ebersberg" and "Ostalbkreis" are no quarters.
    label = f"coalesce({district}, '')"
    quarter = f"regexp_replace({fold(label)}, '^((kreis|landkreis|lkr) .*|.*kreis)$', '')"
    return f"{whole} AS whole, {folded} AS parts, {quarter} AS district"


def country_in(label: str) -> str:
    """The country that a city label begins or ends with, as it writes it; empty where it names none."""
    names = country_names()
    last = rf"regexp_extract({label}, '(?i)[\s,(/–-]({names})\)?\s*$', 1)"
    first = rf"regexp_extract({label}, '(?i)^\s*({names})(?:\s*[,/]|\s[–-])\s', 1)"
    return f"coalesce(nullif({last}, ''), {first}, '')"


def _without_country(label: str) -> str:
    """ "Ghana, Accra", "Accra - Ghana" and "Accra Ghana" are Accra; what follows a comma or a bracket is cut later."""
    names = country_names()
    label = rf"regexp_replace(coalesce({label}, ''), '(?i)^\s*({names})(?:\s*[,/]\s*|\s[–-]\s)(\S.*)$', '\2')"
    # "Ciudad de México" is no town "Ciudad de".
    of_country = rf".*\s(?:de|do|da|of)\s(?:{names})"
    return rf"regexp_replace({label}, '(?i)^(?:({of_country})|(\S.{{2,}}?\S)(?:\s[–-])?\s(?:{names}))\s*$', '\1\2')"


def quoted(values: Iterable[str]) -> str:
    """A list literal of texts."""
    return "[" + ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values)) + "]::VARCHAR[]"


def series_key(title: str) -> str:
    """Twelve digits for the words of a title without its place (columns whole, district): a lexicon holds no titles."""
    place = "string_split(concat_ws(' ', whole, array_to_string(parts, ' '), district), ' ')"
    kept = f"list_filter(string_split({title}, ' '), lambda w: NOT list_contains({place}, w))"
    return f"left(md5(array_to_string(list_sort(list_distinct({kept})), ' ')), 12)"


def split(text: str) -> str:
    """The words of a folded text."""
    return f"string_split(coalesce({text}, ''), ' ')"


def but(words: str, stop: str, condition: str, own: str = "['']") -> str:
    """Those of `words` that meet a condition on `w` and stand in neither list."""
    kept = f"{condition} AND NOT list_contains({stop}, w) AND NOT list_contains({own}, w)"
    return f"list_filter({words}, lambda w: {kept})"
