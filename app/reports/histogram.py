"""Where the columns of a histogram of effort against capacity lie. Time runs from left to right in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.roadmap import ScheduledInitiative

COLUMN_SHARE = 0.64  # of its period's width
HEADROOM = 1.1
ROUNDING = 0.05  # days that print as nothing


@dataclass(frozen=True, slots=True)
class Column:
    """A period: places in per cent of the drawing, heights from its foot.

    Attributes:
        height: of the part within capacity. over: of what exceeds it, on top. capacity: where the line lies; None
            where the capacity is not known.
        left, right: the ends of the period, for the line of the capacity.
    """

    x: float
    width: float
    height: float
    over: float
    capacity: float | None
    left: float
    right: float


def place_columns(
    days: Sequence[float], capacities: Sequence[float | None], *, highest: float | None = None
) -> tuple[Column, ...]:
    """Return a column for each period on one scale, which ends a little above the highest figure.

    `highest` is that figure where several drawings share a scale; else it is found here.

    >>> place_columns([55, 110], [100, 100])[1]
    Column(x=59.0, width=32.0, height=82.64, over=8.26, capacity=82.64, left=50.0, right=100.0)
    """
    if highest is None:
        highest = max([*days, *(one for one in capacities if one is not None)], default=0.0)
    top = HEADROOM * highest or 1.0
    share = 100 / max(1, len(days))
    columns = []
    for number, (spent, capacity) in enumerate(zip(days, capacities, strict=True)):
        within = spent if capacity is None else min(spent, capacity)
        over = spent - within if spent - within >= ROUNDING else 0.0
        columns.append(
            Column(
                x=round((number + (1 - COLUMN_SHARE) / 2) * share, 2),
                width=round(COLUMN_SHARE * share, 2),
                height=round(100 * within / top, 2),
                over=round(100 * over / top, 2),
                capacity=None if capacity is None else round(100 * capacity / top, 2),
                left=round(number * share, 2),
                right=round((number + 1) * share, 2),
            )
        )
    return tuple(columns)


def days_by_role(
    initiatives: Sequence[ScheduledInitiative], periods: Sequence[tuple[int, int]]
) -> Mapping[str, tuple[float, ...]]:
    """Return the days that each role spends in each period, a pair of weeks of which the second is not part.

    The days of an initiative are spread evenly over its weeks and, where several roles own it, over these: the plan
    does not say who gives how many.
    """
    found: dict[str, list[float]] = {}
    for one in initiatives:
        weeks = max(1, one.end_week - one.start_week)
        for role in one.owners:
            spent = found.setdefault(role, [0.0] * len(periods))
            for number, (start, end) in enumerate(periods):
                shared = max(0, min(end, one.end_week) - max(start, one.start_week))
                spent[number] += one.effort_days * shared / weeks / len(one.owners)
    return {role: tuple(spent) for role, spent in found.items()}
