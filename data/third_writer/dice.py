"""The one stream of chance of a set."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

Option = TypeVar("Option")


class Dice(Random):
    """Random numbers with the three throws that are needed everywhere."""

    def chance(self, odds: float) -> bool:
        """True with this probability."""
        return self.random() < odds

    def weighted(self, options: Sequence[tuple[Option, float]]) -> Option:
        """One of the options, by weight."""
        # accumulate adds in order; sum rounds otherwise from Python 3.12 on, and a seed would mean another set.
        *_, total = accumulate(weight for _, weight in options)
        left = self.random() * total
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][0]

    def hexes(self, count: int) -> str:
        """So many hexadecimal digits."""
        return "".join(self.choice("0123456789abcdef") for _ in range(count))
