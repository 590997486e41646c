"""Bytes to text and text to JSON, strictly where meaning is at stake and leniently where it is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from event_dedup.ingest.faults import Fault, FileFault, shorten

SAVE_AS_UTF8 = "Save the file as UTF-8 and deliver it again."
DELIVER_WHOLE = (
    "Deliver the whole file again, written under a temporary name and renamed when it is complete."
)
MAX_DEPTH = 64
# Text nested deeper is cut before Python's own limit (about 1,000) would cost the whole file.
_CUT_DEPTH = MAX_DEPTH + 6
_LONGEST_INTEGER = 400  # digits; a float ends at 308, Python refuses to read more than 4,300
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


Repeated: TypeAlias = dict[int, tuple[str, dict[str, Any]]]


@dataclass(slots=True)
class Decoded:
    """A JSON value; `repeated[id(object)] = (key, object)` where one key has two values."""

    value: Any = None
    repeated: Repeated = field(default_factory=dict)


def decode_utf8(content: bytes) -> str:
    """The text of `content`, without a byte order mark. Raises FileFault for anything but UTF-8."""
    if content.startswith(b"\0\0"):
        raise FileFault("the file begins with NUL bytes: damaged, or never written to its end", DELIVER_WHOLE)
    if content.startswith(_UTF16) or b"\0" in content[:2]:
        raise FileFault("the file is UTF-16, not UTF-8", SAVE_AS_UTF8)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = (
            f"the file is not UTF-8: byte {error.start + 1:,} (line {line:,}) is 0x{content[error.start]:02x}"
        )
        beginning = content[:2000].decode("utf-8", "replace")
        raise FileFault(reason + "; it may be Windows-1252 or Latin-1", SAVE_AS_UTF8, beginning) from error
    if not text.strip():
        raise FileFault("the file is empty", DELIVER_WHOLE)
    return text


def parse_json(text: str) -> Decoded:
    """The JSON value in `text`; NaN and Infinity are read and refused later, entry by entry.

    Raises json.JSONDecodeError for text that is no JSON. Nesting deeper than 70 is cut, so that the entry it
    stands in is refused for its depth and the others load.
    """
    try:
        return _load(text)
    except RecursionError:
        return _load("".join(_cut_depth(text)))


def json_fault(error: json.JSONDecodeError) -> FileFault:
    """How to tell people about a file that is no JSON."""
    text, beginning = error.doc, error.doc[:2000]
    end = text.rstrip()
    cut = error.pos >= len(end) or not end.endswith(("}", "]")) or error.msg.startswith("Unterminated string")
    if error.pos > 0 and cut:
        reason = f"the file ends in the middle of its JSON (line {error.lineno:,}): half-written?"
        return FileFault(reason, DELIVER_WHOLE, beginning)
    near = shorten(text[max(0, error.pos - 20) : error.pos + 20])
    reason = f'the file is no JSON: {told(error)} of line {error.lineno:,}, near "{near}"'
    return FileFault(
        reason, "Mend the file there, or have the publisher write it with a JSON library.", beginning
    )


def told(error: json.JSONDecodeError) -> str:
    """What is wrong with text that is no JSON, as the middle of a sentence."""
    message = error.msg.removesuffix(" at")
    return f"{message[0].lower()}{message[1:]} at column {error.colno:,}"


def repeated_key(entry: Any, repeated: Repeated) -> Fault | None:
    """The fault of an entry in which one key has two values, if there is one."""
    for part in _objects(entry) if repeated else ():
        if id(part) in repeated:
            reason = f'the key "{shorten(repeated[id(part)][0])}" is given twice with different values'
            remedy = "Keep one of the two (the payload shows the second under a number); deliver it again."
            return Fault(reason, remedy, dump(entry))
    return None


def dump(value: Any) -> str:
    """JSON text of anything that was delivered, for people to read; always valid Unicode."""
    try:
        return mend_surrogates(json.dumps(value, ensure_ascii=False, default=str))
    except RecursionError:
        return shorten(value, 2000)


def mend_surrogates(text: str) -> str:
    """Join the halves of surrogate pairs; a half without its other half becomes U+FFFD."""
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _load(text: str) -> Decoded:
    decoded = Decoded()

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        return built if len(built) == len(pairs) else _keep_all(pairs, decoded.repeated)

    # strict=False: a raw tab or line break inside a text is sloppy but clear.
    decoded.value = json.loads(text, object_pairs_hook=build, parse_int=_integer, strict=False)
    return decoded


def _keep_all(pairs: list[tuple[str, Any]], repeated: Repeated) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for number, (key, value) in enumerate(pairs, 1):
        if key not in kept:
            kept[key] = value
        elif kept[key] != value:
            kept[f"{key} ({number})"] = value
            repeated[id(kept)] = (key, kept)
    return kept


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _cut_depth(text: str) -> Iterator[str]:
    depth, kept_from = 0, 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth == _CUT_DEPTH:
                yield text[kept_from : token.start()] + "null"
        elif token[0] in "]}":
            if depth == _CUT_DEPTH:
                kept_from = token.end()
            depth -= 1
    if depth < _CUT_DEPTH:
        yield text[kept_from:]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            yield part
            todo.extend(part.values())
        elif isinstance(part, list):
            todo.extend(part)
