"""One person's answers beside everybody's: what a respondent gets back, by dimension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from assessments.model import Dimension, MaturityModel, Question
from assessments.privacy import THRESHOLD
from assessments.responses import Answer
from assessments.results import MaturityResult
from content import Text


@dataclass(frozen=True, slots=True)
class OwnView:
    """How one person answered a dimension, and how everybody answered the same questions.

    Attributes:
        own: mean of the person's answers on the result's scale; None without any. Over the compared questions where
            there are some, so that both figures are about the same.
        everybody: mean of everybody's medians to the compared questions; None without any.
        answered: questions the person gave a level to. compared: those of them that enough others answered.
    """

    dimension: str
    title: Text
    own: float | None
    everybody: float | None
    answered: int
    compared: int


def compare_own(
    model: MaturityModel, result: MaturityResult, answers: Mapping[str, Answer]
) -> tuple[OwnView, ...]:
    """Return one person's view of each dimension of the model, in model order, beside everybody's.

    A question is compared only where at least as many others as the threshold answered it, the person not counted,
    whatever the mode: whoever knows their own answer could take it out of a smaller group.

    Args:
        answers: of this person, by question key; those to questions of other models are passed over.

    Source: docs/methods.md, section 5.1.
    """
    return tuple(_view(model, result, dimension, answers) for dimension in model.dimensions)


def _view(
    model: MaturityModel, result: MaturityResult, dimension: Dimension, answers: Mapping[str, Answer]
) -> OwnView:
    own: dict[str, float] = {}
    everybody: dict[str, float] = {}
    medians = {one.key: one for one in result.questions}
    fewest = 1 + max(result.threshold, THRESHOLD)
    for question in dimension.all_questions:
        value = _value(model, question, answers.get(question.key))
        if value is None:
            continue
        options = model.options_of(question)
        low, high = options[0].value, options[-1].value
        own[question.key] = _moved(value, low, high, result)
        score = medians[question.key]
        if score.answered >= fewest and not score.is_withheld and score.median is not None:
            everybody[question.key] = _moved(score.median, low, high, result)
    same = [own[key] for key in everybody] or list(own.values())
    return OwnView(
        dimension.key,
        dimension.title,
        fmean(same) if same else None,
        fmean(everybody.values()) if everybody else None,
        len(own),
        len(everybody),
    )


def _value(model: MaturityModel, question: Question, answer: Answer | None) -> float | None:
    """Return what an answer counts; None without one that is a level."""
    if answer is None or answer.value is None:
        return None
    return next(
        (option.value for option in model.options_of(question) if option.answer == answer.value), None
    )


def _moved(value: float, low: float, high: float, result: MaturityResult) -> float:
    """Return a value on a question's scale as one on the result's."""
    return result.lowest + (result.highest - result.lowest) * (value - low) / (high - low)
