"""One value of a listing at a time: each function returns what is stored or raises a PydanticCustomError.

null, a missing key, an empty or blank text and an empty list all mean that nothing was delivered (None).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from typing import Any

from pydantic_core import PydanticCustomError

MAX_ID, MAX_NAME, MAX_TEXT, MAX_ITEMS = 500, 1_000, 200_000, 1_000
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
END_OF_DAY = time.max  # 24:00: fractions of a second are dropped, so that no other time is the same
# Control characters (all but tab and line break) and characters that are never seen: soft hyphen, zero-width
# space, word joiner, byte order mark, and the marks of the writing direction.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_GERMAN_DATE = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")
_TIME = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
_FLAGS = {
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "ja": True,
    "nein": False,
    "1": True,
    "0": False,
    "1.0": True,
    "0.0": False,
}


def problem(reason: str, remedy: str) -> PydanticCustomError:
    """An error whose message is the reason and whose context holds the remedy."""
    return PydanticCustomError("listing", "{reason}", {"reason": reason, "remedy": remedy})


def absent(value: Any) -> bool:
    """Whether nothing was delivered: null, an empty or blank text, an empty list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def text(longest: int) -> Callable[[Any], str | None]:
    """Trimmed text of at most `longest` characters without control characters; a number becomes digits."""

    def clean(value: Any) -> str | None:
        if absent(value):
            return None
        if type(value) is not str:
            value = _number_as_text(value)
        if not value.isascii() or not value.isprintable():
            value = _visible(value)
        value = value.strip()
        if len(value) > longest:
            reason = f"has {len(value):,} characters; at most {longest:,} are allowed"
            raise problem(reason, "Shorten it.")
        return value or None

    return clean


def required(clean: Callable[[Any], str | None]) -> Callable[[Any], str]:
    """The same text, refused where there is none."""

    def check(value: Any) -> str:
        cleaned = clean(value)
        if cleaned is None:
            raise problem("is empty", "Write a text.")
        return cleaned

    return check


def identifier(value: Any) -> str:
    """An id: one line of text of at most 500 characters."""
    if isinstance(value, str) and any(ord(char) < 32 for char in value.strip()):
        raise problem("holds a control character", "Write one line of text.")
    return _required_id(value)


def texts(longest: int) -> Callable[[Any], list[str] | None]:
    """Different texts in the order of delivery; a single text is a list of one."""
    clean = text(longest)

    def check(value: Any) -> list[str] | None:
        if absent(value):
            return None
        items = value if isinstance(value, list) else [value]
        if len(items) > MAX_ITEMS:
            raise problem(f"has {len(items):,} items; at most {MAX_ITEMS:,} are allowed", "Deliver fewer.")
        return list(dict.fromkeys(filter(None, map(clean, items)))) or None

    return check


def flag(value: Any) -> bool | None:
    """true or false; also 1 and 0 and the words true, false, yes, no, ja, nein."""
    if absent(value):
        return None
    word = str(value).strip().lower() if isinstance(value, (str, int, float)) else ""
    if word in _FLAGS:
        return _FLAGS[word]
    raise problem("is neither true nor false", "Write true or false.")


def number(least: float, most: float) -> Callable[[Any], float | None]:
    """A finite number from `least` to `most`, also written as text."""

    def check(value: Any) -> float | None:
        if absent(value):
            return None
        amount = _float(value)
        if not math.isfinite(amount) or not least <= amount <= most:
            reason = f"is not between {least:g} and {most:g}"
            raise problem(reason, "Give a number in that range, or leave the key out.")
        return amount

    return check


def day(value: Any) -> date:
    """A day from 1900 to 2199, written YYYY-MM-DD (or D.M.YYYY)."""
    found = _parse_day(value)
    if not EARLIEST <= found <= LATEST:
        raise problem(f"is not between {EARLIEST} and {LATEST}", "Correct the year.")
    return found


def optional_day(value: Any) -> date | None:
    """The same, or None where nothing was delivered."""
    return None if absent(value) else day(value)


def clock(value: Any) -> time | None:
    """A time of day, written HH:MM or HH:MM:SS; fractions of a second are dropped."""
    if absent(value):
        return None
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise problem("is no time of day", "Write HH:MM or HH:MM:SS, without a time zone.")
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        raise problem("is no time of day", "Write a time from 00:00 to 23:59.") from None


def end_clock(value: Any) -> time | None:
    """A time at which something ends: END_OF_DAY for 24:00."""
    return END_OF_DAY if value in ("24:00", "24:00:00") else clock(value)


def _number_as_text(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    raise problem("is no text", "Write it as text in quotes.")


def _visible(value: str) -> str:
    if "\0" in value:
        raise problem("holds a NUL character", "Remove the NUL character (\\u0000).")
    value = _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    return unicodedata.normalize("NFC", value)


def _float(value: Any) -> float:
    try:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise ValueError(value)
        return float(value)
    except (ValueError, OverflowError):
        raise problem("is no number", "Write a number, or leave the key out.") from None


def _parse_day(value: Any) -> date:
    written = value.strip() if isinstance(value, str) else ""
    iso, german = _DATE.fullmatch(written), _GERMAN_DATE.fullmatch(written)
    if iso is None and german is None:
        raise problem("is no date", "Write the day as YYYY-MM-DD.")
    year, month, of_month = iso.groups() if iso else reversed(german.groups() if german else ())
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        raise problem("is a day that does not exist", "Correct the day, month or year.") from None


_required_id = required(text(MAX_ID))
