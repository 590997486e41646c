"""What goes wrong between an event and its listing, in the order of the press.

A distortion takes the random source and the draft, changes the draft in place and says whether it did. `distort`
decides by `rates.RATES`, or by the magazine's habit, whether it is called, and never calls one that would take
from a twin what tells it from its twin.
"""

from collections.abc import Callable
from random import Random

from . import distort_title as title
from . import distort_when as when
from . import distort_where as where
from .writing import Draft, rate

Distortion = Callable[[Random, Draft], bool]

# In the order of application, each with the need of an event that forbids it.
DISTORTIONS: list[tuple[str, Distortion]] = [
    ("title", title.subtitle_dropped),
    ("", title.other_fasnet_word),
    ("", title.compound_apart),
    ("", title.abbreviated),
    ("", title.other_quotes),
    ("", title.and_sign),
    ("", title.edition_number),
    ("", title.venue_in_title),
    ("", title.series_prefix),
    ("", title.organiser_prefix),
    ("", title.cancelled),
    ("time", when.no_time),
    ("time", when.midnight_for_no_time),
    ("time", when.doors_for_start),
    ("time", when.minutes_apart),
    ("time", when.hour_off),
    ("", when.run_as_range),
    ("", when.one_date_of_run),
    ("date", when.range_as_first_day),
    ("date", when.date_off),
    ("place", where.venue_missing),
    ("place", where.address_only),
    ("place", where.town_as_venue),
    ("place", where.no_place),
    ("", where.long_venue_name),
    ("", where.official_city_name),
    ("", where.district_as_city),
    ("place", where.wrong_city),
    ("", where.town_unsaid),
    ("", title.city_in_title),
    ("", title.written_out_umlauts),
    ("name", title.ocr),
]
GEO_DISTORTIONS: list[tuple[str, Distortion]] = [
    ("", where.other_geocoder),
    ("", where.geo_of_centre),
    ("", where.no_geo),
]
_OF_HOURS = {step.__name__ for need, step in DISTORTIONS if need == "time"}


def distort(rng: Random, draft: Draft) -> None:
    """Call every distortion by its rate; those that changed something leave their name in `draft.tags`."""
    _apply(rng, draft, DISTORTIONS)
    where.geocode(rng, draft)
    _apply(rng, draft, GEO_DISTORTIONS)
    if where.held_online(rng, draft):
        draft.tags.add("held_online")


def _forbidden(need: str, draft: Draft) -> bool:
    """Whether the event may not lose it, or, with hours, whether one difficulty has changed them already."""
    return need in draft.event.needs or (need == "time" and not _OF_HOURS.isdisjoint(draft.tags))


def _apply(rng: Random, draft: Draft, distortions: list[tuple[str, Distortion]]) -> None:
    for need, distortion in distortions:
        name = distortion.__name__
        if rng.random() >= rate(draft.magazine, name) or _forbidden(need, draft):
            continue
        if distortion(rng, draft):
            draft.tags.add(name)
