"""Hours of the day as publishers write them, "19:30", and as minutes since midnight."""


def minutes(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    return int(clock[:2]) * 60 + int(clock[3:])


def clock(since_midnight: int) -> str:
    """ "HH:MM" of minutes since midnight, the next day's or the day before's too."""
    return f"{since_midnight // 60 % 24:02d}:{since_midnight % 60:02d}"
