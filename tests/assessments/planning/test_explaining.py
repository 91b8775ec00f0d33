"""Why each activity stands where it stands, what may slip, what the plan leads to; every rule of the checker."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.planning.bounds import bound_of, week_supplied
from assessments.planning.checking import violations
from assessments.planning.explaining import Explanation
from assessments.planning.grid import ABSENT, Grid, finish_of
from assessments.planning.planner import make_plan, plan_of, replan_without
from assessments.planning.problem import (
    LEVEL,
    OBJECTIVES,
    UNIT,
    Demand,
    Lift,
    Objective,
    PlanningProblem,
    Rules,
)
from assessments.planning.results import Plan, PlannedActivity
from assessments.planning.search import search
from tests.assessments.planning.cases import activity, dimension, monthly, problem, problems, takes, weekly


def item(plan: Plan, key: str) -> PlannedActivity:
    return next(one for one in plan.activities if one.key == key)


def places(plan: Plan) -> dict[str, tuple[str, str | None]]:
    return {one.key: (one.place.kind, one.place.other or one.place.resource) for one in plan.activities}


def test_each_place_has_its_reason() -> None:
    crew, load = takes("crew", 1), Demand("all", 1, False)
    one = problem(
        [
            activity("A", 2, demands=(crew,)),
            activity("B", 2, "A"),
            activity("C", 2, earliest=7),
            activity("D", 1, fixed_start=5),
            activity("E", 3, demands=(crew,), earliest=1),
            activity("F", 2, demands=(load,)),
            activity("G", 1, demands=(load,), earliest=1),
        ],
        [weekly("crew", 1, 20), weekly("all", 1, 20, "attention")],
    )
    plan = make_plan(one, "fast", schedules=40)
    kinds = places(plan)
    assert kinds["B"] == ("prerequisite", "A")
    assert kinds["C"] == ("not before", None)
    assert kinds["D"] == ("fixed", None)
    assert kinds["E"] == ("capacity", "crew")
    assert kinds["G"] == ("attention", "all")
    assert item(plan, "E").place.others == ("A",)
    assert item(plan, "D").slack_weeks == 0


def test_an_activity_waits_until_its_dimension_stands_high_enough() -> None:
    one = problem(
        [
            activity("A", 4, is_mandatory=False, effort=UNIT, lifts=(Lift("D", 1),)),
            activity("B", 3, is_mandatory=False, effort=UNIT, lifts=(Lift("D", 2),)),
        ],
        dimensions=[dimension("D", 1.0, 3.0, {1: 1, 2: 1})],
    )
    plan = make_plan(one, "fast", schedules=20)
    assert places(plan) == {"A": ("start", None), "B": ("level", "A")}
    assert plan.critical_chain == ("A", "B")
    # A may not slip, though nothing needs it: B would then begin on a level that is not there.
    assert [each.slack_weeks for each in plan.activities] == [0, 0]
    longer = replace(one, activities=(*one.activities, activity("C", 10)))
    assert [item(make_plan(longer, "fast", schedules=20), key).slack_weeks for key in "AB"] == [0, 3]
    assert plan.dimensions[0].levels == (3.0,)
    assert [each.wanted.kind for each in plan.activities] == ["aim", "aim"]
    assert [each.rule for each in violations(one, {"A": 0, "B": 2})] == ["level"]


def test_a_plan_says_who_wants_what_and_why_the_rest_is_not_in_it() -> None:
    one = problem(
        [
            activity("A", 1),
            activity("B", 1, is_mandatory=False),
            activity("C", 1, "B", is_mandatory=False, effort=UNIT, lifts=(Lift("D", 1),)),
            activity("E", 1, is_mandatory=False, value=LEVEL),
            activity("F", 1, is_mandatory=False, is_excluded=True),
            activity("G", 1, "F", is_mandatory=False),
            activity("H", 1, is_mandatory=False, lifts=(Lift("D", 3),)),
            activity("I", 1, is_mandatory=False, value=LEVEL, earliest=19, latest_end=19),
            activity("J", 1, "K"),
            activity("K", 1, is_mandatory=False),
        ],
        dimensions=[dimension("D", 1.0, 4.0, {1: 1, 3: 1})],
    )
    plan = make_plan(one, "balanced", schedules=30)
    assert {each.key: each.wanted.kind for each in plan.activities} == {
        "A": "set", "B": "prerequisite", "C": "aim", "E": "value", "J": "set", "K": "prerequisite",
    }  # fmt: skip
    assert {each.key: (each.kind, each.other) for each in plan.left_out} == {
        "F": ("excluded", None),
        "G": ("prerequisite", "F"),
        "H": ("not eligible", "D"),
        "I": ("no room", None),
    }
    assert {each.kind for each in make_plan(one, "fast", schedules=30).left_out} >= {"not needed"}


def test_a_plan_may_miss_its_aims_and_say_which() -> None:
    one = problem(
        [activity("A", 1, is_mandatory=False, lifts=(Lift("D", 1),))],
        dimensions=[dimension("D", 1.0, 3.0, {1: 2})],
        rules=Rules(rise_per_quarter=LEVEL // 4),
        horizon=40,
    )
    plan = make_plan(one, "fast", schedules=10)
    assert plan.outcome == "aims missed"
    assert plan.quality is not None
    assert (plan.quality.standing, plan.quality.gap) == ("best found", None)
    # Half a level, a quarter of it a quarter.
    assert (plan.dimensions[0].is_reached, plan.dimensions[0].levels) == (False, (1.25, 1.5))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.sampled_from(OBJECTIVES))
def test_slack_is_what_can_slip_and_no_more(one: PlanningProblem, objective: Objective) -> None:
    plan = make_plan(one, objective, schedules=20)
    starts = plan.starts()
    for each in plan.activities:
        weeks = [week for week in one.open_weeks if week > each.start_week]
        moved = [week for week in weeks if week <= each.start_week + each.slack_weeks]
        for week in moved:
            assert list(violations(one, {**starts, each.key: week})) == []
            assert (one.end_of(one.by_key[each.key], week) or 99) <= plan.finish_week
        beyond = [week for week in weeks if week > each.start_week + each.slack_weeks][:1]
        for week in beyond:
            later = {**starts, each.key: week}
            end = one.end_of(one.by_key[each.key], week)
            assert end is None or end > plan.finish_week or any(True for _ in violations(one, later))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.sampled_from(OBJECTIVES))
def test_the_critical_chain_leads_to_the_finish(one: PlanningProblem, objective: Objective) -> None:
    plan = make_plan(one, objective, schedules=20)
    if plan.activities:
        chain = [item(plan, key) for key in plan.critical_chain]
        assert chain[-1].end_week == plan.finish_week
        assert all(before.start_week < after.start_week for before, after in pairwise(chain))
        assert {each.key for each in plan.activities if each.is_critical} == set(plan.critical_chain)


def test_a_plan_that_waits_for_nothing_says_so() -> None:
    one = problem([activity("A", 2)])
    grid = Grid(one)
    assert Explanation(grid, [3]).place(0).kind == "free"
    assert Explanation(grid, [ABSENT]).critical_chain() == ()
    assert plan_of(grid, "balanced", 0, [ABSENT], 1).finish_on is None


def test_a_plan_whose_blocker_runs_beside_it_names_it_and_ends_the_chain_there() -> None:
    # Both draw on the month; B's two days do not fit beside A's four until the next one.
    one = problem(
        [
            activity("A", 3, demands=(takes("m", 4, is_total=True),)),
            activity("B", 1, demands=(takes("m", 3, is_total=True),)),
        ],
        [monthly("m", 5, 20)],
    )
    plan = make_plan(one, "fast", schedules=20)
    assert plan.finish_week == 5
    last = plan.activities[-1]
    assert (last.place.kind, last.place.full_from, last.place.full_until) == (
        "capacity",
        one.day_of(0),
        one.day_of(4),
    )


@pytest.mark.parametrize(
    ("changes", "starts", "rule"),
    [
        ({}, {}, "mandatory"),
        ({"is_excluded": True}, {"A": 0}, "excluded"),
        ({}, {"A": 9}, "horizon"),
        ({}, {"A": 4}, "horizon"),
        ({"earliest": 2}, {"A": 1}, "earliest"),
        ({"latest_end": 3}, {"A": 2}, "deadline"),
        ({"fixed_start": 2}, {"A": 1}, "fixed"),
        ({"needs": ("B",)}, {"A": 0}, "prerequisite"),
        ({"needs": ("B",)}, {"A": 0, "B": 0}, "prerequisite"),
        ({"demands": (takes("m", 2),)}, {"A": 0}, "capacity"),
        ({"cost": 20}, {"A": 0}, "budget"),
    ],
)
def test_the_checker_names_each_rule(changes: dict[str, object], starts: dict[str, int], rule: str) -> None:
    one = problem(
        [replace(activity("A", 2), **changes), activity("B", 2, is_mandatory=False)],  # type: ignore[arg-type]
        [weekly("m", 1, 10)],
        horizon=10,
        closed=(4,),
        rules=Rules(budget=10, most_activities=2),
    )
    assert rule in {each.rule for each in violations(one, starts)}
    if len(starts) == 2:
        fewer = replace(one, rules=Rules(most_activities=1))
        assert "number" in {each.rule for each in violations(fewer, starts)}


def test_work_pauses_in_closed_weeks_and_a_limit_still_counts() -> None:
    one = problem(
        [activity("A", 3, demands=(takes("m", 6, is_total=True), takes("w", 1), Demand("all", 1, False)))],
        [monthly("m", 6, 10), weekly("w", 1, 10), weekly("all", 1, 10, "attention")],
        horizon=10,
        closed=(1,),
    )
    assert one.end_of(one.activities[0], 0) == 4
    used = list(one.usage(one.activities[0], 0))
    assert [amount / UNIT for name, _, amount in used if name == "m"] == [6]
    assert [week for name, week, _ in used if name == "w"] == [0, 2, 3]
    assert [week for name, week, _ in used if name == "all"] == [0, 1, 2, 3]
    assert one.week_of(one.day_of(3)) == 3


def test_a_bound_can_lie_behind_the_horizon() -> None:
    one = problem(
        [activity("A", 4, demands=(takes("m", 9, is_total=True),))], [monthly("m", 2, 8)], horizon=8
    )
    grid = Grid(one)
    assert bound_of(grid, "fast") == 9
    assert week_supplied(grid, (0, 0), (5,), 0) == 0
    assert search(grid, "fast", limit=10) is None


def test_where_an_activity_lifts_two_dimensions_the_dearer_bounds_the_effort() -> None:
    both = activity("A", 1, is_mandatory=False, effort=3 * UNIT, lifts=(Lift("D", 1), Lift("E", 1)))
    one = problem([both], dimensions=[dimension(key, 1.0, 2.0, {1: 1}) for key in "DE"])
    assert bound_of(Grid(one), "lean") == 3 * UNIT
    excluded = replace(one, activities=(replace(both, is_excluded=True),))
    assert bound_of(Grid(excluded), "lean") == 0


@pytest.mark.parametrize(("each", "bound"), [(10, 40 * UNIT), (12, 0)])
def test_too_many_combinations_bound_nothing(each: int, bound: int) -> None:
    """Four rungs of n activities can be climbed in (n + 1)⁴ ways; up to 20,000 are gone through."""
    one = problem(
        [
            activity(f"{rung}.{number}", 1, is_mandatory=False, effort=UNIT, lifts=(Lift("D", rung),))
            for rung in range(1, 5)
            for number in range(each)
        ],
        dimensions=[dimension("D", 1.0, 5.0, dict.fromkeys(range(1, 5), each))],
    )
    assert bound_of(Grid(one), "lean") == bound


def test_another_choice_can_end_earlier_than_the_one_that_takes_least() -> None:
    # A takes little of the crew and long; B takes more and is soon done. The rule prefers A, the search finds B.
    one = problem(
        [
            activity(
                "A",
                9,
                is_mandatory=False,
                demands=(takes("crew", 1, is_total=True),),
                effort=UNIT,
                lifts=(Lift("D", 1),),
            ),
            activity(
                "B",
                2,
                is_mandatory=False,
                demands=(takes("crew", 8, is_total=True),),
                effort=8 * UNIT,
                lifts=(Lift("D", 1),),
            ),
        ],
        [weekly("crew", 5, 20)],
        [dimension("D", 1.0, 1.5, {1: 2})],
    )
    plan = make_plan(one, "fast", schedules=60)
    assert (list(plan.starts()), plan.finish_week) == (["B"], 2)
    assert list(make_plan(one, "lean", schedules=60).starts()) == ["A"]


def test_what_is_dropped_from_under_a_level_takes_with_it_what_stood_on_it() -> None:
    one = problem(
        [
            activity("A", 4, is_mandatory=False, effort=UNIT, lifts=(Lift("D", 1),)),
            activity("B", 3, is_mandatory=False, effort=UNIT, lifts=(Lift("D", 2),)),
        ],
        dimensions=[dimension("D", 1.0, 3.0, {1: 1, 2: 1})],
    )
    plan = make_plan(one, "fast", schedules=20)
    rest = replan_without(one, plan, ("A",), schedules=5)
    assert (rest.activities, rest.quality, rest.outcome) == ((), None, "complete")


def test_a_fixed_week_that_is_closed_or_full_has_no_plan() -> None:
    closed = problem([activity("A", 1, fixed_start=4)], closed=(4,))
    assert make_plan(closed, "fast", schedules=5).outcome == "none"
    assert make_plan(closed, "balanced", schedules=5).outcome == "none"
    full = problem(
        [activity(key, 1, demands=(takes("m", 1),), fixed_start=2) for key in "AB"], [weekly("m", 1, 20)]
    )
    assert make_plan(full, "fast", schedules=5).outcome == "none"
    early = problem([activity("A", 5), activity("B", 1, "A", fixed_start=3, is_mandatory=True)])
    assert make_plan(early, "balanced", schedules=5).outcome == "none"


def test_an_empty_problem_has_an_empty_plan() -> None:
    plan = make_plan(problem([]), "fast", schedules=5)
    assert (plan.outcome, plan.finish_week, finish_of(Grid(problem([])), [])) == ("complete", 0, 0)


def test_bounds_count_only_the_lifts_of_their_own_dimension() -> None:
    both = activity("A", 3, is_mandatory=False, lifts=(Lift("D", 1), Lift("E", 1)))
    one = problem([both], dimensions=[dimension(key, 1.0, 2.0, {1: 1}) for key in "DE"], horizon=10)
    grid = Grid(one)
    assert bound_of(grid, "fast") == 3
    # Two levels, each there for 7 of 10 weeks and at the end.
    assert bound_of(grid, "balanced") == 2 * 1000 * LEVEL * (10 + 7)
