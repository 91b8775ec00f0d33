"""Decision trees: the clinic's ground study, tests that err, and following through."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from courses.exercises import decision_tree
from courses.exercises.decision_tree import TreeData
from courses.exercises.format import read_exercise_text
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.examples import EXAMPLES, FOLDER, cell, data


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
