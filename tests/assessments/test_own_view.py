"""One person's answers beside everybody's: the worked example, and what few others keep out of sight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.own_view import OwnView, compare_own
from assessments.published import find_model
from assessments.responses import Answer, Response
from assessments.results import MaturityResult
from assessments.scoring import score_assessment

MODEL = find_model("quick-scan")
FIRST, SECOND = MODEL.dimensions[0].all_questions[:2]
ROLE = FIRST.roles[0]


def level(value: int) -> Answer:
    return Answer(value, "level", "none")


def scored(*values: int, question: str = FIRST.key) -> MaturityResult:
    responses = [Response(f"p{place}", ROLE, {question: level(value)}) for place, value in enumerate(values)]
    return score_assessment(MODEL, responses, mode="confidential")


def own_of(result: MaturityResult, **answers: Answer) -> OwnView:
    return compare_own(MODEL, result, answers)[0]


def test_the_example_of_the_methods():
    """docs/methods.md, section 5.1: own 4 and 2, six people's median to the first question is 2.5."""
    result = scored(4, 1, 2, 2, 3, 3)
    view = own_of(result, **{FIRST.key: level(4), SECOND.key: level(2)})
    assert (view.own, view.everybody) == (4.0, 2.5)
    assert (view.answered, view.compared) == (2, 1)


def test_five_people_are_four_others():
    view = own_of(scored(4, 1, 2, 2, 3), **{FIRST.key: level(4)})
    assert (view.own, view.everybody, view.compared) == (4.0, None, 0)


def test_names_do_not_lower_the_threshold():
    responses = [Response(f"p{place}", ROLE, {FIRST.key: level(2)}) for place in range(5)]
    result = score_assessment(MODEL, responses, mode="named")
    assert own_of(result, **{FIRST.key: level(2)}).everybody is None


def test_a_withheld_question_is_not_compared():
    result = scored(4, 1, 2, 2, 3, 3)
    hidden = replace(
        result,
        questions=tuple(replace(one, is_withheld=one.key == FIRST.key) for one in result.questions),
    )
    assert own_of(hidden, **{FIRST.key: level(4)}).everybody is None


@pytest.mark.parametrize("answer", [Answer(None, "DK"), Answer(None, "NA"), Answer(99, "level")])
def test_only_levels_count(answer):
    view = own_of(scored(4, 1, 2, 2, 3, 3), **{FIRST.key: answer})
    assert (view.own, view.answered) == (None, 0)


def test_every_dimension_is_there_in_model_order():
    views = compare_own(MODEL, scored(1, 2, 3, 4, 5, 5), {})
    assert [one.dimension for one in views] == [one.key for one in MODEL.dimensions]
    assert {one.own for one in views} == {None}


def test_nobody_else_can_be_worked_out_from_what_is_compared():
    """Two sets of answers that differ in one other person's answer may look the same to the respondent."""
    one, other = scored(4, 1, 2, 2, 3, 3), scored(4, 2, 2, 2, 3, 3)
    given = {FIRST.key: level(4)}
    assert own_of(one, **given).everybody == own_of(other, **given).everybody == 2.5
