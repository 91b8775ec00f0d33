"""What a plan takes of people's days month by month, of each role and of all together, against what there is.

A week belongs to the month in which its fourth day lies, as in the calendar that plans are scheduled by. Time runs from
left to right in every language.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from app.reports.histogram import ROUNDING, Column, days_by_role, place_columns
from assessments.plan_limits import POOL
from assessments.roadmap import Roadmap
from content import Text

FOURTH_DAY = timedelta(days=3)
MONTHS_PER_QUARTER = 3
FEW, MANY = 6, 18
"""Up to so many months each has a label; up to so many every third, else every sixth."""


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """Person-days in the weeks of the month that begins on `first_on`; `available` is None where nobody said."""

    first_on: date
    taken: float
    available: float | None

    @property
    def over(self) -> float:
        """By how much it is too much; what prints as nothing is nothing."""
        beyond = 0.0 if self.available is None else self.taken - self.available
        return beyond if beyond >= ROUNDING else 0.0

    @property
    def share(self) -> float | None:
        return self.taken / self.available if self.available else None


@dataclass(frozen=True, slots=True)
class Load:
    """A role, or all together (`title` None), in the months from the first to the last with work."""

    title: Text | None
    months: tuple[MonthLoad, ...]
    columns: tuple[Column, ...]

    @property
    def taken(self) -> float:
        return sum(one.taken for one in self.months)

    @property
    def overfull(self) -> tuple[MonthLoad, ...]:
        return tuple(one for one in self.months if one.over)


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a month below its column, with room as wide as `span` columns; None where that is too little."""

    day: date | None
    span: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months that fit side by side on a page, from one number to another, as in a slice."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Loads:
    """All roles together, and each role of the plan that gives days, all roles on one scale."""

    together: Load
    roles: tuple[Load, ...]
    labels: tuple[Label, ...]

    @property
    def has_limits(self) -> bool:
        """Whether it is known what each role has."""
        return any(one.available is not None for role in self.roles for one in role.months)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The months in as few tables as a page is wide enough for, of much the same width."""
        count = len(self.together.months)
        width = -(-count // -(-count // MANY))
        return tuple(Stretch(first, min(count, first + width)) for first in range(0, count, width))

    @property
    def busiest(self) -> MonthLoad:
        """The month that takes the largest share of what there is, the first of several."""
        return max(self.together.months, key=lambda one: one.taken if one.share is None else one.share)

    @property
    def has_overfull(self) -> bool:
        return any(one.overfull for one in (self.together, *self.roles))


def loads_of(plan: Roadmap) -> Loads | None:
    """Return what a plan takes month by month; None where it has no work.

    Where roles have days of their own, the plan tells what it takes of them and what there is. Else the days of an
    initiative are spread evenly over its weeks and its roles; what there is of all together is the plan's days a
    quarter, a third of them in a month, spread over its working days, and what each role has is not known.

    Source: methods-planning.md, section 4.1.
    """
    last = max((one.end_week for one in plan.initiatives), default=0)
    if not last:
        return None
    months = month_weeks(plan.start_on, last)
    if plan.loads:
        return _stated(plan, len(months))
    spent = days_by_role(plan.initiatives, [(start, end) for _, start, end in months])
    monthly = plan.capacity_days_per_quarter / MONTHS_PER_QUARTER
    together = [
        MonthLoad(day, sum(days[number] for days in spent.values()), _working_part(plan, monthly, start, end))
        for number, (day, start, end) in enumerate(months)
    ]
    roles = {
        role.key: [MonthLoad(day, spent[role.key][number], None) for number, (day, _, _) in enumerate(months)]
        for role in plan.owners
        if any(spent.get(role.key, ()))
    }
    return _laid_out(together, roles, {role.key: role.title for role in plan.owners})


def _stated(plan: Roadmap, count: int) -> Loads:
    """The loads that the plan tells: of each role, and of all together where that is limited; else their sum."""
    told = {
        one.key: [
            MonthLoad((starts_on + FOURTH_DAY).replace(day=1), taken, available)
            for starts_on, taken, available in zip(one.starts_on, one.taken, one.available, strict=True)
        ][:count]
        for one in plan.loads
    }
    together = told.pop(POOL, None)
    roles = {key: months for key, months in told.items() if any(one.taken for one in months)}
    if together is None:
        together = [
            MonthLoad(
                same[0].first_on, sum(one.taken for one in same), sum(one.available or 0.0 for one in same)
            )
            for same in zip(*told.values(), strict=True)
        ]
    return _laid_out(together, roles, {one.key: one.title or {"en": one.key} for one in plan.loads})


def month_weeks(start_on: date, weeks: int) -> tuple[tuple[date, int, int], ...]:
    """Return each month with its first week and the first that is not part of it; the last month is whole.

    >>> month_weeks(date(2026, 11, 23), 4)
    ((datetime.date(2026, 11, 1), 0, 1), (datetime.date(2026, 12, 1), 1, 6))
    """

    def month_of(week: int) -> date:
        return (start_on + timedelta(weeks=week) + FOURTH_DAY).replace(day=1)

    end = weeks
    while month_of(end) == month_of(weeks - 1):
        end += 1
    firsts = [week for week in range(end) if not week or month_of(week) != month_of(week - 1)]
    return tuple((month_of(start), start, following) for start, following in pairwise([*firsts, end]))


def labels_for(months: Sequence[date]) -> tuple[Label, ...]:
    """Return the labels below a row of months: as many as can be read.

    >>> [(label.day and label.day.month, label.span) for label in labels_for([date(2026, m, 1) for m in range(1, 8)])]
    [(1, 3), (4, 3), (None, 1)]
    """
    step = 1 if len(months) <= FEW else 3 if len(months) <= MANY else 6
    spans = {place: min(step, len(months) - place) for place in range(0, len(months), step)}
    return tuple(Label(months[place] if 2 * span >= step else None, span) for place, span in spans.items())


def _laid_out(
    together: Sequence[MonthLoad], roles: Mapping[str, Sequence[MonthLoad]], titles: Mapping[str, Text]
) -> Loads:
    figures = [one for months in roles.values() for one in months]
    highest = max((max(one.taken, one.available or 0.0) for one in figures), default=0.0)
    return Loads(
        together=_load(None, together, None),
        roles=tuple(_load(titles[key], months, highest) for key, months in roles.items()),
        labels=labels_for([one.first_on for one in together]),
    )


def _load(title: Text | None, months: Sequence[MonthLoad], highest: float | None) -> Load:
    columns = place_columns([one.taken for one in months], [one.available for one in months], highest=highest)
    return Load(title, tuple(months), columns)


def _working_part(plan: Roadmap, monthly: float, start: int, end: int) -> float:
    """What there is in some weeks, of days that are spread evenly over the working days of each month."""
    days = (plan.start_on + timedelta(days=number) for number in range(7 * start, 7 * end))
    return sum(monthly / _working_days(day.year, day.month) for day in days if day.weekday() < 5)


@cache
def _working_days(year: int, month: int) -> int:
    return sum(date(year, month, day).weekday() < 5 for day in range(1, monthrange(year, month)[1] + 1))
