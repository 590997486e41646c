"""What fills the `{slots}` of the texts: names, works, topics and figures, drawn once for an event."""

from collections.abc import Callable
from random import Random

from . import words as w
from .towns import Town, Venue, last_name

Made = dict[str, str]
Maker = Callable[[Random, Town, Venue], Made]


def fill(wanted: frozenset[str], rng: Random, town: Town, venue: Venue) -> Made:
    """A value for each wanted slot, and for those that are always made together with it."""
    made: Made = {"ort": town.place.name, "halle": venue.short, "dat_halle": venue.dative.strip()}
    for slot in sorted(wanted):
        if slot not in made and slot in MAKERS:
            made.update(MAKERS[slot](rng, town, venue))
    return made


def titled(patterns: list[str], rng: Random) -> str:
    """An invented title of a film, book or play."""
    return rng.choice(patterns).format(
        n=rng.choice(w.NOUN), m=rng.choice(w.NOUN), a=rng.choice(w.TITLE_ADJ), f=rng.choice(w.FIRST)
    )


def person(rng: Random) -> str:
    """First name and surname."""
    return f"{rng.choice(w.FIRST)} {last_name(rng)}"


def band(rng: Random) -> str:
    """The name of a band; some hundred thousand are possible."""
    return rng.choice(w.BAND_PATTERNS).format(
        A=rng.choice(w.ADJ), B=rng.choice(w.BAND_HEAD), t=rng.choice(w.BAND_TAIL),
        L=last_name(rng), F=rng.choice(w.FIRST), n=rng.choice(["Trio", "Duo", "Quartett"]),
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
    return {"ensemble": f"{last_name(rng)}-{rng.choice(w.ENSEMBLE)}"}


def _opponent(rng: Random, town: Town, venue: Venue) -> Made:
    return {
        "gegner": f"{rng.choice(w.SPORT_CLUB)} {last_name(rng)}{rng.choice(['ingen', 'heim', 'dorf', 'bach'])}"
    }


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
    **_one("vorname", lambda rng: rng.choice(w.FIRST)),
    **_one("band", band),
    **_one("genre", lambda rng: rng.choice(w.GENRE)),
    **_one("instrument", lambda rng: rng.choice(w.INSTRUMENT)),
    **_one("werk", lambda rng: f"{rng.choice(w.WORK_HEAD)} „{titled(w.TITLE_PATTERNS, rng)}“"),
    **_one("werktitel", lambda rng: titled(w.TITLE_PATTERNS, rng)),
    **_one("film", lambda rng: titled(w.TITLE_PATTERNS, rng)),
    **_one("buch", lambda rng: titled(w.TITLE_PATTERNS, rng)),
    **_one("ausstellung", lambda rng: titled(w.TITLE_PATTERNS, rng)),
    **_one("programm", lambda rng: titled(w.PROGRAM, rng)),
    **_one("stueck", lambda rng: titled(w.PLAY, rng)),
    **_one("maerchen", lambda rng: titled(w.TALE, rng)),
    **_one("thema", _pick(w.TOPIC_SUBJECT, w.TOPIC_ANGLE, join=" – ")),
    **_one("kursthema", _pick(w.COURSE_SUBJECT, w.COURSE_LEVEL)),
    **_one("kurs", _pick(w.FITNESS, w.FITNESS_LEVEL, join="")),
    **_one("bastelthema", _pick(w.CRAFT, w.CRAFT_VERB)),
    **_one("naturthema", _pick(w.NATURE, w.NATURE_PLACE)),
    **_one("rundgang", _pick(w.TOUR, w.TOUR_ANGLE)),
    **_one("reiseziel", _pick(w.TRAVEL, w.TRAVEL_ANGLE)),
    **_one("partei", lambda rng: rng.choice(w.PARTY)),
    **_one("politthema", lambda rng: rng.choice(w.POLICY)),
    **_one("beratung", lambda rng: rng.choice(w.ADVICE)),
    **_one("essen", lambda rng: rng.choice(w.FOOD)),
    **_one("tanzart", lambda rng: rng.choice(w.DANCE)),
    **_one("sportart", lambda rng: rng.choice(w.SPORT)),
    **_one("liga", lambda rng: rng.choice(w.LEAGUE)),
    **_one("team", lambda rng: rng.choice(w.TEAM)),
    **_one("weinthema", lambda rng: rng.choice(w.WINE)),
    **_one("land", lambda rng: rng.choice(w.LAND)),
    **_one("gruppe", lambda rng: rng.choice(w.GROUP)),
    **_one("ziel", _pick(w.HILL_HEAD, w.HILL_TAIL, join="")),
    **_one(
        "wanderverein",
        lambda rng: rng.choice(["Schwarzwaldverein", "Wanderfreunde", "Albverein", "Naturfreunde"]),
    ),
    **_one("flur", _pick(w.HILL_HEAD, w.HILL_TAIL, join="")),
    **_one("weingut", lambda rng: f"Weingut {last_name(rng)}"),
    **_one("gasthaus", lambda rng: f"Gasthaus {rng.choice(w.PUB)}"),
    **_one("telefon", _phone),
    **_one("zahl", lambda rng: str(rng.randint(12, 65))),
    **_one("viele", lambda rng: str(rng.randint(3, 30) * 100)),
    **_one("preis", lambda rng: str(rng.randint(3, 28))),
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
    "kirche": lambda rng, town, venue: {"kirche": venue.short},
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
