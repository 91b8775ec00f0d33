"""Numbers and orders that follow from a seed by hashing: the same on every machine, today and later."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

from content import canonical_hash

T = TypeVar("T")

CASE_SEED = 0
"""The seed that leaves the numbers and the order of the file as they are."""

_BITS = 53


def uniform(seed: int, salt: str) -> float:
    """Return a number from 0 up to but not including 1 that seed and salt decide."""
    digest = hashlib.sha256(f"{seed}:{salt}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - _BITS)) / float(1 << _BITS)


def varied(seed: int, salt: str, value: float, variation: float, step: float = 1.0) -> float:
    """Return a value moved by up to `variation` of itself, to the nearest multiple of `step` but never to 0.

    Zero stays zero, and `CASE_SEED` changes nothing.

    >>> varied(0, "a", 17.0, 0.5), varied(3, "a", 0.0, 0.5)
    (17.0, 0.0)
    """
    if seed == CASE_SEED or value == 0:
        return float(value)
    moved = value * (1 + variation * (2 * uniform(seed, salt) - 1))
    steps = max(1, math.floor(abs(moved) / step + 0.5))
    return round(math.copysign(steps * step, value), 9)


def shuffled(seed: int, salt: str, things: Iterable[T], keys: Sequence[str]) -> tuple[T, ...]:
    """Return things in an order that seed and key decide and that no other thing's presence changes."""
    pairs = list(zip(keys, things, strict=True))
    if seed == CASE_SEED:
        return tuple(thing for _, thing in pairs)
    return tuple(thing for _, thing in sorted(pairs, key=lambda pair: uniform(seed, f"{salt}:{pair[0]}")))


def tidy_step(value: float) -> float:
    """Return the step to which an amount is varied: two digits that count, and never less than 1.

    >>> tidy_step(8), tidy_step(45), tidy_step(-220), tidy_step(0)
    (1.0, 1.0, 10.0, 1.0)
    """
    return 1.0 if abs(value) < 100 else 10.0 ** (math.floor(math.log10(abs(value))) - 1)


def varied_amount(seed: int, salt: str, value: float, variation: float) -> float:
    """Return an amount, duration or count with the numbers of a seed."""
    return varied(seed, salt, value, variation, tidy_step(value))


def varied_probability(seed: int, salt: str, value: float, variation: float) -> float:
    """Return a probability with the numbers of a seed, in whole per cent and within 1 and 99 %."""
    return value if seed == CASE_SEED else min(0.99, max(0.01, varied(seed, salt, value, variation, 0.01)))


def seed_of(task: object) -> int:
    """Return a seed for what happens after the answer, which the task alone decides."""
    return int(canonical_hash(task)[:12], 16)
