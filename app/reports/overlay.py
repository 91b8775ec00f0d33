"""Two plans over each other in one scale of time: the bars of one, and beneath each the hollow bar of the other.

Time runs from left to right in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.reports.charts import Bar, period_lines
from app.reports.gantt import bar_of_days
from assessments.plan_changes import last_week
from assessments.plan_comparison import SideBySide
from assessments.roadmap import Roadmap
from assessments.schedule import QUARTER_WEEKS


@dataclass(frozen=True, slots=True)
class OverlayRow:
    """An initiative of either plan; a bar is None where that plan does not have it."""

    row: SideBySide
    bar: Bar | None
    ghost: Bar | None
    is_quick_win: bool


@dataclass(frozen=True, slots=True)
class Overlay:
    """`lines` lie between the quarters, which begin on `quarters`."""

    rows: tuple[OverlayRow, ...]
    lines: tuple[float, ...]
    quarters: tuple[date, ...]


def lay_over(plans: Sequence[Roadmap], rows: Sequence[SideBySide], over: int) -> Overlay:
    """Return the first of some plans with another laid over it; `rows` are those of all, `over` the other's number."""
    both = (plans[0], plans[over])
    start = min(plan.start_on for plan in both)
    weeks = max((plan.start_on - start).days // 7 + last_week(plan) for plan in both)
    weeks = max(1, -(-weeks // QUARTER_WEEKS)) * QUARTER_WEEKS
    quick = {one.key for plan in both for one in plan.initiatives if one.is_quick_win}

    def bar(row: SideBySide, number: int) -> Bar | None:
        place = row.places[number]
        return None if place is None else bar_of_days(place.starts_on, place.ends_on, start, weeks)

    return Overlay(
        rows=tuple(
            OverlayRow(row, bar(row, 0), bar(row, over), row.key in quick)
            for row in rows
            if row.places[0] or row.places[over]
        ),
        lines=period_lines(weeks),
        quarters=tuple(start + timedelta(weeks=week) for week in range(0, weeks, QUARTER_WEEKS)),
    )
