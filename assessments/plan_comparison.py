"""Plans of the same assessment held against one another: what each takes, what it leads to, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.plan_changes import last_week
from assessments.plan_levels import final_level
from assessments.results import MaturityResult
from assessments.roadmap import Projection, Roadmap, ScheduledInitiative
from assessments.schedule import QUARTER_WEEKS
from content import Text

WORKING_DAYS = 5
MONTHS_PER_WEEK = 12 / 52
WEEKEND = timedelta(days=3)
"""From the Friday on which work ends to the Monday on which the next begins."""


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """A plan in figures; what hangs on its length is None for an empty one.

    Attributes:
        months: from its first day to the end of its work.
        cost: as the plan tells it, else person-days times the rate; None where no rate is known.
        people, people_at_most: full-time equivalents on average, and in the busiest week.
        level: mean of the levels that the dimensions are projected to end at.
    """

    starts_on: date
    ends_on: date | None
    months: float | None
    initiatives: int
    quick_wins: int
    effort_days: float
    cost: float | None
    people: float | None
    people_at_most: float | None
    level: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where an initiative stands in one of the plans.

    By how many weeks it begins later and lasts longer than in the first of them is None where that does not have it.
    """

    starts_on: date
    ends_on: date
    later_weeks: int | None
    longer_weeks: int | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """An initiative that at least one of the plans has; `places` follow the plans, None where one does not have it."""

    key: str
    title: Text
    places: tuple[Place | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the plans say different things of it."""
        return any(one is None or one.later_weeks or one.longer_weeks for one in self.places)


def figures_of(plan: Roadmap, result: MaturityResult, day_rate: float | None = None) -> PlanFigures:
    """Return a plan in figures; the result weighs the dimensions.

    Source: methods-planning.md, section 4.6.
    """
    weeks = last_week(plan)
    busiest = max((_days_in(plan, week) for week in range(weeks)), default=0.0)
    return PlanFigures(
        starts_on=plan.start_on,
        ends_on=_last_day(plan, weeks) if weeks else None,
        months=weeks * MONTHS_PER_WEEK if weeks else None,
        initiatives=len(plan.initiatives),
        quick_wins=sum(one.is_quick_win for one in plan.initiatives),
        effort_days=plan.effort_days,
        cost=plan.effort_days * day_rate if plan.cost is None and day_rate is not None else plan.cost,
        people=plan.effort_days / (WORKING_DAYS * weeks) if weeks else None,
        people_at_most=busiest / WORKING_DAYS if weeks else None,
        level=final_level(plan, result),
    )


def side_by_side(plans: Sequence[Roadmap]) -> tuple[SideBySide, ...]:
    """Return every initiative of the plans, by its earliest start in any of them, then by key."""
    found = [{one.key: one for one in plan.initiatives} for plan in plans]
    titles = {one.key: one.title for plan in plans for one in plan.initiatives}
    rows = []
    for key, title in titles.items():
        first = None if key not in found[0] else (plans[0], found[0][key])
        places = tuple(
            _place(plan, known[key], first) if key in known else None
            for plan, known in zip(plans, found, strict=True)
        )
        rows.append(SideBySide(key, title, places))
    return tuple(sorted(rows, key=lambda row: (min(one.starts_on for one in row.places if one), row.key)))


def quarter_ends(plans: Sequence[Roadmap]) -> tuple[date, ...]:
    """Return the last working day of each quarter, from the earliest first day to the end of the longest plan."""
    start = min(plan.start_on for plan in plans)
    days = max((plan.start_on - start).days + 7 * plan.length_weeks for plan in plans)
    count = -(-days // (7 * QUARTER_WEEKS))
    return tuple(start + timedelta(weeks=QUARTER_WEEKS * number) - WEEKEND for number in range(1, count + 1))


def level_on(plan: Roadmap, projection: Projection, day: date) -> float:
    """Return the level that a dimension should show on a day: that at the end of the plan's last quarter until then."""
    passed = (day + WEEKEND - plan.start_on).days // (7 * QUARTER_WEEKS)
    steps = (projection.start, *projection.levels)
    return steps[min(max(0, passed), len(projection.levels))]


def _place(
    plan: Roadmap, one: ScheduledInitiative, first: tuple[Roadmap, ScheduledInitiative] | None
) -> Place:
    starts_on = plan.start_on + timedelta(weeks=one.start_week)
    later = longer = None
    if first is not None:
        base, other = first
        later = round((starts_on - base.start_on - timedelta(weeks=other.start_week)).days / 7)
        longer = (one.end_week - one.start_week) - (other.end_week - other.start_week)
    return Place(starts_on, _last_day(plan, one.end_week), later, longer)


def _last_day(plan: Roadmap, end_week: int) -> date:
    return plan.start_on + timedelta(weeks=end_week) - WEEKEND


def _days_in(plan: Roadmap, week: int) -> float:
    """What a week takes of people's days, those of an initiative being spread evenly over its weeks."""
    return sum(
        one.effort_days / (one.end_week - one.start_week)
        for one in plan.initiatives
        if one.start_week <= week < one.end_week
    )
