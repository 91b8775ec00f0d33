"""A computed plan with all that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assessments.planning.problem import Objective
from content import Text

PLANNING_VERSION = "1.1.0"
"""Version of the method in docs/methods-planning.md, section 14; it changes whenever a plan could."""

PlaceKind = Literal[
    "start", "not before", "fixed", "prerequisite", "level", "capacity", "owner", "unit", "attention", "free"
]
PLACE_RULES: dict[PlaceKind, str] = {
    "start": "PLC-1",
    "not before": "PLC-2",
    "fixed": "PLC-3",
    "prerequisite": "PLC-4",
    "level": "PLC-5",
    "capacity": "PLC-6",
    "owner": "PLC-7",
    "unit": "PLC-8",
    "attention": "PLC-9",
    "free": "PLC-10",
}

WantedKind = Literal["set", "aim", "prerequisite", "value"]
WANTED_RULES: dict[WantedKind, str] = {
    "set": "CHO-1",
    "aim": "CHO-2",
    "prerequisite": "CHO-3",
    "value": "CHO-4",
}

OutKind = Literal[
    "excluded",
    "prerequisite",
    "no use",
    "not needed",
    "not eligible",
    "budget",
    "number",
    "no room",
    "dropped",
]
OUT_RULES: dict[OutKind, str] = {
    "excluded": "OUT-1",
    "prerequisite": "OUT-2",
    "no use": "OUT-3",
    "not needed": "OUT-4",
    "not eligible": "OUT-5",
    "budget": "OUT-6",
    "number": "OUT-7",
    "no room": "OUT-8",
    "dropped": "OUT-9",
}

Standing = Literal["optimal", "best found"]
Outcome = Literal["complete", "aims missed", "none"]


@dataclass(frozen=True, slots=True)
class Place:
    """What fixed the start week: the last thing that had to be waited for.

    Attributes:
        kind: start (nothing), not before and fixed (a date that was set), prerequisite (`other` ends then),
            level (`other` lifts the dimension far enough), capacity, owner, unit and attention (`resource` was
            full until then, by `others`), free (nothing: it could begin earlier).
        full_from, full_until: first day of the period that was full, and of the one after it.
    """

    rule: str
    kind: PlaceKind
    other: str | None = None
    resource: str | None = None
    others: tuple[str, ...] = ()
    full_from: date | None = None
    full_until: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Why an activity is in the plan: set by somebody, for an aim or the prerequisite of `other`, for its value."""

    rule: str
    kind: WantedKind
    other: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity with its weeks start_week … end_week − 1, counted from 0.

    Attributes:
        start_on, end_on: first and last day of those weeks.
        work_weeks: weeks of work in it; `stretched_from` what it took before scarce people lengthened it.
        cost: in the currency of the capacity file.
        after: what it needs and is in the plan.
        slack_weeks: how far it could slip and nothing else would move, nor the finish.
        is_critical: it belongs to the critical chain.
    """

    key: str
    title: Text
    start_week: int
    end_week: int
    start_on: date
    end_on: date
    work_weeks: int
    stretched_from: int | None
    effort_days: float
    cost: float
    owners: tuple[str, ...]
    unit: str
    after: tuple[str, ...]
    slack_weeks: int
    is_critical: bool
    place: Place
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class LeftOutActivity:
    """An activity that is not in the plan, and why; `other` is what stood in its way."""

    key: str
    title: Text
    rule: str
    kind: OutKind
    other: str | None = None


@dataclass(frozen=True, slots=True)
class DimensionPath:
    """The level a dimension should show at the end of each quarter of thirteen weeks if the plan is kept.

    Attributes:
        reached: its level once everything has ended; `is_reached` compares it with the aim.
        levels: what can be seen, which may rise more slowly than the work that brings it.
    """

    dimension: str
    title: Text
    start: float
    aim: float
    target: float
    reached: float
    is_reached: bool
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ResourceLoad:
    """What the plan takes of a resource in each of its periods, and what there is; days begin the periods."""

    key: str
    title: Text
    kind: str
    starts_on: tuple[date, ...]
    taken: tuple[float, ...]
    available: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a plan is, and how good one could be at most.

    Attributes:
        value: weeks until the finish, person-days, or worth, by the objective.
        bound: what no plan can better; `proved_by` says who found it.
        gap: distance between the two as a share of the better possible one; None where the aims are missed.
        schedules: how many were made in the search.
        solver: what became of the solver: "not asked", "not installed", "optimal", "limit", "stopped", "failed".
    """

    standing: Standing
    value: float
    bound: float
    gap: float | None
    proved_by: Literal["search", "solver"]
    schedules: int
    solver: str = "not asked"


@dataclass(frozen=True, slots=True)
class Plan:
    """The best plan that was found, always the same for the same problem and seed.

    Attributes:
        outcome: complete; aims missed (every condition is kept, but some dimension does not come to its aim);
            none (no plan keeps the conditions).
        activities: by start week, then key. left_out: every other activity, in the order of the problem.
        critical_chain: keys from the first to the last; each could not begin before the one before it.
    """

    objective: Objective
    seed: int
    outcome: Outcome
    start_on: date
    horizon_weeks: int
    finish_week: int
    finish_on: date | None
    effort_days: float
    cost: float
    quality: Quality | None
    activities: tuple[PlannedActivity, ...]
    critical_chain: tuple[str, ...]
    left_out: tuple[LeftOutActivity, ...]
    dimensions: tuple[DimensionPath, ...]
    loads: tuple[ResourceLoad, ...]
    method_version: str = PLANNING_VERSION

    def starts(self) -> dict[str, int]:
        """Return the start week of each planned activity."""
        return {one.key: one.start_week for one in self.activities}
