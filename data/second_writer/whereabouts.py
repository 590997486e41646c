"""Where and when, as the publisher says it."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hours import minutes

from .clock import later
from .draft import Draft
from .region import Town


class Names:
    """Which of a venue's names each publisher has got used to."""

    def __init__(self) -> None:
        self._usual: dict[tuple[str, int], str] = {}

    def of_venue(self, rng: Random, draft: Draft) -> str:
        """The name it prints, mostly the usual one."""
        venue, key = draft.event.venue, (draft.publisher.key, id(draft.event.venue))
        if key not in self._usual:
            self._usual[key] = rng.choice(venue.names)
        if draft.event.venue_exact:
            return venue.names[0]
        return rng.choice(venue.names) if rng.random() < 0.12 else self._usual[key]


def write_place(rng: Random, draft: Draft, names: Names) -> None:
    """Venue, address, town and coordinates."""
    event, place = draft.event, draft.place
    venue = event.venue
    unnamed = rng.random() > draft.rate("venue") and "venue" not in event.keep
    if not unnamed:
        place["name"] = names.of_venue(rng, draft)
        if not event.venue_exact and rng.random() < 0.04:
            place["name"] = f"{venue.street} {venue.number}"
    if rng.random() < draft.rate("street"):
        place["street"], place["street_no"] = venue.street, venue.number
    _write_town(rng, draft)
    if rng.random() < draft.rate("zipcode"):
        place["zipcode"] = event.place.town.zipcode
    if rng.random() < draft.rate("geo"):
        around = 0.01 if unnamed else 0.0006
        place["geo"] = {
            "latitude": round(venue.lat + rng.uniform(-around, around), 6),
            "longitude": round(venue.lon + rng.uniform(-around, around), 6),
            "confidence": _confidence(rng, draft),
        }


def _confidence(rng: Random, draft: Draft) -> float:
    if draft.publisher.taste < 0.5:
        return rng.choice([0.9, 0.9, 0.6, 0.3])
    return round(rng.uniform(0.5, 1), 2)


def _write_town(rng: Random, draft: Draft) -> None:
    """Town and quarter; a town's own pages leave it out, others only where they have said it."""
    where, publisher, place = draft.event.place, draft.publisher, draft.place
    says_town = rng.random() < draft.rate("city")
    way = publisher.quarters
    if rng.random() >= 0.85:
        way = rng.choice(["district", "city", "hyphen", "none"])
    if says_town and where.is_quarter:
        place |= _quarter(draft, way)
    elif says_town:
        place["city"] = where.town.name if rng.random() < 0.9 else where.town.short
        if rng.random() < draft.rate("county_named") * 0.4:
            place["district"] = where.town.county
    text = " ".join([draft.title, draft.text, place.get("name", ""), draft.summary]).lower()
    told = where.short.lower() in text
    if where.is_quarter and not told and (not says_town or way == "none"):
        place["district"] = where.name
    elif not says_town and not told and publisher.type not in ("calendar", "gazette"):
        place["city"] = where.town.name


def _quarter(draft: Draft, way: str) -> dict[str, str]:
    where = draft.event.place
    if way == "city":
        return {"city": where.name}
    if way == "hyphen":
        return {"city": f"{where.town.short}-{where.name}"}
    return {"city": where.town.name} | ({"district": where.name} if way == "district" else {})


def mistake_town(rng: Random, draft: Draft, towns: Sequence[Town]) -> None:
    """A wrong town now and then, where the venue's name says which one it is."""
    town, place = draft.event.place.town, draft.place
    sure = place.get("city") == town.name and "city" not in draft.event.keep
    if not sure or draft.event.place.is_quarter or town.short not in place.get("name", ""):
        return
    if rng.random() < 0.015:
        place["city"] = rng.choice([other for other in towns if other is not town]).name
        place.pop("zipcode", None)
        place.pop("district", None)


def write_dates(rng: Random, draft: Draft, only_day: int | None) -> None:
    """The dates with hours; `only_day` prints that day of several alone."""
    event = draft.event
    _write_hours(rng, draft)
    if not event.last_day:
        draft.dates = [_dated(draft, _printed_day(rng, draft))]
        return
    if only_day is not None:
        draft.dates = [_dated(draft, event.day + timedelta(only_day))]
        return
    if event.days <= 3 and draft.publisher.ranges in ("days", "per_day"):
        draft.dates = [
            _dated(draft, event.day + timedelta(number), timed=number == 0 or rng.random() < 0.6)
            for number in range(event.days)
        ]
    else:
        draft.dates = [_dated(draft, event.day, event.last_day)]
    if event.days > 5 and rng.random() < 0.12:
        since = max(event.day, min(draft.issue, event.last_day - timedelta(1)))
        draft.dates = [_dated(draft, since, event.last_day, timed=False)]


def _write_hours(rng: Random, draft: Draft) -> None:
    """The hour it starts, or the doors open, or a wrong one, or none."""
    event = draft.event
    draft.start = event.start
    draft.end = event.end if rng.random() < draft.rate("end") else ""
    if "time" in event.keep:
        return
    if event.doors and rng.random() < draft.rate("doors"):
        draft.start = later(draft.start, -event.doors)
    what, wrong = rng.random(), draft.rate("wrong_time")
    if what < wrong:
        half_a_day = -720 if minutes(draft.start) >= 780 else 60
        draft.start = later(draft.start, rng.choice([60, -60, 30, -30, half_a_day]))
    elif what < wrong + 0.015:
        draft.start, draft.end = "00:00", ""
    if rng.random() > draft.rate("time"):
        draft.start = draft.end = ""


def _printed_day(rng: Random, draft: Draft) -> date:
    """The day, rarely one off, unless an article writes it out."""
    event = draft.event
    if not event.date_may_err or "date" in event.keep or rng.random() >= 0.012:
        return event.day
    if draft.text and draft.article:
        return event.day
    draft.day_wrong = True
    return event.day + timedelta(rng.choice([-1, 1]))


def _dated(draft: Draft, day: date, until: date | None = None, timed: bool = True) -> dict[str, str]:
    dated = {"date": day.isoformat()}
    if timed and draft.start:
        dated["start_time"] = draft.start
    if draft.end and (timed or until is None):
        dated["end_time"] = draft.end
    if until:
        dated["end_date"] = until.isoformat()
    return dated
