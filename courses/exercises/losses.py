"""The exact distribution of what independent risks cost together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Losses:
    """What may be lost in all, rising, with the probability of each amount."""

    amounts: tuple[tuple[float, float], ...]

    @property
    def mean(self) -> float:
        return math.fsum(amount * chance for amount, chance in self.amounts)

    def quantile(self, share: float) -> float:
        """Return the smallest amount that is not exceeded with this probability."""
        so_far = 0.0
        for amount, chance in self.amounts:
            so_far += chance
            if so_far >= share - _ROUNDING:
                return amount
        return self.amounts[-1][0]  # a share that only rounding keeps from being reached

    def chance_up_to(self, limit: float) -> float:
        """Return the probability that no more than this is lost."""
        return min(1.0, math.fsum(chance for amount, chance in self.amounts if amount <= limit + 1e-9))


def add_up(risks: Iterable[tuple[float, float]]) -> Losses:
    """Return the distribution of the sum over independent risks, each a probability and a cost.

    Source: convolution of two-point distributions; the figures of the clinic's register are its test.

    >>> add_up([(0.5, 10), (0.5, 10)]).amounts
    ((0.0, 0.25), (10.0, 0.5), (20.0, 0.25))
    """
    chances = {0.0: 1.0}
    for probability, cost in risks:
        following: dict[float, float] = {}
        for amount, chance in chances.items():
            following[amount] = following.get(amount, 0.0) + chance * (1 - probability)
            more = round(amount + cost, 6)
            following[more] = following.get(more, 0.0) + chance * probability
        chances = following
    return Losses(tuple(sorted(chances.items())))
