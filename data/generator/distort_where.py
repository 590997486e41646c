"""Difficulties of places and coordinates: each changes the draft and says whether it did."""

# ruff: noqa: ARG001 (every distortion has one signature)
from random import Random

from .places import places
from .writing import Draft


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


def town_as_venue(rng: Random, draft: Draft) -> bool:
    """ "79379 Müllheim" where the venue should stand."""
    place = draft.event.town.place
    draft.name, draft.street, draft.street_no = f"{place.zipcode} {place.name}", "", ""
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


def town_unsaid(rng: Random, draft: Draft) -> bool:
    """The venue alone: readers of a local paper know the town."""
    if not draft.name or "town_as_venue" in draft.tags:
        return False
    draft.city = draft.district = draft.zipcode = ""
    return True


def wrong_city(rng: Random, draft: Draft) -> bool:
    """The next town on the page, by OCR; the sanitizer sometimes repairs it."""
    area = draft.event.town.place.area
    right = draft.city
    draft.city = rng.choice([p.name for p in places() if p.area == area])
    draft.sanitized_city = right if rng.random() < 0.6 else ""
    return draft.city != right


def held_online(rng: Random, draft: Draft) -> bool:
    """Every magazine has its own way to say that there is no place, or says nothing; some name the organiser's town."""
    if not draft.event.online:
        return False
    town = draft.city
    draft.name, draft.city = rng.choice(
        [("Online", ""), ("", "Online"), ("Online", town), ("Zoom", ""), ("", "")]
    )
    draft.street = draft.street_no = draft.district = draft.zipcode = draft.sanitized_city = ""
    draft.geo = None
    return True


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


def other_geocoder(rng: Random, draft: Draft) -> bool:
    """Another service puts the venue up to 200 metres away."""
    if draft.geo is None or draft.geo[2] < 0.6:
        return False
    lat, lon, _ = draft.geo
    draft.geo = (
        round(lat + rng.gauss(0, 0.0008), 5),
        round(lon + rng.gauss(0, 0.0011), 5),
        round(rng.uniform(0.6, 0.9), 2),
    )
    return True


def geocode(rng: Random, draft: Draft) -> None:
    """What a geocoder makes of the place as printed: without venue and street only a centre can be found."""
    town = draft.event.town
    if not draft.city:
        draft.geo = None
        return
    if draft.street or (draft.name and "town_as_venue" not in draft.tags):
        draft.geo = (*town_or_venue(draft), round(rng.uniform(0.8, 0.98), 2))
        return
    centre = (
        town.centres.get(draft.city) or town.centres.get(draft.district) or (town.place.lat, town.place.lon)
    )
    draft.geo = (round(centre[0], 4), round(centre[1], 4), round(rng.uniform(0.2, 0.5), 2))


def town_or_venue(draft: Draft) -> tuple[float, float]:
    """The venue's coordinates, or those of the wrong town when one was printed and not repaired."""
    if "wrong_city" not in draft.tags or draft.sanitized_city:
        return draft.event.venue.lat, draft.event.venue.lon
    return next((p.lat, p.lon) for p in places() if p.name == draft.city)
