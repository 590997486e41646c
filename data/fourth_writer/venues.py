"""The venues of a county, with the names they go by."""

import re
from collections import Counter
from typing import Any

from .model import County, Venue
from .words import words

_INITIALED = ("theater", "museum", "hall", "college", "gallery")
_SHORTENED = ("bar", "brewery", "winery", "theater", "cafe", "church", "bookshop", "studio")
_WITH_ARTICLE = ("theater", "bar", "gallery", "cafe")


def furnish(county: County) -> None:
    """Put up every venue, and leave each the other names that no other venue has."""
    lists = words("venues")
    _libraries(county)
    _several(county, lists["trades"])
    donor = county.part("last")
    center = county.composed("{donor} {last} Center for the Arts", donor=donor)
    add(county, "theater", center, county.towns[0], [f"{donor} Center", f"The {donor}"])
    _several(county, lists["stages"])
    _churches(county)
    for town in county.towns:
        for row in lists["of_towns"]:
            if county.rng.random() < row["chance"]:
                others = [other.format(here=town) for other in row.get("others", ())]
                add(county, row["type"], county.composed(row["name"].strip(), here=town), town, others)
    _several(county, lists["sights"])
    for name in [county.composed(pattern) for pattern in lists["museums"]]:
        add(county, "museum", name)
    _landmarks(county)
    for _ in range(3):
        for row in lists["leisure"]:
            add(county, row["type"], _named(county, row))
    _owners(county)
    _tell_apart(county)


def _several(county: County, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        count = row["count"] if isinstance(row["count"], int) else county.rng.randint(*row["count"])
        for _ in range(count):
            add(county, row["type"], _named(county, row))


def _named(county: County, row: dict[str, Any]) -> str:
    return county.composed(row["name"]) if "name" in row else county.one_of(row["names"])


def _libraries(county: County) -> None:
    big = county.towns[0]
    for town in county.towns[: county.rng.randint(8, min(13, len(county.towns)))]:
        others = [
            f"{county.name} County Library - {town}",
            f"{town} Branch Library",
            f"{town} Public Library",
        ]
        add(county, "library", county.composed("{here} [Regional ||]Library", here=town), town, others)
    for district in county.rng.sample(words("venues")["districts"], 2):
        others = [
            f"{district} Library",
            f"{county.name} County Library - {district}",
            f"{big} {district} Library",
        ]
        add(county, "library", f"{district} Branch Library", big, others, district)


def _churches(county: County) -> None:
    for saint in county.rng.sample(words("names")["saint"], 6):
        name = county.composed(words("venues")["saint"], saint_of=saint)
        add(county, "church", name, others=[f"St. {saint}'s", f"St {saint}s Church"])
    for _ in range(7):
        add(county, "church", county.composed(words("venues")["church"].strip()))


def _landmarks(county: County) -> None:
    big = county.towns[0]
    college = county.composed("{county} [State University|Junior College|Community College]")
    add(county, "college", college, county.rng.choice(county.towns[:3]))
    add(county, "hospital", f"{county.name} Memorial Hospital", big)
    add(county, "fair", f"{county.name} County Fairgrounds", big, ["County Fairgrounds", "Fairgrounds"])
    add(county, "mall", county.composed("{last}town Mall"))
    add(county, "mall", county.composed("{stem} Village Shopping Center"))


def _owners(county: County) -> None:
    """The houses that publish a programme of their own."""
    rng, lists = county.rng, words("venues")
    add(county, "paint", county.one_of(lists["painting_bars"]), rng.choice(county.towns[:4]))
    name = county.one_of(lists["senior_centers"], big=county.towns[0])
    add(county, "senior", name, rng.choice(county.towns[:4]), ["Senior Center"])
    add(county, "dance", county.one_of(lists["dance_schools"]), rng.choice(county.towns[:5]))
    cinemas = [county.composed(pattern) for pattern in lists["cinemas"]]
    for cinema in rng.sample(cinemas, rng.choice([2, 3])):
        add(county, "cinema", cinema)
    tours = words("programmes")["tours"]
    for row in rng.sample(tours, rng.choice([2, 3])):
        venue = add(county, "tour", row["house"].format(x=county.composed(lists["tour_of"])))
        if venue:
            venue.tours, venue.step = row["tours"], row["minutes"]


def add(
    county: County, type: str, name: str, town: str = "", others: list[str] | None = None, district: str = ""
) -> Venue | None:
    """A venue under this name, or a like one if there is one already; nothing if that exists too."""
    rng = county.rng
    town = town or county.town()
    if name in county.names:
        fixed = type in words("venues")["keeps_its_name"]
        name = name + " Annex" if fixed else rng.choice(words("venues")["renamed"]) + name
        if name in county.names:
            return None
    town = _town_in_name(county, type, name, town)
    county.names.add(name)
    street = county.part("street")
    street = street if street == "Broadway" else f"{street} {county.part('street_kind')}"
    number = rng.randint(1, 990) if rng.random() < 0.6 else rng.randint(1000, 9900)
    lat, lon = county.places[town]
    place = (round(lat + rng.uniform(-0.02, 0.02), 6), round(lon + rng.uniform(-0.02, 0.02), 6))
    said = _other_names(type, name, others or [])
    room = rng.choice(words("venues")["rooms"].get(type, [""]))
    zipcode = str(county.zipcodes[town]).zfill(5)
    venue = Venue(type, name, town, district, street, str(number), zipcode, place, room, said)
    county.venues.append(venue)
    county.by_type.setdefault(type, []).append(venue)
    return venue


def _town_in_name(county: County, type: str, name: str, town: str) -> str:
    """The town a venue's name speaks of, else the given one."""
    if type == "tour":
        return town
    rest = name.replace(town + " ", "", 1)
    longest_first = sorted(county.towns, key=len, reverse=True)
    return next((other for other in longest_first if other in rest and other not in town), town)


def _other_names(type: str, name: str, others: list[str]) -> list[str]:
    """The names it also goes by; its own if there is none."""
    found = list(others)
    if name.startswith("The "):
        found.append(name[4:])
    if " & " in name:
        found.append(name.replace(" & ", " and "))
    for word, forms in words("venues")["said"].items():
        if word in name:
            found += [name.replace(word, form).strip() for form in forms]
    initials = [word[0] for word in re.findall(r"[A-Za-z']+", name) if word[0].isupper()]
    if len(initials) >= 4 and type in _INITIALED:
        found.append("".join(initials))
    parts = name.split()
    if type in _SHORTENED and len(parts) >= 3 and parts[-2] != "&":
        found.append(" ".join(parts[:-1]))
    if not name.startswith("The ") and "'s" not in name and type in _WITH_ARTICLE:
        found.append("The " + name)
    return [other for other in dict.fromkeys(found) if other != name] or [name]


def _tell_apart(county: County) -> None:
    count = Counter(name.lower() for venue in county.venues for name in [venue.name, *venue.others])
    for venue in county.venues:
        kept = [name for name in venue.others if count[name.lower()] == 1 or name == "City Hall"]
        venue.others = kept or [venue.name]
