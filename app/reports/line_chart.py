"""Where the lines of a chart over two scales lie: plain numbers in a drawing 640 wide and 320 high.

Charts of time and money run from left to right in every language. Nothing here draws.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 620.0, 16.0, 276.0
_MOST_TICKS = 6

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a scale and the figure that stands there."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Attributes:
    paths: of the series, as the d of a path.
    places: of the marks.
    x_ticks, y_ticks: along the foot and the side.
    zero: where y is nothing, if that lies inside.
    """

    paths: tuple[str, ...]
    places: tuple[Point, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    zero: float | None


def lay_out(series: Sequence[tuple[Sequence[Point], bool]], marks: Sequence[Point]) -> Chart:
    """Return the places of points and marks on scales that hold them all.

    Args:
        series: points in the order of x, each series with whether it is stepped.
    """
    points = [point for one, _ in series for point in one] + list(marks)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x_values, y_values = ticks(min(xs), max(xs)), ticks(min(0.0, *ys), max(ys))
    x_low, x_high = min(xs[0], *xs, x_values[0]), max(*xs, x_values[-1])
    y_low, y_high = y_values[0], max(y_values[-1], *ys)

    def place(point: Point) -> Point:
        x = LEFT + (point[0] - x_low) / ((x_high - x_low) or 1) * (RIGHT - LEFT)
        y = BOTTOM - (point[1] - y_low) / ((y_high - y_low) or 1) * (BOTTOM - TOP)
        return round(x, 1), round(y, 1)

    return Chart(
        paths=tuple(_path([place(point) for point in one], is_stepped) for one, is_stepped in series),
        places=tuple(place(mark) for mark in marks),
        x_ticks=tuple(
            Tick(place((value, y_low))[0], value) for value in x_values if x_low <= value <= x_high
        ),
        y_ticks=tuple(Tick(place((x_low, value))[1], value) for value in y_values),
        zero=place((x_low, 0.0))[1] if y_low < 0 < y_high else None,
    )


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Return round figures from at or below the low one to about the high one, six steps at most.

    >>> ticks(0, 100), ticks(203, 248)
    ((0.0, 20.0, 40.0, 60.0, 80.0, 100.0), (200.0, 210.0, 220.0, 230.0, 240.0, 250.0))
    """
    span = (high - low) or 1.0
    rough = span / (_MOST_TICKS - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= rough * 0.9)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 9) for n in range(first, max(first + 1, last) + 1))


def _path(points: Sequence[Point], is_stepped: bool) -> str:
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for x, y in points[1:]:
        parts.append(f"H{x:g}V{y:g}" if is_stepped else f"L{x:g} {y:g}")
    return "".join(parts)


CELL = 70.0
_FOOT, _SIDE = 230.0, 60.0
_IN_A_ROW = 3


def in_matrix(cells: Sequence[Point]) -> tuple[Point, ...]:
    """Return where the numbers of things stand in a matrix of cells 70 wide, those of one cell side by side.

    Args:
        cells: column and row of each thing, both from 1; row 1 lies at the foot.

    >>> in_matrix([(1, 1), (1, 1), (5, 5)])
    ((74.0, 252.0), (94.0, 252.0), (354.0, -28.0))
    """
    places: list[Point] = []
    for place, (column, row) in enumerate(cells):
        before = sum(cell == (column, row) for cell in cells[:place])
        x = _SIDE + (column - 1) * CELL + 14 + before % _IN_A_ROW * 20
        places.append((x, _FOOT - (row - 1) * CELL + 22 + before // _IN_A_ROW * 20))
    return tuple(places)
