"""The title of a listing: a headline or a calendar line, and what a publisher adds to it."""

from datetime import date
from random import Random

from .draft import Draft
from .events import first, wordings
from .seasons import WEEKDAYS
from .wording import day_and_month, fill, say, say_one, written_hour
from .words import PHRASES

# Organisers whose name says nothing in front of a title.
_SILENT = ("gemeinde", "kinoorg", "schulorg", "kulturorg")


def write_title(rng: Random, draft: Draft) -> None:
    """The title with the organiser, the town or the genre."""
    event, publisher = draft.event, draft.publisher
    draft.title = fill(rng.choice(_templates(rng, draft)), event, rng, publisher)
    if event.suffix:
        draft.title += rng.choice(event.suffix)
    if not draft.article:
        rng.random()  # nothing needs it any more; without it every seed would hold other listings
        _prefix(rng, draft)
        if "genre" in event.slots and rng.random() < draft.rate("town_added") * 0.3:
            draft.summary = first(event.slots["genre"])
    if publisher.type == "ticket" and rng.random() < 0.2:
        draft.title += f" - {event.place.town.short}"


def _templates(rng: Random, draft: Draft) -> list[str]:
    event = draft.event
    titles = event.own_titles or event.kind.titles
    if not draft.article or ("title" in event.keep and rng.random() >= 0.5):
        return titles
    return event.own_titles or event.kind.headlines


def _prefix(rng: Random, draft: Draft) -> None:
    event, place = draft.event, draft.event.place
    named, town_named = draft.names_organiser(), draft.names_place()
    if rng.random() < draft.rate("organiser_prefix") and not named and event.kind.organiser not in _SILENT:
        draft.title = f"{rng.choice(event.organiser)}: {draft.title}"
    elif rng.random() < draft.rate("town_prefix") and not town_named:
        draft.title = f"{place.name}: {draft.title}"
    elif rng.random() < draft.rate("town_added") * 0.4 and not town_named:
        draft.title = f"{draft.title} {rng.choice(['in', '|', '-'])} {place.name}"


def generalise(rng: Random, draft: Draft) -> None:
    """Now and then the title says only "Konzert", and the text who plays."""
    event, kind = draft.event, draft.event.kind
    if not kind.general_titles or event.suffix or event.own_titles:
        return
    if draft.publisher.type not in ("daily", "weekly", "gazette", "calendar", "listings"):
        return
    if rng.random() >= 0.07:
        return
    of_club = kind.name == "jahreskonzert" and "usikverein" in event.organiser[0]
    titles = ["Konzert des Musikvereins"] if of_club else kind.general_titles
    draft.title = fill(rng.choice(titles), event, rng, draft.publisher)
    sentence = _sentence_on_subject(rng, draft)
    if sentence[:25] not in draft.text:
        draft.text = f"{sentence} {draft.text}".rstrip()


def _sentence_on_subject(rng: Random, draft: Draft) -> str:
    subject = wordings(draft.event.slots[draft.event.kind.subject])
    for _ in range(12):
        sentence = fill(rng.choice(draft.texts), draft.event, rng, draft.publisher)
        if any(name in sentence for name in subject):
            return sentence
    return f"{subject[0]}."


def count_editions(rng: Random, draft: Draft) -> None:
    """ "17. Flohmarkt"."""
    if not draft.event.edition or draft.article or rng.random() >= 0.55:
        return
    if ": " not in draft.title and draft.title[0].isupper():
        draft.title = f"{rng.choice(draft.event.edition)} {draft.title}"


def advertise(rng: Random, draft: Draft) -> None:
    """ "… - Plätze sichern"."""
    loud = draft.publisher.type == "portal" or draft.advertisement
    if draft.event.price and loud and not draft.article and rng.random() < 0.07:
        draft.title += rng.choice(PHRASES["teaser"])


def date_the_title(rng: Random, draft: Draft) -> None:
    """ "…, 14. Februar", "Samstag: …"."""
    if draft.publisher.type not in ("weekly", "gazette", "daily") or draft.article:
        return
    if rng.random() >= 0.035 or draft.day_wrong:
        return
    known = draft.start not in ("", "00:00")
    phrases = [*PHRASES["date_in_title"], *([PHRASES["hour_in_title"]] if known else [])]
    day: date = draft.event.day
    words = {
        "titel": lambda: draft.title,
        "erster_tag": lambda: day_and_month(day),
        "wochentag": lambda: WEEKDAYS[day.weekday()],
        "zeit": lambda: written_hour(draft.start, rng),
    }
    draft.title = say_one(rng, phrases, words)


def cut(rng: Random, draft: Draft) -> None:
    """Long titles end in dots."""
    if len(draft.title) <= 52 or draft.publisher.type not in ("listings", "ticket", "monthly"):
        return
    if rng.random() < 0.06 and "title" not in draft.event.keep and not draft.event.suffix:
        draft.title = draft.title[: rng.randint(38, 50)].rstrip() + rng.choice(PHRASES["cut_off"])


def announce_change(rng: Random, draft: Draft) -> None:
    """Sold out or cancelled."""
    if rng.random() >= draft.rate("suffix"):
        return
    if draft.publisher.type == "ticket":
        phrases = PHRASES["ticket_shop"]
    else:
        phrases = [*(PHRASES["sold_out"] if draft.event.price else []), *PHRASES["changed"]]
    draft.title = say(rng.choice(phrases), {"titel": lambda: draft.title})
