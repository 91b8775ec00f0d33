"""Seeded chance that is the same on every machine and every version of Python."""

from __future__ import annotations

from random import Random


class Chance:
    """Whole numbers from the Mersenne Twister's bits, whose sequence is fixed for a seed."""

    def __init__(self, seed: int) -> None:
        self._bits = Random(seed).getrandbits  # noqa: S311 # a search, not a secret

    def below(self, count: int) -> int:
        """Return a number from 0 to count − 1."""
        return self._bits(32) * count >> 32
