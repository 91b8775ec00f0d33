"""A plan as a value: its initiatives in time, its phases, what it costs and what it should lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assessments.capacity import Capacity
from assessments.catalogue import OwnerRole, PlanType
from assessments.phases import Phase
from assessments.schedule import Placement
from assessments.selection import LeftOut, Selection
from content import Text

EmptyPlan = Literal["no scores", "no gaps", "not in catalogue", "nothing fits"]


@dataclass(frozen=True, slots=True)
class ScheduledInitiative:
    """An initiative with its weeks: it runs in start_week … end_week − 1, counted from 0.

    Attributes:
        effort_days: person-days, scaled to the client's size.
        after: prerequisites that are part of this plan.
        is_quick_win: marked so in the catalogue, or small and chosen to open the plan.
        verify_first: the score behind it has grade D or is missing; check before acting.
        selection: why it is in the plan. reason: why it starts in that week.
        value: weight × gap, at most 1 × fit ÷ person-days.
    """

    key: str
    title: Text
    purpose: Text
    dimension: str
    lift_from: int
    lift_to: int
    phase: int
    start_week: int
    end_week: int
    effort_days: float
    owners: tuple[str, ...]
    after: tuple[str, ...]
    is_quick_win: bool
    verify_first: bool
    deliverables: tuple[Text, ...]
    selection: Selection
    reason: Placement
    value: float


@dataclass(frozen=True, slots=True)
class Projection:
    """The evidenced level a dimension should show at the end of each quarter if the plan is kept.

    It follows the finished initiatives, but never faster than a quarter of a level per quarter, and stops at
    the target.
    """

    dimension: str
    start: float
    target: float
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Thirteen weeks of the plan, counted from 1, and the person-days spent in them."""

    number: int
    start_week: int
    end_week: int
    effort_days: float
    capacity_days: float


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """What a plan takes of a role's days, or of all roles together, and what there is, in each of its months.

    `starts_on` are the Mondays with which the months begin: a week belongs to the month in which its fourth day lies.
    """

    key: str
    title: Text
    starts_on: tuple[date, ...]
    taken: tuple[float, ...]
    available: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LikelyEnd:
    """By when work has ended if efforts turn out otherwise: in half of the cases, and in four of five.

    Attributes:
        phase: its number; the work is what begins in it. None for the whole plan.
        planned_week, p50_week, p80_week: first weeks after the work.
    """

    phase: int | None
    planned_week: int
    p50_week: int
    p80_week: int


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A schedule of initiatives with all that explains it.

    Attributes:
        initiatives: by start week, then key.
        left_out: every other initiative of the catalogue, in its order.
        owners: the roles the plan needs, in the catalogue's order.
        capacity: the days a quarter, and what they were taken from.
        critical_chain: what the end hangs on, from the first to the last; empty where it was not worked out.
        slack_weeks: initiative to the weeks it may slip and nothing else moves; empty where it was not worked out.
        standing: "optimal" where proven, else "best found"; "" for a plan by the rule of value for effort.
        gap_to_bound: how far from the best possible the plan is at most, as a share; None where unknown.
        solver: what became of the solver: "" (not asked), "optimal", "limit" (as far as its nodes went), "stopped",
            "failed", "not installed".
        missed: dimensions that the plan leaves short of its aim, though it was drawn to reach all of them.
        loads: the days of each role, month by month; empty where no role has days of its own.
        dates: likely ends, of the whole and then of each phase; empty where they were not worked out.
        cost: money for the people; None where nobody said what a day costs.
        planning_version: of the method in methods-planning.md, section 14; "" for a plan by value for effort.
        note: why the plan is empty: "no scores" (nothing could be compared), "no gaps" (every target is
            reached or nearly so), "not in catalogue" (it serves no dimension that falls short), "nothing fits"
            (no initiative suits the gaps, days and weeks given); else None.
    """

    start_on: date
    length_weeks: int
    horizon_weeks: int
    plan_type: PlanType
    phases: tuple[Phase, ...]
    initiatives: tuple[ScheduledInitiative, ...]
    left_out: tuple[LeftOut, ...]
    projections: tuple[Projection, ...]
    quarters: tuple[Quarter, ...]
    owners: tuple[OwnerRole, ...]
    effort_days: float
    effort_factor: float
    capacity: Capacity
    capacity_days_per_quarter: float
    note: EmptyPlan | None
    catalogue_version: str
    method_version: str
    critical_chain: tuple[str, ...] = ()
    slack_weeks: Mapping[str, int] = field(default_factory=dict)
    standing: Literal["", "optimal", "best found"] = ""
    gap_to_bound: float | None = None
    solver: str = ""
    missed: tuple[str, ...] = ()
    loads: tuple[RoleLoad, ...] = ()
    dates: tuple[LikelyEnd, ...] = ()
    cost: float | None = None
    planning_version: str = ""
