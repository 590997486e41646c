"""What goes wrong between an event and its listing: one small function a difficulty, in the order of the press.

Each takes the random source and the draft and changes the draft in place; `distort` decides by `rates.RATES`
(or the magazine's habits) whether it is called, and asks `applies` first where a twin would lose its difference.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from .places import places
from .writing import Draft, rate

Distortion = Callable[[Random, Draft], bool]


def distort(rng: Random, draft: Draft) -> None:
    """Call every distortion by its rate; those that changed something leave their name in `draft.tags`."""
    for need, distortion in DISTORTIONS:
        name = distortion.__name__
        if rng.random() >= rate(draft.magazine, name) or need in draft.event.needs:
            continue
        if distortion(rng, draft):
            draft.tags.add(name)


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


_COMPOUNDS = """Kinder Narren Zunft Jahres Hemdglunker Narrenbaum Schlüssel Seniorennach Senioren Jahreshaupt General
Kinderkleider Floh Hallen Familien Vorlese Bastel Kammer Advents Weihnachts Blutspende Haupt Frühjahrs""".split()


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


def cancelled(rng: Random, draft: Draft) -> bool:
    """The notice that the event does not take place is a listing of it."""
    if rng.random() < 0.5:
        draft.title = rng.choice(["ABGESAGT: ", "Abgesagt! ", "Fällt aus: "]) + draft.title
    else:
        draft.description = f"{draft.description} Die Veranstaltung wurde abgesagt.".strip()
    return True


def no_time(rng: Random, draft: Draft) -> bool:
    """No start time at all."""
    draft.spans = [replace(span, start=None, end=None) for span in draft.spans]
    return True


def midnight_for_no_time(rng: Random, draft: Draft) -> bool:
    """00:00 where nothing is known."""
    draft.spans = [replace(span, start=0, end=None) for span in draft.spans]
    return True


def _shift(draft: Draft, by: int) -> bool:
    if any(span.start is None or not 0 <= span.start + by < 1440 for span in draft.spans):
        return False
    draft.spans = [replace(span, start=(span.start or 0) + by, end=None) for span in draft.spans]
    return True


def doors_for_start(rng: Random, draft: Draft) -> bool:
    """When the doors open is printed as the start."""
    return _shift(draft, -rng.choice([30, 30, 60]))


def minutes_apart(rng: Random, draft: Draft) -> bool:
    """The two sources disagree by 11 to 30 minutes."""
    return _shift(draft, rng.choice([-30, -15, -15, 11, 15, 30, -11]))


def hour_off(rng: Random, draft: Draft) -> bool:
    """18:00 for 19:00."""
    return _shift(draft, rng.choice([-60, 60]))


def one_date_of_run(rng: Random, draft: Draft) -> bool:
    """Only the first date of a run; every listing of a run has that one."""
    if len(draft.spans) == 1:
        return False
    draft.spans = draft.spans[: rng.choice([1, 1, len(draft.spans) - 1])]
    return True


def run_as_range(rng: Random, draft: Draft) -> bool:
    """Three evenings printed as one range."""
    days = [span.day for span in draft.spans]
    if len(days) == 1 or (days[-1] - days[0]).days >= len(days):
        return False
    draft.spans = [replace(draft.spans[0], until=days[-1])]
    return True


def range_as_first_day(rng: Random, draft: Draft) -> bool:
    """A range printed as its first day."""
    if draft.spans[0].until is None:
        return False
    draft.spans = [replace(span, until=None) for span in draft.spans]
    return True


def date_off(rng: Random, draft: Draft) -> bool:
    """A wrong day, rarely, and only where the title says which event it is."""
    anchor = draft.event.slots.get(draft.event.kind.anchor, "")
    if len(draft.spans) > 1 or draft.event.tag != "ordinary" or not anchor or anchor not in draft.title:
        return False
    draft.spans = [
        replace(
            draft.spans[0], day=draft.spans[0].day + timedelta(days=rng.choice([-1, 1, 1, 7])), until=None
        )
    ]
    return True


def venue_missing(rng: Random, draft: Draft) -> bool:
    """The town alone."""
    draft.name = draft.street = draft.street_no = ""
    return True


def address_only(rng: Random, draft: Draft) -> bool:
    """Street and number instead of the venue's name."""
    if not draft.street:
        return False
    draft.name = f"{draft.street} {draft.street_no}" if rng.random() < 0.3 else ""
    return True


def no_place(rng: Random, draft: Draft) -> bool:
    """Nothing but the coordinates of the town centre, or nothing."""
    if draft.event.kind.anchor in ("ort", "halle"):
        return False
    draft.name = draft.street = draft.street_no = draft.district = draft.zipcode = ""
    return True


def long_venue_name(rng: Random, draft: Draft) -> bool:
    """ "Festhalle Bahlingen" for "Festhalle"."""
    long = draft.event.venue.name
    if not draft.name or draft.name == long or draft.name != draft.event.venue.short:
        return False
    draft.name = long
    return True


def district_as_city(rng: Random, draft: Draft) -> bool:
    """The village stands where the municipality should."""
    if not draft.district:
        return False
    draft.city, draft.district = draft.district, ""
    return True


def official_city_name(rng: Random, draft: Draft) -> bool:
    """ "Staufen im Breisgau", "Staufen i. Br.", "Müllheim-Britzingen"."""
    place = draft.event.town.place
    if draft.city != place.name or not (place.suffix or draft.district):
        return False
    forms = (
        [place.official, place.official.replace(" im Breisgau", " i. Br.").replace(" im ", " i. ")]
        if place.suffix
        else []
    )
    forms += [f"{place.name}-{draft.district}"] if draft.district else []
    draft.city = rng.choice(forms)
    return draft.city != place.name


def wrong_city(rng: Random, draft: Draft) -> bool:
    """The next town on the page, by OCR; the sanitizer sometimes repairs it."""
    area = draft.event.town.place.area
    right = draft.city
    draft.city = rng.choice([p.name for p in places() if p.area == area])
    draft.sanitized_city = right if rng.random() < 0.6 else ""
    return draft.city != right


def no_geo(rng: Random, draft: Draft) -> bool:
    """No coordinates."""
    draft.geo = None
    return True


def geo_of_centre(rng: Random, draft: Draft) -> bool:
    """The coordinates of the town hall, with low confidence."""
    place = draft.event.town.place
    if draft.geo is None:
        return False
    draft.geo = (place.lat, place.lon, round(rng.uniform(0.2, 0.5), 2))
    return True


# In the order of application, each with the need of an event that forbids it.
DISTORTIONS: list[tuple[str, Distortion]] = [
    ("title", subtitle_dropped),
    ("", other_fasnet_word),
    ("", compound_apart),
    ("", series_prefix),
    ("", organiser_prefix),
    ("", cancelled),
    ("time", no_time),
    ("time", midnight_for_no_time),
    ("time", doors_for_start),
    ("time", minutes_apart),
    ("time", hour_off),
    ("", run_as_range),
    ("", one_date_of_run),
    ("", range_as_first_day),
    ("date", date_off),
    ("place", venue_missing),
    ("place", address_only),
    ("place", no_place),
    ("", long_venue_name),
    ("", official_city_name),
    ("", district_as_city),
    ("place", wrong_city),
    ("", city_in_title),
    ("", written_out_umlauts),
    ("name", ocr),
    ("", geo_of_centre),
    ("", no_geo),
]
