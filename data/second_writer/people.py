"""Names of people who do not exist."""

from random import Random

from .words import word


def surname(rng: Random) -> str:
    """A common surname, or a composed one."""
    if rng.random() < 0.6:
        return word(rng, "surname")
    return word(rng, "surname_head") + word(rng, "surname_tail")


def person(rng: Random, male: bool | None = None) -> str:
    """First name and surname, either of them sometimes double."""
    if male is None:
        male = rng.random() < 0.55
    names = "first_male" if male else "first_female"
    first = word(rng, names)
    if rng.random() < 0.06:
        first += "-" + word(rng, names)
    last = surname(rng)
    if rng.random() < 0.05:
        last += "-" + surname(rng)
    return f"{first} {last}"


def skip(rng: Random, *choices: int) -> None:
    """Draw from so many choices for nothing: a seed keeps the region it had when they were still used."""
    for count in choices:
        rng.choice(range(count))
