"""schema.org events as JSON-LD: one object, a list or @graph of them, those of a page, a list of items, an event."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from event_dedup.ingest.decode import Decoded, Repeated, dump, repeated_key
from event_dedup.ingest.faults import FileFault, shorten
from event_dedup.ingest.sources.moments import from_text
from event_dedup.ingest.sources.parsed import CALENDAR_ENTRY, Parsed

# Subclasses of schema.org/Event whose names do not end in "Event" (schema.org 29).
_OTHER_EVENTS = {"CourseInstance", "EventSeries", "Festival", "Hackathon"}
# Where other things keep events. Not superEvent: what an event is a part of is told by its own page.
_HOLDERS = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"]
_HOLDERS += ["event", "events", "subEvent", "subEvents"]


def is_json_ld(value: Any) -> bool:
    """Whether JSON is JSON-LD: it has @context, @graph or @type, or is a list of such objects."""
    first = value[0] if isinstance(value, list) and value else value
    marked = isinstance(first, dict) and not {"@context", "@graph", "@type"}.isdisjoint(first)
    return marked and "events" not in first


def from_json_ld(document: Decoded) -> Parsed:
    """One entry an event, and one each of its parts; other things are passed over.

    Raises FileFault where there is no event.
    """
    nodes = list(_nodes(document.value))
    events = [node for node in nodes if any(map(_is_event, _types(node))) and not _is_reference(node)]
    if not events:
        types = ", ".join(sorted({name for node in nodes for name in _types(node)})) or "none"
        reason = f"the file holds no schema.org event (types found: {shorten(types)})"
        remedy = 'Deliver objects with "@type": "Event" or one of its subtypes.'
        raise FileFault(reason, remedy, dump(document.value)[:2000])
    # Dates count, not copies and mentions: an id must not depend on how often the page tells of its event.
    told = {(_identity(event), _telling(event)) for event in events if event.get("startDate")}
    shared = Counter(identity for identity, _ in told)
    return Parsed((_entry(event, shared, document.repeated) for event in events), format="jsonld")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    held = _parts(value, lambda node: [node[key] for key in _HOLDERS if key in node])
    return (part for part in held if isinstance(part, dict))


def _parts(value: Any, inside: Callable[[dict[str, Any]], list[Any]]) -> Iterator[Any]:
    """What a value holds, lists opened, in its order: each object, then what is `inside` it, however deep."""
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, list):
            todo.extend(reversed(part))
            continue
        yield part
        if isinstance(part, dict):
            todo.extend(reversed(inside(part)))


def _types(node: dict[str, Any]) -> set[str]:
    names = node.get("@type", [])
    listed = names if isinstance(names, list) else [names]
    return {name.rsplit("/", 1)[-1].removeprefix("schema:") for name in listed if isinstance(name, str)}


def _is_event(name: str) -> bool:
    return name.endswith("Event") or name in _OTHER_EVENTS


def _is_reference(node: dict[str, Any]) -> bool:
    return node.keys() == {"@id", "@type"}


def _entry(event: dict[str, Any], shared: Counter[str], repeated: Repeated) -> Any:
    place = _place(event.get("location"))
    status = _text(event.get("eventStatus"))
    entry = repeated_key(event, repeated) or {
        "id": _listing_id(event, shared),
        "title": _text(event.get("name")) or _text(event.get("headline")),
        "source_type": CALENDAR_ENTRY,
        "event_dates": _dates(event),
        "short_description": _text(event.get("disambiguatingDescription")),
        "description": _text(event.get("description")),
        "location": place,
        "categories": _categories(event),
        "admission_free": _is_free(event),
        "online": _is_online(event),
        "status": status,
        "schema_org": event,
    }
    if isinstance(entry, dict) and (status or "").endswith("EventCancelled"):
        entry["withdrawn"] = True
    return entry


def _listing_id(event: dict[str, Any], shared: Counter[str]) -> str:
    found = _identity(event)
    if found and shared[found] <= 1:
        return found
    # Many pages give no id, or one address for all: name, start and place tell the events apart.
    return hashlib.sha256(f"{found}\0{_telling(event)}".encode()).hexdigest()[:32]


def _telling(event: dict[str, Any]) -> str:
    parts = [_text(event.get("name")), str(event.get("startDate")), dump(event.get("location"))]
    return "\0".join(part or "" for part in parts)


def _identity(event: dict[str, Any]) -> str:
    return _text(event.get("@id")) or _text(event.get("identifier")) or _text(event.get("url")) or ""


def _text(value: Any) -> str | None:
    """The first text in it that is not empty."""
    told = _parts(
        value, lambda part: [part[key] for key in ("@value", "name", "value", "@id") if key in part][:1]
    )
    texts = (p for p in told if p != "" and isinstance(p, (str, int)) and not isinstance(p, bool))
    return next(map(str, texts), None)


def _dates(event: dict[str, Any]) -> list[dict[str, Any]]:
    start = event.get("startDate")
    starts = start if isinstance(start, list) else [start] if start else []
    return [from_text(moment, event.get("endDate") if len(starts) == 1 else None) for moment in starts]


def _place(location: Any) -> Any:
    places = location if isinstance(location, list) else [location]
    found = next((place for place in places if place and not _is_virtual(place)), None)
    if not isinstance(found, dict):
        return found
    address = found.get("address")
    postal = address if isinstance(address, dict) else {"streetAddress": address}
    return {
        "name": _text(found.get("name")),
        "street": _text(postal.get("streetAddress")),
        "zipcode": _text(postal.get("postalCode")),
        "city": _text(postal.get("addressLocality")),
        "country": _text(postal.get("addressCountry")),
        "geo": _geo(found.get("geo")),
    }


def _geo(geo: Any) -> Any:
    if not isinstance(geo, dict) or "latitude" not in geo:
        return None  # a GeoShape is no point
    return {key: geo.get(key) for key in ("latitude", "longitude")}


def _is_virtual(place: Any) -> bool:
    return isinstance(place, dict) and "VirtualLocation" in _types(place)


def _categories(event: dict[str, Any]) -> list[str]:
    keywords = event.get("keywords")
    words = (
        keywords.split(",") if isinstance(keywords, str) else keywords if isinstance(keywords, list) else []
    )
    return sorted(_types(event) - {"Event"}) + [word for word in map(_text, words) if word]


def _is_free(event: dict[str, Any]) -> Any:
    if "isAccessibleForFree" in event:
        return event["isAccessibleForFree"]
    offers = event.get("offers")
    listed = offers if isinstance(offers, list) else [offers]
    prices = [str(offer["price"]) for offer in listed if isinstance(offer, dict) and "price" in offer]
    return True if prices and all(price in ("0", "0.0", "0.00") for price in prices) else None


def _is_online(event: dict[str, Any]) -> bool | None:
    mode = _text(event.get("eventAttendanceMode")) or ""
    location = event.get("location")
    virtual = any(map(_is_virtual, location if isinstance(location, list) else [location]))
    return (
        True if mode.endswith(("OnlineEventAttendanceMode", "MixedEventAttendanceMode")) or virtual else None
    )
