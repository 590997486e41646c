"""Hours as publishers write them, "19:30"."""


def minutes(time: str) -> int:
    """Minutes since midnight."""
    return int(time[:2]) * 60 + int(time[3:])


def clock(number: int) -> str:
    """The hour so many minutes after midnight."""
    number %= 1440
    return f"{number // 60:02d}:{number % 60:02d}"


def later(time: str, by: int) -> str:
    """The hour so many minutes later, or earlier."""
    return clock(minutes(time) + by)
