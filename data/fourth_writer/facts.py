"""What an event may be about: people, bands, books, causes, drawn anew for each event."""

from datetime import date
from random import Random

from .model import County, Venue
from .wording import filled
from .words import words

Facts = dict[str, str]


def facts(rng: Random, county: County, venue: Venue | None) -> Facts:
    """Everything the texts of an event at this venue can ask for, by the names of their slots."""
    lists = words("subjects")
    found: Facts = {"county": county.name, "p": county.person(), "p2": county.person()}
    found["first"], found["plast"] = found["p"].split()[0], found["p"].split()[-1]
    found["A"] = rng.choice(words("names")["adjective"])
    found["n"], found["n2"] = rng.choice(lists["thing"]), rng.choice(lists["thing"])
    found["cause"], found["topic"] = rng.choice(lists["cause"]), rng.choice(lists["topic"])
    found["ord"] = rng.choice(lists["ordinal"])
    found["instr"] = rng.choice(list(lists["player"]))
    found["instr1"] = lists["player"][found["instr"]]
    for slot, kind in (("F", "first"), ("F2", "first"), ("L", "last")):
        found[slot] = rng.choice(words("names")[kind])
    found["P"] = rng.choice(lists["far_place"])
    found["N2"] = rng.choice(words("names")["noun"])
    found["band"], found["genre"] = rng.choice(county.bands)
    found["band2"] = rng.choice(county.bands)[0]
    found["org"] = _organisation(rng, county, venue)
    found["book"] = rng.choice(lists["book_start"]) + " " + rng.choice(lists["book_end"])
    found["film"] = filled(rng.choice(lists["film"]), found)
    family = county.person().split()[-1] + rng.choice(lists["business"])
    found["bizname"] = rng.choice([family, rng.choice(county.venues).name])
    found["choirprog"] = filled(rng.choice(lists["choir_programme"]), found)
    symphony = rng.choice(lists["classical_programme"])
    found["classprog"] = filled(symphony, found | {"k": str(rng.randint(1, 8))})
    at_school = venue is not None and venue.type == "school"
    found["school"] = venue.name if venue and at_school else rng.choice(county.by_type["school"]).name
    for slot, kind in (("steam", "experiment"), ("craft", "craft"), ("trip", "trip")):
        found[slot] = rng.choice(lists[kind])
    return found


def in_season(day: date, text: str) -> str:
    """The text without Santa and wreaths unless it is November or December."""
    if day.month not in (11, 12):
        for word, other in words("subjects")["out_of_season"]:
            text = text.replace(word, other)
    return text


def _organisation(rng: Random, county: County, venue: Venue | None) -> str:
    name: str = rng.choice(words("subjects")["organisation"])
    town = venue.town if venue else county.town()
    return name.format(T=town, C=county.name, N=rng.randint(100, 9000))
