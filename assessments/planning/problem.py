"""A planning problem as plain whole numbers: what could be done, with what, by when, to reach what.

Time is counted in weeks from 0; an end is the first week after. Amounts, money and levels are integers, so
that the same problem has the same plan on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from content import Text

UNIT = 720_720
"""Parts of a person-day, or of one unit of any resource: divisible by every number of weeks up to 16."""

LEVEL = 1_000_000
"""Parts of a level of maturity, and of 1 of any value or weight."""

CENT = 100
FULL_WEEK = 1000
"""What a week without holidays counts; a week of 0 is closed, nothing begins in it and work pauses."""

Objective = Literal["fast", "lean", "balanced"]
OBJECTIVES: tuple[Objective, ...] = ("fast", "lean", "balanced")
ResourceKind = Literal["capacity", "owner", "unit", "attention"]


@dataclass(frozen=True, slots=True)
class Lift:
    """What an activity does for a dimension: its share of the way from one level to the next."""

    dimension: str
    lift_from: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What an activity takes of one resource, in parts of a unit.

    Attributes:
        amount: the whole of it where `is_total`, spread over its weeks by the working time in each; otherwise
            what each full week takes.
    """

    resource: str
    amount: int
    is_total: bool = True


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that can be done.

    Attributes:
        weeks: working weeks it takes; `stretched_from` tells what it took before scarce people lengthened it.
        effort: in parts of a person-day, the most likely; `low` if all goes well, `high` if much goes wrong, None
            where nobody said. cost: in cents.
        is_mandatory: any plan has it. is_excluded: no plan may have it.
        earliest: week it may begin in. latest_end: week it must have ended by. fixed_start: the only week.
        value: what it is worth beside its lifts, in parts.
    """

    key: str
    title: Text
    weeks: int
    effort: int = 0
    cost: int = 0
    needs: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()
    owners: tuple[str, ...] = ()
    unit: str = ""
    is_mandatory: bool = False
    is_excluded: bool = False
    lifts: tuple[Lift, ...] = ()
    value: int = 0
    earliest: int = 0
    latest_end: int | None = None
    fixed_start: int | None = None
    stretched_from: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """Something there is only so much of.

    Attributes:
        kind: capacity (people, machines), or a limit of change load: on an owner, on a unit, on the whole.
        bucket_of: for each week, the period it is accounted in; weeks of a month may share one.
        available: for each period, what there is, in parts of a unit.
    """

    key: str
    title: Text
    kind: ResourceKind
    bucket_of: tuple[int, ...]
    available: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A heading whose level activities lift; levels in parts.

    Attributes:
        rungs: lower level to the number of activities that together make the step to the next one.
        aim: how far this plan should come. target: how far it should come in the end.
    """

    key: str
    title: Text
    weight: int
    today: int
    aim: int
    target: int
    rungs: Mapping[int, int]

    def level(self, finished: Mapping[int, int]) -> int:
        """Return the level once so many activities of each rung are finished.

        A rung counts only where the level stands high enough for it: see `Rules.slack`, which callers apply
        by what they count.
        """
        level = self.today
        for rung in sorted(finished):
            if level < rung * LEVEL - SLACK:
                break
            step = finished[rung] * LEVEL // self.rungs[rung]
            level = max(level, min((rung + 1) * LEVEL, level + step))
        return level


SLACK = 300_000
"""An activity may begin this much below the level it starts from."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan may not exceed beside its resources, and when it has done enough.

    Attributes:
        budget: in cents; None for none. most_activities: None for any number.
        enough: an aim counts as reached this far below it.
        rise_per_quarter: how fast a level can show, for the projection; None for at once.
    """

    budget: int | None = None
    most_activities: int | None = None
    enough: int = 0
    rise_per_quarter: int | None = None


@dataclass(frozen=True)
class PlanningProblem:
    """All that a plan is computed from; `open_share` is what each week of the horizon counts, 0 to 1000."""

    start_on: date
    open_share: tuple[int, ...]
    activities: tuple[Activity, ...]
    resources: tuple[Resource, ...]
    dimensions: tuple[Dimension, ...] = ()
    rules: Rules = field(default_factory=Rules)

    @property
    def horizon(self) -> int:
        return len(self.open_share)

    @cached_property
    def by_key(self) -> Mapping[str, Activity]:
        return {one.key: one for one in self.activities}

    @cached_property
    def dimension_by_key(self) -> Mapping[str, Dimension]:
        return {one.key: one for one in self.dimensions}

    @cached_property
    def open_weeks(self) -> tuple[int, ...]:
        """The weeks in which work is done, in order."""
        return tuple(week for week, share in enumerate(self.open_share) if share > 0)

    def end_of(self, activity: Activity, start: int) -> int | None:
        """Return the first week after an activity that begins in this week; None if it may not or ends too late."""
        place = self._place_of.get(start)
        if place is None or place + activity.weeks > len(self.open_weeks):
            return None
        return self.open_weeks[place + activity.weeks - 1] + 1

    @cached_property
    def _place_of(self) -> Mapping[int, int]:
        return {week: place for place, week in enumerate(self.open_weeks)}

    def usage(self, activity: Activity, start: int) -> Iterator[tuple[str, int, int]]:
        """Yield (resource, period, parts) for what an activity takes that begins in this week, periods in order.

        A load is counted in every week between start and end, capacity in the weeks that are open.
        """
        end = self.end_of(activity, start)
        assert end is not None
        weeks = [week for week in range(start, end) if self.open_share[week]]
        whole = sum(self.open_share[week] for week in weeks)
        for demand in activity.demands:
            resource = self.resource_by_key[demand.resource]
            taken: dict[int, int] = {}
            for week in range(start, end) if resource.kind != "capacity" else weeks:
                if resource.kind != "capacity":
                    amount = demand.amount
                elif demand.is_total:
                    amount = demand.amount * self.open_share[week] // whole
                else:
                    amount = demand.amount * self.open_share[week] // FULL_WEEK
                bucket = resource.bucket_of[week]
                taken[bucket] = taken.get(bucket, 0) + amount
            yield from ((demand.resource, bucket, amount) for bucket, amount in taken.items())

    @cached_property
    def resource_by_key(self) -> Mapping[str, Resource]:
        return {one.key: one for one in self.resources}

    def week_of(self, day: date) -> int:
        """Return the week a day lies in; negative before the plan begins."""
        return (day - self.start_on).days // 7

    def day_of(self, week: int) -> date:
        """Return the day on which a week begins."""
        return self.start_on + timedelta(weeks=week)
