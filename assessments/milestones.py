"""The days of a plan that others hang on: launch, end of the pilot, ends of phases and quarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assessments.roadmap import Roadmap

LAUNCH_INITIATIVE = "ENG-2"
PILOT = 2

LaunchRule = Literal["initiative", "pilot", "phase"]


@dataclass(frozen=True, slots=True)
class Milestones:
    """Weeks counted from 0, as in the plan; an end is the first week after.

    Attributes:
        launch_week: the week in which the PMO is launched. launch_rule: the last week of ENG-2; else the first
            of the pilot; else the first of the plan's last phase.
        pilot_end: the end of the pilot, else of the last phase before embedding, else of the plan.
        phase_ends, quarter_ends: in order.
    """

    start_on: date
    length_weeks: int
    launch_week: int
    launch_rule: LaunchRule
    pilot_end: int
    phase_ends: tuple[int, ...]
    quarter_ends: tuple[int, ...]

    def day(self, week: int, weekday: int = 0) -> date:
        """Return a day of a week; weekday 0 is the plan's first weekday, usually a Monday."""
        return self.start_on + timedelta(weeks=week, days=weekday)


def milestones_of(plan: Roadmap) -> Milestones | None:
    """Return the days that a plan sets; None for a plan without work.

    Source: platform default; methods-planning.md, section 9.
    """
    if not plan.phases:
        return None
    launch_week, launch_rule = _launch(plan)
    piloted = [phase.end_week for phase in plan.phases if phase.number <= PILOT]
    return Milestones(
        start_on=plan.start_on,
        length_weeks=plan.length_weeks,
        launch_week=launch_week,
        launch_rule=launch_rule,
        pilot_end=max(piloted, default=plan.length_weeks),
        phase_ends=tuple(phase.end_week for phase in plan.phases),
        quarter_ends=tuple(quarter.end_week for quarter in plan.quarters),
    )


def _launch(plan: Roadmap) -> tuple[int, LaunchRule]:
    for one in plan.initiatives:
        if one.key == LAUNCH_INITIATIVE:
            return one.end_week - 1, "initiative"
    for phase in plan.phases:
        if phase.number == PILOT:
            return phase.start_week, "pilot"
    return plan.phases[-1].start_week, "phase"
