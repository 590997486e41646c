"""What fills the `{slots}` of the texts: names, works, topics and figures, drawn once for an event."""

# ruff: noqa: ARG001, ARG005 (every maker has one signature)
from collections.abc import Callable
from random import Random

from .towns import Town, Venue, last_name
from .words import WORDS

Made = dict[str, str]
Maker = Callable[[Random, Town, Venue], Made]


def fill(wanted: frozenset[str], rng: Random, town: Town, venue: Venue) -> Made:
    """A value for each wanted slot, and for those that are always made together with it."""
    made: Made = {"ort": town.place.name} | venue_words(venue)
    for slot in sorted(wanted | {"nr"}):
        if slot not in made and slot in MAKERS:
            made.update(MAKERS[slot](rng, town, venue))
    return made


def venue_words(venue: Venue) -> Made:
    """The slots that name the venue."""
    inside = "auf" if venue.type in ("square", "field", "outdoor", "station") else "in"
    words = {"halle": venue.short, "dat_halle": venue.dative, "in_halle": f"{inside} {venue.dative}"}
    own = {
        "kita": {"kita": venue.name},
        "school": {"schule": venue.name},
        "church": {"gemeinde": f"die Kirchengemeinde {venue.short}"},
    }
    return words | {"halle_lang": venue.name, "kirche": venue.short} | own.get(venue.type, {})


def titled(patterns: list[str], rng: Random) -> str:
    """An invented title of a film, book or play."""
    words = {"n": "noun", "m": "noun", "a": "title_adj", "f": "first", "g": "first", "o": "town"}
    return rng.choice(patterns).format_map({slot: rng.choice(WORDS[name]) for slot, name in words.items()})


def person(rng: Random) -> str:
    """First name and surname."""
    return f"{rng.choice(WORDS['first'])} {last_name(rng)}"


def band(rng: Random) -> str:
    """The name of a band; some hundred thousand are possible."""
    return rng.choice(WORDS["band_patterns"]).format(
        A=rng.choice(WORDS["adj"]), B=rng.choice(WORDS["band_head"]), t=rng.choice(WORDS["band_tail"]),
        L=last_name(rng), F=rng.choice(WORDS["first"]), n=rng.choice(["Trio", "Duo", "Quartett"]),
    )  # fmt: skip


def _person(rng: Random, town: Town, venue: Venue) -> Made:
    name = person(rng)
    return {"person": name, "nachname": name.split()[-1]}


def _guild(rng: Random, town: Town, venue: Venue) -> Made:
    full, nick = rng.choice(town.guilds)
    return {"zunft": full, "narren": nick}


def _choir(rng: Random, town: Town, venue: Venue) -> Made:
    full, short = rng.choice(town.choirs)
    return {"chor": full, "chorname": short}


def _speaker(rng: Random, town: Town, venue: Venue) -> Made:
    name = person(rng)
    return {"redner": rng.choice(["", "Dr. ", "Prof. ", "Dr. med. "]) + name, "nachname": name.split()[-1]}


def _candidate(rng: Random, town: Town, venue: Venue) -> Made:
    name = person(rng)
    return {"kandidat": name, "nachname": name.split()[-1]}


def _ensemble(rng: Random, town: Town, venue: Venue) -> Made:
    return {"ensemble": f"{last_name(rng)}-{rng.choice(WORDS['ensemble'])}"}


def _opponent(rng: Random, town: Town, venue: Venue) -> Made:
    home = rng.choice(WORDS["last_head"]) + rng.choice(WORDS["sport_town"])
    return {"gegner": f"{rng.choice(WORDS['sport_club'])} {home}"}


def _parish(rng: Random, town: Town, venue: Venue) -> Made:
    church = rng.choice(town.churches)
    kind = rng.choice(["die Pfarrgemeinde", "die Kirchengemeinde", "das Altenwerk", "die Seelsorgeeinheit"])
    return {"gemeinde": f"{kind} {church}"}


def _one(slot: str, make: Callable[[Random], str]) -> dict[str, Maker]:
    return {slot: lambda rng, town, venue: {slot: make(rng)}}


def _of_town(slot: str, choices: Callable[[Town], list[str]]) -> dict[str, Maker]:
    return {slot: lambda rng, town, venue: {slot: rng.choice(choices(town))}}


def _pick(*lists: list[str], join: str = " ") -> Callable[[Random], str]:
    return lambda rng: join.join(filter(None, map(rng.choice, lists)))


def _phone(rng: Random) -> str:
    return f"07{rng.randint(600, 899)}/{rng.randint(1000, 99999)}"


MAKERS: dict[str, Maker] = {
    "person": _person,
    "zunft": _guild,
    "narren": _guild,
    "chor": _choir,
    "chorname": _choir,
    "redner": _speaker,
    "kandidat": _candidate,
    "ensemble": _ensemble,
    "gegner": _opponent,
    "gemeinde": _parish,
    **_one("nachname", last_name),
    **_one("person2", person),
    **_one("vorname", lambda rng: rng.choice(WORDS["first"])),
    **_one("band", band),
    **_one("band2", band),
    **_one("vorspielklasse", lambda rng: rng.choice(WORDS["vorspiel"])),
    **_one("spiel", lambda rng: rng.choice(WORDS["game"])),
    **_one("treff", lambda rng: rng.choice(WORDS["meeting"])),
    **_one("tierschau", lambda rng: rng.choice(WORDS["animal"])),
    **_one("messe", lambda rng: rng.choice(WORDS["fair"])),
    **_one("skigebiet", lambda rng: rng.choice(WORDS["ski"])),
    **_one("ferien", lambda rng: rng.choice(WORDS["holiday"])),
    **_of_town("feuerwehr", lambda town: [f"Feuerwehr {village}" for village in town.villages[:4]]),
    **_one("genre", lambda rng: rng.choice(WORDS["genre"])),
    **_one("instrument", lambda rng: rng.choice(WORDS["instrument"])),
    **_one("werk", lambda rng: f"{rng.choice(WORDS['work_head'])} „{titled(WORDS['title_patterns'], rng)}“"),
    **_one("werktitel", lambda rng: titled(WORDS["title_patterns"], rng)),
    **_one("film", lambda rng: titled(WORDS["title_patterns"], rng)),
    **_one("buch", lambda rng: titled(WORDS["title_patterns"], rng)),
    **_one("ausstellung", lambda rng: titled(WORDS["title_patterns"], rng)),
    **_one("programm", lambda rng: titled(WORDS["program"], rng)),
    **_one("stueck", lambda rng: titled(WORDS["play"], rng)),
    **_one("maerchen", lambda rng: titled(WORDS["tale"], rng)),
    **_one("thema", _pick(WORDS["topic_subject"], WORDS["topic_angle"], join=" – ")),
    **_one("kursthema", _pick(WORDS["course_subject"], WORDS["course_level"])),
    **_one("kurs", _pick(WORDS["fitness"], WORDS["fitness_level"], join="")),
    **_one("bastelthema", _pick(WORDS["craft"], WORDS["craft_verb"])),
    **_one("naturthema", _pick(WORDS["nature"], WORDS["nature_place"])),
    **_one("rundgang", _pick(WORDS["tour"], WORDS["tour_angle"])),
    **_one("reiseziel", _pick(WORDS["travel"], WORDS["travel_angle"])),
    **_one("partei", lambda rng: rng.choice(WORDS["party"])),
    **_one("politthema", lambda rng: rng.choice(WORDS["policy"])),
    **_one("beratung", lambda rng: rng.choice(WORDS["advice"])),
    **_one("essen", lambda rng: rng.choice(WORDS["food"])),
    **_one("tanzart", lambda rng: rng.choice(WORDS["dance"])),
    **_one("sportart", lambda rng: rng.choice(WORDS["sport"])),
    **_one("liga", lambda rng: rng.choice(WORDS["league"])),
    **_one("team", lambda rng: rng.choice(WORDS["team"])),
    **_one("weinthema", lambda rng: rng.choice(WORDS["wine"])),
    **_one("land", lambda rng: rng.choice(WORDS["land"])),
    **_one("gruppe", lambda rng: rng.choice(WORDS["group"])),
    **_one("ziel", _pick(WORDS["hill_head"], WORDS["hill_tail"], join="")),
    **_one(
        "wanderverein",
        lambda rng: rng.choice(["Schwarzwaldverein", "Wanderfreunde", "Albverein", "Naturfreunde"]),
    ),
    **_one("flur", _pick(WORDS["hill_head"], WORDS["hill_tail"], join="")),
    **_one("weingut", lambda rng: f"Weingut {last_name(rng)}"),
    **_one("gasthaus", lambda rng: f"Gasthaus {rng.choice(WORDS['pub'])}"),
    **_one("telefon", _phone),
    **_one("zahl", lambda rng: str(rng.randint(12, 65))),
    **_one("viele", lambda rng: str(rng.randint(3, 30) * 100)),
    **_one("preis", lambda rng: str(rng.randint(3, 28) * 2 // 3)),
    **_one("alter", lambda rng: str(rng.randint(3, 10))),
    **_one("nr", lambda rng: str(rng.randint(2, 48))),
    **_one("km", lambda rng: str(rng.randint(6, 24))),
    **_one("minuten", lambda rng: str(rng.randint(78, 148))),
    **_one("fsk", lambda rng: rng.choice(["0", "6", "12", "16"])),
    **_of_town("gugge", lambda town: town.gugges),
    **_of_town("musik", lambda town: town.bands),
    **_of_town("verein", lambda town: town.sports),
    **_of_town("jedverein", lambda town: town.clubs),
    **_of_town("club", lambda town: [f"Theatergruppe {nick}" for _, nick in town.choirs]),
    **_of_town("kita", lambda town: town.kitas),
    **_of_town("laden", lambda town: town.shops),
    **_of_town("schule", lambda town: [v.name for v in town.venues["school"]]),
    "traeger": lambda rng, town, venue: {
        "traeger": rng.choice(
            [
                "die Volkshochschule",
                f"das Bildungswerk {town.place.name}",
                "der Kneippverein",
                "der Seniorenrat",
            ]
        )
    },
}
