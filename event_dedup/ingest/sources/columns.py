"""Columns of a table become fields of an entry: one row a listing, or one row a date of a listing."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import chain, count
from typing import Any, TypeAlias

from event_dedup.ingest.decode import dump
from event_dedup.ingest.faults import Fault, FileFault, shorten
from event_dedup.ingest.sources.moments import from_text
from event_dedup.ingest.sources.parsed import CALENDAR_ENTRY, Columns

# field -> obvious column names; capitals, accents, spaces and punctuation do not matter.
FIELDS = {
    "id": "id uid event_id listing_id kennung",
    "title": "title titel name event event_name event_title headline veranstaltung summary",
    "source_type": "source_type",
    "event_dates": "event_dates dates",
    "date": "date datum day tag start_date startdatum",
    "end_date": "end_date enddatum datum_bis",
    "start_time": "start_time time uhrzeit zeit startzeit beginn",
    "end_time": "end_time endzeit ende",
    "start": "start starts_at start_at start_datetime begin",
    "end": "end ends_at end_at end_datetime",
    "short_description": "short_description kurzbeschreibung teaser",
    "description": "description beschreibung text details",
    "highlights": "highlights",
    "location": "location",
    "location.name": "location_name venue venue_name veranstaltungsort place",
    "location.city": "city ort stadt gemeinde town municipality",
    "location.district": "district ortsteil stadtteil",
    "location.street": "street strasse address adresse",
    "location.street_no": "street_no house_number hausnummer",
    "location.zipcode": "zipcode zip zip_code postcode postal_code plz",
    "location.country": "country land",
    "location.geo.latitude": "latitude lat breitengrad",
    "location.geo.longitude": "longitude lon lng laengengrad",
    "location.geo.confidence": "geo_confidence",
    "categories": "categories category kategorie kategorien rubrik tags",
    "is_family_event": "is_family_event",
    "is_child_focused": "is_child_focused",
    "admission_free": "admission_free",
    "registration_required": "registration_required",
    "registration_contact": "registration_contact",
    "confidence_score": "confidence_score",
    "online": "online",
    "withdrawn": "withdrawn",
}
_MOMENTS = ("date", "end_date", "start_time", "end_time", "start", "end")
_LISTS = ("categories", "highlights")
_MEANT = {field.partition(".")[0] for field in FIELDS}
_MAPPING = 'Name the columns in SOURCE.columns.toml beside the file, one a line: "Headline" = "title".'

Row: TypeAlias = Mapping[str, Any]


def entries_of(header: Sequence[str], rows: Iterable[Row | Fault], columns: Columns) -> list[Any]:
    """Entries in the delivery form. Rows that differ in nothing but their date become one entry.

    Columns without a field, and those whose field has another column's value, are kept in the entry under their
    own names; the second of two columns of one name has a number. Raises FileFault where the columns
    that every listing needs are missing, or where `columns` names a field that does not exist.
    """
    fields = _fields(header, columns)
    _refuse_incomplete(header, set(fields.values()))
    return list(_grouped(row if isinstance(row, Fault) else _entry(row, fields) for row in rows))


def distinct(names: Iterable[str]) -> list[str]:
    """The names of columns, with a number behind one that was there before."""
    found = dict[str, None]()
    for name in names:
        numbered = chain([name], (f"{name} ({number})" for number in count(2)))
        found[next(each for each in numbered if each not in found)] = None
    return list(found)


def _fields(header: Sequence[str], columns: Columns) -> dict[str, str]:
    if unknown := sorted(set(columns.values()) - set(FIELDS)):
        reason = f"the column mapping names a field that does not exist: {shorten(unknown[0])}"
        raise FileFault(
            f"{reason}; known are {', '.join(FIELDS)}", "Correct the mapping and deliver it again."
        )
    found = {column: columns.get(column) or _OBVIOUS.get(_folded(column), "") for column in header}
    for column in header:
        if _is_house(column, found) and column not in columns:
            found[column] = "location.name"
    return {column: field for column, field in found.items() if field}


def _is_house(column: str, fields: Mapping[str, str]) -> bool:
    """Whether "Ort" is where in the town: the town has a column of its own, the venue has none."""
    towns = sum(field == "location.city" for field in fields.values())
    return _folded(column) == "ort" and towns > 1 and "location.name" not in fields.values()


def _refuse_incomplete(header: Sequence[str], found: set[str]) -> None:
    needs = {"id": {"id"}, "title": {"title"}, "date": {"date", "start", "event_dates"}}
    missing = [name for name, any_of in needs.items() if not any_of & found and "withdrawn" not in found]
    if missing:
        names = shorten(", ".join(header), 300)
        raise FileFault(
            f"the table has no column for {' and '.join(missing)} (its columns: {names})", _MAPPING
        )


def _entry(row: Row, fields: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    when: list[tuple[str, str, Any]] = []
    for column, cell in row.items():
        value, field = _plain(cell), fields.get(column, "")
        if value is None:
            continue
        if field in _MOMENTS:
            when.append((field, column, value))
        else:
            _put(entry, field, column, value)
    if when and "event_dates" not in entry:
        entry["event_dates"] = [_date(when)]
    else:
        for _, column, value in when:
            _keep(entry, column, value)
    entry.setdefault("source_type", CALENDAR_ENTRY)
    return entry


def _put(entry: dict[str, Any], field: str, column: str, value: Any) -> None:
    """The value as the field, joined to a list that is there; where the field is taken, as its own column."""
    if field in _LISTS:
        entry[field] = [*entry.get(field, []), *_listed(value)]
        return
    if field == "event_dates":
        found = _json_or_text(value) if isinstance(value, str) else value
        value = found if isinstance(found, list) else [found]
    if field == "location" and isinstance(value, dict):
        for key, inner in value.items():
            _put(entry, f"location.{key}", f"{column}.{key}", inner)
        return
    if field == "location" and isinstance(value, str):
        field = "location.name"
    if not field or not _placed(entry, field.split("."), value):
        _keep(entry, column, value)


def _placed(inside: Any, path: list[str], value: Any) -> bool:
    """Whether the place was free for the value, or has it already."""
    *parents, last = path
    for parent in parents:
        inside = inside.setdefault(parent, {}) if isinstance(inside, dict) else None
    return isinstance(inside, dict) and inside.setdefault(last, value) == value


def _keep(kept: dict[str, Any], column: str, value: Any) -> None:
    """Under the name of the column, with a number where that is taken or means something in an entry."""
    if kept.get(column) == value:
        return
    names = chain([column], (f"{column} ({number})" for number in count(2)))
    kept[next(name for name in names if name not in kept and name not in _MEANT)] = value


def _listed(value: Any) -> list[Any]:
    """The items of a cell: a JSON list, as our own export writes it, or separated by ; | line breaks, else commas."""
    if not isinstance(value, str):
        return value if isinstance(value, list) else [value]
    found = _json_or_text(value) if value.startswith("[") else value
    if isinstance(found, list):
        return found
    return re.split(r"[;|\n]" if re.search(r"[;|\n]", value) else ",", value)


def _date(when: Sequence[tuple[str, str, Any]]) -> dict[str, Any]:
    """One event date; a cell that it does not need is kept in it under the name of its column."""
    cells: dict[str, Any] = {}
    spare = [(column, value) for field, column, value in when if cells.setdefault(field, value) != value]
    for better, field in (("start", "date"), ("end", "end_date")):
        if better in cells and field in cells:
            spare.append((next(column for name, column, _ in when if name == field), cells.pop(field)))
    clocks = {key: cells[key] for key in ("start_time", "end_time") if key in cells}
    found = from_text(cells.get("start", cells.get("date")), cells.get("end", cells.get("end_date"))) | clocks
    for column, value in spare:
        _keep(found, column, value)
    return found


def _plain(cell: Any) -> Any:
    """A cell as JSON could hold it; None for an empty one (a table says NaN for "nothing here")."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, float):
        return None if math.isnan(cell) else cell
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    if isinstance(cell, dict):
        return {str(key): plain for key, inner in cell.items() if (plain := _plain(inner)) is not None}
    if isinstance(cell, (list, tuple)):
        return [_plain(inner) for inner in cell]
    # Parquet knows more than JSON: a duration, a UUID.
    return cell if cell is None or isinstance(cell, int) else str(cell)


def _json_or_text(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _grouped(entries: Iterator[dict[str, Any] | Fault]) -> Iterator[Any]:
    groups: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(entries):
        key = f"fault {number}" if isinstance(entry, Fault) else _without_dates(entry)
        if key not in groups or isinstance(entry, Fault):
            groups[key] = entry  # type: ignore[assignment]
        else:
            dates = groups[key].setdefault("event_dates", [])
            dates += [found for found in entry.get("event_dates", []) if found not in dates]
    yield from groups.values()


def _without_dates(entry: Mapping[str, Any]) -> str:
    return dump({key: value for key, value in entry.items() if key != "event_dates"})


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UMLAUTS))
    return "".join(char for char in plain if char.isalnum())


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_OBVIOUS = {_folded(name): field for field, names in FIELDS.items() for name in [field, *names.split()]}
