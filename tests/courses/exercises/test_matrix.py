"""The risk matrix: the clinic's register, places a step off, rankings and ties."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from courses.exercises import matrix
from courses.exercises.matrix import MatrixData
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.case import RESULTS
from tests.courses.exercises.examples import cell, data


def test_levels_scores_and_expected_costs_are_those_of_the_clinics_register() -> None:
    task: MatrixData = data("matrix")
    for risk in task.risks:
        case = RESULTS["risks"][risk.key.upper()]
        p, i = matrix.levels(task, risk)
        assert (p, i, p * i) == (case["p_level"], case["impact_level"], case["score"])
        assert matrix.expected_cost(task, risk) == pytest.approx(case["emv_k"], abs=0.01)


def test_a_place_one_step_off_is_worth_half_and_its_error_is_named() -> None:
    task = matrix.make(0, data("matrix"), 0.2)
    right = right_answers("matrix", task)
    # R02: 25 % lies on the bound of level 2; R05: cost 260 is level 4, no days.
    graded = matrix.evaluate(task, right | {"r02.p": "3"})
    assert (cell(graded, "r02.p").share, cell(graded, "r02.p").slip) == (0.5, "boundary")
    graded = matrix.evaluate(task, right | {"r01.i": "2"})  # cost 45: level 2; 10 days: level 3
    assert (cell(graded, "r01.p").share, cell(graded, "r01.p").slip) == (0.5, "other-impact")
    graded = matrix.evaluate(task, right | {"r03.p": "1", "r03.i": "1"})
    assert (cell(graded, "r03.p").share, cell(graded, "r03.p").slip) == (0.0, "")
    on_a_bound = replace(task, risks=(replace(task.risks[0], cost=72.0, days=10.0), *task.risks[1:]))
    graded = matrix.evaluate(on_a_bound, right | {"r01.i": "2"})
    assert cell(graded, "r01.p").slip == "boundary"
    assert cell(matrix.evaluate(task, {"r01.p": "3"}), "r01.p").given is None


def test_a_ranking_turned_round_is_worth_nothing_and_ties_are_counted() -> None:
    task = matrix.make(0, data("matrix"), 0.2)
    right = right_answers("matrix", task)
    turned = {key: str(9 - int(rank)) for key, rank in right.items() if key.endswith(".rank")}
    key = f"{task.risks[0].key}.rank"
    assert cell(matrix.evaluate(task, right | turned), key).share == 0
    same = dict.fromkeys(turned, "1")
    assert cell(matrix.evaluate(task, right | same), key).share == 0.5
    scores = [RESULTS["risks"][risk.key.upper()]["score"] for risk in task.risks]
    pairs = list(combinations(scores, 2))
    assert matrix.tied_share(task) == sum(a == b for a, b in pairs) / len(pairs)


def test_a_matrix_without_a_question_or_a_shared_cell_is_graded_whole() -> None:
    task: MatrixData = data("matrix")
    few = tuple(one for one in task.risks if one.key in ("r01", "r02", "r05", "r09"))
    apart = replace(task, question=None, risks=few)
    assert [problem.rule for problem in apart.problems(("data",))] == ["draw"]
    graded = matrix.evaluate(apart, right_answers("matrix", apart))
    assert graded.share == pytest.approx(1)
    assert [note.code for note in graded.notes] == ["matrix.tied"]
    assert len(matrix.sheet(apart).parts) == 1
    assert matrix.expected_cost(replace(task, cost_per_day=12.0), task.risks[0]) == pytest.approx(
        0.35 * (45 + 120)
    )


def test_a_wrong_choice_is_told_why_and_betrays_its_misconception() -> None:
    task = matrix.make(0, data("matrix"), 0.2)
    graded = matrix.evaluate(task, {"why": "mistake"})
    told = cell(graded, "why")
    assert (told.share, told.trap) == (0, "matrix-exact")
    assert told.why is not None
    assert told.why.text == task.question.options[1].say
