"""From drafts to files in the delivery format, and the truth beside them."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any

from .events import Span, clock
from .magazines import Magazine, magazines
from .world import FIRST_DAY, Printed, plan, stream
from .writing import rate

Json = dict[str, Any]


def deliver(listings: int, seed: int, out: Path, weeks: int | None = None) -> int:
    """Write the files of all issues and `truth.csv` into `out`; return the number of files."""
    out.mkdir(parents=True, exist_ok=True)
    files = 0
    with (out / "truth.csv").open("w", encoding="utf-8", newline="") as truth:
        rows = csv.writer(truth, lineterminator="\n")
        rows.writerow(["event_id", "cluster_id"])
        for name, document, labels in issues(listings, str(seed), weeks):
            (out / name).write_text(document, encoding="utf-8")
            rows.writerows(labels)
            files += 1
    return files


def issues(
    listings: int, seed: str, weeks: int | None = None
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """File name, JSON text and (event id, cluster id) rows of one issue after the other."""
    waiting: dict[tuple[int, str], list[Printed]] = defaultdict(list)
    serial = 0
    for week, printed in enumerate(stream(listings, seed, plan(listings, weeks))):
        for one in printed:
            waiting[one.issue, one.draft.magazine.code].append(one)
        for key in sorted(key for key in waiting if key[0] < week):
            page = waiting.pop(key)
            yield _issue(seed, *key, page, serial)
            serial += len(page)
    for key in sorted(waiting):
        yield _issue(seed, *key, waiting[key], serial)
        serial += len(waiting[key])


def _issue(
    seed: str, week: int, code: str, printed: list[Printed], serial: int
) -> tuple[str, str, list[tuple[str, str]]]:
    magazine = magazines()[code]
    rng = Random(f"{seed}/issue/{week}/{code}")
    day = FIRST_DAY + timedelta(days=7 * week - magazine.weekday)
    # Sorted by a keyed hash: neither position nor id can follow the order in which events were made.
    named = sorted((_opaque(seed, "listing", serial + n), one) for n, one in enumerate(printed))
    at = datetime(day.year, day.month, day.day, rng.randint(5, 20), rng.randint(0, 59), rng.randint(0, 59))
    events = [listing(rng, one, name, n // 12, at) for n, (name, one) in enumerate(named)]
    document: Json = {"events": events, "metadata": _metadata(magazine, day, at, len(events))}
    if rng.random() < 0.15:
        document["rejected"] = [{"title": rng.choice(_REJECTED), "reason": "no event date"}]
    text = json.dumps(document, ensure_ascii=False, indent=1)
    labels = [(name, _opaque(seed, "cluster", one.event_number)[:13]) for name, one in named]
    return _file_name(magazine, day, rng), text + "\n", labels


_REJECTED = [
    "Öffnungszeiten Recyclinghof",
    "Apothekennotdienst",
    "Leserbrief",
    "Stellenanzeige",
    "Wir gratulieren",
]


def _opaque(seed: str, what: str, number: int) -> str:
    return blake2b(f"{what}{number}".encode(), key=seed.encode(), digest_size=8).hexdigest()


def _file_name(magazine: Magazine, day: date, rng: Random) -> str:
    stamp = day.isoformat() if magazine.iso_name else f"{day:%d.%m.%Y}"
    return f"{magazine.code}_{stamp}_{rng.getrandbits(32):08x}.json"


def _metadata(magazine: Magazine, day: date, at: datetime, count: int) -> Json:
    return {
        "processedAt": f"{at + timedelta(minutes=7):%Y-%m-%dT%H:%M:%S}Z",
        "sourceKey": f"{magazine.code}/{day.isoformat()}.pdf",
        "eventCount": count,
    }


def listing(rng: Random, printed: Printed, name: str, batch: int, at: datetime) -> Json:
    """The JSON object of one listing, empty optional fields left out."""
    draft = printed.draft
    entry: Json = {
        "id": name,
        "title": _styled(rng, draft.title, draft.magazine),
        "source_type": draft.source_type,
    }
    entry["short_description"] = draft.short
    entry["description"] = draft.description
    entry["highlights"] = _highlights(rng, printed)
    entry["event_dates"] = [_date(span, draft.magazine) for span in draft.spans]
    entry["location"] = _location(rng, printed)
    entry["categories"] = _categories(rng, printed)
    entry |= _flags(rng, printed)
    entry["confidence_score"] = round(rng.uniform(0.72, 0.99), 2)
    entry["_batch_index"] = batch
    entry["_extracted_at"] = f"{at + timedelta(seconds=rng.randint(0, 400)):%Y-%m-%dT%H:%M:%S}Z"
    return {key: value for key, value in entry.items() if value not in ("", [], None)}


def _styled(rng: Random, title: str, magazine: Magazine) -> str:
    title = title.replace(" – ", magazine.dash, 1) if magazine.dash != ": " or ":" not in title else title
    return title.upper() if rng.random() < magazine.capitals else title


def _highlights(rng: Random, printed: Printed) -> list[str]:
    event = printed.draft.event
    if rng.random() > 0.25:
        return []
    values = [event.slots.get(key, "") for key in ("band", "musik", "person", "zunft", "werk", "gugge")]
    return [value for value in values if value][:2]


def _date(span: Span, magazine: Magazine) -> Json:
    tail = ":00" if magazine.seconds else ""
    found: Json = {"date": span.day.isoformat()}
    if span.start is not None:
        found["start_time"] = clock(span.start) + tail
    if span.end is not None and not magazine.seconds:
        found["end_time"] = clock(span.end) + tail
    if span.until is not None:
        found["end_date"] = span.until.isoformat()
    return found


def _location(rng: Random, printed: Printed) -> Json:
    draft = printed.draft
    found: Json = {
        "name": draft.name,
        "city": draft.city,
        "district": draft.district if rng.random() < 0.6 else "",
        "street": draft.street if rng.random() < 0.6 or not draft.name else "",
        "zipcode": draft.zipcode if rng.random() < 0.5 else "",
        "country": "DE" if rng.random() < 0.3 else "",
    }
    if found["street"]:
        found["street_no"] = draft.street_no
    if draft.geo:
        lat, lon, confidence = draft.geo
        found["geo"] = {"latitude": lat, "longitude": lon, "confidence": confidence, "country": "DE"}
    if draft.sanitized_city or (draft.city and rng.random() < rate(draft.magazine, "sanitized")):
        city = draft.sanitized_city or draft.city
        found["_sanitizeResult"] = {
            "city": city,
            "district": draft.district,
            "confidence": round(rng.uniform(0.6, 0.99), 2),
        }
    return {key: value for key, value in found.items() if value}


def _categories(rng: Random, printed: Printed) -> list[str]:
    magazine = printed.draft.magazine
    named = [magazine.vocabulary.get(c, c.capitalize()) for c in printed.draft.event.kind.categories]
    own = list(dict.fromkeys(named))
    return own[: rng.randint(0, len(own))] if rng.random() < 0.5 else own


def _flags(rng: Random, printed: Printed) -> Json:
    flags, slots = printed.draft.event.kind.flags, printed.draft.event.slots
    found: Json = {}
    if rng.random() < 0.6:
        found |= {"is_family_event": "family" in flags, "is_child_focused": "child" in flags}
    if rng.random() < 0.4:
        found["admission_free"] = "free" in flags
    if "register" in flags and rng.random() < 0.6:
        found |= {"registration_required": True, "registration_contact": slots.get("telefon", "")}
    return {key: value for key, value in found.items() if value != ""}


def labelled(listings: int, seed: int, weeks: int | None = None) -> Iterable[Printed]:
    """The same listings in process, with their internal tags, for tests."""
    for printed in stream(listings, str(seed), plan(listings, weeks)):
        yield from printed
