"""The staged level: one readable rung for the whole, which no single gap can hide."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.model import MaturityModel
from assessments.results import QuestionScore, StagedReason

# Three quarters, in whole numbers to be exact.
_ENOUGH_ITEMS = (3, 4)


def stage(model: MaturityModel, questions: Sequence[QuestionScore]) -> tuple[int, StagedReason]:
    """Return the highest level that the answered questions hold together, and why not the next one.

    A level holds where three quarters of the questions have a median at it or above, and no core
    question's median lies more than one level below it.

    Args:
        questions: of the scored dimensions; at least one has a median.

    Source: docs/methods.md, section 2.5.
    """
    medians = {question.key: question.median for question in questions if question.median is not None}
    core = [key for key in _core_questions(model) if key in medians]

    def share(level: int) -> float:
        return sum(median >= level for median in medians.values()) / len(medians)

    def blocking(level: int) -> tuple[str, ...]:
        return tuple(key for key in core if medians[key] < level - 1)

    enough, of = _ENOUGH_ITEMS
    reached = max(
        level
        for level in range(model.lowest, model.highest + 1)
        if of * sum(median >= level for median in medians.values()) >= enough * len(medians)
        and not blocking(level)
    )
    following = reached + 1 if reached < model.highest else None
    return reached, StagedReason(
        items=len(medians),
        share=share(reached),
        next_level=following,
        next_share=None if following is None else share(following),
        blocking=() if following is None else blocking(following),
    )


def is_on_ladder(model: MaturityModel, questions: Sequence[QuestionScore]) -> bool:
    """Return whether what is answered to the questions are the model's levels."""
    ends = float(model.lowest), float(model.highest)
    return all((one.low, one.high) == ends and len(one.counts) == len(model.levels) for one in questions)


def _core_questions(model: MaturityModel) -> list[str]:
    return [
        question.key
        for dimension in model.dimensions
        for question in dimension.all_questions
        if dimension.is_core or question.is_core
    ]
