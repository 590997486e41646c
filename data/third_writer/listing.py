"""One listing as JSON: from the event through the publisher's draft to what was extracted from print."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

from hours import clock

from .dice import Dice
from .model import Event
from .publishers import Publisher, without_umlauts
from .slips import abbreviated, misheard, misread, quoted, tidy
from .texting import smudge_text, write_text
from .wording import Draft, nominative, write_title
from .words import words

Json = dict[str, Any]


def render(
    dice: Dice,
    publisher: Publisher,
    event: Event,
    days: list[date],
    printed_as: str,
    heads: Counter[str],
    article: bool | None = None,
) -> Json:
    """The listing of these days.

    `printed_as` is "one" day, all "daily", the "first" of several, a "range", the "rest" of one, or one "separate".
    """
    draft = _draft(dice, publisher, event, heads, article)
    write_title(draft)
    _write_place(draft)
    write_text(draft, days[0], printed_as)
    _print(draft)
    dates = _dates(draft, days, printed_as)
    return _document(draft, dates)


def _draft(
    dice: Dice, publisher: Publisher, event: Event, heads: Counter[str], article: bool | None
) -> Draft:
    habits = publisher.habits
    if article is None:
        article = dice.chance(habits["art"])
    source_type = "artikel" if article else "anzeige" if dice.chance(habits["anz"]) else "terminliste"
    venue = _venue_name(dice, publisher, event)
    start = _printed_start(dice, publisher, event)
    shows_hour = dice.chance(habits["time"]) or event.exact
    if "range" in event.kind.flags:
        shows_hour = dice.chance(0.35)
    return Draft(
        dice=dice,
        publisher=publisher,
        event=event,
        heads=heads,
        article=article,
        source_type=source_type,
        venue=venue,
        start=start,
        shows_hour=shows_hour,
        says_hour=shows_hour or dice.chance(0.3),
        headed=article and dice.chance(0.62) and event.told not in ("time", "series"),
    )


def _venue_name(dice: Dice, publisher: Publisher, event: Event) -> tuple[str, str]:
    names = event.venue.names
    if event.venue not in publisher.usual_names:
        first = dice.chance(publisher.first_names)
        publisher.usual_names[event.venue] = 0 if first else dice.randrange(len(names))
    used = publisher.usual_names[event.venue]
    if dice.chance(0.12):
        used = dice.randrange(len(names))
    return names[0 if event.told in ("venue", "quarter") else used]


def _printed_start(dice: Dice, publisher: Publisher, event: Event) -> int:
    """The start, or when doors open, or a wrong hour; 0 is midnight for no time at all."""
    start = event.start
    if dice.chance(publisher.habits["doors"] if "door" in event.kind.flags else 0.012) and not event.exact:
        return event.doors
    if not event.exact and dice.chance(publisher.habits["timeerr"]):
        half_day = start - 720 if start >= 780 else start + 30
        return dice.choice([start + 30, start - 30, start + 60, 0, half_day])
    return start


def _write_place(draft: Draft) -> None:
    dice, event, place = draft.dice, draft.event, draft.place
    shown = draft.happens("venue") or event.told in ("venue", "quarter", "place") or draft.headed
    name = draft.venue[1]
    if shown and dice.chance(0.04) and event.told not in ("venue", "quarter"):
        name = f"{event.venue.street} {event.venue.number}"
        place |= {"street": event.venue.street, "street_no": event.venue.number}
    name = nominative(name)
    if shown and not (draft.venue[0] == "in" and name == event.quarter.name):
        place["name"] = name
    _write_town(draft)
    if draft.publisher.regional:
        _keep_town_known(draft)
    if draft.happens("street"):
        place |= {"street": event.venue.street, "street_no": event.venue.number}
    if dice.chance(draft.publisher.habits["street"] * 0.8):
        place["zipcode"] = event.town.zipcode
    if draft.happens("geo"):
        place["geo"] = _geo(dice, event)
    if place.get("district") == place.get("city"):
        place.pop("district", None)


def _write_town(draft: Draft) -> None:
    dice, event, place = draft.dice, draft.event, draft.place
    if draft.happens("city"):
        place["city"] = event.town.base if dice.chance(0.5) else event.town.names[0]
    if event.quarter.main:
        return
    local = draft.publisher.town is not None
    if draft.happens("district") or event.told == "quarter" or (local and dice.chance(0.45)):
        place["district"] = event.quarter.name
    if "city" in place and dice.chance(0.15):  # the quarter given for its town
        place["city"] = event.quarter.name
        place.pop("district", None)


def _keep_town_known(draft: Draft) -> None:
    """Where readers live in many towns, a listing may lose the town's field but not its name."""
    dice, place, quarter = draft.dice, draft.place, draft.event.quarter.name
    if dice.chance(0.05):
        place.pop("city", None)
    if "city" in place or "district" in place or quarter in draft.title or quarter in place.get("name", ""):
        return
    if place.get("name") and dice.chance(0.5):
        place["name"] += dice.choice([" ", ", "]) + quarter
    elif dice.chance(0.5):
        draft.title += f" in {quarter}"
    else:
        place["city"] = draft.event.town.base


def _geo(dice: Dice, event: Event) -> Json:
    latitude = event.venue.lat if dice.chance(0.8) else event.town.lat
    return {
        "latitude": round(latitude + dice.uniform(-0.0008, 0.0008), 5),
        "longitude": round(event.venue.lon + dice.uniform(-0.0008, 0.0008), 5),
        "confidence": round(dice.uniform(0.5, 0.98), 2),
    }


def _print(draft: Draft) -> None:
    """What layout and scanning do to title and place."""
    dice, event, publisher, place = draft.dice, draft.event, draft.publisher, draft.place
    if draft.source_type == "anzeige" and dice.chance(0.4):
        draft.title = draft.title.upper() if dice.chance(0.4) else f"{draft.title}!"
    if event.state and dice.chance(0.55):
        draft.title = dice.choice(words("texts")[event.state]).format(title=draft.title)
    draft.title = quoted(draft.title, publisher.quotes)
    if dice.chance(0.02):
        draft.title = misheard(draft.title, event)
    if dice.chance(publisher.abbreviates):
        draft.title = abbreviated(dice, draft.title)
    if dice.chance(publisher.abbreviates) and place.get("name"):
        place["name"] = abbreviated(dice, place["name"])
    if dice.chance(publisher.abbreviates * 2) and place.get("street"):
        place["street"] = place["street"].replace("straße", "str.").replace("platz", "pl.")
    if draft.happens("caps"):
        draft.title = draft.title.replace("ß", "ss").upper()
    if draft.happens("ocr"):
        draft.title = misread(dice, draft.title)
    if draft.happens("ocr") and place.get("name") and event.told != "venue":
        place["name"] = misread(dice, place["name"])
    smudge_text(draft)
    if len(draft.title) > 62 and dice.chance(0.1):
        draft.title = f"{draft.title[: dice.randint(40, 58)].rstrip()}…"


def _dates(draft: Draft, days: list[date], printed_as: str) -> list[Json]:
    dice, event = draft.dice, draft.event
    shift = timedelta(0)
    if len(days) == 1 and not event.told and printed_as == "one" and draft.happens("daterr"):
        shift = timedelta(dice.choice([-1, 1]))
    found = [_date(draft, day + shift, later=number > 0) for number, day in enumerate(days)]
    whole = printed_as == "range" and len(event.days) > 1 and days[0] == event.days[0]
    if whole or printed_as == "rest":
        found = found[:1]
        found[0]["end_date"] = event.days[-1].isoformat()
    if whole and dice.chance(0.7):
        found[0].pop("end_time", None)
    return found


def _date(draft: Draft, day: date, later: bool) -> Json:
    dice, event = draft.dice, draft.event
    found: Json = {"date": day.isoformat()}
    if draft.shows_hour or (draft.source_type == "terminliste" and draft.start == 0):
        start = draft.start
        if later and event.span == "multi" and dice.chance(0.5):
            start = dice.choice([600, 660])
        found["start_time"] = clock(start)
        if draft.happens("end") and event.end > start:
            found["end_time"] = clock(event.end)
    elif dice.chance(0.04):
        found["start_time"] = clock(draft.start) if event.exact else "00:00"
    return found


def _document(draft: Draft, dates: list[Json]) -> Json:
    dice, sentences, type = draft.dice, draft.sentences, draft.publisher.type
    entry: Json = {"id": dice.hexes(16), "title": tidy(draft.title)}
    if sentences and draft.happens("short"):
        short = sentences[0] if dice.chance(0.8) else f"{entry['title']}."
        entry["short_description"] = short[:160]
    spared = "short_description" in entry and not draft.headed
    if draft.text and not (spared and dice.chance(0.25)):
        entry["description"] = draft.text
    if type in ("portal", "tour", "kult") and len(sentences) > 1 and dice.chance(0.35):
        entry["highlights"] = [sentence.rstrip(".") for sentence in dice.sample(sentences, 2)]
    entry["event_dates"] = dates
    if draft.place:
        entry["location"] = draft.place
    entry["source_type"] = draft.source_type
    entry |= _labels(draft)
    if draft.publisher.habits["ascii"]:
        entry = json.loads(without_umlauts(json.dumps(entry, ensure_ascii=False)))
    return entry


def _labels(draft: Draft) -> Json:
    dice, kind, type = draft.dice, draft.kind, draft.publisher.type
    found: Json = {}
    if draft.happens("cat"):
        vague = [kind.category, *words("texts")["vague_categories"]]
        found["categories"] = [kind.category if dice.chance(0.7) else dice.choice(vague)]
    if type in ("portal", "tour", "kreis") and dice.chance(0.6):
        found["is_family_event"] = "fam" in kind.flags
    if type in ("portal", "tour", "kreis", "ticket") and dice.chance(0.5):
        found["admission_free"] = kind.entry == "free"
    return found
