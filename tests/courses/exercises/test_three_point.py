"""Three points: the clinic's chain, following through, and named errors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courses.exercises import three_point
from courses.exercises.three_point import ThreePointData
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.case import RESULTS
from tests.courses.exercises.examples import cell, data


def test_the_clinics_chain_is_that_of_the_case() -> None:
    task: ThreePointData = data("three-point")
    mean, deviation = three_point.chain(task.tasks)
    case = RESULTS["pert_critical_path"]
    assert mean == pytest.approx(case["mean_d"], abs=0.001)
    assert deviation == pytest.approx(case["sd_d"], abs=0.001)
    graded = three_point.evaluate(task, {})
    assert cell(graded, "chain").expected.values["number"] == pytest.approx(
        100 * case["p_finish_by_210"], abs=0.01
    )


def test_rounded_figures_are_right_and_later_ones_follow_the_learners_own() -> None:
    task: ThreePointData = data("three-point")
    right = right_answers("three-point", task)
    rounded = {key: round(value, 2) for key, value in right.items()}
    assert three_point.evaluate(task, rounded).share == pytest.approx(1)
    first = task.tasks[0].key
    off = right | {f"{first}.e": right[f"{first}.e"] + 10, "sum": right["sum"] + 10}
    graded = three_point.evaluate(task, off)
    assert cell(graded, f"{first}.e").share == 0
    assert cell(graded, "sum").is_follow_through
    assert cell(three_point.evaluate(task, off | {"chain": 0.64}), "chain").is_follow_through
    single = three_point.evaluate(task, right | {"e.e": 40.0, "single": 0.24})
    assert cell(single, "single").is_follow_through


def test_errors_of_three_points_are_named() -> None:
    task: ThreePointData = data("three-point")
    one = task.tasks[0]
    low, likely, high = one.optimistic, one.most_likely, one.pessimistic
    added = sum(three_point.deviation_of(each) for each in task.tasks)
    wrong = {f"{one.key}.e": (low + likely + high) / 3, f"{one.key}.s": (high - low) / 3, "sd": added}
    graded = three_point.evaluate(task, wrong)
    slips = {key: cell(graded, key).slip for key in wrong}
    assert slips == {f"{one.key}.e": "unweighted", f"{one.key}.s": "divisor", "sd": "sum-of-deviations"}
    own = {f"{each.key}.s": 2.0 for each in task.tasks} | {"sd": 2.0 * len(task.tasks)}
    assert cell(three_point.evaluate(task, own), "sd").slip == "sum-of-deviations"
    assert cell(three_point.evaluate(task, {"sum": 220.0, "sd": 0.0, "chain": 3.0}), "chain").share == 0


def test_a_bench_may_ask_for_the_chain_alone_and_another_seed_keeps_it_as_hard() -> None:
    task = replace(data("three-point"), single=None)
    assert three_point.evaluate(task, right_answers("three-point", task)).share == pytest.approx(1)
    moved = three_point.make(5, task, 0.3)
    assert moved.single is None
    chances = [three_point.evaluate(one, {}).cells[-1].expected.values["number"] for one in (task, moved)]
    assert chances[0] == pytest.approx(chances[1], abs=3)
