"""What a listing must look like. The only place where entries of every format are checked."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Any, Self, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)

from event_dedup.ingest import values
from event_dedup.ingest.faults import quoted
from event_dedup.ingest.values import MAX_ITEMS, MAX_NAME, MAX_TEXT, problem

LONGEST_RANGE = timedelta(days=3 * 366)
# An end before the start is the next morning (22:00 to 04:00) up to noon, later a mistake (20:00 to 18:00).
NEXT_MORNING = time(12)
LAST_MINUTE = time(23, 59)

Span: TypeAlias = tuple[date, time | None, time | None, date | None]  # day, start, end, last day

Identifier = Annotated[str, PlainValidator(values.identifier)]
RequiredName = Annotated[str, PlainValidator(values.required(values.text(MAX_NAME)))]
Name = Annotated[str | None, PlainValidator(values.text(MAX_NAME))]
Text = Annotated[str | None, PlainValidator(values.text(MAX_TEXT))]
Names = Annotated[list[str] | None, PlainValidator(values.texts(MAX_NAME))]
Texts = Annotated[list[str] | None, PlainValidator(values.texts(MAX_TEXT))]
Flag = Annotated[bool | None, PlainValidator(values.flag)]
Share = Annotated[float | None, PlainValidator(values.number(0, 1))]
Latitude = Annotated[float | None, PlainValidator(values.number(-90, 90))]
Longitude = Annotated[float | None, PlainValidator(values.number(-180, 180))]
Day = Annotated[date, PlainValidator(values.day)]
OptionalDay = Annotated[date | None, PlainValidator(values.optional_day)]
Clock = Annotated[time | None, PlainValidator(values.clock)]
EndClock = Annotated[time | None, PlainValidator(values.end_clock)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class EventDate(_Part):
    """One date, or one range of days up to `end_date`."""

    date: Day
    start_time: Clock = None
    end_time: EndClock = None
    end_date: OptionalDay = None

    @model_validator(mode="after")
    def _end_follows_start(self) -> Self:
        last = self.end_date or self.date
        if last < self.date:
            raise problem(f"ends on {last}, before it begins on {self.date}", "Correct date or end_date.")
        if last - self.date > LONGEST_RANGE:
            reason = f"lasts from {self.date} to {last}; at most 3 years are allowed"
            raise problem(reason, "Deliver the days on which something happens, or a shorter range.")
        if last == self.date and NEXT_MORNING < (self.end_time or NEXT_MORNING) < (
            self.start_time or time(0)
        ):
            reason = f"ends at {self.end_time}, before it begins at {self.start_time}"
            raise problem(reason, "Correct start_time or end_time, or add end_date.")
        return self

    @property
    def stored(self) -> Span:
        """Day, start, end and last day, in one form however the span was written.

        The next morning belongs to its evening and is no last day. 24:00 is that morning's 00:00, and 23:59 where 00:00
        would be the beginning of the day: at the end of a range, and of a day that begins at 00:00.
        """
        start, end = self.start_time, self.end_time
        last = self.end_date if self.end_date != self.date else None
        if end == values.END_OF_DAY:
            end = LAST_MINUTE if last or start == time(0) else time(0)
        elif last == self.date + timedelta(days=1) and start and end and end < start and end <= NEXT_MORNING:
            last = None
        return self.date, start, end, last


class Geo(_Part):
    """Coordinates in degrees; (0, 0) means that nothing was found."""

    latitude: Latitude = None
    longitude: Longitude = None
    confidence: Share = None
    country: Name = None

    @model_validator(mode="after")
    def _is_a_point(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise problem(f"has no {missing}", "Give both coordinates, or neither.")
        return self

    @property
    def point(self) -> tuple[float | None, float | None, float | None]:
        """Latitude, longitude, confidence; all None where there is no point."""
        if not self.latitude and not self.longitude:
            return None, None, None
        return self.latitude, self.longitude, self.confidence


class Sanitized(_Part):
    """What a cleaning step found out about the place; it wins over what the publisher wrote."""

    city: Name = None
    district: Name = None


def _absent_if_empty(value: Any) -> Any:
    return {} if values.absent(value) else value


def _named_place(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else _absent_if_empty(value)


class Location(_Part):
    """Where it happens. A bare text is the name of the venue."""

    name: Name = None
    city: Name = None
    district: Name = None
    street: Name = None
    street_no: Name = None
    zipcode: Name = None
    country: Name = None
    geo: Annotated[Geo, BeforeValidator(_absent_if_empty)] = Geo()
    sanitized: Annotated[Sanitized, BeforeValidator(_absent_if_empty)] = Field(
        default=Sanitized(), alias="_sanitizeResult"
    )


def _few_dates(value: Any) -> Any:
    if values.absent(value):
        raise problem("has no date", "Give at least one {date: YYYY-MM-DD}.")
    if isinstance(value, list) and len(value) > MAX_ITEMS:
        reason = f"has {len(value):,} dates; at most {MAX_ITEMS:,} are allowed"
        raise problem(reason, "Deliver ranges (end_date), or split the entry.")
    return value


class Listing(_Part):
    """An entry in the delivery form. Unknown keys are ignored here and kept in the payload."""

    id: Identifier
    title: RequiredName
    source_type: RequiredName
    event_dates: Annotated[list[EventDate], BeforeValidator(_few_dates)]
    short_description: Text = None
    description: Text = None
    highlights: Texts = None
    location: Annotated[Location, BeforeValidator(_named_place)] = Location()
    categories: Names = None
    is_family_event: Flag = None
    is_child_focused: Flag = None
    admission_free: Flag = None
    registration_required: Flag = None
    registration_contact: Text = None
    confidence_score: Share = None
    online: Flag = None
    withdrawn: Flag = None


class Withdrawal(_Part):
    """An entry that takes a listing back: nothing but its id is needed."""

    id: Identifier


def explain(error: ValidationError) -> tuple[str, str]:
    """Reason and remedy of an entry that is no listing: three fields with their values."""
    problems = error.errors(include_url=False)
    fields, remedies = list[str](), dict[str, list[str]]()
    for found in problems[:3]:
        path = _path(found["loc"])
        fields.append(_reason(path, found["type"], found["msg"], found["input"]))
        remedy = found.get("ctx", {}).get("remedy") or _REMEDY.get(found["type"], "Correct the value.")
        remedies.setdefault(remedy, []).append(path)
    more = [f"and {len(problems) - 3} more"] if len(problems) > 3 else []
    steps = [f"{', '.join(paths)}: {remedy[0].lower()}{remedy[1:]}" for remedy, paths in remedies.items()]
    return "; ".join([*fields, *more]), " ".join([*steps, "Then deliver the entry again."])


_TELL = {
    "missing": "is missing",
    "list_type": "is no list",
    "model_type": "is no object",
    "model_attributes_type": "is no object",
}
_REMEDY = {
    "missing": "Add a value.",
    "list_type": 'Write a list, for example [{"date": "2026-02-14"}].',
    "model_type": "Write an object with keys and values.",
    "model_attributes_type": "Write an object with keys and values.",
}


def _path(where: tuple[int | str, ...]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return path.lstrip(".") or "the entry"


def _reason(path: str, kind: str, message: str, value: object) -> str:
    tell = _TELL.get(kind, message)
    if kind == "missing" or isinstance(value, (dict, list)) or value is None or value == "":
        return f"{path} {tell}"
    return f"{path} ({quoted(value)}) {tell}"
