"""Exercises on risks: the clinic's figures, hand-worked cases, errors, and credit for following through."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exercises import calibration, critique, decision_tree, matrix, reserve, response_budget
from courses.exercises.calibration import CalibrationData
from courses.exercises.decision_tree import TreeData
from courses.exercises.format import read_exercise_text
from courses.exercises.grading import CellGrade, Graded
from courses.exercises.matrix import MatrixData
from courses.exercises.reserve import ReserveData
from courses.exercises.response_budget import BudgetData, BudgetRisk, RiskResponse
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.case import RESULTS, RISKS, table
from tests.courses.exercises.examples import EXAMPLES, FOLDER, example


def cell(graded: Graded, key: str) -> CellGrade:
    return next(one for one in graded.cells if one.key == key)


def data(kind: str) -> Any:
    return example(kind).data


def risk_response(**more: Any) -> RiskResponse:
    values: dict[str, Any] = {"cost": 0.0, "probability_after": 0.0, "cost_after": 0.0}
    return RiskResponse({"en": "do"}, "mitigate", **values | more)


# ---- matrix


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


# ---- critique


def test_false_alarms_and_misses_are_both_told_by_their_line() -> None:
    task = critique.make(0, data("critique"), 0.0)
    graded = critique.evaluate(task, {"chillers.no-owner": "yes", "weather.no-cause": "yes"})
    # One hit, one alarm, and every other planted fault missed: F1 = 2 ÷ (2 + 6 + 1).
    planted = sum(len(line.faults) for line in task.lines)
    assert graded.share == pytest.approx(2 / (2 + planted - 1 + 1))
    assert cell(graded, "chillers.no-owner").why.text == task.lines[0].fine
    assert cell(graded, "weather.no-owner").why.text == task.lines[1].faults["no-owner"]
    assert not any(one.slip for one in graded.cells)


def test_who_ticks_everything_hears_of_it() -> None:
    task = critique.make(0, data("critique"), 0.0)
    everything = {f"{line.key}.{fault.key}": "yes" for line in task.lines for fault in task.faults}
    graded = critique.evaluate(task, everything)
    assert graded.share < 0.4
    assert {one.slip for one in graded.cells if not one.share} == {"ticks-everything"}
    assert cell(graded, "steel.issue").why is None


# ---- decision tree


def test_the_clinics_ground_study_is_worth_its_price_as_in_the_lesson() -> None:
    folded = decision_tree.fold(data("decision-tree"))
    # Without the study 0.25 × 220 = 55; with it 18 + 0.25 × 120 = 48; EVPI = 55 − 30 = 25.
    assert folded.values == {"build": -55, "redesign": -120}
    assert (folded.best, folded.evpi, folded.with_test) == ("build", 25, -48)


def unsure() -> TreeData:
    """A test that errs: 80 % against bad ground, 90 % against good."""
    task: TreeData = data("decision-tree")
    assert task.test is not None
    warns, clears = task.test.outcomes
    outcomes = (
        replace(warns, likelihoods={"bad": 0.8, "good": 0.1}),
        replace(clears, likelihoods={"bad": 0.2, "good": 0.9}),
    )
    return replace(task, test=replace(task.test, outcomes=outcomes))


def test_an_unsure_test_revises_probabilities_by_bayes_as_by_hand() -> None:
    folded = decision_tree.fold(unsure())
    # P(warns) = 0.25 × 0.8 + 0.75 × 0.1 = 0.275; P(bad | warns) = 0.2 ÷ 0.275; P(bad | clears) = 0.05 ÷ 0.725.
    assert folded.chances["warns"] == pytest.approx(0.275)
    assert folded.posteriors["warns"]["bad"] == pytest.approx(0.2 / 0.275)
    assert folded.posteriors["clears"]["bad"] == pytest.approx(0.05 / 0.725)
    # After the warning redesigning costs 120, less than 160 of building; else building costs 220 × 0.069.
    assert folded.after["warns"] == pytest.approx(-120)
    assert folded.with_test == pytest.approx(0.275 * -120 + 0.725 * -220 * 0.05 / 0.725 - 18)


def test_later_nodes_follow_the_learners_own_earlier_ones() -> None:
    task = unsure()
    right = right_answers("decision-tree", task)
    graded = decision_tree.evaluate(task, right | {"value.build": -150.0, "best": "redesign", "evpi": 90.0})
    assert cell(graded, "best").is_follow_through
    assert cell(graded, "evpi").is_follow_through
    graded = decision_tree.evaluate(
        task, right | {"chance.warns": 50.0, "after.warns": 40.0, "worth.warns": -88.0}
    )
    assert cell(graded, "chance.warns").share == 0
    assert cell(graded, "after.warns").is_follow_through  # 20 ÷ 50
    assert cell(graded, "worth.warns").is_follow_through  # 0.4 × 220 is less than 120
    graded = decision_tree.evaluate(task, right | {"with-test": -50.0, "buy": "yes"})
    assert cell(graded, "buy").is_follow_through
    graded = decision_tree.evaluate(task, right | {"sure.build": -500.0, "cautious": "redesign"})
    assert cell(graded, "cautious").share == 1


def test_errors_of_trees_are_named() -> None:
    task = unsure()
    folded = decision_tree.fold(task)
    assert folded.with_test is not None
    graded = decision_tree.evaluate(task, {"after.warns": 25.0, "with-test": folded.with_test + 18})
    assert cell(graded, "after.warns").slip == "prior-kept"
    assert cell(graded, "with-test").slip == "test-cost-forgotten"


def test_a_sure_thing_is_its_own_equivalent_and_caution_lowers_a_gamble() -> None:
    task = data("decision-tree")
    build, redesign = task.acts
    assert decision_tree.certainty_equivalent(task, redesign, 400.0) == pytest.approx(-120)
    # −400 ln(0.25 e^(220/400) + 0.75) = −67.2: worse than the expected −55.
    by_hand = -400 * math.log(0.25 * math.exp(220 / 400) + 0.75)
    assert decision_tree.certainty_equivalent(task, build, 400.0) == pytest.approx(by_hand)
    assert by_hand < -55
    assert decision_tree.certainty_equivalent(task, build, 0.1) == pytest.approx(-220, abs=1)


def test_a_tree_may_have_no_test_no_tolerance_and_a_question_and_three_states() -> None:
    task: TreeData = data("decision-tree")
    question = data("matrix").question
    bare = replace(task, test=None, risk_tolerance=None, question=question)
    assert [part.key for part in decision_tree.sheet(bare).parts] == ["acts", "attitude"]
    right = right_answers("decision-tree", bare)
    assert decision_tree.evaluate(bare, right).share == pytest.approx(1)
    assert len(decision_tree.sheet(replace(bare, question=None)).parts) == 1
    assert not list(bare.problems(("data",)))
    moved = decision_tree.make(3, bare, 0.2)
    assert moved.test is None
    assert sum(state.probability for state in moved.states) == pytest.approx(1)
    odd = replace(task.states[0], key="odd", probability=0.5)
    states = (*(replace(state, probability=0.25) for state in task.states), odd)
    acts = tuple(replace(act, payoffs={**act.payoffs, "odd": 5.0}) for act in task.acts)
    assert task.test is not None
    outcomes = tuple(replace(one, likelihoods={**one.likelihoods, "odd": 0.5}) for one in task.test.outcomes)
    three = replace(task, states=states, acts=acts, test=replace(task.test, outcomes=outcomes))
    assert decision_tree.evaluate(three, right_answers("decision-tree", three)).share == pytest.approx(1)
    assert not list(replace(three, question=question).problems(("data",)))


def test_a_test_result_that_never_comes_is_refused() -> None:
    text = (FOLDER / f"{EXAMPLES['decision-tree']}.yaml").read_text(encoding="utf-8")
    spoilt = text.replace("          bad: 1\n          good: 0", "          bad: 0\n          good: 0", 1)
    spoilt = spoilt.replace("          bad: 0\n          good: 1", "          bad: 1\n          good: 1", 1)
    with pytest.raises(ValueError, match="never comes"):
        read_exercise_text(spoilt.encode(), "t.yaml")


# ---- calibration


def test_the_brier_score_of_the_clinics_register_is_that_of_the_case() -> None:
    forecasts = [(float(row["probability"]), row["occurred"] == "yes") for row in RISKS]
    found = calibration.brier(forecasts)
    assert found.score == pytest.approx(RESULTS["risk_totals"]["brier_score"], abs=0.0001)
    assert found.uncertainty == pytest.approx(0.2489, abs=0.0001)
    assert found.skill == pytest.approx(0.11, abs=0.005)


def test_hand_worked_forecasts_score_as_in_the_lesson() -> None:
    # 0.9, 0.7, 0.6, 0.2, 0.8 with outcomes 1, 1, 0, 0, 1: 0.108.
    found = calibration.brier([(0.9, True), (0.7, True), (0.6, False), (0.2, False), (0.8, True)])
    assert found.score == pytest.approx(0.108)
    assert calibration.brier([(0.8, True), (0.3, False)]).score == pytest.approx(0.065)
    assert calibration.brier([(0.8, True), (0.9, True)]).skill == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0, 0.1, 0.5, 0.7, 1]), st.booleans()), min_size=1, max_size=30))
def test_the_parts_of_the_brier_score_add_up(forecasts: list[tuple[float, bool]]) -> None:
    found = calibration.brier(forecasts)
    assert found.score == pytest.approx(found.reliability - found.resolution + found.uncertainty)


def test_a_calibrated_person_hits_as_many_ranges_as_are_asked_for_almost_always() -> None:
    for ranges in (5, 10, 20):
        needed = calibration.hits_needed(ranges)
        chances = [math.comb(ranges, k) * 0.9**k * 0.1 ** (ranges - k) for k in range(needed, ranges + 1)]
        assert sum(chances) >= 0.985
    assert calibration.hits_needed(20) == 15


def test_the_reference_class_of_the_case_gives_its_quantiles() -> None:
    ratios = [float(row["actual_over_planned_duration"]) for row in table("reference-class")]
    case = RESULTS["reference_class"]
    assert 210 * calibration.quantile(ratios, 0.8) == pytest.approx(case["p80_d"], abs=0.05)
    assert calibration.quantile(ratios, 0.5) == pytest.approx(case["p50"], abs=0.001)


def test_narrow_ranges_fail_and_nothing_is_read_into_open_or_impossible_forecasts() -> None:
    task: CalibrationData = data("calibration")
    right = right_answers("calibration", task)
    narrow = {key: value + 5 for key, value in right.items() if key.endswith(".low")}
    graded = calibration.evaluate(task, right | narrow | {"s.rail": 250.0})
    assert cell(graded, "coverage").slip == "overconfident"
    assert not graded.is_passed
    assert cell(graded, "s.rail").given.values["share"] == 50
    swapped = {key.replace("low", "high"): right[key] for key in right if key.endswith(".low")}
    swapped |= {key.replace("high", "low"): right[key] for key in right if key.endswith(".high")}
    assert calibration.evaluate(task, right | swapped).is_passed


def test_an_estimate_by_feeling_is_set_beside_the_class_and_may_be_left_out() -> None:
    task: CalibrationData = data("calibration")
    graded = calibration.evaluate(task, {"without": 215.0, "with": 257.5})
    assert cell(graded, "with").share == 1
    assert "calibration.inside" in [note.code for note in graded.notes]
    bare = replace(task, reference_class=None)
    assert len(calibration.sheet(bare).parts) == 2
    assert calibration.evaluate(bare, right_answers("calibration", bare)).share == 1


# ---- response budget


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


# ---- reserve


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
