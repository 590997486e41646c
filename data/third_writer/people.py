"""Invented people under the names the press gives them."""

from .model import World
from .words import words


def person(world: World) -> dict[str, list[str]]:
    """The forms of a new person's name: `full` and what else a listing may print, `plain`, `last`."""
    dice, names = world.dice, words("people")
    female = dice.chance(0.5)
    first = dice.choice(names["women" if female else "men"])
    last = dice.choice(world.region["surnames"]) if dice.chance(0.6) else dice.choice(names["surnames"])
    if dice.chance(0.05):
        last = f"{last.split('-')[0]}-{dice.choice(names['surnames'])}"
    title = dice.choice(names["titles"]) if dice.chance(0.16) else ""
    if title == "Pfarrer " and female:
        title = "Pfarrerin "
    plain, full = f"{first} {last}", f"{title}{first} {last}"
    brief = f"{title}{last}" if "Dr" in title else f"{first[0]}. {last}"
    return {"full": [full, full, plain, brief], "plain": [plain, plain], "last": [last]}
