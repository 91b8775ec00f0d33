"""What a solver proves is true: against everything tried, with scipy's HiGHS as the solver of these tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from assessments.planning.checking import violations
from assessments.planning.grid import Grid, Starts
from assessments.planning.improving import Answer, Solved, Task, improve
from assessments.planning.planner import improved, make_plan, measured, starts_of
from assessments.planning.problem import LEVEL, OBJECTIVES, UNIT, Lift, Objective, PlanningProblem, Rules
from assessments.planning.programme import Formulation
from content import from_plain, to_plain
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
from tests.assessments.planning.test_search import FT06, job_shop

objectives = st.sampled_from(OBJECTIVES)


def scipy_solves(
    form: Formulation, nodes: int, known: Starts | None = None, *, is_relaxed: bool = False
) -> Solved:
    programme = form.programme
    rows = [
        (row, column, value)
        for row, entries in enumerate(programme.rows)
        for column, value in entries.items()
    ]
    shape = (len(programme.rows), len(programme.costs))
    data = np.array([value for _, _, value in rows])
    places = (np.array([row for row, _, _ in rows], int), np.array([column for _, column, _ in rows], int))
    constraints = []
    if programme.rows:
        matrix = csr_array((data, places), shape=shape)
        constraints = [LinearConstraint(matrix, programme.row_lower, programme.row_upper)]
    if not programme.costs:
        return Solved("optimal", 0.0, [])
    if known is not None:
        begun = form.values_of(known)
        assert begun is None or set(begun.values()) <= {0.0, 1.0}
    found = milp(
        np.array(programme.costs),
        integrality=np.array(programme.is_whole, int) * (not is_relaxed),
        bounds=Bounds(programme.lower, programme.upper),
        constraints=constraints,
        options={"node_limit": max(nodes, 1), "mip_rel_gap": 0.0},
    )
    if found.status == 2:
        return Solved("infeasible", float("inf"), None)
    values = None if found.x is None else list(found.x)
    if is_relaxed:
        return Solved("limit", found.fun, values)
    bound = float("-inf") if found.mip_dual_bound is None else found.mip_dual_bound
    return Solved("optimal" if found.status == 0 else "limit", bound, values)


def asked(
    one: PlanningProblem, objective: Objective, *, schedules: int = 5, nodes: int = 500
) -> list[Answer]:
    answers: list[Answer] = []
    plan = make_plan(one, objective, schedules=schedules)
    starts = None if plan.outcome == "none" else plan.starts()
    improve(Task(one, objective, starts, scipy_solves, answers.append, nodes))
    return answers


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most=4, horizon=10), objectives)
def test_no_plan_betters_what_a_solver_proved(one: PlanningProblem, objective: Objective) -> None:
    if objective == "balanced":
        one = replace(one, rules=replace(one.rules, enough=0))
    answers = asked(one, objective)
    best = min((measure(one, starts, objective) for starts in every_plan(one)), default=None)
    grid = Grid(one)
    for answer in answers:
        if answer.starts is not None:
            assert list(violations(one, answer.starts)) == []
        if answer.bound is None or best is None:
            continue
        if objective == "balanced":
            assert -best[0] <= answer.bound
        elif not best[0]:
            assert best[1] >= answer.bound
    plan = improved(one, make_plan(one, objective, schedules=5), answers, "finished")
    if plan.quality is not None and plan.quality.standing == "optimal":
        starts = starts_of(grid, plan.starts())
        assert starts is not None
        assert best is not None
        value = measured(grid, objective, starts)
        assert value >= -best[0] * (1 - 1e-5) if objective == "balanced" else value == best[1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most=6, horizon=16), objectives)
def test_a_solver_never_makes_a_plan_worse(one: PlanningProblem, objective: Objective) -> None:
    plan = make_plan(one, objective, schedules=5)
    after = improved(one, plan, asked(one, objective), "finished")
    if plan.quality is None:
        return
    assert after.quality is not None
    assert after.quality.solver != "failed" or after.starts() == plan.starts()
    if plan.outcome == after.outcome == "complete":
        worse = plan.quality.value - after.quality.value
        assert worse <= 1e-9 if objective == "balanced" else worse >= -1e-9


def test_a_problem_and_an_answer_survive_the_way_to_the_child_and_back() -> None:
    one = job_shop(FT06, 60)
    assert from_plain(PlanningProblem, json.loads(json.dumps(to_plain(one)))) == one


# Machine full for 6 of 8 weeks by two jobs of 3; a third of 2 makes 8. The chain of the longest is only 3.
def test_a_bound_is_raised_until_a_plan_meets_it() -> None:
    one = problem(
        [
            activity(key, weeks, demands=(takes("machine", 1),))
            for key, weeks in (("A", 3), ("B", 3), ("C", 2))
        ]
        + [
            activity("D", 6, "A", demands=(takes("crew", 1),)),
            activity("E", 6, "B", demands=(takes("crew", 1),)),
        ],
        [weekly("machine", 1, 40), weekly("crew", 1, 40)],
        horizon=40,
    )
    # The crew waits three weeks for the first of A and B, then is busy for 12: 15. Energy alone says 12.
    plan = make_plan(one, "fast", schedules=20)
    assert plan.quality is not None
    assert (plan.finish_week, plan.quality.bound, plan.quality.standing) == (15, 12, "best found")
    after = improved(one, plan, asked(one, "fast"), "finished")
    assert after.quality is not None
    assert (after.quality.bound, after.quality.standing, after.quality.proved_by) == (15, "optimal", "solver")


def test_the_least_effort_is_found_by_choosing_before_scheduling() -> None:
    options = [
        activity(f"A{effort}", 2, is_mandatory=False, effort=effort * UNIT, lifts=(Lift("D", 1),))
        for effort in (5, 3, 4)
    ]
    one = problem(options, dimensions=[dimension("D", 1.0, 1.6, {1: 3})])
    plan = improved(one, make_plan(one, "lean", schedules=5), asked(one, "lean"), "finished")
    assert plan.quality is not None
    assert (plan.effort_days, plan.quality.standing) == (7, "optimal")


def test_a_bound_that_a_plan_betters_is_not_believed() -> None:
    one = problem([activity("A", 3)])
    plan = make_plan(one, "fast", schedules=5)
    after = improved(one, plan, [Answer(9, None, "optimal")], "finished")
    assert after.quality is not None
    assert (after.quality.bound, after.quality.solver) == (3, "failed")


@pytest.mark.parametrize("ended", ["stopped", "failed", "not installed"])
def test_however_a_solver_ends_the_last_plan_is_left_in_place(ended: str) -> None:
    one = problem([activity("A", 3)])
    plan = make_plan(one, "fast", schedules=5)
    after = improved(one, plan, [], ended)
    assert after.quality is not None
    assert (after.activities, after.quality.solver) == (plan.activities, ended)


def test_where_nothing_is_possible_a_solver_says_so() -> None:
    one = problem([activity("A", 3, latest_end=2)])
    assert make_plan(one, "lean", schedules=5).outcome == "none"
    assert [asked(one, objective)[-1].state for objective in ("lean", "balanced")] == ["failed", "failed"]
    assert asked(replace(one, open_share=(1000,) * 2), "fast")[-1].starts is None
    assert improved(one, make_plan(one, "lean", schedules=5), [], "finished").outcome == "none"


@pytest.mark.parametrize(("weeks", "state"), [(20, "optimal"), (1100, "limit")])
def test_a_large_programme_is_only_relaxed(weeks: int, state: str) -> None:
    """Three activities have 3 · 1,100 columns, more than the 3,000 up to which a programme is solved whole."""
    one = problem(
        [
            activity(key, 2, is_mandatory=False, value=LEVEL, demands=(takes("m", 2, is_total=True),))
            for key in "ABC"
        ],
        [monthly("m", 3, weeks)],
        horizon=weeks,
        rules=Rules(budget=10),
    )
    assert asked(one, "balanced")[-1].state == state


@pytest.mark.skipif(find_spec("highspy") is None, reason="no solver: pip install plumbline[solver]")
def test_the_child_answers_line_by_line() -> None:
    one = job_shop(FT06, 60)
    plan = make_plan(one, "fast", schedules=20)
    task = {"problem": to_plain(one), "objective": "fast", "starts": plan.starts(), "nodes": 200}
    done = subprocess.run(
        [sys.executable, "-m", "assessments.planning.solver_child"],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert lines[-1]["bound"] <= 55
    assert all(set(line) == {"bound", "starts", "state"} for line in lines)


def test_a_solver_finds_the_first_plan_where_the_search_has_none() -> None:
    one = problem(
        [activity("A", 3, demands=(takes("m", 1),)), activity("B", 2, demands=(takes("m", 1),))],
        [weekly("m", 1, 12)],
        horizon=12,
    )
    answers: list[Answer] = []
    improve(Task(one, "fast", None, scipy_solves, answers.append))
    assert answers[-1].state == "optimal"
    assert answers[-1].bound == 5
    assert max(answers[-1].starts or {}, key=lambda key: (answers[-1].starts or {})[key]) in "AB"


def test_a_question_left_open_leaves_the_bound_where_it_was() -> None:
    def gives_up(
        form: Formulation, nodes: int, known: Starts | None = None, *, is_relaxed: bool = False
    ) -> Solved:
        return Solved("limit", float("-inf"), None)

    one = problem(
        [activity(key, 3, demands=(takes("m", 1),), is_mandatory=False, value=LEVEL) for key in "AB"],
        [weekly("m", 1, 20)],
    )
    for objective, states in (
        ("fast", ["limit"]),
        ("lean", ["limit"]),
        ("balanced", ["working", "limit", "limit"]),
    ):
        answers: list[Answer] = []
        improve(Task(one, objective, {"A": 0, "B": 3}, gives_up, answers.append))  # type: ignore[arg-type]
        assert [answer.state for answer in answers][-len(states) :] == states
        assert answers[-1].bound in (None, 0)


def test_rules_bound_the_programme_too() -> None:
    options = [activity(key, 1, is_mandatory=False, value=LEVEL) for key in "ABC"]
    one = problem(options, rules=Rules(most_activities=2, budget=5))
    plan = improved(one, make_plan(one, "balanced", schedules=5), asked(one, "balanced"), "finished")
    assert len(plan.activities) == 2
    assert plan.quality is not None
    assert (plan.quality.standing, plan.quality.proved_by) == ("optimal", "solver")


def test_a_plan_that_ends_later_than_a_programme_cannot_begin_it() -> None:
    one = problem([activity("A", 2)], horizon=12)
    assert Formulation(Grid(one), "fast", 4).values_of([9]) is None


def test_an_aim_that_is_near_enough_demands_nothing() -> None:
    one = problem(
        [activity("A", 1, is_mandatory=False, lifts=(Lift("D", 1), Lift("E", 1)))],
        dimensions=[dimension("D", 1.8, 2.0, {1: 1}), dimension("E", 1.0, 1.0, {1: 1})],
        rules=Rules(enough=250_000),
    )
    assert make_plan(one, "fast", schedules=5).finish_week == 0
    assert Formulation(Grid(one), "fast", 4).is_possible
    assert asked(one, "balanced")[-1].state == "optimal"


def test_a_rung_counts_only_where_those_below_it_bring_the_level_near() -> None:
    # B alone would lift from 2 to 3, but D stands at 1; behind A both count: 1 from week 2, 2 from week 4 of 10.
    one = problem(
        [
            activity("A", 2, is_mandatory=False, lifts=(Lift("D", 1),)),
            activity("B", 2, is_mandatory=False, lifts=(Lift("D", 2),)),
        ],
        dimensions=[dimension("D", 1.0, 3.0, {1: 1, 2: 1})],
        horizon=10,
    )
    plan = improved(one, make_plan(one, "balanced", schedules=5), asked(one, "balanced"), "finished")
    assert plan.starts() == {"A": 0, "B": 2}
    assert plan.quality is not None
    # (8 + 10) ÷ 10 and (6 + 10) ÷ 10; the programme lets B end beside A, so its bound is 3.6.
    assert (plan.quality.value, round(plan.quality.bound, 3)) == (3.4, 3.6)
