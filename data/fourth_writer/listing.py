"""A listing of an event as one publisher prints it."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from . import headings, moments, whereabouts
from .model import County, Draft, Event, Publisher
from .wording import filled, varied
from .words import words

Json = dict[str, Any]
_MIXED = ["full", "some", "short", "none", "fluff"]


def drafted(rng: Random, event: Event, source: Publisher) -> Draft:
    """Choose a form, and a title among those the event goes by."""
    kind = rng.random()
    form = "terminliste"
    if kind < source.articles:
        form = "artikel"
    elif kind < source.articles + source.adverts:
        form = "anzeige"
    if form == "artikel" and event.headlines and rng.random() < 0.7:
        return Draft(event, source, form, rng.choice(event.headlines), False)
    count = len(source.title_weights)
    weights = [source.title_weights[number % count] for number in range(len(event.titles))]
    title = rng.choices(event.titles, weights)[0]
    return Draft(event, source, form, title.lstrip("~"), title.startswith("~"))


def retold(first: Draft, again: Draft) -> Draft:
    """The second draft, under the title of the first if its own would fit many events."""
    return replace(again, title=first.title, generic=first.generic) if again.generic else again


def listing(rng: Random, county: County, draft: Draft, place_needed: bool, days: list[date]) -> Json:
    """Print the draft; of an event of several days all are told unless some `days` are given."""
    event, source, venue = draft.event, draft.source, draft.event.venue
    name = whereabouts.venue_name(rng, source, venue)
    entry: Json = {"id": f"{rng.getrandbits(64):016x}"}
    facts = {"v": name, "town": venue.town, "wd": f"{event.day:%A}"}
    title = varied(rng, filled(draft.title, facts))
    told = whereabouts.Told(title, in_title="{v}" in draft.title)
    whereabouts.tell_place(rng, draft, told, name, place_needed)
    entry["title"] = _title(rng, draft, told, name, days[0] if days else event.day)
    texts = [varied(rng, filled(text, facts)) for text in event.texts]
    texts = [text[:1].upper() + text[1:] for text in texts]
    text = _text(rng, draft, texts, told.in_text, name)
    if text:
        entry["description" if rng.random() < 0.5 else "short_description"] = text
        if rng.random() < 0.05:
            entry["highlights"] = [texts[-1]]
    hours, doors = moments.hours_of(rng, draft)
    if doors:
        entry.setdefault("highlights", [f"Doors {doors}"])
    entry["event_dates"] = moments.dates_of(rng, draft, county.first, days, hours)
    place = whereabouts.location(rng, county, source, venue, name, told.mode)
    if place:
        entry["location"] = place
    return entry | _labels(rng, event, source) | {"source_type": draft.form}


def _title(rng: Random, draft: Draft, told: whereabouts.Told, name: str, day: date) -> str:
    event, source, title = draft.event, draft.source, told.title
    town, article = event.venue.town, draft.form == "artikel"
    if rng.random() < source.rephrases * (0.35 if draft.at_home else 1) and not article:
        title = headings.rephrased(rng, title, event)
    if not told.in_title and rng.random() < source.venue_suffix:
        title += source.venue_suffix_form.replace("{v}", name)
    elif rng.random() < source.town_suffix and town not in title:
        title += rng.choice([f", {town}", f" ({town})", f" - {town}"])
    title = headings.labelled(rng, title, event, source, article)
    title = headings.dated(rng, title, event, source, day)
    return headings.printed(rng, title, event, source, draft.form)


def _text(rng: Random, draft: Draft, texts: list[str], with_place: bool, name: str) -> str:
    event, venue = draft.event, draft.event.venue
    text = _described(rng, draft, texts)
    if draft.form == "artikel" and not text:
        text = " ".join(texts)
    if with_place:
        at = rng.choice(
            [
                f"At {name}, {venue.town}.",
                f"Location: {name}.",
                f"{name}, {venue.number} {venue.street}.",
                f"Held at {name} in {venue.town}.",
            ]
        )
        text = f"{text} {at}".strip()
    if text and rng.random() < 0.12:
        text += (
            " " + rng.choice(["Starts at ", "Time: ", "Begins "]) + _hour(rng, event.start).rstrip(".") + "."
        )
    text = text.replace("..", ".")
    if text and rng.random() < draft.source.html:
        text = rng.choice([f"<p>{text}</p>", text.replace(". ", ".<br />"), text + "&nbsp;"])
    return text


def _described(rng: Random, draft: Draft, texts: list[str]) -> str:
    """As much of the texts as the publisher prints, or words that suit any event of the category."""
    lists = words("phrases")
    manner = draft.source.describes
    if manner == "mix":
        manner = rng.choice(_MIXED)
    if draft.generic and manner in ("none", "short", "fluff") and rng.random() < 0.6:
        manner = "full"
    if manner == "full":
        return " ".join(texts)
    if manner == "some":
        rng.shuffle(texts)
        return " ".join(texts[: rng.randint(1, len(texts))])
    if manner == "short":
        return texts[0]
    if manner == "fluff":
        everywhere = lists["filler_of_all"]
        filler = lists["filler"].get(draft.event.category, everywhere) + everywhere
        return " ".join(rng.sample(filler, rng.choice([1, 1, 2])))
    return ""


def _hour(rng: Random, start: str) -> str:
    """The hour as it is said: "7pm", "7:30 p.m."."""
    hour, minute = int(start[:2]), int(start[3:])
    said = str((hour - 1) % 12 + 1)
    if minute or rng.random() < 0.3:
        said += f":{minute:02d}"
    return said + rng.choice(["pm", " p.m.", "PM"] if hour >= 12 else ["am", " a.m.", "AM"])


def _labels(rng: Random, event: Event, source: Publisher) -> Json:
    labels: Json = {}
    if rng.random() < source.categories:
        manner = source.category_manner if rng.random() < 0.85 else rng.randrange(3)
        labels["categories"] = [words("publishers")["categories"][event.category][manner]]
    if source.flags:
        if event.family and rng.random() < 0.8:
            labels["is_family_event"] = True
        if event.free is not None and rng.random() < 0.6:
            labels["admission_free"] = event.free
    return labels
