from __future__ import annotations

import random

import pytest

from assessments.model import ROLES
from assessments.published import find_model
from assessments.responses import Answer, Response
from assessments.results import RoleScore
from assessments.scoring import METHOD_VERSION, score_assessment
from tests.assessments.questionnaires import (
    ONE,
    PAIR,
    dimension,
    full,
    model,
    pair,
    question,
    response,
    responses,
)


def test_a_respondent_counts_with_three_of_five_answers_and_not_with_two():
    enough = response("a", "pmo", {"STR.1": 2, "STR.2": 3, "STR.3": 4})
    short = response("b", "pmo", {"STR.1": 5, "STR.2": 5})
    score = score_assessment(ONE, [enough, short]).dimension("STR")
    assert (score.claimed, score.respondents) == (3.0, 1)


def test_what_does_not_apply_is_left_out_of_what_must_be_answered():
    one = response("a", "pmo", {"STR.1": 2, "STR.2": "NA", "STR.3": "NA", "STR.4": 4})
    two = response("b", "pmo", full(3, 3, 3, 3, 3))
    score = score_assessment(ONE, [one, two]).dimension("STR")
    assert (score.respondents, score.claimed) == (2, 3.0)
    assert score.not_applicable_share == pytest.approx(2 / 9)


def test_dont_know_is_not_an_answer_and_counts_against_the_sixty_per_cent():
    one = response("a", "pmo", {"STR.1": 4, "STR.2": 4, "STR.3": "DK", "STR.4": "DK", "STR.5": "DK"})
    score = score_assessment(ONE, [one]).dimension("STR")
    assert (score.claimed, score.unscored_reason) == (None, "too few answers")
    assert score.dont_know_share == 0.6


def test_questions_weigh_as_the_model_says():
    weighted = model(dimension("STR", [question("STR.1", weight=1), question("STR.2", weight=3)]))
    result = score_assessment(weighted, [response("a", "pmo", {"STR.1": 1, "STR.2": 3})])
    assert result.dimension("STR").claimed == 2.5


def test_role_groups_count_the_same_whatever_their_size():
    people = responses("executive", full(4, 4, 4, 4, 4)) + responses("team", *[full(2, 2, 2, 2, 2)] * 3)
    score = score_assessment(ONE, people).dimension("STR")
    assert (score.claimed, score.respondent_weighted) == (3.0, 2.5)
    assert score.by_role == (RoleScore("executive", 1, 4.0), RoleScore("team", 3, 2.0))


def test_the_claim_of_a_question_is_its_median_with_role_groups_balanced():
    people = responses("executive", full(5, 5, 5, 5, 5)) + responses("team", *[full(1, 1, 1, 1, 1)] * 3)
    score = score_assessment(ONE, people).question("STR.1")
    assert (score.median, score.mean) == (3.0, 3.0)  # half of the weight at 1, half at 5
    assert score.counts == (3, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("given_by", "evidenced"),
    [
        ([(4, "none")], 2),
        ([(4, "one")], 3),
        ([(4, "several")], 4),
        ([(1, "none")], 1),
        ([(4, "none"), (4, "none"), (4, "several")], 4),  # one person can show it
        ([(4, "none"), (4, "none"), (2, "several")], 2),  # shown for level 2, not for 4
        ([(4, "none"), (4, "one"), "DK"], 3),
        ([(5, "several"), (2, "none"), (2, "none")], 2),  # never more than the claim
    ],
)
def test_evidence_supports_a_claim_as_far_as_it_goes(given_by, evidenced):
    people = responses("pmo", *[{"STR.1": one} for one in given_by])
    assert score_assessment(model(dimension("STR", 1)), people).question("STR.1").evidenced == evidenced


def test_the_evidenced_score_never_exceeds_the_claimed_one():
    people = responses("pmo", *[{"STR.1": (level, "several")} for level in (1, 5, 5)])
    score = score_assessment(model(dimension("STR", 1)), people).dimension("STR")
    assert score.claimed == pytest.approx(11 / 3)
    assert (score.evidenced, score.optimism) == (score.claimed, 0.0)


def test_evidence_on_a_ladder_of_two_levels_or_from_zero_stays_on_the_ladder():
    short = model(dimension("STR", [question("STR.1", levels=2)]), levels=2)
    assert score_assessment(short, [response("a", "pmo", {"STR.1": 2})]).question("STR.1").evidenced == 2
    zero = model(dimension("STR", [question("STR.1", levels=6)]), lowest=0, levels=6)
    assert score_assessment(zero, [response("a", "pmo", {"STR.1": 4})]).question("STR.1").evidenced == 1


def test_the_indices_of_two_dimensions():
    overall = score_assessment(PAIR, [response("a", "pmo", pair(4, 2))]).overall
    assert overall.mean == (4 + 3 * 2) / 4
    assert overall.mean_equal_weights == 3.0
    assert overall.mean_harmonic == pytest.approx(4 / (1 / 4 + 3 / 2))
    assert overall.percent == (2.5 - 1) / 4
    assert (overall.weakest_dimension, overall.weakest) == ("GOV", 2.0)
    assert overall.mean_evidenced == 2.0


def test_of_equally_weak_dimensions_the_first_of_the_model_is_named():
    assert score_assessment(PAIR, [response("a", "pmo", pair(3, 3))]).overall.weakest_dimension == "STR"


def test_the_staged_level_needs_three_quarters_of_the_questions():
    wide = model(dimension("STR", 4))
    three = score_assessment(wide, [response("a", "pmo", {"STR.1": 4, "STR.2": 4, "STR.3": 4, "STR.4": 1})])
    assert three.overall.staged_level == 4
    two = score_assessment(wide, [response("a", "pmo", {"STR.1": 4, "STR.2": 4, "STR.3": 2, "STR.4": 2})])
    assert two.overall.staged_level == 2
    assert (two.overall.staged_reason.next_level, two.overall.staged_reason.next_share) == (3, 0.5)
    assert (two.overall.staged_reason.items, two.overall.staged_reason.share) == (4, 1.0)


def test_a_core_question_holds_the_staged_level_down():
    core = model(dimension("STR", 4), dimension("GOV", 1, is_core=True))
    given_by = {"STR.1": 4, "STR.2": 4, "STR.3": 4, "STR.4": 4, "GOV.1": 2}
    overall = score_assessment(core, [response("a", "pmo", given_by)]).overall
    assert overall.staged_level == 3
    assert overall.staged_reason.blocking == ("GOV.1",)
    marked = model(dimension("STR", [question(f"STR.{n}", is_core=n == 5) for n in range(1, 6)]))
    assert score_assessment(marked, [response("a", "pmo", full(4, 4, 4, 4, 2))]).overall.staged_level == 3


def test_at_the_top_of_the_scale_there_is_no_next_level():
    overall = score_assessment(ONE, [response("a", "pmo", full(5, 5, 5, 5, 5))]).overall
    assert overall.staged_level == 5
    assert (overall.staged_reason.next_level, overall.staged_reason.blocking) == (None, ())


def test_agreement_is_labelled_by_the_median_deviation():
    def label(*levels: int) -> str | None:
        people = responses("pmo", *[full(*[level] * 5) for level in levels])
        return score_assessment(ONE, people).dimension("STR").agreement

    assert label(2, 3) == "shared"  # AD 0.5
    assert label(2, 2, 4) == "contested"  # AD 0.89
    assert label(2, 3, 4) == "acceptable"  # AD 0.67
    assert label(2) is None


def test_agreement_over_a_dimension_uses_its_answered_questions():
    people = responses("pmo", full(3, 3, 3, 3, 3), full(3, 3, 3, 3, 3), full(2, 3, 3, 3, 4))
    score = score_assessment(ONE, people).dimension("STR")
    assert score.rwg_star == pytest.approx(1 - (2 / 3 / 5) / 2)
    assert score.rwg_j > score.rwg_star


def test_a_visibility_gap_is_more_than_a_quarter_who_do_not_know():
    def gap(*given_by: int | str) -> bool:
        people = responses("pmo", *[{"STR.1": one} for one in given_by])
        return score_assessment(ONE, people).question("STR.1").is_visibility_gap

    assert gap(3, 3, "DK")
    assert not gap(3, 3, 3, "DK")
    assert not gap(3, "NA")


def test_the_dont_know_band_puts_the_lowest_and_highest_level_in_their_place():
    people = responses("pmo", full(3, 3, 3, 3, 3), {**full(3, 3, 3, 3), "STR.5": "DK"})
    score = score_assessment(ONE, people).dimension("STR")
    assert score.claimed == 3.0
    assert (score.dk_low, score.dk_high) == pytest.approx(((3 + 13 / 5) / 2, (3 + 17 / 5) / 2))


def test_the_dont_know_band_always_holds_the_score():
    known = response("a", "pmo", full(2, 2, 2, 2, 2))
    unsure = response("b", "pmo", {"STR.1": 5, "STR.2": 5, "STR.3": "DK", "STR.4": "DK", "STR.5": "DK"})
    score = score_assessment(ONE, [known, unsure]).dimension("STR")
    assert (score.claimed, score.dk_low, score.dk_high) == (2.0, 2.0, 3.5)


def test_the_worked_example_of_the_method_page():
    example = model(dimension("STR", 2, weight=12), dimension("GOV", 2, weight=12, is_core=True))
    table = {
        "E1": ("executive", 4, 3, (3, "one"), "DK"),
        "P1": ("pmo", (3, "one"), 2, 2, 2),
        "P2": ("pmo", 3, 2, 2, 1),
        "M1": ("project_manager", 2, 2, 2, "NA"),
        "M2": ("project_manager", 2, 1, 3, 2),
    }
    keys = [one.key for one in example.questions]
    people = [
        response(name, role, dict(zip(keys, said, strict=True))) for name, (role, *said) in table.items()
    ]
    result = score_assessment(example, people)
    strategy, governance, overall = result.dimension("STR"), result.dimension("GOV"), result.overall
    first, second = result.question("STR.1"), result.question("STR.2")

    assert result.is_organisation_result
    assert [round(role.score, 2) for role in strategy.by_role] == [3.5, 2.5, 1.75]
    assert [round(role.score, 2) for role in governance.by_role] == [1.75, 2.25]
    assert [round(strategy.claimed, 2), strategy.respondent_weighted, governance.claimed] == [2.58, 2.4, 2.0]
    assert [result.question(key).median for key in keys] == [3.0, 2.0, 2.5, 2.0]
    assert [first.evidenced, second.evidenced, strategy.evidenced, round(strategy.optimism, 2)] == [
        3,
        2,
        2.5,
        0.08,
    ]
    assert (round(governance.dont_know_share, 2), governance.not_applicable_share) == (0.11, 0.1)
    assert [round(overall.mean, 2), round(overall.mean_evidenced, 2), round(overall.percent, 2)] == [
        2.29,
        2.25,
        0.32,
    ]
    assert (overall.weakest_dimension, overall.staged_level, overall.staged_reason.next_share) == (
        "GOV",
        2,
        0.25,
    )
    assert round(overall.mean_harmonic, 2) == 2.25
    assert [round(first.ad, 2), round(second.ad, 2), round(strategy.ad, 2)] == [0.64, 0.4, 0.52]
    assert [round(first.rwg, 2), round(second.rwg, 2), round(first.awg, 2)] == [0.65, 0.75, 0.72]
    assert [round(strategy.rwg_star, 2), round(strategy.rwg_j, 2), strategy.agreement] == [
        0.7,
        0.82,
        "acceptable",
    ]
    assert [round(strategy.interval.low, 2), round(strategy.interval.high, 2)] == [1.61, 3.55]
    assert [round(governance.dk_low, 2), round(governance.dk_high, 2)] == [2.0, 2.67]
    assert (list(strategy.grade_points.values()), strategy.grade) == ([1, 2, 1, 2, 2], "B")
    assert [(one.respondent, one.mean, *one.dimensions.values()) for one in result.people] == [
        ("E1", 3.5, 3.5, None),
        ("P1", 2.25, 2.5, 2.0),
        ("P2", 2.0, 2.5, 1.5),
        ("M1", 2.0, 2.0, 2.0),
        ("M2", 2.0, 1.5, 2.5),
    ]


@pytest.mark.parametrize("people", [[], [response("a", "pmo", {})]])
def test_without_answers_there_is_no_score(people):
    result = score_assessment(PAIR, people)
    assert (result.respondents, result.is_organisation_result, result.roles) == (0, False, ())
    assert {score.unscored_reason for score in result.dimensions} == {"no answers"}
    assert result.overall.mean is result.overall.staged_level is result.overall.interval is None
    assert result.question("STR.1").median is None


def test_a_dimension_that_mostly_does_not_apply_is_not_scored():
    def reason(not_applicable: int) -> str:
        answers = {f"STR.{n}": "NA" if n <= not_applicable else 4 for n in range(1, 6)}
        return score_assessment(ONE, [response("a", "pmo", answers)]).dimension("STR").unscored_reason

    assert [reason(number) for number in (0, 1, 2, 5)] == ["", "", *["mostly not applicable"] * 2]


def test_an_unscored_dimension_is_left_out_of_every_index():
    people = responses("pmo", {"STR.1": "NA", "STR.2": "NA", "GOV.1": 4, "GOV.2": 4})
    overall = score_assessment(PAIR, people).overall
    assert (overall.mean, overall.staged_reason.items, overall.weakest_dimension) == (4.0, 2, "GOV")


def test_one_respondent_gives_an_individual_view_without_interval():
    result = score_assessment(PAIR, [response("a", "pmo", pair(4, 2))])
    assert not result.is_organisation_result
    assert result.dimension("STR").interval is result.overall.interval is None
    assert result.question("STR.1").ad is None


@pytest.mark.parametrize(
    ("roles", "expected"),
    [(["pmo"] * 4, False), (["pmo", "team", "team"], False), (["pmo", "team", "team", "team"], True)],
)
def test_an_organisation_result_needs_four_people_in_two_role_groups(roles, expected):
    people = [response(f"p{number}", role, pair(3, 3)) for number, role in enumerate(roles)]
    assert score_assessment(PAIR, people).is_organisation_result is expected


def test_questions_not_put_to_a_role_are_left_out_even_if_answered():
    narrow = model(dimension("STR", [question("STR.1", roles=["pmo"]), question("STR.2")]))
    people = responses("pmo", {"STR.1": 2, "STR.2": 2}) + responses("team", {"STR.1": 5, "STR.2": 4})
    result = score_assessment(narrow, people)
    assert (result.question("STR.1").median, result.question("STR.1").asked) == (2.0, 1)
    assert result.dimension("STR").claimed == 3.0


@pytest.mark.parametrize(
    "people",
    [
        [response("a", "pmo", {}), response("a", "team", {})],
        [response("a", "boss", {})],
        [response("a", "pmo", {"XXX.1": 3})],
        [response("a", "pmo", {"STR.1": 6})],
        [Response("a", "pmo", {"STR.1": Answer(None, "level")})],
    ],
)
def test_responses_that_do_not_fit_the_model_are_an_error(people):
    with pytest.raises(ValueError, match=r"respondent|role|question|allowed"):
        score_assessment(PAIR, people)


def test_the_result_names_model_method_and_scale():
    result = score_assessment(PAIR, [response("a", "pmo", pair(3, 3))], threshold=7, mode="confidential")
    assert (result.model_key, result.model_version, result.model_hash) == ("small", "1.0.0", PAIR.hash)
    assert (result.method_version, result.threshold, result.mode) == (METHOD_VERSION, 7, "confidential")
    assert (result.lowest, result.highest) == (1, 5)


def test_parts_of_the_result_are_found_by_key():
    result = score_assessment(PAIR, [])
    with pytest.raises(KeyError):
        result.dimension("XXX")
    with pytest.raises(KeyError):
        result.question("XXX.1")


def test_the_published_model_is_scored_in_every_size():
    published, chance = find_model("quick-scan"), random.Random(7)
    for count in (1, 3, 6, 30):
        people = [
            response(f"p{n}", role, {q.key: chance.choice((1, 2, 3, 4, 5, "DK")) for q in asked})
            for n in range(count)
            for role in (ROLES[n % 5],)
            for asked in (published.questions_for(role),)
        ]
        result = score_assessment(published, people)
        assert len(result.dimensions) == 10
        assert len(result.questions) == 20
