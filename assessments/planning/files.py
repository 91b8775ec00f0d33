"""The two files a plan is made from: activities of any project, and the capacity there is for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from content import NO_OTHER_FIELDS, Limits, Problem, Text, read

MOST_WEEKS = 520
Key = Annotated[str, Limits(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Amount = Annotated[float, Limits(ge=0, le=1_000_000)]
Positive = Annotated[float, Limits(gt=0, le=1_000_000)]
Money = Annotated[float, Limits(ge=0, le=1_000_000_000)]
Share = Annotated[float, Limits(ge=0, le=1)]
Month = Annotated[str, Limits(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Count = Annotated[int, Limits(ge=1, le=1000)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class LiftEntry:
    """A step of a dimension that an activity helps to make; several of the same step share it equally."""

    __pydantic_config__ = NO_OTHER_FIELDS

    dimension: Key
    lift_from: Annotated[int, Limits(ge=0, le=10)]
    lift_to: Annotated[int, Limits(ge=1, le=11)]


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """An activity as its file states it.

    Attributes:
        weeks: working weeks from its beginning to its end.
        effort_days: person-days; the sum of `demand` if not given.
        low_days, high_days: effort if all goes well, and if much goes wrong.
        demand: resource to the whole amount, spread over the weeks. per_week: resource to what each week takes.
        stretches: lasts longer where its demand is more than the people have.
        not_before, deadline, start: first day it may begin; day by which it has ended; the day it begins on.
        value: what it is worth, for the objective `balanced`.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    weeks: Annotated[int, Limits(ge=1, le=MOST_WEEKS)]
    title: Text | None = None
    effort_days: Amount | None = None
    low_days: Amount | None = None
    high_days: Amount | None = None
    cost: Money = 0.0
    needs: tuple[Key, ...] = ()
    demand: Mapping[Key, Positive] | None = None
    per_week: Mapping[Key, Positive] | None = None
    owners: tuple[Key, ...] = ()
    unit: str = ""
    optional: bool = False
    stretches: bool = False
    lifts: tuple[LiftEntry, ...] = ()
    value: Amount = 0.0
    not_before: date | None = None
    deadline: date | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class DimensionEntry:
    """A heading that activities lift: where it stands, where it should come, and how much that counts."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    today: Annotated[float, Limits(ge=0, le=11)]
    target: Annotated[float, Limits(ge=0, le=11)]
    weight: Positive = 1.0
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class ActivityCatalogue:
    """The activities of a project."""

    __pydantic_config__ = NO_OTHER_FIELDS

    activities: Annotated[tuple[ActivityEntry, ...], Limits(min_length=1, max_length=5000)]
    title: Text | None = None
    dimensions: tuple[DimensionEntry, ...] = ()

    def problems(self) -> Iterator[Problem]:
        """Yield what no single activity can see: doubled and unknown keys, circles, dates in the wrong order."""
        yield from _doubled("activities", [one.key for one in self.activities])
        yield from _doubled("dimensions", [one.key for one in self.dimensions])
        known = {one.key for one in self.activities}
        dimensions = {one.key for one in self.dimensions}
        for place, one in enumerate(self.activities):
            here = ("activities", place)
            for number, need in enumerate(one.needs):
                if need not in known:
                    yield Problem(
                        (*here, "needs", number), need, "the key of an activity of this file", "known-key"
                    )
            for number, lift in enumerate(one.lifts):
                if lift.dimension not in dimensions:
                    allowed = ", ".join(sorted(dimensions)) or "a dimension listed under `dimensions`"
                    yield Problem((*here, "lifts", number, "dimension"), lift.dimension, allowed, "known-key")
                if lift.lift_to <= lift.lift_from:
                    allowed = f"more than {lift.lift_from}"
                    yield Problem((*here, "lifts", number, "lift_to"), str(lift.lift_to), allowed, "lift")
            yield from _own_problems(here, one)
        yield from self._circles()

    def _circles(self) -> Iterator[Problem]:
        for circle in find_circles({one.key: one.needs for one in self.activities}):
            place = next(number for number, one in enumerate(self.activities) if one.key == circle[0])
            found = " → ".join((*circle, circle[0]))
            yield Problem(("activities", place, "needs"), found, "prerequisites without a circle", "cycle")


def _own_problems(here: tuple[str, int], one: ActivityEntry) -> Iterator[Problem]:
    if one.deadline is not None and one.not_before is not None and one.deadline < one.not_before:
        yield Problem((*here, "deadline"), str(one.deadline), f"{one.not_before} or later", "dates")
    if one.start is not None and one.not_before is not None and one.start < one.not_before:
        yield Problem((*here, "start"), str(one.start), f"{one.not_before} or later", "dates")
    if one.start is not None and one.deadline is not None and one.deadline < one.start:
        yield Problem((*here, "deadline"), str(one.deadline), f"{one.start} or later", "dates")
    days = one.effort_days
    if days is None and (one.low_days is not None or one.high_days is not None):
        yield Problem(
            (*here, "low_days" if one.low_days is not None else "high_days"),
            "an effort if it goes well or badly alone",
            "effort_days, the most likely, beside it",
            "three-point",
        )
    elif days is not None:
        if one.low_days is not None and one.low_days > days:
            yield Problem((*here, "low_days"), f"{one.low_days:g}", f"{days:g} or less", "three-point")
        if one.high_days is not None and one.high_days < days:
            yield Problem((*here, "high_days"), f"{one.high_days:g}", f"{days:g} or more", "three-point")


@dataclass(frozen=True, slots=True)
class QuietPeriod:
    """Days, both included, in which only a share of the usual capacity is there."""

    __pydantic_config__ = NO_OTHER_FIELDS

    first: date
    last: date
    share: Share = 0.0


@dataclass(frozen=True, slots=True)
class ResourceEntry:
    """Something there is only so much of: person-days of a role, machines, rooms.

    Attributes:
        per_week, per_month: how much; exactly one of them. Capacity by the month is accounted by the month.
        months: months that have another capacity, as "2026-07" to the amount.
        away: days in which less of it is there.
        covers: demands that are met from it; its own key if empty.
        rate: money for a person-day or unit.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text | None = None
    per_week: Amount | None = None
    per_month: Amount | None = None
    months: Mapping[Month, Amount] | None = None
    away: tuple[QuietPeriod, ...] = ()
    covers: tuple[Key, ...] = ()
    rate: Money | None = None


@dataclass(frozen=True, slots=True)
class ChangeLoad:
    """How much may be under way at the same time: in all, for one owner, in one unit; and in the whole plan."""

    __pydantic_config__ = NO_OTHER_FIELDS

    at_once: Count | None = None
    per_owner: Count | None = None
    per_unit: Count | None = None
    activities: Count | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A wish about one activity: it must or must not be in the plan, or has a date."""

    __pydantic_config__ = NO_OTHER_FIELDS

    activity: Key
    must: bool = False
    exclude: bool = False
    not_before: date | None = None
    deadline: date | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class CapacityFile:
    """What a plan can draw on, from which day, for how long, and what it has to keep to."""

    __pydantic_config__ = NO_OTHER_FIELDS

    start_on: date
    resources: Annotated[tuple[ResourceEntry, ...], Limits(max_length=200)]
    horizon_weeks: Annotated[int, Limits(ge=1, le=MOST_WEEKS)] = 104
    working_days: Annotated[tuple[Weekday, ...], Limits(min_length=1, max_length=7)] = WEEKDAYS[:5]
    holidays: tuple[date, ...] = ()
    quiet: tuple[QuietPeriod, ...] = ()
    limits: ChangeLoad = ChangeLoad()
    budget: Money | None = None
    currency: Annotated[str, Limits(pattern=r"^[A-Z]{2,3}$")] | None = None
    day_rate: Money | None = None
    conditions: tuple[Condition, ...] = ()

    def problems(self) -> Iterator[Problem]:
        """Yield doubled keys, periods that end before they begin, and conditions that contradict themselves."""
        yield from _doubled("resources", [one.key for one in self.resources])
        for number, day in enumerate(self.working_days):
            if day in self.working_days[:number]:
                yield Problem(("working_days", number), day, "each day once", "unique-key")
        yield from _backwards(("quiet",), self.quiet)
        for place, one in enumerate(self.resources):
            here = ("resources", place)
            yield from _backwards((*here, "away"), one.away)
            if (one.per_week is None) == (one.per_month is None):
                found = "neither" if one.per_week is None else "both"
                yield Problem(here, found, "per_week or per_month", "capacity")
            if one.months and one.per_month is None:
                yield Problem((*here, "months"), "months", "per_month beside it", "capacity")
        for place, wish in enumerate(self.conditions):
            here = ("conditions", place)
            begins = [day for day in (wish.not_before, wish.start) if day is not None]
            if not (wish.must or wish.exclude or begins or wish.deadline):
                yield Problem(here, "no wish", "must, exclude, not_before, deadline or start", "condition")
            if wish.exclude and (wish.must or wish.start is not None):
                yield Problem((*here, "exclude"), "true", "not beside must or start", "condition")
            if wish.deadline is not None and begins and max(begins) > wish.deadline:
                yield Problem((*here, "deadline"), str(wish.deadline), f"{max(begins)} or later", "dates")
            if wish.start is not None and begins[0] > wish.start:
                yield Problem((*here, "start"), str(wish.start), f"{begins[0]} or later", "dates")


def find_circles(needs: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return circles among prerequisites, each by its members once, so that breaking them all leaves none.

    Each key names what the next one needs; a circle begins with the member that comes first in the mapping.
    Walks without recursion, since a chain may be longer than Python's stack.
    """
    order = {key: place for place, key in enumerate(needs)}
    finished: set[str] = set()
    found: dict[tuple[str, ...], None] = {}
    for root in needs:
        path: list[str] = []
        on_path: set[str] = set()
        branches: list[Iterator[str]] = [iter((root,))]
        while branches:
            key = next(branches[-1], None)
            if key is None:
                branches.pop()
                if path:
                    finished.add(path[-1])
                    on_path.discard(path.pop())
            elif key in on_path:
                circle = path[path.index(key) :]
                first = min(range(len(circle)), key=lambda place: order[circle[place]])
                found[tuple(circle[first:] + circle[:first])] = None
            elif key in order and key not in finished:
                path.append(key)
                on_path.add(key)
                branches.append(iter(needs[key]))
    return tuple(found)


def _doubled(field: str, keys: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            yield Problem((field, place, "key"), key, "a key used once", "unique-key")
        seen.add(key)


def _backwards(here: tuple[str | int, ...], periods: tuple[QuietPeriod, ...]) -> Iterator[Problem]:
    for place, one in enumerate(periods):
        if one.last < one.first:
            yield Problem((*here, place, "last"), str(one.last), f"{one.first} or later", "dates")


def read_activities(path: Path) -> ActivityCatalogue:
    """Return the activities of a file. Raises ContentError with every fault."""
    return read(path, ActivityCatalogue)


def read_capacity(path: Path) -> CapacityFile:
    """Return what a capacity file says. Raises ContentError with every fault."""
    return read(path, CapacityFile)
