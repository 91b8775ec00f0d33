from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.responses import Answer, Response
from assessments.results import RoleScore
from assessments.scoring import score_assessment
from tests.assessments.questionnaires import (
    PAIR,
    dimension,
    model,
    response,
    spread_out,
)


def mixed(executives: int, pmo: int, team: int) -> list[Response]:
    return spread_out("executive", executives) + spread_out("pmo", pmo) + spread_out("team", team)


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_small_role_groups_are_hidden_everywhere(mode):
    result = score_assessment(PAIR, mixed(2, 6, 6), mode=mode)
    for score in (*result.dimensions, *result.questions):
        assert all(role.is_hidden and role.score is None for role in score.by_role)
    assert result.dimension("STR").respondent_weighted is None
    assert [role.respondents for role in result.roles] == [2, 6, 6]


def test_role_groups_that_are_all_large_enough_are_shown():
    result = score_assessment(PAIR, mixed(5, 6, 6), mode="anonymous")
    assert not any(role.is_hidden for score in result.questions for role in score.by_role)
    assert result.dimension("STR").respondent_weighted is not None
    assert sum(result.question("STR.1").counts) == 17


def test_under_their_names_people_are_shown_as_they_are():
    result = score_assessment(PAIR, mixed(1, 1, 0), mode="named")
    assert result.question("STR.1").by_role == (RoleScore("executive", 1, 1.0), RoleScore("pmo", 1, 1.0))
    assert not result.is_below_threshold


def test_a_distribution_that_would_give_two_groups_away_is_withheld():
    question_score = score_assessment(PAIR, mixed(2, 6, 0), mode="anonymous").question("STR.1")
    assert question_score.counts == ()
    assert question_score.median is not None


def test_a_question_that_few_answered_is_withheld():
    people = [*mixed(0, 6, 0), response("x", "pmo", {"STR.1": "DK", "STR.2": 3, "GOV.1": 3, "GOV.2": 3})]
    unsure = [replace(one, answers={**one.answers, "STR.1": Answer(None, "DK")}) for one in people[:3]]
    score = score_assessment(PAIR, [*people[3:], *unsure], mode="confidential").question("STR.1")
    assert score.is_withheld
    assert (score.answered, score.dont_know) == (3, 4)
    assert score.mean is score.median is score.evidenced is score.ad is score.rwg is score.awg is None
    assert score.counts == ()


def test_an_anonymous_assessment_below_the_threshold_has_no_scores():
    result = score_assessment(PAIR, mixed(2, 2, 0), mode="anonymous")
    assert result.is_below_threshold
    assert {score.unscored_reason for score in result.dimensions} == {"too few respondents"}
    assert result.overall.mean is None
    assert all(score.is_withheld for score in result.questions)


def test_a_confidential_assessment_below_the_threshold_is_scored_without_details():
    result = score_assessment(PAIR, mixed(2, 1, 0), mode="confidential")
    assert result.is_below_threshold
    assert result.dimension("STR").claimed is not None
    assert result.dimension("STR").interval is result.overall.interval is None  # a range is two people


def test_a_question_that_nobody_answered_is_empty_rather_than_withheld():
    score = score_assessment(PAIR, [], mode="anonymous").question("STR.1")
    assert not score.is_withheld


def test_people_who_give_one_and_the_same_level_throughout_are_counted():
    long = model(dimension("STR", 10))
    same = response("a", "pmo", {f"STR.{n}": 3 for n in range(1, 11)})
    varied = response("b", "pmo", {f"STR.{n}": 3 + (n == 1) for n in range(1, 11)})
    few = response("c", "pmo", {f"STR.{n}": 3 for n in range(1, 10)})
    assert score_assessment(long, [same, varied, few]).uniform_respondents == 1
