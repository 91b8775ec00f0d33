"""How firmly an advice stands had other respondents answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessments.profile import load_profile_model
from assessments.recommendations import RespondentStability, recommend
from assessments.results import MaturityResult, RedrawnCase
from tests.assessments.planning_cases import ARCHETYPES, evenly, profile_of, result_of

MODEL = load_profile_model()


def redrawn(levels: Mapping[str, float | None], *cases: tuple[int, int | None, int | None]) -> MaturityResult:
    """Return a result with these resamples: how many, the answer to K04, the level of SVC."""
    return replace(result_of(levels), redrawn=tuple(RedrawnCase(*case) for case in cases))


EDGE = {key: answer for key, answer in profile_of(ARCHETYPES["audit-heavy ministry"]).items() if key != "K04"}
"""With K05 = 4 on the edge: controlling is ahead with K04 = 1, directive with K04 = 0."""


def test_other_respondents_may_turn_what_the_assessment_answers():
    measured = redrawn(evenly(2.0), (1200, 1, 2), (600, 0, 2), (200, 1, 1))
    advice = recommend(MODEL, EDGE | {"K05": 4}, measured)
    assert advice.profile["K04"] == 1
    assert advice.type == "controlling"
    assert recommend(MODEL, EDGE | {"K05": 4, "K04": 0}).type == "directive"
    assert advice.respondents == RespondentStability(
        draws=2000, type_share=0.7, start_share=0.9, answers={"0": 0.3, "1": 0.7}
    )


def test_where_nothing_comes_from_the_assessment_only_the_gates_can_change():
    bank = profile_of(ARCHETYPES["regional bank"])
    advice = recommend(MODEL, bank, redrawn(evenly(2.0), (1500, 1, 2), (500, 4, 1)))
    assert advice.start_type == "controlling"
    assert advice.respondents == RespondentStability(2000, None, 0.75, {})


def test_a_resample_without_a_score_leaves_its_criterion_out():
    advice = recommend(MODEL, EDGE, redrawn(evenly(2.0), (2000, None, None)))
    assert advice.respondents == RespondentStability(2000, 1.0, 1.0, {})


def test_too_few_respondents_to_redraw_say_nothing_of_stability():
    assert recommend(MODEL, EDGE, result_of(evenly(2.0))).respondents is None
    assert recommend(MODEL, EDGE).respondents is None
