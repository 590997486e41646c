"""Difficulties of titles and texts: each changes the draft and says whether it did."""

# ruff: noqa: ARG001 (every distortion has one signature)
from random import Random

from .writing import Draft, speakable


def series_prefix(rng: Random, draft: Draft) -> bool:
    """ "Vortrag: …", "Narrenfahrplan - …"."""
    series = rng.choice(draft.event.kind.series)
    if series.lower() in draft.title.lower():
        return False
    draft.title = f"{series}{rng.choice([': ', ' - ', ' – ', ' | '])}{draft.title}"
    return True


def organiser_prefix(rng: Random, draft: Draft) -> bool:
    """ "Musikverein Harmonie: …"."""
    names = [
        draft.event.slots.get(key) for key in ("zunft", "musik", "chor", "verein", "jedverein", "traeger")
    ]
    known = [
        name
        for name in names
        if name and name not in draft.title and not name.startswith(("die", "der", "das"))
    ]
    if not known:
        return False
    draft.title = f"{known[0]}{draft.magazine.dash}{draft.title}"
    return True


def subtitle_dropped(rng: Random, draft: Draft) -> bool:
    """Only what stands before the dash is printed."""
    head = draft.title.split(" – ")[0]
    if head == draft.title or len(head) < 12 or draft.event.musts or draft.event.mark:
        return False
    draft.title = head
    return True


def city_in_title(rng: Random, draft: Draft) -> bool:
    """ "Kinderball Endingen"."""
    if draft.city in draft.title:
        return False
    draft.title = f"{draft.title}{rng.choice([' in ', ' ', ' - '])}{draft.city}"
    return True


def other_fasnet_word(rng: Random, draft: Draft) -> bool:
    """The magazine's own word for Fasnet, in titles and texts."""
    word = draft.magazine.fasnet
    before = draft.text()
    draft.title = draft.title.replace("Fasnet", word).replace("fasnet", word.lower())
    draft.description = draft.description.replace("Fasnet", word).replace("fasnet", word.lower())
    return draft.text() != before


# First parts of compounds that occur in titles.
_COMPOUNDS = (
    *(
        "Kinder",
        "Narren",
        "Zunft",
        "Jahres",
        "Hemdglunker",
        "Narrenbaum",
        "Schlüssel",
        "Senioren",
        "Jahreshaupt",
    ),
    *(
        "General",
        "Kinderkleider",
        "Floh",
        "Hallen",
        "Familien",
        "Vorlese",
        "Bastel",
        "Kammer",
        "Advents",
        "Spiele",
    ),
    *(
        "Weihnachts",
        "Blutspende",
        "Haupt",
        "Frühjahrs",
        "Chor",
        "Theater",
        "Lichter",
        "Fasnet",
        "Bilderbuch",
        "Scheiben",
    ),
)


def compound_apart(rng: Random, draft: Draft) -> bool:
    """ "Kinder-Ball" or "Kinder Ball" for "Kinderball"."""
    for head in _COMPOUNDS:
        at = draft.title.find(head)
        end = at + len(head)
        if at >= 0 and len(draft.title) > end + 3 and draft.title[end : end + 3].isalpha():
            draft.title = (
                draft.title[:end]
                + rng.choice(["-", " "])
                + draft.title[end:].capitalize()[:1]
                + draft.title[end + 1 :]
            )
            return True
    return False


_SHORT = {
    "Jahreshauptversammlung": "JHV",
    "Hauptversammlung": "HV",
    "Musikverein": "MV",
    "Narrenzunft": "NZ",
    "Gesangverein": "GV",
    "Männerchor": "MC",
    "Schwarzwaldverein": "SWV",
    "Kindergarten": "Kita",
    "Volkshochschule": "VHS",
    "Grundschule": "GS",
    "Weltgebetstag": "WGT",
    "Feuerwehr": "FFW",
    "Erste-Hilfe-Kurs": "EH-Kurs",
    "Ortsverein": "OV",
    "Tag der offenen Tür": "TdoT",
    "Evangelisches": "Ev.",
}


def abbreviated(rng: Random, draft: Draft) -> bool:
    """ "MV Harmonie", "JHV", "Kita Regenbogen"."""
    before = draft.title
    for long, short in _SHORT.items():
        draft.title = draft.title.replace(long, short)
    return draft.title != before


_WRITTEN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def written_out_umlauts(rng: Random, draft: Draft) -> bool:
    """ "Fruehjahrskonzert"."""
    before = draft.title
    draft.title = draft.title.translate(_WRITTEN)
    draft.description = draft.description.translate(_WRITTEN)
    return draft.title != before


_OCR = [
    ("rn", "m"),
    ("l", "1"),
    ("ü", "ii"),
    ("ä", "a"),
    ("ö", "o"),
    ("ß", "B"),
    ("m", "rn"),
    ("h", "b"),
    ("e", "c"),
    ("I", "l"),
    ("u", "n"),
    ("fl", "f1"),
    ("- ", " "),
]


def ocr(rng: Random, draft: Draft) -> bool:
    """One to three letters misread in the title, or a word torn at a line break."""
    for wrong in rng.sample(_OCR, rng.randint(1, 3)):
        draft.title = draft.title.replace(*wrong, 1)
    words = draft.title.split(" ")
    at = rng.randrange(len(words))
    if len(words[at]) > 8 and rng.random() < 0.4:
        words[at] = f"{words[at][:4]}- {words[at][4:]}"
    draft.title = " ".join(words)
    return True


def other_quotes(rng: Random, draft: Draft) -> bool:
    """Typographic quotes printed straight, single or not at all."""
    before = draft.title
    left, right = rng.choice(['""', "''", "»«", ("", "")])
    draft.title = draft.title.replace("„", left).replace("“", right)
    return draft.title != before


def and_sign(rng: Random, draft: Draft) -> bool:
    """ "&" for "und" and back."""
    before = draft.title
    draft.title = (
        draft.title.replace(" & ", " und ") if " & " in draft.title else draft.title.replace(" und ", " & ")
    )
    return draft.title != before


def edition_number(rng: Random, draft: Draft) -> bool:
    """ "16. Flohmarkt" for "Flohmarkt"."""
    if draft.event.kind.name not in _COUNTED or draft.title[:1].isdigit() or draft.source_type == "artikel":
        return False
    draft.title = f"{draft.event.slots['nr']}. {draft.title}"
    return True


_COUNTED = {
    "flohmarkt",
    "kinderkleider",
    "zunftabend",
    "messe",
    "weinfest",
    "maifest",
    "poetryslam",
    "narrenumzug",
}


def venue_in_title(rng: Random, draft: Draft) -> bool:
    """ "… im Bürgerhaus"."""
    venue = draft.event.venue
    if venue.short in draft.title or venue.type in ("square", "station", "outdoor", "field"):
        return False
    draft.title = speakable(f"{draft.title} in {venue.dative}")
    return True


def cancelled(rng: Random, draft: Draft) -> bool:
    """The notice that the event does not take place is a listing of it."""
    if rng.random() < 0.5:
        draft.title = rng.choice(["ABGESAGT: ", "Abgesagt! ", "Fällt aus: "]) + draft.title
    else:
        draft.description = f"{draft.description} Die Veranstaltung wurde abgesagt.".strip()
    return True
