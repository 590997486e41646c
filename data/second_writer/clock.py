"""Hours that lie some minutes apart."""

from hours import clock, minutes


def later(time: str, by: int) -> str:
    """The hour so many minutes later, or earlier."""
    return clock(minutes(time) + by)
