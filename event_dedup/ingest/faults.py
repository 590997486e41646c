"""What goes to quarantine: a reason for people, a remedy to act on, the text that was delivered."""

from __future__ import annotations

from dataclasses import dataclass

# A quarantined payload is there to be read and retried; the file itself stays with whoever delivered it.
MAX_PAYLOAD = 2_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one entry (or one file) could not be read and what to do about it."""

    reason: str
    remedy: str
    payload: str | None = None


class FileFault(Exception):
    """The whole file cannot be read. `read_file` turns it into a quarantine row with no position."""

    def __init__(self, reason: str, remedy: str, payload: str | None = None) -> None:
        super().__init__(reason)
        self.fault = Fault(reason, remedy, payload)


def shorten(value: object, length: int = 80) -> str:
    """One printable line of `value`, of at most `length` characters."""
    text = value if isinstance(value, str) else _brief(value)
    line = " ".join(text[: 4 * length].split())
    line = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in line)
    return line if len(line) <= length else line[: length - 1] + "…"


def quoted(value: object) -> str:
    """The same, and a text in quotes, so that it is not read as our own words."""
    return f'"{shorten(value)}"' if isinstance(value, str) else shorten(value)


def sentence(reason: str) -> str:
    """The reason with the full stop that a reason has not: "half-written?" keeps its own mark."""
    return reason if reason.endswith((".", "?", "!", "…")) else f"{reason}."


def _brief(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return f"an object with {len(value)} keys"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return (
        repr(value)
        if not isinstance(value, int) or abs(value) < 10**80
        else "a number of more than 80 digits"
    )
