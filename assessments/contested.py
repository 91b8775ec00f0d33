"""Questions on which people do not see the same organisation: what to talk about before acting on a score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assessments.results import ContestedQuestion, QuestionScore

if TYPE_CHECKING:
    from assessments.model import MaturityModel


def contested_questions(
    model: MaturityModel, questions: Sequence[QuestionScore]
) -> tuple[ContestedQuestion, ...]:
    """Return the questions that are contested, the most contested first, those in model order where equal.

    Args:
        questions: their scores as they may be shown.

    Source: docs/methods.md, section 3.6: rules AGR-1 and AGR-2.
    """
    found = [
        _contested(model, question)
        for question in questions
        if question.ad is not None and (question.agreement == "contested" or question.is_polarised)
    ]
    return tuple(sorted(found, key=lambda one: (-one.ad, not one.is_polarised)))


def _contested(model: MaturityModel, question: QuestionScore) -> ContestedQuestion:
    low, high = _camps(question)
    answers = [option.answer for option in model.options_of(model.question(question.key))]
    return ContestedQuestion(
        question=question.key,
        dimension=question.dimension,
        ad=question.ad or 0.0,
        is_polarised=question.is_polarised,
        low_answer=None if low is None else answers[low],
        high_answer=None if high is None else answers[high],
        role_gap=question.role_gap,
        rule="AGR-2" if question.is_polarised else "AGR-1",
    )


def _camps(question: QuestionScore) -> tuple[int | None, int | None]:
    """Return the places of the answers most chosen in the lower and in the upper part of what was chosen.

    The parts meet at the mean of all answers given, so that neither is empty where people differ.
    """
    counts = question.counts
    chosen = [place for place, count in enumerate(counts) if count]
    if len(chosen) < 2:
        return None, None
    middle = sum(place * count for place, count in enumerate(counts)) / sum(counts)
    below = [place for place in chosen if place < middle]
    above = [place for place in chosen if place > middle]
    # Of answers chosen equally often, the one further out says more of the difference.
    return (
        max(below, key=lambda place: (counts[place], -place)),
        max(above, key=lambda place: (counts[place], place)),
    )
