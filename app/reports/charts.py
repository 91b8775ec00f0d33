"""Where things lie in a drawing: plain numbers from plain values, in per cent of the drawing's size.

Nothing here draws. A mirrored drawing is one for a script that runs from right to left: what grows to the
right there grows to the left. Time alone does not turn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

RADAR_RADIUS = 34.0  # of a drawing 100 wide: leaves room for the labels around it
LABEL_RADIUS = 38.5
FEWEST_SPOKES, MOST_SPOKES = 3, 12

Side = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar along a line: where its left edge lies and how wide it is, in per cent of the line."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Spoke:
    """An axis of a radar: its outer end, and where its label is anchored and on which side it hangs."""

    x: float
    y: float
    label_x: float
    label_y: float
    side: Side


def share_of_scale(value: float, lowest: float, highest: float) -> float:
    """Return how far along a scale a value lies, 0–100; values off the scale are moved to its end.

    >>> share_of_scale(2, 1, 5)
    25.0
    """
    if highest <= lowest:
        raise ValueError(f"a scale from {lowest} to {highest} has no length")
    return round(min(1.0, max(0.0, (value - lowest) / (highest - lowest))) * 100, 2)


def ramp_step(value: float, lowest: float, highest: float) -> int:
    """Return the shade, 1 to 5, in which a score of any scale is shown; halves go up.

    >>> [ramp_step(value, 1, 5) for value in (1, 2.4, 2.5, 5)]
    [1, 2, 3, 5]
    """
    return 1 + math.floor(share_of_scale(value, lowest, highest) / 25 + 0.5)


def mark_on_scale(value: float, lowest: float, highest: float, *, mirrored: bool = False) -> float:
    """Return the horizontal place of a mark, 0–100."""
    place = share_of_scale(value, lowest, highest)
    return round(100 - place, 2) if mirrored else place


def bar_on_scale(start: float, end: float, lowest: float, highest: float, *, mirrored: bool = False) -> Bar:
    """Return the bar from one value to a greater one; equal values give a bar without width.

    >>> bar_on_scale(1, 3, 1, 5)
    Bar(x=0.0, width=50.0)
    >>> bar_on_scale(1, 3, 1, 5, mirrored=True)
    Bar(x=50.0, width=50.0)
    """
    if end < start:
        raise ValueError(f"a bar cannot run from {start} back to {end}")
    left, right = (share_of_scale(value, lowest, highest) for value in (start, end))
    width = round(right - left, 2)
    return Bar(round(100 - right, 2) if mirrored else left, width)


def bar_in_weeks(start_week: float, end_week: float, length_weeks: int) -> Bar:
    """Return the bar of work that runs in start_week … end_week − 1 of a plan, weeks counted from 0.

    Time runs from left to right in every language: a plan is never mirrored.
    """
    return bar_on_scale(start_week, end_week, 0, max(1, length_weeks))


def period_lines(length_weeks: int, *, every_weeks: int = 13) -> tuple[float, ...]:
    """Return the places of the lines between periods of a plan, without its two ends."""
    inner = range(every_weeks, length_weeks, every_weeks)
    return tuple(mark_on_scale(week, 0, length_weeks) for week in inner)


def radar_spokes(count: int, *, mirrored: bool = False) -> tuple[Spoke, ...]:
    """Return the axes of a radar, the first upright, the others clockwise (anticlockwise if mirrored).

    Raises:
        ValueError: fewer than three axes span no area.
    """
    if count < 3:
        raise ValueError("a radar needs three axes")
    spokes = []
    for number in range(count):
        x, y = _around(number, count, RADAR_RADIUS, mirrored)
        label_x, label_y = _around(number, count, LABEL_RADIUS, mirrored)
        side: Side = "middle" if abs(label_x - 50) < 1 else ("start" if label_x > 50 else "end")
        spokes.append(Spoke(x, y, label_x, label_y, side))
    return tuple(spokes)


def radar_points(
    values: Sequence[float | None], lowest: float, highest: float, *, mirrored: bool = False
) -> str:
    """Return the corners of a radar polygon as SVG writes them; a missing value has no corner.

    >>> radar_points([5, 5, 5, 5], 1, 5)
    '50.0,16.0 84.0,50.0 50.0,84.0 16.0,50.0'
    """
    corners = []
    for number, value in enumerate(values):
        if value is not None:
            # The innermost ring stands for the lowest level, so that the lowest score still has an area.
            radius = RADAR_RADIUS * _ring_share(value, lowest, highest)
            corners.append(_around(number, len(values), radius, mirrored))
    return " ".join(f"{x},{y}" for x, y in corners)


def radar_band(
    lows: Sequence[float | None],
    highs: Sequence[float | None],
    lowest: float,
    highest: float,
    *,
    mirrored: bool = False,
) -> str:
    """Return the area between two radar polygons as an SVG path, to be filled by the even-odd rule.

    >>> radar_band([1, 1, 1], [5, 5, 5], 1, 5)
    'M50.0,43.2 55.89,53.4 44.11,53.4Z M50.0,16.0 79.44,67.0 20.56,67.0Z'
    """
    inner = radar_points(lows, lowest, highest, mirrored=mirrored)
    return f"M{inner}Z M{radar_points(highs, lowest, highest, mirrored=mirrored)}Z"


def radar_rings(count: int, lowest: int, highest: int) -> tuple[str, ...]:
    """Return the polygon of each level, innermost first."""
    return tuple(radar_points([level] * count, lowest, highest) for level in range(lowest, highest + 1))


def _ring_share(value: float, lowest: float, highest: float) -> float:
    steps = highest - lowest + 1
    return (min(highest, max(lowest, value)) - lowest + 1) / steps


def _around(number: int, count: int, radius: float, mirrored: bool) -> tuple[float, float]:
    angle = 2 * math.pi * number / count * (-1 if mirrored else 1)
    return round(50 + radius * math.sin(angle), 2), round(50 - radius * math.cos(angle), 2)
