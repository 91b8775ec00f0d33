"""The worked examples of docs/methods.md that no other test carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.agreement import cliffs_delta
from assessments.dirichlet import dirichlet_interval
from assessments.intervals import concentration
from assessments.responses import Answer, Response
from assessments.scoring import METHOD_VERSION, score_assessment
from assessments.service_map import map_services
from assessments.service_needs import load_service_module
from assessments.vignettes import leniency_of, rank_among
from tests.assessments.questionnaires import dimension, model

LADDER = (1.0, 2.0, 3.0, 4.0, 5.0)


def test_the_page_is_that_of_this_version(repository):
    page = (repository / "docs" / "methods.md").read_text(encoding="utf-8")
    assert f"It is version {METHOD_VERSION} of the method" in page
    assert f"| {METHOD_VERSION} |" in page.partition("## 10. Versions")[2]


def test_two_groups_far_apart():
    assert cliffs_delta((0, 0, 1, 3, 1), (1, 3, 1, 0, 0)) == pytest.approx(24 / 25)


@pytest.mark.parametrize(
    ("counts", "low", "high"), [((0, 0, 0, 0, 4), 3.47, 5.00), ((0, 2, 1, 1, 0), 2.10, 3.63)]
)
def test_four_answers_to_one_question(counts, low, high):
    found = dirichlet_interval(LADDER, counts)
    assert found == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


def test_what_ten_answers_of_two_groups_are_worth():
    assert 1 / concentration([1, 9]) == pytest.approx(3.6)


def test_lenses_of_the_example():
    plain = dimension("STR")
    lenses = zip(plain.questions, ("design", "use"), strict=True)
    tagged = replace(plain, questions=tuple(replace(question, lens=lens) for question, lens in lenses))
    said = (
        ("executive", 4, 3),
        ("pmo", 3, 2),
        ("pmo", 3, 2),
        ("project_manager", 2, 2),
        ("project_manager", 2, 1),
    )
    people = [
        Response(f"p{place}", role, {"STR.1": Answer(one, "level"), "STR.2": Answer(other, "level")})
        for place, (role, one, other) in enumerate(said)
    ]
    found = score_assessment(model(tagged), people).lenses
    assert [(one.lens, one.claimed) for one in found] == [
        ("design", pytest.approx(3)),
        ("use", pytest.approx(13 / 6)),
    ]


def service_after(*said):
    people = [
        Response(
            f"p{place}",
            "project_manager",
            {"V01.need": Answer(need, "level"), "V01.quality": Answer(quality, "level")},
        )
        for place, (need, quality) in enumerate(said)
    ]
    return map_services(load_service_module(), people).service("V01")


def test_a_service_before_and_after_a_fifth_answer():
    four = ((2, 2), (2, 3), (3, 2), (1, 0))
    before, after = service_after(*four), service_after(*four, (2, 2))
    assert (before.verdict.rule, before.unreached) == ("SNQ-7", pytest.approx(0.25))
    assert (after.verdict.rule, after.quality.mean, after.priority) == ("SNQ-8", 2.25, pytest.approx(3.5))


def test_a_lenient_rater():
    assert leniency_of((3, 3, 5), (2, 3, 4)) == pytest.approx(2 / 3)
    assert (rank_among(3, (2, 3, 4)).low, rank_among(3, (2, 3, 4)).high) == (4, 4)
