"""Organisers of a place and the names publishers have for them."""

from .region import Place, Region
from .venues import names_of, place_words
from .words import read

_FILE = read("organisers.toml")
_KINDS = _FILE["kinds"]
_GROUPS: dict[str, list[str]] = _FILE["groups"]


def organiser_of(region: Region, place: Place, kind: str) -> list[str]:
    """The names of the place's organiser of a kind, the usual one first."""
    if kind in _GROUPS:
        kind = region.rng.choice(_GROUPS[kind])
    if kind not in place.organisers:
        place.organisers[kind] = _names(region, place, kind)
    return place.organisers[kind]


def _names(region: Region, place: Place, kind: str) -> list[str]:
    rng, name = region.rng, place.name
    if kind == "sport":
        return organiser_of(region, place, "sportverein2")
    if kind == "scheiben":
        guild = organiser_of(region, place, "narren")
        brigade = [f"Freiwillige Feuerwehr {name}", f"Feuerwehr {name}", f"FFW {name}"]
        boys = [f"Scheibenfeuerclique {name}", f"Scheibenbuben {name}"]
        return rng.choice([_youth(name), guild, brigade, boys])
    if kind == "partyorg":
        clubs = [organiser_of(region, place, club) for club in ("sportverein", "narren")]
        return rng.choice([_youth(name), *clubs])
    pattern = _KINDS[kind]
    slots = place_words(place)
    names = names_of(rng, pattern, place, 0, slots)
    if "other" in pattern and rng.random() < pattern["other_share"]:
        return [other.format_map(slots) for other in pattern["other"]]
    return names


def _youth(name: str) -> list[str]:
    return [f"Landjugend {name}", f"KLJB {name}"]
