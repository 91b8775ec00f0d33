"""Honest dates: hand-worked, the same for the same seed, never earlier where efforts only grow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from assessments.planning.planner import make_plan
from assessments.planning.problem import UNIT, PlanningProblem
from assessments.planning.simulation import drawn_efforts, honest_dates, percentile, triangular
from tests.assessments.planning.cases import activity, monthly, problem, problems, takes, weekly


# docs/methods-planning.md, section 7.9: 12 − √(10 · 8 ÷ 2) = 5.68 and 12 − √(0.2 · 10 · 8) = 8.
def test_one_activity_ends_as_its_distribution_says() -> None:
    one = problem([activity("A", 4, effort=4 * UNIT, low=2 * UNIT, high=12 * UNIT)])
    (whole,) = honest_dates(one, make_plan(one, "fast", schedules=2), draws=2000)
    assert (whole.planned_week, whole.p50_week, whole.p80_week) == (4, 6, 8)
    assert (whole.planned_on, whole.p50_on) == (date(2026, 3, 29), date(2026, 4, 12))


@pytest.mark.parametrize(
    ("share", "value"), [(0.2, 2 + (0.2 * 10 * 2) ** 0.5), (0.5, 12 - 40**0.5), (0.8, 8.0)]
)
def test_the_inverse_is_that_of_the_triangle(share: float, value: float) -> None:
    assert triangular(2, 4, 12, share) == pytest.approx(value)


def test_without_a_spread_nothing_changes() -> None:
    one = problem([activity("A", 3, effort=UNIT), activity("B", 2, "A")])
    for each in honest_dates(one, make_plan(one, "fast", schedules=2), {"A": "first", "B": "then"}, draws=3):
        assert each.planned_week == each.p50_week == each.p80_week


def test_groups_come_in_the_order_of_the_plan_behind_the_whole() -> None:
    one = problem([activity("A", 3), activity("B", 2, "A"), activity("C", 1)])
    plan = make_plan(one, "fast", schedules=2)
    dates = honest_dates(one, plan, {"B": "late", "A": "early"}, draws=2)
    assert [each.group for each in dates] == ["", "early", "late"]


def test_draws_are_those_of_the_seed() -> None:
    pair = (activity("A", 4, effort=4 * UNIT, low=2 * UNIT, high=12 * UNIT), activity("B", 2, effort=UNIT))
    assert drawn_efforts(pair, 3, 1) == drawn_efforts(pair, 3, 1) != drawn_efforts(pair, 3, 2)
    assert {efforts[1] for efforts in drawn_efforts(pair, 3, 1)} == {UNIT}
    # The first bits of the generator for seed 0 are public: PCG64(0) begins with 0.6369616873214543.
    assert drawn_efforts(pair, 1, 0)[0][0] == round(
        triangular(2 * UNIT, 4 * UNIT, 12 * UNIT, 0.6369616873214543)
    )


def test_a_percentile_is_a_value_that_was_drawn() -> None:
    assert percentile([3], 50) == 3
    assert percentile(list(range(1, 101)), 80) == 80


# The crew has 5 days a week and the work takes all of them. A fifth more work in the same 2 weeks would ask for 6 a
# week, so the weeks are rounded up instead.
def test_where_people_are_scarce_more_work_takes_more_weeks() -> None:
    work = activity(
        "A", 2, demands=(takes("crew", 10, is_total=True),), effort=10 * UNIT, low=12 * UNIT, high=12 * UNIT
    )
    one = problem([work], [weekly("crew", 5, 20)])
    plan = make_plan(one, "fast", schedules=2)
    assert honest_dates(one, plan, draws=1)[0].p50_week == 3


def test_a_late_plan_goes_on_behind_its_horizon_and_its_deadlines() -> None:
    work = activity("A", 9, effort=UNIT, low=3 * UNIT, high=3 * UNIT, latest_end=10)
    one = problem(
        [activity("B", 1), work, activity("C", 1, fixed_start=1)], [monthly("m", 1, 10)], horizon=10
    )
    whole = honest_dates(one, make_plan(one, "fast", schedules=2), draws=1)[0]
    assert (whole.planned_week, whole.p50_week) == (9, 27)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_every_plan_has_dates_in_order(one: PlanningProblem) -> None:
    plan = make_plan(one, "balanced", schedules=10)
    for each in honest_dates(one, plan, draws=4):
        assert each.p50_week <= each.p80_week
        assert each.planned_week == plan.finish_week


def test_what_is_done_is_as_it_was_planned_in_every_draw() -> None:
    first = activity("A", 4, effort=4 * UNIT, low=2 * UNIT, high=12 * UNIT)
    one = problem([first, activity("B", 4, "A", effort=4 * UNIT, low=2 * UNIT, high=12 * UNIT)])
    plan, groups = make_plan(one, "fast", schedules=2), {"A": "first", "B": "then"}
    whole, done, left = honest_dates(one, plan, groups, done=["A"], draws=200)
    assert done.planned_week == done.p50_week == done.p80_week == 4
    assert (whole.p50_week, whole.p80_week) == (left.p50_week, left.p80_week)
    assert left.p50_week > left.planned_week == 8
