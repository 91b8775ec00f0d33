"""Synthetic answers: repeatable, plausible, and independent of who else is asked."""

from dataclasses import replace
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.model import ROLES
from assessments.published import find_model
from assessments.responses import EVIDENCE, Response
from assessments.synthetic import (
    CommentBank,
    SyntheticRespondent,
    generate_responses,
    load_comments,
)

MODEL = find_model("quick-scan")
LEVELS = {dimension.key: 3.0 for dimension in MODEL.dimensions}


def a_crowd(role: str, size: int = 60) -> list[SyntheticRespondent]:
    return [SyntheticRespondent(f"{role}-{number}", role) for number in range(size)]


def mean_level(responses: tuple[Response, ...], question: str) -> float:
    values = [response.answers[question].value for response in responses if question in response.answers]
    return mean(value for value in values if value is not None)


def without_remarks(responses: tuple[Response, ...]) -> tuple[Response, ...]:
    return tuple(
        replace(
            response, answers={key: replace(answer, comment="") for key, answer in response.answers.items()}
        )
        for response in responses
    )


def test_the_same_seed_gives_the_same_answers():
    cast = a_crowd("team", 5)
    assert generate_responses(MODEL, cast, LEVELS, 7) == generate_responses(MODEL, cast, LEVELS, 7)


def test_another_seed_gives_other_answers():
    cast = a_crowd("team", 5)
    assert generate_responses(MODEL, cast, LEVELS, 7) != generate_responses(MODEL, cast, LEVELS, 8)


def test_nobody_is_influenced_by_who_else_is_asked():
    cast = [SyntheticRespondent(role, role) for role in ROLES]
    together = without_remarks(generate_responses(MODEL, cast, LEVELS, 7))
    alone = without_remarks(generate_responses(MODEL, cast[3:4], LEVELS, 7))
    assert alone == together[3:4]


def test_everybody_answers_exactly_the_questions_put_to_their_role():
    cast = [SyntheticRespondent(role, role) for role in ROLES]
    for response in generate_responses(MODEL, cast, LEVELS, 7):
        assert list(response.answers) == [question.key for question in MODEL.questions_for(response.role)]


@pytest.mark.parametrize("question", ["STR.1", "GOV.1", "BEN.2", "ENG.2", "PPL.1"])
def test_executives_see_more_than_the_pmo_and_the_pmo_more_than_project_managers(question: str):
    seen = {
        role: mean_level(generate_responses(MODEL, a_crowd(role), LEVELS, 7), question)
        for role in ("executive", "pmo", "project_manager")
    }
    assert seen["executive"] > seen["pmo"] > seen["project_manager"]


def test_leniency_raises_what_a_respondent_sees():
    mild = [replace(member, leniency=1.0) for member in a_crowd("team")]
    raised = mean_level(generate_responses(MODEL, mild, LEVELS, 7), "MTH.1")
    assert raised > mean_level(generate_responses(MODEL, a_crowd("team"), LEVELS, 7), "MTH.1") + 0.5


def test_the_mean_over_role_groups_stays_near_the_level_aimed_at():
    crowds = {role: generate_responses(MODEL, a_crowd(role), dict.fromkeys(LEVELS, 2.5), 7) for role in ROLES}
    for dimension in MODEL.dimensions:
        means = [
            mean(mean_level(crowds[role], question.key) for role in question.roles)
            for question in dimension.all_questions
        ]
        assert mean(means) == pytest.approx(2.5, abs=0.2), dimension.key


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(-(2**63), 2**63), level=st.floats(1, 5), role=st.sampled_from(ROLES))
def test_every_answer_is_one_that_the_questionnaire_takes(seed: int, level: float, role: str):
    (response,) = generate_responses(
        MODEL, [SyntheticRespondent("r01", role)], dict.fromkeys(LEVELS, level), seed
    )
    for key, answer in response.answers.items():
        MODEL.check_answer(MODEL.question(key), answer.kind if answer.value is None else answer.value)
        assert (answer.kind == "NA") == bool(answer.reason)
        assert answer.evidence == "none" or (answer.value or 0) >= 3


def test_nobody_names_evidence_that_does_not_exist():
    cast = [member for role in ROLES for member in a_crowd(role, 30)]
    most = dict.fromkeys((question.key for question in MODEL.questions), "none")
    for response in generate_responses(MODEL, cast, LEVELS, 7):
        for key, answer in response.answers.items():
            most[key] = max(most[key], answer.evidence, key=EVIDENCE.index)
    assert set(most.values()) == set(EVIDENCE)


def test_no_remark_is_made_twice_and_each_fits_its_question_and_level():
    cast = [member for role in ROLES for member in a_crowd(role, 12)]
    remarks = {comment.text["en"]: comment for comment in load_comments().comments}
    made = [
        (key, answer)
        for response in generate_responses(MODEL, cast, LEVELS, 7)
        for key, answer in response.answers.items()
        if answer.comment
    ]
    assert len(made) == len({answer.comment for _, answer in made}) > 20
    for key, answer in made:
        assert remarks[answer.comment].question == key
        assert answer.value is not None
        expected = "concern" if answer.value < 3 else "mixed" if answer.value == 3 else "praise"
        assert remarks[answer.comment].tone == expected


def test_a_question_never_fails_to_apply_where_no_reason_is_at_hand():
    silent = CommentBank(key="silent", comments=load_comments().comments, not_applicable={})
    responses = generate_responses(MODEL, a_crowd("team"), LEVELS, 7, silent)
    assert all(answer.kind != "NA" for response in responses for answer in response.answers.values())


def test_a_dimension_without_a_level_is_refused():
    with pytest.raises(KeyError, match="SVC"):
        generate_responses(MODEL, a_crowd("pmo", 1), {key: 3.0 for key in LEVELS if key != "SVC"}, 7)


def test_every_remark_belongs_to_a_question_of_the_quick_scan():
    bank = load_comments()
    keys = {question.key for question in MODEL.questions}
    assert {comment.question for comment in bank.comments} <= keys
    assert set(bank.not_applicable) == set(LEVELS)
    assert {comment.tone for comment in bank.comments} == {"praise", "mixed", "concern"}
