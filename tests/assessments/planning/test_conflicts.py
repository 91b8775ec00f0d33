"""What cannot all be kept, and what would release it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from assessments.planning.conflicts import (
    Conflict,
    conditions_of,
    extended,
    find_conflicts,
    has_plan,
    without_all,
)
from assessments.planning.problem import UNIT, Lift, PlanningProblem, Rules
from tests.assessments.planning.cases import (
    activity,
    dimension,
    every_plan,
    measure,
    monthly,
    problem,
    problems,
    takes,
    weekly,
)


def found(one: PlanningProblem, *, with_aims: bool = True) -> dict[tuple[str, str], tuple[float | None, str]]:
    return {
        (each.kind, each.subject): (each.amount, each.unit)
        for each in find_conflicts(one, with_aims=with_aims)
    }


# docs/methods-planning.md, section 7.8.
def test_two_deadlines_on_one_machine_conflict_with_it() -> None:
    machine = (takes("machine", 1),)
    one = problem(
        [
            activity("A", 3, demands=machine, latest_end=4),
            activity("B", 3, demands=machine, latest_end=4),
            activity("C", 9),
        ],
        [weekly("machine", 1, 20), weekly("crane", 1, 20)],
    )
    assert found(one) == {
        ("capacity", "machine"): (1.0, "a period"),
        ("deadline", "A"): (2.0, "weeks later"),
        ("deadline", "B"): (2.0, "weeks later"),
    }


def test_where_there_is_a_plan_nothing_conflicts() -> None:
    assert find_conflicts(problem([activity("A", 3)])) == ()


def test_what_is_wanted_cannot_need_what_is_excluded() -> None:
    one = problem(
        [activity("A", 1, is_mandatory=False, is_excluded=True), activity("B", 1, "A", fixed_start=4)]
    )
    assert found(one) == {("must", "B"): (None, "removal"), ("excluded", "A"): (None, "removal")}


def test_an_aim_that_is_reached_is_no_condition() -> None:
    one = problem([activity("A", 3, latest_end=2)], dimensions=[dimension("D", 2.0, 2.0, {1: 1})])
    assert found(one) == {("deadline", "A"): (1.0, "weeks later")}


def test_a_fixed_week_is_released_only_by_freeing_it() -> None:
    one = problem([activity("A", 6), activity("B", 1, "A", fixed_start=4)])
    assert found(one) == {("fixed", "B"): (None, "removal")}


def test_a_budget_a_number_and_an_earliest_date_say_what_they_lack() -> None:
    pair = [activity("A", 1, cost=10_000), activity("B", 1, cost=10_000)]
    assert found(problem(pair, rules=Rules(budget=15_000))) == {("budget", ""): (50.0, "money")}
    assert found(problem(pair, rules=Rules(most_activities=1))) == {("number", ""): (1.0, "activities")}
    late = [activity("A", 3, earliest=8, latest_end=9)]
    assert found(problem(late)) == {
        ("not before", "A"): (2.0, "weeks earlier"),
        ("deadline", "A"): (2.0, "weeks later"),
    }


def test_a_horizon_and_an_aim_say_how_far_they_are_off() -> None:
    step = [
        activity(key, 6, "A" if key == "B" else "", is_mandatory=False, lifts=(Lift("D", 1),)) for key in "AB"
    ]
    one = problem(step, dimensions=[dimension("D", 1.0, 2.0, {1: 2})], horizon=10)
    assert found(one) == {("horizon", ""): (2.0, "weeks later"), ("aim", "D"): (1.5, "level")}
    assert find_conflicts(one, with_aims=False) == ()


def test_what_is_under_way_at_once_may_be_too_much() -> None:
    load = (takes("all", 1 / UNIT),)
    pair = [activity(key, 4, demands=load, latest_end=6) for key in "AB"]
    one = problem(pair, [weekly("all", 1, 20, "attention")])
    assert found(one)["load", "all"] == (1.0, "at once")


def test_a_longer_horizon_goes_on_as_usual() -> None:
    one = problem([activity("A", 3)], [monthly("m", 6, 10), weekly("w", 2, 10)], horizon=10)
    longer = extended(one, 5)
    assert longer.horizon == 15
    # Periods of 4, 4 and 2 weeks; on the mean a period has three, so the next five weeks make two.
    assert longer.resources[0].bucket_of == (0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4)
    assert longer.resources[1].available == (2 * UNIT,) * 15


def test_a_condition_that_is_no_cause_is_not_named() -> None:
    assert Conflict("CON-1", "deadline", "A", 1.0, "weeks later") in find_conflicts(
        problem([activity("A", 3, latest_end=2), activity("B", 3, latest_end=19)])
    )


@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most=3, horizon=8))
def test_the_set_is_impossible_and_every_smaller_one_possible(one: PlanningProblem) -> None:
    def is_possible(each: PlanningProblem) -> bool:
        return any(measure(each, starts, "fast")[0] == 0 for starts in every_plan(each))

    if is_possible(one):
        assert find_conflicts(one) == ()
        return
    named = {(each.kind, each.subject) for each in find_conflicts(one)}
    conditions = list(conditions_of(one))
    inside = [each for each in conditions if (each.kind, each.subject) in named]
    relaxed = without_all(one, [each for each in conditions if each not in inside])
    if not inside:
        assert not is_possible(relaxed)  # the activities alone are at odds, as where nothing lifts far enough
        return
    assert not is_possible(relaxed)
    for each in inside:
        assert is_possible(each.without(relaxed))


def test_nothing_is_named_where_no_condition_is_the_cause() -> None:
    one = problem([activity("A", 3)], dimensions=[dimension("D", 1.0, 2.0, {})])
    assert not has_plan(one)
    assert [each.kind for each in find_conflicts(one)] == ["aim"]
    # Even twice the horizon is too short for it, and nothing else keeps it from a plan.
    assert find_conflicts(problem([activity("A", 50)], horizon=20)) == ()
