"""Worked examples inside a model file, as `plumbline check` runs them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.model import Example
from assessments.model_examples import example_problems, example_scores
from assessments.published import load_model
from tests.assessments.questionnaires import ONE as FIVE
from tests.assessments.questionnaires import PAIR

MODELS = sorted((Path(__file__).parent / "models").glob("*.yaml"))
ANSWERS = {"STR.1": 4, "STR.2": 2, "GOV.1": 1, "GOV.2": "DK"}


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_examples_of_our_other_shapes_come_out(path):
    model = load_model(path)
    assert model.examples
    assert list(example_problems(model)) == []


def test_a_right_example_passes_and_a_wrong_one_says_what_follows():
    right = replace(PAIR, examples=(Example("r", ANSWERS, {"STR": 3.0, "whole": 3.0}),))
    assert list(example_problems(right)) == []
    wrong = replace(PAIR, examples=(Example("w", ANSWERS, {"STR": 3.1}),))
    (found,) = example_problems(wrong)
    assert (found.path, found.found) == (("examples", 0, "expect", "STR"), "3.1")
    assert found.allowed == "3, which follows from the answers"


def test_what_has_no_score_is_said_to_have_none():
    (found,) = example_problems(replace(PAIR, examples=(Example("n", ANSWERS, {"GOV": 1.0}),)))
    assert found.allowed == "no score, which follows from the answers"


def test_what_does_not_apply_leaves_the_denominator():
    given = {f"STR.{number}": 4 for number in range(1, 5)}
    assert example_scores(FIVE, Example("a", {**given, "STR.5": "NA"}, {}))["STR"] == 4.0
