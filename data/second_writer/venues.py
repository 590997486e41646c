"""Venues of a place and the names publishers have for them."""

from random import Random
from typing import Any

from .people import surname
from .region import Place, Region, Venue, bonfire_hill
from .words import read, word

_VENUES = read("venues.toml")

# How many venues of a type a place has; by the size of its town at the core, where it grows with that.
_COUNTS = {
    "gasthaus": (2, 3, 4, 5),
    "schule": (1, 2, 3, 4),
    "kneipe": (1, 2, 3, 4),
    "kkirche": (1, 1, 1, 2),
    "halle": (1, 1, 1, 2),
    "kultur": (1, 1, 1, 2),
    "weingut": (1, 1, 2, 2),
    "sporthalle": (1, 1, 2, 2),
    "kindergarten": (1, 2, 2, 2),
    "parkplatz": (3, 3, 3, 3),
    "vereinsheim": (2, 2, 2, 2),
}


def venue_of(region: Region, place: Place, kind: str) -> Venue:
    """One of the venues of a type; a place has the same ones all the time."""
    if kind not in place.venues:
        count = _COUNTS.get(kind, (1, 1, 1, 1))[place.core_size]
        place.venues[kind] = [_venue(region, place, kind, number) for number in range(count)]
    return region.rng.choice(place.venues[kind])


def _venue(region: Region, place: Place, kind: str, number: int) -> Venue:
    rng = region.rng
    street = word(rng, "street")
    house = str(rng.randint(1, 90)) + rng.choice(["", "", "", "a", "b"])
    lat, lon = place.lat + rng.uniform(-0.008, 0.008), place.lon + rng.uniform(-0.008, 0.008)
    slots = place_words(place) | {"strasse": street, "nummer": house}
    if kind == "funkenplatz":
        slots["huegel"] = bonfire_hill(region, place)
    names = names_of(rng, _VENUES[kind], place, number, slots)
    return Venue(kind, names, street, house, lat, lon, slots.get("inhaber", ""))


def place_words(place: Place) -> dict[str, str]:
    """The slots that name a place and its town."""
    town = place.town
    return {"ort": place.name, "kurz": place.short, "stadt": town.name, "stadt_kurz": town.short}


def names_of(
    rng: Random, pattern: dict[str, Any], place: Place, number: int, slots: dict[str, str]
) -> list[str]:
    """The names of the place's venue or organiser of that number; what is drawn for them joins the slots."""
    _draw(rng, pattern, slots)
    lists = pattern[_form(pattern, place, number)]
    names = rng.choice(lists) if len(lists) > 1 else lists[0]
    if number and "further" in pattern:
        _draw(rng, pattern["further"], slots)
        names = pattern["further"]["names"][0]
    return list(dict.fromkeys(name.format_map(slots) for name in names))


def _draw(rng: Random, pattern: dict[str, Any], slots: dict[str, str]) -> None:
    for slot, words in pattern.get("draws", {}).items():
        slots[slot] = surname(rng) if words == "any_surname" else word(rng, words)


def _form(pattern: dict[str, Any], place: Place, number: int) -> str:
    if place.is_quarter and "quarter" in pattern:
        return "quarter"
    form = ("city", "second", "names")[min(number, 2)]
    return form if place.town.size > 1 and form in pattern else "names"
