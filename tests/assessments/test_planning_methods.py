"""The examples worked by hand in docs/methods-planning.md come out of the code as they stand there."""

import pytest

from assessments.gaps import METHOD_VERSION, set_targets
from assessments.profile import load_profile_model
from assessments.recommendations import recommend
from tests.assessments.planning_cases import BANK, advice_of, evenly, plan_of


def test_the_example_of_scores_reasons_and_flipping():
    advice = recommend(load_profile_model(), {"K01": 4, "K03": 1, "K05": 3})
    assert [round(one.score, 2) for one in advice.scores] == [15.74, 71.67, 60.19]
    assert advice.margin == pytest.approx(11.48, abs=0.005)
    reasons = {one.criterion: one.contribution for one in (*advice.reasons_for, *advice.reasons_against)}
    assert {key: round(points, 2) for key, points in reasons.items()} == {
        "K01": 24.07,
        "K03": -6.67,
        "K05": -5.93,
    }
    assert sum(reasons.values()) == pytest.approx(advice.margin)
    assert advice.flipping == ("K01",)
    assert advice.standing == "insufficient"


def test_the_example_of_what_would_change_it():
    advice = recommend(load_profile_model(), {"K01": 4, "K03": 1, "K05": 3})
    answers, weights = advice.answer_flip, advice.weight_flip
    assert answers is not None
    assert [(one.criterion, one.answer, one.needed) for one in answers.changes] == [("K01", 4, 3)]
    assert (answers.steps, answers.winner) == (1, "directive")
    assert weights is not None
    assert [(one.criterion, one.weight, one.needed) for one in weights.changes] == [("K01", 10, 5.2)]
    assert (round(weights.change, 3), weights.winner) == (0.477, "directive")


def test_the_page_is_that_of_this_version(repository):
    page = (repository / "docs" / "methods-planning.md").read_text(encoding="utf-8")
    assert f"It is version {METHOD_VERSION} of the method" in page
    assert f"| {METHOD_VERSION} |" in page.partition("## Versions")[2]


def test_the_example_of_a_capped_target():
    (target,) = set_targets({"K06": 4, "K15": 3}, "controlling", ["CTL"])
    assert target.reasons == (("base", 3.0), ("K06", 1.0), ("K15", 1.0), ("type", 0.5), ("cap", -1.0))
    assert target.level == 4.5


def test_the_example_of_a_gap():
    _, _, gaps = advice_of(evenly(4.5) | {"RSK": 2.0}, BANK)
    assert (gaps[0].dimension, gaps[0].target, gaps[0].gap, gaps[0].priority) == ("RSK", 4.0, 2.0, 18.0)


def test_the_example_of_a_roadmap():
    plan = plan_of(evenly(4.5) | {"RSK": 2.0}, BANK)
    assert [(one.key, one.start_week, one.end_week, one.value) for one in plan.initiatives] == [
        ("RSK-2", 2, 6, 1.0),
        ("RSK-3", 2, 7, 1.0),
    ]
    assert [(one.number, one.start_week, one.end_week) for one in plan.phases] == [
        (0, 0, 2),
        (1, 2, 6),
        (2, 6, 14),
        (4, 14, 52),
    ]
    assert next(one.levels for one in plan.projections if one.dimension == "RSK") == (2.25, 2.5, 2.75, 3.0)
    later = [one.key for one in plan.left_out if one.dimension == "RSK" and one.reason == "later"]
    assert later == ["RSK-4", "RSK-5"]
