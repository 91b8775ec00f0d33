"""Where the points of a small line chart lie. Time runs from left to right in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

HEADROOM = 0.08
"""Of the height, above the highest and below the lowest value."""

MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """A value in per cent of the drawing; y counts from its top, as SVG does."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """`path` are the points as SVG writes them."""

    points: tuple[Point, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A value worth a line across the drawing."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of values that a drawing shows."""

    low: float
    high: float

    def y(self, value: float) -> float:
        """Return how far below the top a value lies, in per cent.

        >>> Scale(1, 5).y(4)
        25.0
        """
        return round(100 * (self.high - value) / (self.high - self.low), 2)

    def ticks(self) -> tuple[Tick, ...]:
        """Return round values within the range, at most MOST_TICKS, from the lowest.

        >>> [one.value for one in Scale(1.9, 4.2).ticks()]
        [2.0, 3.0, 4.0]
        """
        step = _step((self.high - self.low) / (MOST_TICKS - 1))
        first = ceil(self.low / step - 1e-9)
        last = floor(self.high / step + 1e-9)
        return tuple(Tick(self.y(number * step), number * step) for number in range(first, last + 1))


def scale_of(values: Sequence[float]) -> Scale:
    """Return a range that holds the values with some room, also where they are all the same.

    Raises:
        ValueError: there are none.
    """
    low, high = min(values), max(values)
    room = HEADROOM * (high - low) or max(abs(high) * HEADROOM, HEADROOM)
    return Scale(low - room, high + room)


def place_line(values: Sequence[tuple[float, float]], first: float, last: float, scale: Scale) -> Line:
    """Return the line through values given as (place in time, value), between two ends of time.

    >>> place_line([(0, 1), (5, 2)], 0, 10, Scale(0, 4)).path
    '0.0,75.0 50.0,50.0'
    """
    length = last - first or 1.0
    points = tuple(Point(round(100 * (place - first) / length, 2), scale.y(value)) for place, value in values)
    return Line(points, " ".join(f"{one.x},{one.y}" for one in points))


def _step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is no less."""
    power = 10.0 ** floor(log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least - 1e-12)
