"""From the two files to one problem; what only shows when they meet is named in the file it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assessments.planning.calendar import Calendar, parts, usual_week
from assessments.planning.files import (
    ActivityCatalogue,
    ActivityEntry,
    CapacityFile,
    Condition,
    DimensionEntry,
)
from assessments.planning.problem import (
    CENT,
    LEVEL,
    Activity,
    Demand,
    Dimension,
    Lift,
    PlanningProblem,
    Resource,
    ResourceKind,
    Rules,
)
from content import Problem, Text

MOST_OF_A_WEEK = (4, 5)
"""An activity that stretches takes at most this part of what a usual week has of a resource."""

OWNER, UNIT_LOAD, ALL = "owner:", "unit:", "all"


@dataclass(slots=True)
class Faults:
    """What is wrong when both files are looked at together."""

    activities: list[Problem] = field(default_factory=list)
    capacity: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.activities or self.capacity)


def assemble(catalogue: ActivityCatalogue, capacity: CapacityFile) -> tuple[PlanningProblem | None, Faults]:
    """Return the problem of an activity file and a capacity file, or None with what is wrong."""
    faults = Faults()
    supply = Supply(capacity)
    faults.activities.extend(_unmet(catalogue, supply))
    faults.capacity.extend(unknown_wishes(capacity, [one.key for one in catalogue.activities]))
    last = supply.last_day
    for place, one in enumerate(catalogue.activities):
        for name, day in (("not_before", one.not_before), ("start", one.start), ("deadline", one.deadline)):
            faults.activities.extend(_outside(("activities", place, name), day, capacity.start_on, last))
    if faults:
        return None, faults
    activities = tuple(_activity(one, supply) for one in catalogue.activities)
    activities = tuple(with_wishes(one, capacity.conditions, supply.calendar) for one in activities)
    problem = PlanningProblem(
        start_on=capacity.start_on,
        open_share=supply.calendar.open_share(),
        activities=with_loads(activities, capacity),
        resources=supply.resources + loads(activities, capacity),
        dimensions=_dimensions(catalogue),
        rules=rules_of(capacity),
    )
    return problem, faults


class Supply:
    """The resources of a capacity file, and which of them a demand draws on."""

    def __init__(self, capacity: CapacityFile) -> None:
        self.capacity = capacity
        self.calendar = Calendar(capacity)
        self.entries = {one.key: one for one in capacity.resources}
        self.resources: tuple[Resource, ...] = tuple(
            Resource(one.key, one.title or {"en": one.key}, "capacity", *self.calendar.periods(one))
            for one in capacity.resources
        )
        self.available = {one.key: sum(one.available) for one in self.resources}
        self.last_day = self.calendar_day(capacity.horizon_weeks)

    def calendar_day(self, week: int) -> date:
        return date.fromordinal(self.capacity.start_on.toordinal() + 7 * week)

    def drawn_on(self, demanded: str) -> list[str]:
        """Return the resources that meet a demand, each of them the whole of it."""
        return [one.key for one in self.capacity.resources if demanded in (one.covers or (one.key,))]

    def demands(self, wanted: Mapping[str, int], is_total: bool = True) -> tuple[Demand, ...]:
        """Return what is taken of each resource, in the order of the file."""
        taken: dict[str, int] = {}
        for demanded, amount in wanted.items():
            for key in self.drawn_on(demanded):
                taken[key] = taken.get(key, 0) + amount
        return tuple(Demand(key, taken[key], is_total) for key in self.entries if taken.get(key))

    def rate(self, demanded: str) -> int:
        """Return what a unit of a demand costs, in cents: the first rate of what it draws on, else the day rate."""
        rates = [self.entries[key].rate for key in self.drawn_on(demanded)]
        found = next((rate for rate in rates if rate is not None), self.capacity.day_rate)
        return round((found or 0.0) * CENT)

    def stretched(self, weeks: int, demands: Sequence[Demand]) -> int:
        """Return how many weeks an activity needs so that no usual week asks for too much."""
        needed = weeks
        more, less = MOST_OF_A_WEEK
        for demand in demands:
            week = usual_week(self.entries[demand.resource]) * more // less
            if demand.is_total and week > 0:
                needed = max(needed, -(-demand.amount // week))
        return needed


def _unmet(catalogue: ActivityCatalogue, supply: Supply) -> Iterator[Problem]:
    for place, one in enumerate(catalogue.activities):
        for name, wanted in (("demand", one.demand or {}), ("per_week", one.per_week or {})):
            for key in wanted:
                where = ("activities", place, name, key)
                drawn = supply.drawn_on(key)
                if not drawn:
                    allowed = ", ".join(supply.entries) or "a resource of the capacity file"
                    yield Problem(where, f"a demand for {key}", allowed, "known-resource")
                for resource in drawn:
                    if not supply.available[resource]:
                        found = f"a demand for {key}, of which there is none within the horizon"
                        yield Problem(where, found, f"capacity of {resource} above 0", "zero-capacity")


def unknown_wishes(capacity: CapacityFile, keys: Sequence[str]) -> Iterator[Problem]:
    """Yield conditions about activities that are not there or days that the plan does not have."""
    supply_end = date.fromordinal(capacity.start_on.toordinal() + 7 * capacity.horizon_weeks)
    for place, wish in enumerate(capacity.conditions):
        here = ("conditions", place)
        if wish.activity not in keys:
            yield Problem(
                (*here, "activity"), wish.activity, "the key of an activity of the catalogue", "known-key"
            )
        for name, day in (
            ("not_before", wish.not_before),
            ("start", wish.start),
            ("deadline", wish.deadline),
        ):
            yield from _outside((*here, name), day, capacity.start_on, supply_end)


def _outside(where: tuple[str | int, ...], day: date | None, first: date, last: date) -> Iterator[Problem]:
    if day is not None and not first <= day <= last:
        yield Problem(where, str(day), f"a day of the plan, {first} to {last}", "dates")


def _activity(one: ActivityEntry, supply: Supply) -> Activity:
    totals = {key: parts(amount) for key, amount in (one.demand or {}).items()}
    weekly = {key: parts(amount) for key, amount in (one.per_week or {}).items()}
    demands = supply.demands(totals) + supply.demands(weekly, is_total=False)
    weeks = supply.stretched(one.weeks, demands) if one.stretches else one.weeks
    asked = sum(totals.values())
    effort = asked if one.effort_days is None else parts(one.effort_days)
    cost = round(one.cost * CENT)
    cost += sum(amount * supply.rate(key) // parts(1.0) for key, amount in totals.items())
    cost += sum(amount * weeks * supply.rate(key) // parts(1.0) for key, amount in weekly.items())
    if not totals and not weekly:
        cost += effort * round((supply.capacity.day_rate or 0.0) * CENT) // parts(1.0)
    calendar = supply.calendar
    return Activity(
        key=one.key,
        title=one.title or {"en": one.key},
        weeks=weeks,
        effort=effort,
        cost=cost,
        needs=tuple(dict.fromkeys(one.needs)),
        demands=demands,
        owners=tuple(dict.fromkeys(one.owners)),
        unit=one.unit,
        is_mandatory=not one.optional,
        lifts=tuple(
            Lift(lift.dimension, rung) for lift in one.lifts for rung in range(lift.lift_from, lift.lift_to)
        ),
        value=round(one.value * LEVEL),
        earliest=0 if one.not_before is None else week_from(calendar, one.not_before),
        latest_end=None if one.deadline is None else week_until(calendar, one.deadline),
        fixed_start=None if one.start is None else (one.start - calendar.start_on).days // 7,
        stretched_from=one.weeks if weeks > one.weeks else None,
        low=None if one.low_days is None else parts(one.low_days),
        high=None if one.high_days is None else parts(one.high_days),
    )


def week_from(calendar: Calendar, day: date) -> int:
    """Return the first week that begins on a day or after it."""
    return max(0, -(-(day - calendar.start_on).days // 7))


def week_until(calendar: Calendar, day: date) -> int:
    """Return the first week that a deadline does not cover.

    A deadline is the last day of work: it covers a week if it lies on or after the week's last working day.
    """
    begins = calendar.start_on.weekday()
    last_workday = max(offset for offset in range(7) if (begins + offset) % 7 in calendar.weekdays)
    return ((day - calendar.start_on).days - last_workday) // 7 + 1


def with_wishes(activity: Activity, wishes: Sequence[Condition], calendar: Calendar) -> Activity:
    """Return the activity with what the conditions say about it, later ones over earlier ones."""
    for wish in wishes:
        if wish.activity != activity.key:
            continue
        if wish.must:
            activity = replace(activity, is_mandatory=True)
        if wish.exclude:
            activity = replace(activity, is_excluded=True)
        if wish.not_before is not None:
            activity = replace(
                activity, earliest=max(activity.earliest, week_from(calendar, wish.not_before))
            )
        if wish.deadline is not None:
            latest = week_until(calendar, wish.deadline)
            before = activity.latest_end
            activity = replace(activity, latest_end=latest if before is None else min(before, latest))
        if wish.start is not None:
            activity = replace(activity, fixed_start=(wish.start - calendar.start_on).days // 7)
    return activity


def with_loads(activities: Sequence[Activity], capacity: CapacityFile) -> tuple[Activity, ...]:
    """Return the activities with a demand of 1 a week on every limit of change load they fall under."""
    limits = capacity.limits
    loaded = []
    for one in activities:
        more = [Demand(OWNER + owner, 1, False) for owner in one.owners if limits.per_owner]
        more += [Demand(UNIT_LOAD + one.unit, 1, False)] if one.unit and limits.per_unit else []
        more += [Demand(ALL, 1, False)] if limits.at_once else []
        loaded.append(replace(one, demands=one.demands + tuple(more)))
    return tuple(loaded)


def loads(
    activities: Sequence[Activity], capacity: CapacityFile, titles: Mapping[str, Text] | None = None
) -> tuple[Resource, ...]:
    """Return the limits of change load as resources of one period a week."""
    limits, weeks = capacity.limits, capacity.horizon_weeks
    named = titles or {}
    found: list[Resource] = []

    def limit(key: str, title: Text, kind: ResourceKind, most: int) -> None:
        found.append(Resource(key, title, kind, tuple(range(weeks)), (most,) * weeks))

    if limits.per_owner:
        for owner in sorted({owner for one in activities for owner in one.owners}):
            limit(OWNER + owner, named.get(owner, {"en": owner}), "owner", limits.per_owner)
    if limits.per_unit:
        for unit in sorted({one.unit for one in activities if one.unit}):
            limit(UNIT_LOAD + unit, {"en": unit}, "unit", limits.per_unit)
    if limits.at_once:
        limit(ALL, {"en": "All at once"}, "attention", limits.at_once)
    return tuple(found)


def rules_of(capacity: CapacityFile, *, enough: int = 0, rise_per_quarter: int | None = None) -> Rules:
    """Return the rules that a capacity file sets."""
    return Rules(
        budget=None if capacity.budget is None else round(capacity.budget * CENT),
        most_activities=capacity.limits.activities,
        enough=enough,
        rise_per_quarter=rise_per_quarter,
    )


def _dimensions(catalogue: ActivityCatalogue) -> tuple[Dimension, ...]:
    found = []
    for entry in catalogue.dimensions:
        rungs: dict[int, int] = {}
        for one in catalogue.activities:
            for lift in one.lifts:
                if lift.dimension == entry.key:
                    for rung in range(lift.lift_from, lift.lift_to):
                        rungs[rung] = rungs.get(rung, 0) + 1
        found.append(_dimension(entry, rungs))
    return tuple(found)


def _dimension(entry: DimensionEntry, rungs: Mapping[int, int]) -> Dimension:
    return Dimension(
        key=entry.key,
        title=entry.title or {"en": entry.key},
        weight=round(entry.weight * 1000),
        today=round(entry.today * LEVEL),
        aim=round(entry.target * LEVEL),
        target=round(entry.target * LEVEL),
        rungs=rungs,
    )
