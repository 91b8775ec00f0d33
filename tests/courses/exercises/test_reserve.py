"""The reserve cockpit: contingency, its rule, and periods."""

from __future__ import annotations

from dataclasses import replace

from courses.exercises import reserve
from courses.exercises.reserve import ReserveData
from tests.courses.exercises.case import RESULTS
from tests.courses.exercises.examples import cell, data


def test_the_contingency_is_the_exact_p80_of_the_clinic_and_the_mean_is_named() -> None:
    task: ReserveData = data("reserve")
    assert reserve.losses_of(task).quantile(0.8) == RESULTS["risk_totals"]["exact_before"]["p80_k"]
    graded = reserve.evaluate(task, {"contingency": RESULTS["risk_totals"]["emv_net_k"]})
    assert cell(graded, "contingency").slip == "expected-value"
    assert cell(reserve.evaluate(task, {"contingency": 630.0}), "contingency").share == 1


def test_figures_and_decisions_follow_the_learners_own() -> None:
    task: ReserveData = data("reserve")
    given = {"contingency": 440.0, "0.left": 395.0, "0.exposure": 366.5, "0.decision": "hold", "1.left": 15.0}
    graded = reserve.evaluate(task, given)
    assert cell(graded, "contingency").share == 0
    assert cell(graded, "0.left").is_follow_through  # 440 − 45
    assert cell(graded, "1.left").is_follow_through  # 395 − 260 − 120
    own = reserve.evaluate(task, given | {"0.left": 300.0, "0.decision": "call"})
    assert cell(own, "0.decision").is_follow_through
    assert not cell(own, "0.left").share


def test_the_rule_of_the_reserve_holds_at_its_bounds_and_without_exposure() -> None:
    task: ReserveData = data("reserve")
    pairs = [(100, 100, "hold"), (99, 100, "call"), (200, 100, "hold"), (201, 100, "release")]
    pairs += [(5, 0, "release"), (0, 0, "hold"), (-5, 0, "call")]
    for left, exposure, decision in pairs:
        assert reserve.decide(task, left, exposure) == decision


def test_a_period_without_events_says_so_and_a_cost_of_its_own_counts() -> None:
    task: ReserveData = data("reserve")
    first = task.periods[0]
    event = replace(first.events[0], cost=50.0)
    changed = replace(
        task, periods=(replace(first, events=(event,)), replace(first, events=()), *task.periods[2:])
    )
    states = reserve.walk(changed, 100.0)
    assert (states[0].fired, states[0].left, states[1].left) == (50.0, 50.0, 50.0)
    cells = reserve.sheet(changed).parts[1].grids[0].rows
    assert cells[0][1].words.values["cost0"] == 50.0
    assert cells[1][1].words.code == "reserve.nothing"
