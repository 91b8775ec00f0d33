"""A question with options inside an exercise: one is right, and each wrong one says why it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.grading import CellGrade, Response, chosen
from courses.exercises.sheets import Choice, Field
from courses.exercises.words import Words, authored
from courses.syllabus import Key, repeated

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer; `say` is told to a learner who chose it wrongly, `trap` is the misconception that betrays."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    is_correct: bool = False
    say: Text | None = None
    trap: Key | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `explanation` says why the right option is right."""

    __pydantic_config__ = NO_OTHER_FIELDS

    text: Text
    options: Annotated[tuple[Option, ...], Limits(min_length=2, max_length=8)]
    explanation: Text

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.is_correct)


def question_problems(path: Path, question: Question) -> Iterator[Problem]:
    """Yield what is wrong with a question whose types are right."""
    keys = tuple(option.key for option in question.options)
    for place in repeated(keys):
        found = f"'{keys[place]}' again"
        yield Problem((*path, "options", place, "key"), found, "each key once", "repeated-key")
    right = sum(option.is_correct for option in question.options)
    if right != 1:
        yield Problem((*path, "options"), f"{right} right options", "exactly one", "right-options")
    for place, option in enumerate(question.options):
        if not option.is_correct and option.say is None:
            allowed = "what to say to a learner who chose this option"
            yield Problem((*path, "options", place, "say"), "no say", allowed, "feedback")


def question_field(key: str, question: Question) -> Field:
    """Return the question as a field: without its key."""
    choices = tuple(Choice(option.key, authored(option.text)) for option in question.options)
    return Field(key, "choice", authored(question.text), choices)


def grade_question(key: str, question: Question, response: Response, weight: float) -> CellGrade:
    """Return what the answer to a question is worth: all or nothing."""
    given = next((option for option in question.options if option.key == chosen(response, key)), None)
    why: Words = authored(question.explanation)
    if given is not None and not given.is_correct and given.say is not None:
        why = authored(given.say)
    return CellGrade(
        key=key,
        label=authored(question.text),
        weight=weight,
        share=float(given is not None and given.is_correct),
        given=authored(given.text) if given else None,
        expected=authored(question.right.text),
        why=why,
        trap=(given.trap or "") if given and not given.is_correct else "",
    )
