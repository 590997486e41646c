"""The weekly magazines: whom they serve and how each of them writes."""

from dataclasses import dataclass, field
from functools import cache

Habits = dict[str, float]


@dataclass(frozen=True, slots=True)
class Magazine:
    """A source. `reach` is the chance that it prints an event of full fame; `habits` override `rates.RATES`.

    `own` are its areas; in `near` areas it prints only what is widely known. `weekday` is the day of the issue,
    counted back from the Thursday on which the covered week begins.
    """

    code: str
    own: frozenset[str]
    near: frozenset[str]
    reach: float
    iso_name: bool = False
    weekday: int = 1
    seconds: bool = False
    capitals: float = 0.0
    dash: str = " – "
    fasnet: str = "Fasnet"
    vocabulary: dict[str, str] = field(default_factory=dict)
    habits: Habits = field(default_factory=dict)


def _areas(names: str) -> frozenset[str]:
    return frozenset(names.split())


_LOCAL = {
    "fest": "Feste & Märkte",
    "konzert": "Musik",
    "kinder": "Familie",
    "sport": "Sport",
    "kirche": "Kirchen",
}
_PLAIN = {
    "fasnet": "Fasnacht",
    "konzert": "Konzerte",
    "theater": "Bühne",
    "vortrag": "Vorträge",
    "markt": "Märkte",
}
_PORTAL = {
    "fasnet": "Brauchtum",
    "kinder": "Kinder & Jugend",
    "film": "Kino",
    "ausstellung": "Kunst",
    "wandern": "Outdoor",
}

MAGAZINES = (
    Magazine("wzb", _areas("kaiserstuhl emmendingen"), _areas("freiburg elztal"), 0.62, vocabulary=_LOCAL),
    Magazine("drs", _areas("dreisamtal freiburg"), _areas("hochschwarzwald markgraeflerland"), 0.60, weekday=2, vocabulary=_LOCAL, dash=" - ",
             habits={"district_as_city": 0.30, "geo_of_centre": 0.55, "address_only": 0.02}),
    Magazine("fwb", _areas("freiburg"), _areas("dreisamtal kaiserstuhl emmendingen markgraeflerland"), 0.66, iso_name=True, vocabulary=_PLAIN,
             habits={"doors_for_start": 0.10, "organiser_prefix": 0.12}),
    Magazine("rgb", _areas("markgraeflerland"), _areas("wiesental freiburg"), 0.66, fasnet="Fasnacht", vocabulary=_PLAIN, seconds=True,
             habits={"venue_missing": 0.30, "no_time": 0.10}),
    Magazine("emt", _areas("emmendingen elztal"), _areas("kaiserstuhl"), 0.62, weekday=2, capitals=0.05, vocabulary=_LOCAL,
             habits={"written_out_umlauts": 0.10, "midnight_for_no_time": 0.06}),
    Magazine("kst", _areas("kaiserstuhl"), _areas("emmendingen markgraeflerland"), 0.66, dash=": ", vocabulary=_LOCAL,
             habits={"no_geo": 0.7, "address_only": 0.0, "no_description": 0.5}),
    Magazine("veranstaltungen-breisgau", _areas("freiburg emmendingen kaiserstuhl markgraeflerland elztal dreisamtal"), _areas(""), 0.42, iso_name=True, seconds=True,
             vocabulary=_PORTAL, habits={"article": 0.05, "no_geo": 0.0, "geo_of_centre": 0.15, "ocr": 0.0, "sanitized": 0.0}),
    Magazine("szt", _areas("freiburg dreisamtal markgraeflerland kaiserstuhl"), _areas("emmendingen elztal"), 0.38, weekday=3, fasnet="Fastnacht", vocabulary=_PLAIN,
             habits={"article": 0.55, "no_description": 0.05}),
    Magazine("bwj", _areas("emmendingen freiburg kaiserstuhl elztal"), _areas("ortenau"), 0.38, capitals=0.12, vocabulary=_PLAIN, habits={"ocr": 0.10, "wrong_city": 0.03}),
    Magazine("elz", _areas("elztal"), _areas("emmendingen kinzigtal"), 0.66, dash=": ", vocabulary=_LOCAL, habits={"other_fasnet_word": 0.0}),
    Magazine("kultur-regio", _areas("freiburg markgraeflerland dreisamtal wiesental ortenau"), _areas("kaiserstuhl emmendingen hochrhein"), 0.28, iso_name=True,
             fasnet="Karneval", vocabulary=_PORTAL, habits={"article": 0.3, "subtitle_dropped": 0.15, "no_geo": 0.1}),
    Magazine("hsw", _areas("hochschwarzwald"), _areas("dreisamtal"), 0.68, vocabulary=_LOCAL, habits={"district_as_city": 0.25}),
    Magazine("wdk", _areas("hochschwarzwald dreisamtal"), _areas("elztal"), 0.55, weekday=2, fasnet="Fasnacht", vocabulary=_PLAIN),
    Magazine("otr", _areas("ortenau"), _areas("kinzigtal"), 0.58, weekday=2, fasnet="Fasent", vocabulary=_PLAIN),
    Magazine("lrz", _areas("ortenau"), _areas("emmendingen"), 0.50, vocabulary=_LOCAL, habits={"written_out_umlauts": 0.08}),
    Magazine("kzb", _areas("kinzigtal ortenau"), _areas("elztal hochschwarzwald"), 0.52, capitals=0.08, vocabulary=_LOCAL),
    Magazine("wst", _areas("wiesental"), _areas("markgraeflerland"), 0.62, vocabulary=_LOCAL, fasnet="Fasnacht"),
    Magazine("obw", _areas("wiesental hochrhein"), _areas("markgraeflerland"), 0.58, weekday=3, vocabulary=_PLAIN, habits={"no_time": 0.12}),
    Magazine("hrk", _areas("hochrhein"), _areas("wiesental"), 0.66, iso_name=True, vocabulary=_PORTAL, fasnet="Fasnacht"),
    Magazine("swk", _areas("hochschwarzwald kinzigtal ortenau wiesental hochrhein"), _areas(""), 0.40, iso_name=True, seconds=True, vocabulary=_PORTAL,
             habits={"article": 0.05, "geo_of_centre": 0.2, "no_geo": 0.0}),
)  # fmt: skip


@cache
def printing(area: str, served: frozenset[str]) -> tuple[tuple[Magazine, float], ...]:
    """The magazines that may print an event of this area, each with its reach there.

    Only magazines most of whose own areas are served by the set exist in it.
    """
    alive = [m for m in MAGAZINES if 2 * len(m.own & served) > len(m.own)]
    return tuple((m, m.reach if area in m.own else m.reach * 0.3) for m in alive if area in m.own | m.near)
