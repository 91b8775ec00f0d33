"""The budget for responses: benefits, the best choice, duties."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises import response_budget
from courses.exercises.response_budget import BudgetData, BudgetRisk, RiskResponse
from tests.courses.exercises.case import RESULTS
from tests.courses.exercises.examples import cell, data


def risk_response(**more: Any) -> RiskResponse:
    values: dict[str, Any] = {"cost": 0.0, "probability_after": 0.0, "cost_after": 0.0}
    return RiskResponse({"en": "do"}, "mitigate", **values | more)


def test_benefits_of_responses_are_those_of_the_clinics_register() -> None:
    for risk in data("response-budget").risks:
        case = RESULTS["risks"][risk.key.upper()]
        assert response_budget.benefit(risk) == pytest.approx(case["net_benefit_of_response_k"], abs=0.01)


risks = st.lists(
    st.tuples(
        st.integers(1, 99), st.integers(-50, 300), st.integers(0, 30), st.integers(0, 60), st.booleans()
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(risks, st.integers(60, 150))
def test_the_best_choice_is_that_of_enumeration(
    parts: list[tuple[int, int, int, int, bool]], budget: int
) -> None:
    duties = 0
    listed = []
    for place, (p, cost, price, after, is_duty) in enumerate(parts):
        is_duty = is_duty and duties + price <= budget
        duties += price if is_duty else 0
        response = risk_response(
            cost=float(price), probability_after=p / 200, cost_after=float(after), is_duty=is_duty
        )
        listed.append(BudgetRisk(f"r{place}", {"en": "r"}, p / 100, float(cost), response))
    _, most = response_budget.best_choice(listed, budget)
    best = -math.inf
    for taken in product((False, True), repeat=len(listed)):
        chosen = [risk for risk, is_taken in zip(listed, taken, strict=True) if is_taken]
        has_duties = all(
            is_taken or not risk.response.is_duty for risk, is_taken in zip(listed, taken, strict=True)
        )
        if has_duties and sum(risk.response.cost for risk in chosen) <= budget:
            best = max(best, sum(response_budget.benefit(risk) for risk in chosen))
    assert most == pytest.approx(best)


def test_too_dear_a_choice_and_the_reddest_first_are_named() -> None:
    task: BudgetData = data("response-budget")
    first = f"{task.risks[0].key}.take"
    graded = response_budget.evaluate(task, {f"{risk.key}.take": "yes" for risk in task.risks})
    assert (cell(graded, first).share, cell(graded, first).slip) == (0, "over-budget")
    # The reddest saves 100 − 30 − 60 = 10 for the whole budget; the other two 60 − 30 = 30 each.
    red = BudgetRisk(
        "red", {"en": "r"}, 0.5, 200.0, risk_response(cost=60.0, probability_after=0.5, cost_after=60.0)
    )
    other = BudgetRisk("one", {"en": "r"}, 0.5, 120.0, risk_response(cost=30.0))
    hand = replace(task, risks=(red, other, replace(other, key="two")), budget=60.0)
    graded = response_budget.evaluate(hand, {"red.take": "yes"})
    assert cell(graded, "red.take").slip == "reddest-first"
    assert cell(graded, "red.take").share == pytest.approx(10 / 60)


def test_a_duty_left_out_costs_its_part_however_little_money_it_brings() -> None:
    task: BudgetData = data("response-budget")
    best, _ = response_budget.best_choice(task.risks, task.budget)
    assert "r10" in best
    graded = response_budget.evaluate(task, {f"{key}.take": "yes" for key in best - {"r10"}})
    assert cell(graded, f"{task.risks[0].key}.take").share == 0


def test_where_nothing_is_worth_its_price_nothing_is_the_best_choice() -> None:
    task: BudgetData = data("response-budget")
    dear = tuple(
        replace(risk, response=replace(risk.response, cost=9999.0, is_duty=False)) for risk in task.risks
    )
    nothing = replace(task, risks=dear, reserve=None, budget=99999.0)
    assert cell(response_budget.evaluate(nothing, {}), f"{dear[0].key}.take").share == 1
    assert response_budget.evaluate(nothing, {}).notes == ()
    one = response_budget.evaluate(nothing, {f"{dear[0].key}.take": "yes"})
    assert cell(one, f"{dear[0].key}.take").share == 0


def test_another_seed_keeps_duties_payable_and_a_free_risk_free() -> None:
    task: BudgetData = data("response-budget")
    free = replace(task.risks[0], cost=0.0)
    duty = replace(task.risks[1], response=replace(task.risks[1].response, cost=60.0, is_duty=True))
    three = replace(task, risks=(free, duty, task.risks[2]), draw=3)
    made = [response_budget.make(seed, three, 0.5) for seed in range(1, 9)]
    assert all(
        one.budget >= max(risk.response.cost for risk in one.risks if risk.response.is_duty) for one in made
    )
    assert {risk.cost for one in made for risk in one.risks if risk.key == free.key} == {0.0}
