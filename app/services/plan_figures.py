"""A plan in the figures and days by which plans are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.reports.story import week_ends_on, week_starts_on
from assessments.plan_changes import last_week
from assessments.plan_levels import final_level
from assessments.results import MaturityResult
from assessments.roadmap import Phase, Roadmap
from assessments.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan in the figures by which plans are compared. `ends_on` is None for an empty one."""

    initiatives: int
    effort_days: float
    weeks: int
    ends_on: date | None
    level: float
    quick_wins: int
    fixed: int
    standing: str
    gap_to_bound: float | None
    p50_on: date | None
    p80_on: date | None
    cost: float | None
    solver: str


@dataclass(frozen=True, slots=True)
class LikelyRow:
    """Last days of the work of a phase, or of all of it (`phase` None), as planned and as they may turn out.

    `done_on` is the day on which the last of that work really ended; None while some of it has not, or nobody noted it.
    """

    phase: Phase | None
    planned_on: date
    p50_on: date
    p80_on: date
    done_on: date | None = None


def summary_of(plan: Roadmap, wishes: Wishes, result: MaturityResult) -> Summary:
    """Return the figures of a plan that was drawn under these wishes; the result weighs the dimensions."""
    weeks = last_week(plan)
    whole = next((one for one in likely_rows(plan) if one.phase is None), None)
    return Summary(
        initiatives=len(plan.initiatives),
        effort_days=plan.effort_days,
        weeks=weeks,
        ends_on=plan.start_on + timedelta(weeks=weeks, days=-3) if weeks else None,
        level=final_level(plan, result),
        quick_wins=sum(one.is_quick_win for one in plan.initiatives),
        fixed=len(wishes.touched()),
        standing=plan.standing,
        gap_to_bound=plan.gap_to_bound,
        p50_on=None if whole is None else whole.p50_on,
        p80_on=None if whole is None else whole.p80_on,
        cost=plan.cost,
        solver=plan.solver,
    )


def likely_rows(plan: Roadmap) -> tuple[LikelyRow, ...]:
    """Return the likely ends of a plan in days; empty where they were not worked out."""
    phases = {one.number: one for one in plan.phases}

    def last_day(week: int) -> date:
        return week_ends_on(plan.start_on, week)

    return tuple(
        LikelyRow(
            None if one.phase is None else phases[one.phase],
            last_day(one.planned_week),
            last_day(one.p50_week),
            last_day(one.p80_week),
        )
        for one in plan.dates
    )


def days_of(plan: Roadmap) -> dict[str, tuple[date, date]]:
    """Return the first and the last day of each initiative, by its key."""
    return {
        one.key: (week_starts_on(plan.start_on, one.start_week), week_ends_on(plan.start_on, one.end_week))
        for one in plan.initiatives
    }
