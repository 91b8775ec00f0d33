"""Pairs of measurements taken within seconds of each other, and what their ratios say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from tests.bench.goals import Figure

ROUNDS = 5
SPARE = 5  # rounds that may be refused before the machine is called too busy
NOISE = 2.0  # a round in which the yardstick is this many times its own best says nothing

Measure = Callable[[], float]


def paired(
    subject: Measure, yardstick: Measure, *, rounds: int = ROUNDS, scale: float = 1000, unit: str = "ms"
) -> Figure:
    """Return the median ratio of subject to yardstick; each round measures the yardstick first, then the subject.

    A round in which the yardstick took more than twice its best is dropped: something else was running.
    `scale` and `unit` word the absolutes of the note.

    Raises:
        RuntimeError: too many rounds were dropped.
    """
    pairs: list[tuple[float, float]] = []
    for _ in range(rounds + SPARE):
        pairs.append((yardstick(), subject()))
        best = min(base for base, _ in pairs)
        kept = [pair for pair in pairs if pair[0] <= NOISE * best]
        if len(kept) >= rounds:
            absolutes = f"{median(own for _, own in kept) * scale:.3g} against {median(b for b, _ in kept) * scale:.3g}"
            return summary([own / base for base, own in kept], f"{absolutes} {unit}")
    raise RuntimeError("this machine is too busy to measure on: the yardstick varies more than twofold")


def summary(values: Sequence[float], note: str = "") -> Figure:
    return Figure(median(values), min(values), max(values), len(values), note)
