"""Effort against capacity, month by month."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.reports import loads as module
from app.reports.loads import loads_of, month_weeks
from assessments.plan_limits import POOL
from assessments.roadmap import Roadmap, RoleLoad
from tests.reports.cases import qec_report
from tests.reports.plans import small_roadmap


def test_the_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(module).failed == 0


def november() -> Roadmap:
    """One initiative of 10 days in the six weeks from 23 November 2026; 94.5 days a quarter."""
    plan = small_roadmap()
    one = replace(
        plan.initiatives[0], start_week=0, end_week=6, effort_days=10.0, owners=(plan.owners[0].key,)
    )
    return replace(plan, start_on=date(2026, 11, 23), initiatives=(one,), capacity_days_per_quarter=94.5)


def test_the_example_worked_by_hand() -> None:
    """methods-planning.md, section 4.1."""
    loads = loads_of(november())
    assert loads is not None
    first, second = loads.together.months
    assert (first.first_on, second.first_on) == (date(2026, 11, 1), date(2026, 12, 1))
    assert (first.available, second.available) == pytest.approx((7.5, 34.5))
    assert (first.taken, second.taken) == pytest.approx((10 / 6, 50 / 6))
    assert [role.taken for role in loads.roles] == pytest.approx([10])
    assert not loads.has_overfull
    assert not loads.has_limits


def test_a_month_with_too_much_is_told_by_how_much_and_drawn_hollow() -> None:
    plan = replace(november(), capacity_days_per_quarter=12.6)
    loads = loads_of(plan)
    assert loads is not None
    over = loads.together.overfull
    assert [one.first_on.month for one in over] == [11, 12]
    assert over[1].over == pytest.approx(50 / 6 - 4.6)
    assert loads.busiest == over[1]
    assert [column.over > 0 for column in loads.together.columns] == [True, True]


@pytest.mark.parametrize("start_on", [date(2026, 1, 5), date(2027, 12, 27), date(2028, 2, 28)])
@pytest.mark.parametrize("weeks", [1, 4, 9, 57, 156])
def test_every_week_belongs_to_one_month_and_no_day_is_lost(start_on: date, weeks: int) -> None:
    months = month_weeks(start_on, weeks)
    assert [end for _, _, end in months[:-1]] == [start for _, start, _ in months[1:]]
    assert months[0][1] == 0
    assert months[-1][1] < weeks <= months[-1][2]
    for first, start, end in months:
        for week in range(start, end):
            fourth = start_on + timedelta(weeks=week, days=3)
            assert (fourth.year, fourth.month) == (first.year, first.month)


def test_the_days_of_all_months_are_those_of_the_plan() -> None:
    plan = qec_report().roadmap
    loads = loads_of(plan)
    assert loads is not None
    assert loads.together.taken == pytest.approx(plan.effort_days)
    assert sum(role.taken for role in loads.roles) == pytest.approx(plan.effort_days)
    highest = max(one.taken for role in loads.roles for one in role.months)
    tallest = max(column.height for role in loads.roles for column in role.columns)
    assert tallest == pytest.approx(100 / 1.1, abs=0.01)
    assert highest > 0


def test_long_plans_stand_in_several_tables_of_much_the_same_width() -> None:
    plan = november()
    long = replace(plan, initiatives=(replace(plan.initiatives[0], end_week=156),))
    loads = loads_of(long)
    assert loads is not None
    assert sum(one.end - one.first for one in loads.stretches) == len(loads.together.months) == 37
    assert max(one.end - one.first for one in loads.stretches) <= 18
    assert sum(label.span for label in loads.labels) == 37


def test_days_of_roles_are_those_that_the_plan_tells_of() -> None:
    plan = november()
    mondays = (plan.start_on, date(2026, 11, 30), date(2027, 1, 4))
    roles = tuple(
        RoleLoad(role.key, role.title, mondays, taken, (2.0, 8.0, 8.0))
        for role, taken in zip(plan.owners, ((1.5, 9.0, 0.0), (0.0, 0.0, 0.0)), strict=True)
    )
    loads = loads_of(replace(plan, loads=roles))
    assert loads is not None
    assert loads.has_limits
    (busy,) = loads.roles
    assert [(one.first_on.month, one.taken, one.available) for one in busy.months] == [
        (11, 1.5, 2.0),
        (12, 9.0, 8.0),
    ]
    assert [one.over for one in busy.months] == [0.0, 1.0]
    assert [(one.taken, one.available) for one in loads.together.months] == [(1.5, 4.0), (9.0, 16.0)]
    pool = RoleLoad(POOL, {"en": "All"}, mondays, (1.5, 9.0, 0.0), (3.0, 10.0, 10.0))
    limited = loads_of(replace(plan, loads=(*roles, pool)))
    assert limited is not None
    assert [one.available for one in limited.together.months] == [3.0, 10.0]
    assert len(limited.roles) == 1


def test_a_plan_without_work_has_no_load() -> None:
    assert loads_of(replace(small_roadmap(), initiatives=())) is None
