"""From a true event to the listing of it in one issue."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from .draft import Draft
from .events import Event
from .noise import abbreviated, misread, torn, without_umlauts
from .publishers import Publisher
from .region import Town
from .texts import write_texts
from .titles import advertise, announce_change, count_editions, cut, date_the_title, generalise, write_title
from .whereabouts import Names, mistake_town, write_dates, write_place
from .wording import fill


@dataclass(frozen=True, slots=True)
class Appearance:
    """One listing to be: in which issue, as an article or not where that is settled, of which day alone."""

    publisher: Publisher
    issue: date
    article: bool | None = None
    only_day: int | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes listings one after the other, remembering how publishers call a venue."""

    rng: Random
    towns: Sequence[Town]
    names: Names = field(default_factory=Names)

    def listing(self, event: Event, appearance: Appearance) -> dict[str, Any]:
        """The listing in the delivery format, without an id."""
        rng, draft = self.rng, _begin(self.rng, event, appearance)
        write_title(rng, draft)
        write_texts(rng, draft)
        generalise(rng, draft)
        write_place(rng, draft, self.names)
        write_dates(rng, draft, appearance.only_day)
        self._say_enough(draft)
        count_editions(rng, draft)
        mistake_town(rng, draft, self.towns)
        advertise(rng, draft)
        date_the_title(rng, draft)
        cut(rng, draft)
        announce_change(rng, draft)
        _abbreviate(rng, draft)
        _damage(rng, draft)
        return _delivered(rng, draft)

    def _say_enough(self, draft: Draft) -> None:
        """A venue or a sentence where nothing else would tell which event it is."""
        event, unplaced = draft.event, "name" not in draft.place
        if draft.article and not event.own_titles and unplaced and not draft.text:
            draft.place["name"] = self.names.of_venue(self.rng, draft)
        told_by_title = "named" in event.kind.features or event.own_titles
        if "start_time" not in draft.dates[0] and "name" not in draft.place and not told_by_title:
            draft.place["name"] = self.names.of_venue(self.rng, draft)
        if draft.article and not draft.text and not draft.names_organiser():
            draft.text = fill(self.rng.choice(draft.texts), event, self.rng, draft.publisher)


def _begin(rng: Random, event: Event, appearance: Appearance) -> Draft:
    publisher, article = appearance.publisher, appearance.article
    if article is None:
        article = rng.random() < publisher.rates["articles"]
    article = article and bool(event.kind.headlines or event.own_titles)
    advertisement = not article and rng.random() < publisher.rates["advertisements"]
    return Draft(event, publisher, appearance.issue, article, advertisement)


def _abbreviate(rng: Random, draft: Draft) -> None:
    """Short words for long ones, and ae for ä."""
    place, rate = draft.place, draft.rate("abbreviations")
    if rng.random() < rate:
        draft.title = abbreviated(draft.title, rng)
    if "name" in place and rng.random() < rate * 0.5:
        place["name"] = abbreviated(place["name"], rng)
    if draft.rate("umlauts") and rng.random() < draft.rate("umlauts"):
        draft.title = without_umlauts(draft.title)
        for key in ("name", "city", "district", "street"):
            if key in place:
                place[key] = without_umlauts(place[key])


def _damage(rng: Random, draft: Draft) -> None:
    """Capitals, hyphens and misread letters."""
    if rng.random() < draft.rate("capitals"):
        draft.title = draft.title.replace("ß", "SS").upper()
    elif rng.random() < 0.01:
        draft.title = draft.title.lower()
    if rng.random() < draft.rate("hyphens"):
        draft.title = torn(draft.title, rng)
    if rng.random() < draft.rate("ocr"):
        draft.title = misread(draft.title, rng)
    if rng.random() < draft.rate("ocr") * 0.4 and "name" in draft.place and not draft.event.venue_exact:
        draft.place["name"] = misread(draft.place["name"], rng)
    if draft.title and draft.title[0].islower() and rng.random() < 0.8 and not draft.article:
        draft.title = draft.title[0].upper() + draft.title[1:]


def _delivered(rng: Random, draft: Draft) -> dict[str, Any]:
    categories = draft.event.kind.categories
    listing: dict[str, Any] = {"title": draft.title}
    if draft.summary:
        listing["short_description"] = draft.summary
    elif draft.text and rng.random() < draft.rate("summary"):
        listing["short_description"] = draft.text.split(". ")[0][:110]
    if draft.text:
        listing["description"] = draft.text
    if draft.highlights:
        listing["highlights"] = draft.highlights
    listing["event_dates"] = draft.dates
    if draft.place:
        listing["location"] = draft.place
    listing["source_type"] = _source_type(draft)
    if rng.random() < draft.rate("categories"):
        listing["categories"] = categories[:1] if rng.random() < 0.6 else categories
    if rng.random() < draft.rate("flags"):
        listing["is_family_event"] = "Familie" in categories or "Kinder" in categories
        listing["admission_free"] = draft.event.free
    return listing


def _source_type(draft: Draft) -> str:
    if draft.article:
        return "artikel"
    return "anzeige" if draft.advertisement else "terminliste"
