"""Redrawn respondents: what is worked out for a resample is what scoring those people would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.bootstrap import DRAWS
from assessments.model import ROLES, MaturityModel, ScoringRule
from assessments.panel import read_panel
from assessments.redrawn import evidenced_draws, mark_people, redraw
from assessments.responses import Response
from assessments.results import RedrawnCase
from assessments.scoring import score_assessment
from tests.assessments.questionnaires import dimension, model, response

WATCHED = model(dimension("GOV", 1), dimension("MTH", 2), dimension("CTL", 3), dimension("SVC", 1))
KEYS = [question.key for question in WATCHED.questions]

given_answers = st.one_of(
    st.tuples(st.integers(1, 5), st.sampled_from(("none", "one", "several"))), st.just("DK"), st.none()
)
people = st.lists(
    st.tuples(st.sampled_from(ROLES), st.lists(given_answers, min_size=len(KEYS), max_size=len(KEYS))),
    min_size=1,
    max_size=12,
).filter(lambda people: any(any(said) for _, said in people))  # of nobody's answers nothing is redrawn


def responses_of(people: Sequence[tuple]) -> list[Response]:
    return [
        response(f"r{number:02}", role, {key: one for key, one in zip(KEYS, said, strict=True) if one})
        for number, (role, said) in enumerate(people)
    ]


def once(model: MaturityModel, people: Sequence[Response]) -> dict[str, float]:
    """Return the evidenced scores of a resample in which everybody is drawn once."""
    panel = read_panel(model, people)
    marks = mark_people(panel)
    groups = [marks[panel.roles == place].sum(axis=0, keepdims=True) for place in np.unique(panel.roles)]
    claims = score_assessment(model, people).dimensions
    draws = np.array([[np.nan if one.claimed is None else one.claimed for one in claims]])
    return {key: float(found[0]) for key, found in evidenced_draws(panel, draws, groups).items()}


@settings(deadline=None, max_examples=60)
@given(people, st.sampled_from(("weighted_mean", "minimum", "sum", "staged")))
def test_a_resample_of_everybody_scores_like_everybody(people, rule):
    ruled = tuple(replace(one, rule=ScoringRule(rule)) for one in WATCHED.dimensions)
    asked = replace(WATCHED, dimensions=ruled)
    answered = responses_of(people)
    result = score_assessment(asked, answered)
    for key, score in once(asked, answered).items():
        evidenced = result.dimension(key).evidenced
        if evidenced is not None:
            assert score == pytest.approx(evidenced)


def crowd(levels: Sequence[int], *, role: str = "team") -> list[Response]:
    """Return people who say one level of everything and can show it."""
    return [
        response(f"{role}{number:02}", role, dict.fromkeys(KEYS, (level, "several")))
        for number, level in enumerate(levels)
    ]


def test_people_of_one_mind_come_out_alike_in_every_resample():
    result = score_assessment(WATCHED, crowd([3] * 15))
    assert result.redrawn == (RedrawnCase(DRAWS, delivery=2, services=3),)


def test_people_of_two_minds_come_out_both_ways():
    result = score_assessment(WATCHED, crowd([2] * 7 + [4] * 8))
    assert sum(one.draws for one in result.redrawn) == DRAWS
    assert {one.services for one in result.redrawn} == {2, 3}
    assert {one.delivery for one in result.redrawn} >= {1, 3}


def test_too_few_people_are_not_redrawn():
    assert score_assessment(WATCHED, crowd([2] * 14)).redrawn == ()


def test_a_model_without_these_dimensions_says_nothing_of_them():
    other = model(dimension("GOV", 2))
    said = [response(f"r{number:02}", "pmo", {"GOV.1": 3, "GOV.2": 2}) for number in range(15)]
    assert score_assessment(other, said).redrawn == ()


def test_services_alone_are_looked_at_alone_and_so_is_delivery():
    services = model(dimension("SVC", 1))
    said = [response(f"r{number:02}", "pmo", {"SVC.1": (3, "several")}) for number in range(15)]
    assert score_assessment(services, said).redrawn == (RedrawnCase(DRAWS, None, 3),)
    delivery = model(dimension("MTH", 1), dimension("CTL", 1))
    both = {"MTH.1": (3, "several"), "CTL.1": (4, "several")}
    said = [response(f"r{number:02}", "pmo", both) for number in range(15)]
    assert score_assessment(delivery, said).redrawn == (RedrawnCase(DRAWS, 3, None),)


def test_a_resample_in_which_nobody_can_say_leaves_the_score_out():
    # One of a kind in a group of sixteen: some resamples do not draw the only person who answered.
    said = [response("r00", "pmo", {"SVC.1": (3, "several")})]
    said += [response(f"r{number:02}", "pmo", {"GOV.1": 2}) for number in range(1, 16)]
    found = score_assessment(model(dimension("GOV", 1), dimension("SVC", 1)), said).redrawn
    assert {one.services for one in found} == {None, 3}


def test_nothing_is_redrawn_without_draws():
    panel = read_panel(WATCHED, crowd([3] * 4))
    assert redraw(panel, None, [], score_assessment(WATCHED, crowd([3] * 4)).dimensions) == ()
