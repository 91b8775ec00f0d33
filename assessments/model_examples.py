"""The worked examples that a maturity model carries: the arithmetic its author expects, run by `plumbline check`."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.model import DONT_KNOW, NOT_APPLICABLE, Example, MaturityModel
from assessments.model_rules import WHOLE
from assessments.responses import Answer, Response
from assessments.scoring import score_assessment
from content import Problem

CLOSE_ENOUGH = 1e-6


def example_problems(model: MaturityModel) -> Iterator[Problem]:
    """Yield each score of an example that does not come out as its author says."""
    for place, example in enumerate(model.examples):
        scores = example_scores(model, example)
        for key, expected in example.expect.items():
            found = scores.get(key)
            if found is None or abs(found - expected) > CLOSE_ENOUGH:
                computed = "no score" if found is None else f"{found:.6g}"
                path = ("examples", place, "expect", key)
                yield Problem(path, f"{expected:g}", f"{computed}, which follows from the answers", "example")


def example_scores(model: MaturityModel, example: Example) -> dict[str, float | None]:
    """Return the scores that follow from an example's answers, by key of dimension and part, and "whole"."""
    answers = {key: _answer(given) for key, given in example.answers.items()}
    result = score_assessment(model, [Response("example", example.role, answers)])
    scores = {score.key: score.claimed for score in (*result.dimensions, *result.parts)}
    return {**scores, WHOLE: result.overall.mean}


def _answer(given: int | str) -> Answer:
    if given == DONT_KNOW:
        return Answer(None, "DK")
    if given == NOT_APPLICABLE:
        return Answer(None, "NA", reason="as the example says")
    return Answer(int(given), "level", "several")
