from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.dimension_scores import evidence_share
from assessments.results import QuestionScore, RoleCoverage
from assessments.scoring import score_assessment
from tests.assessments.questionnaires import (
    ONE,
    PAIR,
    full,
    pair,
    response,
    responses,
    spread_out,
)


@pytest.mark.parametrize(
    ("people", "method"),
    [
        (spread_out("pmo", 2), "range"),
        (spread_out("pmo", 3), "range"),
        (spread_out("pmo", 4), "t"),
        (spread_out("pmo", 14), "t"),
        (spread_out("pmo", 15), "bootstrap"),
        (spread_out("pmo", 12) + spread_out("team", 3), "bootstrap"),
        (spread_out("pmo", 14) + spread_out("team", 2), "t"),  # a group of two is too certain of itself
    ],
)
def test_the_number_of_people_decides_the_kind_of_interval(people, method):
    result = score_assessment(PAIR, people)
    for interval, score in (
        (result.dimension("STR").interval, result.dimension("STR").claimed),
        (result.overall.interval, result.overall.mean),
    ):
        assert interval.method == method
        assert 1 <= interval.low <= score <= interval.high <= 5


def test_the_t_interval_of_four_equal_people_in_one_group():
    people = responses("pmo", *[pair(level, 3) for level in (2, 3, 3, 4)])
    interval = score_assessment(PAIR, people).dimension("STR").interval
    half = 3.182446 * (2 / 3) ** 0.5 / 2  # t · s / √n
    assert (interval.low, interval.high) == pytest.approx((3 - half, 3 + half))


def test_the_t_interval_grows_where_few_people_carry_much_weight():
    people = responses("executive", pair(2, 3)) + responses("pmo", *[pair(level, 3) for level in (3, 3, 4)])
    interval = score_assessment(PAIR, people).dimension("STR").interval
    centre, shares = (2 + 10 / 3) / 2, (1 / 2) ** 2 + 3 * (1 / 6) ** 2
    half = 3.182446 * ((2 / 3) * shares) ** 0.5
    assert (interval.low, interval.high) == pytest.approx((max(1, centre - half), centre + half))


def test_a_census_has_no_sampling_error():
    people = responses("pmo", pair(2, 3), pair(4, 3)) + responses("team", pair(3, 3))
    result = score_assessment(PAIR, people, invited={"pmo": 2, "team": 1})
    assert result.is_census
    assert result.overall.interval.method == "none"
    assert result.dimension("STR").interval.low == result.dimension("STR").claimed
    assert result.roles == (RoleCoverage("pmo", 2, 2), RoleCoverage("team", 1, 1))


@pytest.mark.parametrize("invited", [{}, {"pmo": 3}, {"pmo": 1}, {"pmo": 2, "team": 1}, None])
def test_with_people_missing_or_uninvited_it_is_no_census(invited):
    people = responses("pmo", pair(2, 3), pair(4, 3))
    assert not score_assessment(PAIR, people, invited=invited).is_census


def test_a_dimension_that_somebody_skipped_is_no_census():
    people = responses("pmo", pair(2, 3), pair(4, 3), {"GOV.1": 3, "GOV.2": 3})
    result = score_assessment(PAIR, people, invited={"pmo": 3})
    assert result.dimension("STR").interval.method == "range"
    assert result.dimension("GOV").interval.method == "none"


def test_resampling_follows_from_what_was_said_and_not_from_names_or_chance():
    people = spread_out("pmo", 9) + spread_out("team", 9)
    renamed = [replace(one, respondent=f"x{hash(one.respondent)}") for one in people]
    first, second = score_assessment(PAIR, people), score_assessment(PAIR, renamed)
    assert first.overall.interval == second.overall.interval
    assert first.dimension("GOV").interval == second.dimension("GOV").interval


def test_resampling_works_with_people_and_groups_that_skip_a_dimension():
    skipping = [response(f"t{n}", "team", {"GOV.1": 2 + n % 2, "GOV.2": 2}) for n in range(4)]
    result = score_assessment(PAIR, spread_out("pmo", 12) + skipping)
    assert result.dimension("STR").interval.method == "t"  # twelve people
    assert result.dimension("GOV").interval.method == "bootstrap"


def test_resamples_in_which_nobody_speaks_of_a_dimension_are_left_out():
    silent = [response(f"t{n}", "team", {"GOV.1": 2 + n % 2, "GOV.2": 2}) for n in range(14)]
    result = score_assessment(PAIR, [*silent, response("t99", "team", pair(4, 3))])
    assert result.dimension("STR").claimed == 4.0
    assert result.overall.interval.method == "bootstrap"


def test_a_well_founded_score_is_graded_a():
    everybody = [
        response(f"{role}{n}", role, dict.fromkeys(full(1, 1, 1, 1, 1), (3, "one")))
        for role in ("executive", "pmo", "team")
        for n in range(4)
    ]
    score = score_assessment(ONE, everybody).dimension("STR")
    assert score.grade_points == dict.fromkeys(
        ("respondents", "roles", "agreement", "visibility", "evidence"), 2
    )
    assert score.grade == "A"


def test_a_lonely_claim_without_evidence_is_graded_d():
    score = score_assessment(ONE, [response("a", "pmo", full(4, 4, 4, 4, 4))]).dimension("STR")
    assert dict(score.grade_points) == {
        "respondents": 0, "roles": 0, "agreement": 0, "visibility": 2, "evidence": 0,
    }  # fmt: skip
    assert score.grade == "D"


def test_grades_lie_between():
    def graded(count: int, evidence: str, roles: tuple[str, ...] = ("pmo", "team")) -> str:
        people = [
            response(f"p{n}", roles[n % len(roles)], dict.fromkeys(full(1, 1, 1, 1, 1), (3, evidence)))
            for n in range(count)
        ]
        return score_assessment(ONE, people).dimension("STR").grade

    assert graded(4, "none") == "C"  # 1 + 1 + 2 + 2 + 0
    assert graded(10, "none") == "B"  # 2 + 1 + 2 + 2 + 0
    assert graded(10, "one") == "A"  # 2 + 1 + 2 + 2 + 2


def test_low_claims_need_no_evidence():
    score = score_assessment(ONE, [response("a", "pmo", full(2, 2, 1, 1, 1))]).dimension("STR")
    assert score.grade_points["evidence"] == 2


def test_the_third_answer_is_a_claim_to_be_shown_however_answers_are_spaced():
    """Answers that count 0, 0.25, 0.5 and 1: the third counts 0.5, which is less than two mean steps of 1/3."""

    def asked(median: float, evidenced: float) -> QuestionScore:
        found = score_assessment(ONE, [response("a", "pmo", full(3, 3, 3, 3, 3))]).questions[0]
        return replace(found, median=median, evidenced=evidenced, low=0, high=1, values=(0, 0.25, 0.5, 1))

    assert evidence_share([asked(0.5, 0.25)]) == 0
    assert evidence_share([asked(0.5, 0.5), asked(1, 0.25)]) == 0.5
    assert evidence_share([asked(0.25, 0.25)]) is None
    assert evidence_share([replace(asked(1, 1), values=(0, 1))]) is None  # yes or no has no third answer


def test_a_result_says_what_its_evidence_points_rest_on():
    people = [response("a", "pmo", {"STR.1": (4, "several"), "STR.2": (4, "none"), "STR.3": (2, "none")})]
    found = score_assessment(ONE, people)
    assert found.dimension("STR").evidence_share == 0.5
    assert found.questions[0].values == (1, 2, 3, 4, 5)
