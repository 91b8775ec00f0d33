"""How much of every resource there is in each week or month, after holidays, quiet periods and absences."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from assessments.planning.files import WEEKDAYS, CapacityFile, QuietPeriod, ResourceEntry
from assessments.planning.problem import FULL_WEEK, UNIT

_WHOLE = 1000
_THURSDAY = 3


def parts(amount: float) -> int:
    """Return an amount in parts of a unit; thousandths are kept.

    >>> parts(2.5) * 2 == 5 * UNIT, parts(0.001) > 0
    (True, True)
    """
    return round(amount * 1000) * UNIT // 1000


class Calendar:
    """The working days of a plan, and the share of each that is left."""

    def __init__(self, capacity: CapacityFile) -> None:
        self.start_on = capacity.start_on
        self.weeks = capacity.horizon_weeks
        self.weekdays = frozenset(WEEKDAYS.index(day) for day in capacity.working_days)
        self._quiet = capacity.quiet
        self._holidays = frozenset(capacity.holidays)
        self._shares = [self._share(self.start_on + timedelta(days)) for days in range(7 * self.weeks)]

    def _share(self, day: date) -> int:
        if day.weekday() not in self.weekdays or day in self._holidays:
            return 0
        return _left(day, self._quiet)

    def open_share(self) -> tuple[int, ...]:
        """Return what each week counts: 1000 with all its days, 0 if nobody works."""
        whole = len(self.weekdays) * _WHOLE
        return tuple(
            sum(self._shares[7 * week : 7 * week + 7]) * FULL_WEEK // whole for week in range(self.weeks)
        )

    def periods(self, entry: ResourceEntry) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return for each week the period a resource is accounted in, and for each period what there is of it.

        A month has the weeks whose fourth day lies in it, so that every week belongs to one. What a month has
        is spread evenly over its working days; holidays, quiet periods and absences take their part away.
        """
        bucket_of: list[int] = []
        taken: list[int] = []
        before: tuple[int, int] | None = None
        for week in range(self.weeks):
            fourth = self.start_on + timedelta(7 * week + _THURSDAY)
            month = (fourth.year, fourth.month)
            if entry.per_month is None or month != before:
                taken.append(0)
                before = month
            bucket_of.append(len(taken) - 1)
            taken[-1] += self._week(entry, week)
        return tuple(bucket_of), tuple(taken)

    def _week(self, entry: ResourceEntry, week: int) -> int:
        """What there is in one week, in parts."""
        total = 0
        for number in range(7 * week, 7 * week + 7):
            share = self._shares[number]
            if share:
                day = self.start_on + timedelta(number)
                share *= _left(day, entry.away)
                total += self._daily(entry, day) * share
        return total // (_WHOLE * _WHOLE)

    def _daily(self, entry: ResourceEntry, day: date) -> int:
        if entry.per_month is None:
            return parts(entry.per_week or 0.0) // len(self.weekdays)
        amount = (entry.months or {}).get(f"{day.year:04}-{day.month:02}", entry.per_month)
        return parts(amount) // self._working_days(day.year, day.month)

    @cache  # noqa: B019 # a calendar lives as long as the problem is made
    def _working_days(self, year: int, month: int) -> int:
        days = range(1, monthrange(year, month)[1] + 1)
        return sum(date(year, month, day).weekday() in self.weekdays for day in days)


def _left(day: date, periods: Iterable[QuietPeriod]) -> int:
    """The share that periods leave of a day, in thousandths; the smallest of those it lies in."""
    return min((round(one.share * _WHOLE) for one in periods if one.first <= day <= one.last), default=_WHOLE)


def usual_week(entry: ResourceEntry) -> int:
    """Return what a usual week has of a resource, in parts: a month is 52/12 weeks."""
    if entry.per_month is None:
        return parts(entry.per_week or 0.0)
    return parts(entry.per_month) * 12 // 52
