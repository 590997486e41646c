"""The place of a listing: which parts of it a publisher tells, and under which name."""

import re
from dataclasses import dataclass
from random import Random
from typing import Any

from .headings import misspelt
from .model import County, Draft, Publisher, Venue
from .words import words

Json = dict[str, Any]
_VAGUE = ("none", "city", "addr", "addrname", "room")


@dataclass(slots=True)
class Told:
    """The title of a listing, and how it tells its place: `mode` in the location, in the title, in the text."""

    title: str
    in_title: bool
    mode: str = "none"
    in_text: bool = False


def venue_name(rng: Random, source: Publisher, venue: Venue) -> str:
    """The name the publisher has for it, mostly always the same."""
    if venue.name not in source.venue_names:
        other = rng.random() < source.other_venue
        source.venue_names[venue.name] = rng.choice(venue.others) if other else venue.name
    if rng.random() < 0.88:
        return source.venue_names[venue.name]
    return rng.choice([*venue.others, venue.name])


def tell_place(rng: Random, draft: Draft, told: Told, name: str, needed: bool) -> None:
    """Decide how the place is told; if it is needed, one of location, title and text has it."""
    event, source = draft.event, draft.source
    weights = dict(source.places)
    if needed:
        weights |= {mode: weights.get(mode, 0) * 0.6 for mode in ("none", "city", "addr", "addrname")}
    told.mode = rng.choices(list(weights), list(weights.values()))[0]
    if told.mode == "room" and (source.own != event.own or not event.venue.room):
        told.mode = "name_city"
    if needed and told.mode in _VAGUE and not told.in_title:
        if told.mode != "city" or draft.generic or event.same_town:
            _make_clear(rng, told, name)
    elif told.mode in ("none", "city") and not told.in_title and not source.own:
        told.in_text = rng.random() < 0.3


def _make_clear(rng: Random, told: Told, name: str) -> None:
    if rng.random() < 0.5:
        told.mode = "name_city"
    elif rng.random() < 0.6:
        told.title += rng.choice([f" at {name}", f" - {name}", f" ({name})"])
        told.in_title = True
    else:
        told.in_text = True


def location(rng: Random, county: County, source: Publisher, venue: Venue, name: str, mode: str) -> Json:
    """The `location` of a listing; empty if nothing is told."""
    street = _street(source, venue)
    place = _named(rng, venue, name, mode, street)
    if mode in ("full", "name_city", "city", "addr") or (mode == "room" and rng.random() < 0.5):
        place["city"] = venue.town
    if mode in ("full", "addr"):
        place |= _address(rng, source, venue, street)
    if venue.district and place.get("city") and rng.random() < 0.4:
        place["district"] = venue.district
    if rng.random() < 0.01 and place.get("city"):
        city = place["city"]
        place["city"] = rng.choice([city.upper(), f"{city}, {county.name} Co.", misspelt(rng, city)])
    return place


def _named(rng: Random, venue: Venue, name: str, mode: str, street: str) -> Json:
    if mode in ("full", "name_city", "name"):
        with_room = rng.random() <= 0.04 and venue.room
        return {"name": f"{name}, {venue.room}" if with_room else name}
    if mode == "room":
        return {"name": venue.room}
    if mode == "long":
        return {"name": f"{name}, {venue.number} {street}, {venue.town}"}
    if mode == "addrname":
        return {"name": f"{venue.number} {street}", "city": venue.town}
    return {}


def _street(source: Publisher, venue: Venue) -> str:
    street = venue.street
    if source.street_short:
        for word, short in words("names")["street_short"].items():
            street = re.sub(word + "$", short, street)
    return street


def _address(rng: Random, source: Publisher, venue: Venue, street: str) -> Json:
    address: Json = {"street": f"{venue.number} {street}"}
    if rng.random() < 0.5:
        address = {"street": street, "street_no": venue.number}
    if rng.random() < 0.7:
        address["zipcode"] = venue.zipcode
    if source.geo and rng.random() < 0.8:
        lat, lon = (round(part + rng.uniform(-0.0006, 0.0006), 5) for part in venue.place)
        confidence = rng.choice([0.6, 0.8, 0.9, 1.0])
        address["geo"] = {"latitude": lat, "longitude": lon, "confidence": confidence}
    return address
