"""Why what the evidence supports is printed without an interval, and what is printed in its place. methods.md, 4.7."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from assessments.bootstrap import DRAWS
from assessments.measurement import Measurement, Setting
from assessments.model import ROLES
from assessments.panel import Floats, read_panel
from assessments.redrawn import evidenced_draws
from assessments.responses import Response
from assessments.scoring import score_assessment
from tests.assessments.questionnaires import PAIR, dimension, model, response
from tests.assessments.test_scoring_properties import crowds

METHODS = model(dimension("MTH", 4))
ONE_QUESTION = model(dimension("MTH", 1))
CENTRES = (3.6, 3.2, 2.8, 3.0)
SIZE, EVERYBODY, TRIALS = 5, 50, 60


def measured(people: list[Response], asked=METHODS) -> tuple[Measurement, Floats]:
    """Return people's figures, and the evidenced score of each of their resamples."""
    panel = read_panel(asked, people)
    measurement = Measurement(panel, Setting("named", 5, is_census=False))
    return measurement, evidenced_draws(panel, measurement.draws, measurement.counts)["MTH"]


def person(
    chance: random.Random, name: str, role: str, centre: float, one: float, several: float
) -> Response:
    answers = {}
    for question in METHODS.questions:
        level, drawn = min(5, max(1, round(chance.gauss(centre, 1)))), chance.random()
        answers[question.key] = (
            level,
            "several" if drawn < several else "one" if drawn < one + several else "none",
        )
    return response(name, role, answers)


def share_held(one: float, several: float, trials: int = TRIALS) -> tuple[float, float, float]:
    """Return how often resamples held what everybody could show, and claims what everybody claims.

    Five people of each of four groups are asked, of fifty. The third share is of trials in which what everybody could
    show lay within the interval of the claims or below it.
    """
    chance = random.Random(11)
    held = claims_held = below = 0
    for _ in range(trials):
        everybody = {
            role: [person(chance, f"{role}{place}", role, centre, one, several) for place in range(EVERYBODY)]
            for role, centre in zip(ROLES, CENTRES, strict=False)
        }
        asked = [one for people in everybody.values() for one in chance.sample(people, SIZE)]
        truth = score_assessment(METHODS, [one for people in everybody.values() for one in people])
        measurement, drawn = measured(asked)
        low, high = np.percentile(drawn, [2.5, 97.5])
        claim = measurement.measure().dimensions[0].interval
        held += low <= truth.dimension("MTH").evidenced <= high
        claims_held += claim.low <= truth.dimension("MTH").claimed <= claim.high
        below += truth.dimension("MTH").evidenced <= claim.high
    return held / trials, claims_held / trials, below / trials


def test_resamples_lose_evidence_that_is_there_and_find_none_that_is_not():
    # Sixteen say 4, one can show it: 15 are drawn of 16, and (15/16)^15 = 38.0 % of the resamples miss that one.
    said = [response("r00", "team", {"MTH.1": (4, "several")})]
    said += [response(f"r{number:02}", "team", {"MTH.1": (4, "none")}) for number in range(1, 16)]
    assert score_assessment(ONE_QUESTION, said).dimension("MTH").evidenced == 4
    _, drawn = measured(said, ONE_QUESTION)
    assert set(drawn.tolist()) == {2.0, 4.0}
    error = (0.38 * 0.62 / DRAWS) ** 0.5
    assert (drawn == 2).mean() == pytest.approx((15 / 16) ** 15, abs=4 * error)


@pytest.mark.slow
def test_resamples_would_promise_an_interval_that_evidence_does_not_keep():
    held, claims_held, below = share_held(0.05, 0.01)
    assert held < 0.4
    assert claims_held > 0.86
    assert below > 0.95


@given(crowds())
@settings(deadline=None)
def test_more_evidence_only_ever_raises_the_score_and_never_above_the_claim(people):
    shown = [
        replace(
            one,
            answers={
                key: replace(answer, evidence="several") if answer.kind == "level" else answer
                for key, answer in one.answers.items()
            },
        )
        for one in people
    ]
    before, after = score_assessment(PAIR, people).overall, score_assessment(PAIR, shown).overall
    if before.mean is None:
        assert after.mean is None
    else:
        assert after.mean == before.mean
        assert before.mean_evidenced - 1e-9 <= after.mean_evidenced <= before.mean + 1e-9
