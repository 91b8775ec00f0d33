"""What should come first does, where the plan is no worse for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assessments.planning.checking import violations
from assessments.planning.planner import beginning_with, make_plan
from assessments.planning.problem import OBJECTIVES, Lift, PlanningProblem
from tests.assessments.planning.cases import activity, dimension, problem, problems, takes, weekly

ONE = (takes("m", 1),)
PAIR = problem(
    [activity("A", 2, demands=ONE), activity("B", 3, demands=ONE)], [weekly("m", 1, 20)], horizon=20
)
WITH_FOLLOWER = problem(
    [activity("A", 2, demands=ONE), activity("B", 3, demands=ONE), activity("C", 4, "A")],
    [weekly("m", 1, 20)],
    horizon=20,
)


# docs/methods-planning.md, section 14.10: either order ends with week 5, so whoever should come first does.
@pytest.mark.parametrize("first", ["A", "B"])
def test_of_two_orders_as_good_the_wanted_one_is_taken(first: str) -> None:
    plan = beginning_with(PAIR, make_plan(PAIR, "fast", schedules=20), [first])
    assert plan.finish_week == 5
    assert plan.starts()[first] == 0
    assert plan.quality is not None
    assert (plan.quality.standing, plan.quality.bound) == ("optimal", 5.0)


# The same section: B first would end with week 9 and not 6.
def test_the_plan_is_not_made_longer_for_it() -> None:
    found = make_plan(WITH_FOLLOWER, "fast", schedules=20)
    assert found.finish_week == 6
    assert beginning_with(WITH_FOLLOWER, found, ["B"]).starts() == found.starts()


def test_what_is_not_in_the_plan_or_the_problem_is_passed_over() -> None:
    optional = problem([activity("A", 2), activity("B", 3, is_mandatory=False)])
    found = make_plan(optional, "fast", schedules=5)
    assert "B" not in found.starts()
    assert beginning_with(optional, found, ["B", "Z"]) == found


def test_a_worth_may_fall_by_a_fiftieth_and_no_more() -> None:
    def shared(weight: int) -> PlanningProblem:
        lifts = [(Lift("X", 1),), (Lift("Y", 1),)]
        both = [activity(key, 2, demands=ONE, lifts=own) for key, own in zip("AB", lifts, strict=True)]
        dimensions = [dimension("X", 1, 2, {1: 1}, weight), dimension("Y", 1, 2, {1: 1}, 1000)]
        return problem(both, [weekly("m", 1, 20)], dimensions, horizon=20)

    # Worth with X first: 1.01 · (18 + 20) + 1.0 · (16 + 20); with Y first 0.02 of a week less.
    near = shared(1010)
    found = make_plan(near, "balanced", schedules=20)
    assert found.starts() == {"A": 0, "B": 2}
    assert beginning_with(near, found, ["B"]).starts() == {"A": 2, "B": 0}
    # With five times the weight, X first is worth 5 · 38 + 36 = 226, Y first 5 · 36 + 38 = 218: over a fiftieth less.
    far = shared(5000)
    kept = make_plan(far, "balanced", schedules=20)
    assert beginning_with(far, kept, ["B"]).starts() == kept.starts() == {"A": 0, "B": 2}


def test_where_there_is_no_plan_there_is_nothing_to_order() -> None:
    never = problem([activity("A", 30)])
    none = make_plan(never, "fast", schedules=5)
    assert none.outcome == "none"
    assert beginning_with(never, none, ["A"]) == none


@settings(max_examples=30, deadline=None)
@given(problems())
def test_an_order_keeps_every_rule_and_never_costs_the_objective(drawn: PlanningProblem) -> None:
    for objective in OBJECTIVES:
        found = make_plan(drawn, objective, schedules=10)
        first = [one.key for one in reversed(drawn.activities)]
        after = beginning_with(drawn, found, first)
        assert not list(violations(drawn, after.starts())) or found.outcome == "none"
        assert set(after.starts()) == set(found.starts())
        if found.quality is not None and after.quality is not None:
            assert after.outcome == found.outcome
            if objective == "balanced":
                assert after.quality.value >= found.quality.value * (1 - 1 / 50) - 1e-9
            else:
                assert after.quality.value <= found.quality.value
