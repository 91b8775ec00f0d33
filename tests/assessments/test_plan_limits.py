"""People, days and money of a client's plan: suggested, kept by every plan, named in reasons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.catalogue import load_catalogue
from assessments.plan_drawing import (
    Impossible,
    asked_of_roles,
    draw_plan,
    prepare,
    reshape_plan,
    starts_of,
    suggest_limits,
)
from assessments.plan_limits import POOL, Limits, QuietTime, capacity_file, suggested_limits
from assessments.planning.calendar import Calendar
from assessments.planning.initiatives import effort_of_roles
from assessments.planning.problem import UNIT
from assessments.wishes import OBJECTIVES, Wishes
from tests.assessments.planning_cases import MONDAY
from tests.assessments.test_plan_drawing import BALANCED, BANK, STOOD, client_of

CATALOGUE = load_catalogue()
SUGGESTED, POOL_DAYS = suggest_limits(BANK)
BY_KEY = {one.key: one for one in CATALOGUE.initiatives}


def month_of(week: int) -> tuple[int, int]:
    """The month in which the fourth day of a week lies."""
    fourth = MONDAY + timedelta(weeks=week, days=3)
    return fourth.year, fourth.month


def days_by_month(plan, role: str) -> dict[tuple[int, int], float]:
    """What a plan takes of a role, spread evenly over the weeks of each initiative."""
    taken: dict[tuple[int, int], float] = defaultdict(float)
    for one in plan.initiatives:
        amount = effort_of_roles(BY_KEY[one.key]).get(role, 0) / UNIT
        for week in range(one.start_week, one.end_week):
            taken[month_of(week)] += amount / (one.end_week - one.start_week)
    return taken


# docs/methods-planning.md, section 4.7: shares 6, 2 and 12 of 20 of 31.5 days a month, twice that in half days.
def test_limits_are_suggested_as_worked_by_hand():
    first = replace(CATALOGUE.initiatives[0], effort_days=8, owners=("HP", "SP"))
    second = replace(CATALOGUE.initiatives[1], effort_days=12, owners=("PA",))
    limits = suggested_limits(CATALOGUE, [first, second], 94.5)
    assert limits.role_days == {"HP": 19.0, "SP": 6.5, "PA": 38.0}
    assert limits.together == 31.5


def test_a_role_that_is_asked_for_little_still_has_three_days():
    small = replace(CATALOGUE.initiatives[0], effort_days=8, owners=("HP", "SP"))
    assert suggested_limits(CATALOGUE, [small], 9).role_days == {"HP": 4.5, "SP": 3.0}
    assert suggested_limits(CATALOGUE, [], 9).role_days == {}


def test_what_is_asked_of_the_roles_is_all_that_the_initiatives_take():
    keys = {one.key for one in prepare(BANK, Wishes()).problem.activities}
    whole = sum(one.effort_days for one in CATALOGUE.initiatives if one.key in keys)
    assert sum(asked_of_roles(BANK).values()) == pytest.approx(whole)


def test_the_days_a_quarter_are_those_of_the_roles_or_what_they_have_together():
    assert Limits().days_per_quarter(94.5) == 94.5
    assert Limits(role_days={"HP": 6.0, "PA": 10.0}).days_per_quarter(94.5) == 48.0
    assert Limits(role_days={"HP": 6.0, "PA": 10.0}, together=12.0).days_per_quarter(94.5) == 36.0


def test_a_deadline_that_lies_beyond_the_plan_binds_nothing():
    near, far = MONDAY + timedelta(weeks=10), MONDAY + timedelta(weeks=30)
    limits = Limits().with_deadline("GOV-1", near).with_deadline("SVC-1", far)
    file = capacity_file(CATALOGUE, limits, start_on=MONDAY, horizon_weeks=20, pool_per_quarter=90)
    assert [(one.activity, one.deadline) for one in file.conditions] == [("GOV-1", near)]
    assert limits.with_deadline("GOV-1", None).deadlines == {"SVC-1": far}


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_plan_keeps_to_the_days_of_each_role_and_of_all_together(objective):
    plan = draw_plan(BANK, Wishes(objective=objective, limits=SUGGESTED))
    assert plan.initiatives
    assert plan.capacity.basis == "roles"
    assert {one.key for one in plan.loads} == {*SUGGESTED.role_days, POOL}
    for load in plan.loads:
        assert all(taken <= there + 1e-6 for taken, there in zip(load.taken, load.available, strict=True))
    # Looked at from outside: a month of 23 working days has a little more than a month's days, one of 20 less.
    for role, days in SUGGESTED.role_days.items():
        for taken in days_by_month(plan, role).values():
            assert taken <= days * 25 / 20 + 1e-6


def test_a_start_that_waits_for_days_names_the_role_until_when_and_what_it_is_at():
    plan = draw_plan(BANK, Wishes(limits=SUGGESTED))
    waits = [one for one in plan.initiatives if one.reason.kind == "capacity"]
    assert {one.reason.other for one in waits} - {None}
    known = {one.key for one in plan.initiatives}
    for one in waits:
        assert one.reason.other is None or one.reason.other in one.owners
        assert one.reason.until == plan.start_on + timedelta(weeks=one.start_week)
        assert set(one.reason.others) <= known - {one.key}


def test_nobody_in_a_role_leaves_out_what_needs_it():
    plan = draw_plan(BANK, Wishes(limits=SUGGESTED.with_role("PC", 0.0)))
    assert not any("PC" in one.owners for one in plan.initiatives)
    lost = [one for one in plan.left_out if one.reason == "nobody"]
    assert lost
    assert {one.other for one in lost} == {"PC"}


def test_nothing_runs_while_nobody_works():
    closed = QuietTime(MONDAY + timedelta(weeks=8), MONDAY + timedelta(weeks=10, days=-1), "Closing")
    plan = draw_plan(BANK, Wishes(limits=Limits(quiet=(closed,))))
    assert plan.initiatives
    assert not any(one.start_week in (8, 9) for one in plan.initiatives)
    for one in plan.initiatives:
        if one.start_week < 8 < one.end_week:
            assert one.end_week > 10


# Two of thirteen weeks are closed: 11/13 of 94.5 days are left, and in the quarters after it all of them.
def test_a_quarter_has_what_quiet_times_leave_of_its_days():
    closed = QuietTime(MONDAY + timedelta(weeks=8), MONDAY + timedelta(weeks=10, days=-1))
    plan = draw_plan(BANK, Wishes(limits=Limits(quiet=(closed,))))
    assert plan.quarters[0].capacity_days == pytest.approx(94.5 * 11 / 13)
    assert {one.capacity_days for one in plan.quarters[1:]} == {94.5}


def test_half_of_the_days_leave_half_of_the_work():
    slow = QuietTime(MONDAY, MONDAY + timedelta(weeks=26), "Half staff", 0.5)
    plan = draw_plan(BANK, Wishes(objective="fast", limits=Limits(quiet=(slow,))))
    usual = draw_plan(BANK, Wishes(objective="fast"))
    assert max(one.end_week for one in plan.initiatives) > max(one.end_week for one in usual.initiatives)


def test_while_one_role_is_away_only_its_own_work_rests():
    away = QuietTime(MONDAY, MONDAY + timedelta(weeks=30), "Leave", role="HP")
    limits = suggested_limits(CATALOGUE, CATALOGUE.initiatives, 94.5)
    absent = draw_plan(BANK, Wishes(limits=replace(limits, quiet=(away,))))
    led = [one for one in absent.initiatives if "HP" in one.owners]
    others = [one for one in absent.initiatives if "HP" not in one.owners]
    assert all(one.end_week > 30 for one in led)
    assert any(one.end_week <= 30 for one in others)
    usual = draw_plan(BANK, Wishes(limits=limits))
    assert any(one.end_week <= 30 for one in usual.initiatives if "HP" in one.owners)


def test_a_budget_bounds_what_the_plan_costs():
    free = draw_plan(BANK, Wishes(limits=Limits(day_rate=500)))
    assert free.cost == pytest.approx(free.effort_days * 500)
    bound = draw_plan(BANK, Wishes(limits=Limits(day_rate=500, budget=60_000)))
    assert bound.cost <= 60_000 < free.cost
    assert "budget" in {one.reason for one in bound.left_out}
    assert BALANCED.cost is None


def test_the_load_at_a_time_is_kept():
    plan = draw_plan(BANK, Wishes(limits=Limits(at_once=2, per_owner=1)))
    for week in range(plan.horizon_weeks):
        running = [one for one in plan.initiatives if one.start_week <= week < one.end_week]
        owners = [owner for one in running for owner in one.owners]
        assert len(running) <= 2
        assert len(owners) == len(set(owners))


def test_a_deadline_is_kept_where_the_plan_has_the_initiative():
    needed = {need for one in BALANCED.initiatives for need in one.after}
    last = max((one for one in BALANCED.initiatives if one.key not in needed), key=lambda one: one.end_week)
    week = last.end_week - 2
    day = MONDAY + timedelta(weeks=week, days=-3)
    wishes = Wishes(limits=Limits().with_deadline(last.key, day)).add(last.key)
    plan = reshape_plan(BANK, wishes, STOOD)
    assert next(one.end_week for one in plan.initiatives if one.key == last.key) <= week
    assert list(Wishes().differences(wishes)) == [last.key]


def test_days_on_which_nobody_ever_works_are_refused_as_such():
    always = QuietTime(MONDAY, MONDAY + timedelta(weeks=200))
    with pytest.raises(Impossible) as refused:
        prepare(BANK, Wishes(limits=Limits(quiet=(always,))))
    assert refused.value.reason == "nobody"


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_whatever_is_stated_a_shaped_plan_keeps_to_it(data):
    roles = list(SUGGESTED.role_days)
    days = {role: data.draw(st.sampled_from([0.0, 4.0, 10.0, 30.0])) for role in roles}
    together = data.draw(st.sampled_from([None, 15.0, 40.0]))
    first = MONDAY + timedelta(days=data.draw(st.integers(0, 300)))
    quiet = (QuietTime(first, first + timedelta(days=data.draw(st.integers(0, 20)))),)
    limits = Limits(role_days=days, together=together, quiet=quiet)
    try:
        plan = reshape_plan(BANK, Wishes(limits=limits), STOOD)
    except Impossible:
        return
    for load in plan.loads:
        assert all(taken <= there + 1e-6 for taken, there in zip(load.taken, load.available, strict=True))
    there = {role for role, given_days in days.items() if given_days}
    assert all(set(one.owners) <= there for one in plan.initiatives)


def test_the_months_of_the_loads_are_those_of_the_calendar():
    plan = draw_plan(BANK, Wishes(limits=SUGGESTED))
    file = capacity_file(
        CATALOGUE, SUGGESTED, start_on=MONDAY, horizon_weeks=plan.horizon_weeks, pool_per_quarter=1
    )
    load = next(one for one in plan.loads if one.key == "HP")
    entry = next(one for one in file.resources if one.key == "HP")
    _, available = Calendar(file).periods(entry)
    assert load.available == tuple(amount / UNIT for amount in available)
    assert load.starts_on[0] == MONDAY
    assert all(isinstance(day, date) and day.weekday() == MONDAY.weekday() for day in load.starts_on)


def test_another_client_has_other_figures_to_begin_with():
    limits, days = suggest_limits(client_of(2.4, "university", 60))
    assert (days, limits.together) == (60, 20.0)
    assert starts_of(draw_plan(client_of(2.4, "university", 60), Wishes(limits=limits)))
