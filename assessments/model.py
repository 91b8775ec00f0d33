"""Maturity models: what is asked, of whom, and what each answer is worth.

A model is a tree of any depth: its dimensions hold questions, or parts that hold questions in turn. Every
dimension and part names the rule by which its score follows from what it holds. The file format is described in
docs/models.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from assessments.model_rules import model_problems
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, canonical_hash, to_plain

Role = Literal["executive", "pmo", "project_manager", "team", "assurance"]
ROLES: tuple[Role, ...] = ("executive", "pmo", "project_manager", "team", "assurance")
"""The role groups in the order in which they are shown."""

Lens = Literal["design", "use", "skill", "data", "improve"]
LENSES: tuple[Lens, ...] = ("design", "use", "skill", "data", "improve")

RuleName = Literal["mean", "weighted_mean", "sum", "minimum", "staged", "cumulative", "power_mean"]

DONT_KNOW = "DK"
NOT_APPLICABLE = "NA"

MOST_OPTIONS = 11
"""From 0 to 10: more than anybody tells apart."""

Key = Annotated[str, Limits(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
NodeKey = Annotated[str, Limits(pattern=r"^[A-Z][A-Z0-9_-]{0,11}$")]
Weight = Annotated[float, Limits(gt=0, le=1000)]
Rung = Annotated[int, Limits(ge=0, le=10)]


class AnswerRefused(ValueError):
    """An answer is not one that the question takes.

    Attributes:
        question: the question's key.
        found: the answer as it was given.
        allowed: what the question takes, as a phrase.
    """

    def __init__(self, question: str, found: object, allowed: str) -> None:
        self.question, self.found, self.allowed = question, found, allowed
        super().__init__(f"{question}: found {found!r}; allowed: {allowed}")


class UnknownQuestion(LookupError):
    """The maturity model has no question of this key."""


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of the ladder, with its name and what it means for the whole organisation."""

    __pydantic_config__ = NO_OTHER_FIELDS

    level: Rung
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """How a score follows from the scores of what a dimension, part or model holds.

    The formulas, with a worked example each, are in docs/methods.md, section 2.

    Attributes:
        exponent: of the power mean; any number but 0.
        share: of the items that must be at a level or above; for "staged".
        core_distance: how many levels below it a core item may lie; for "staged".
        in_place: the value from which a practice counts as in place; for "cumulative".
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    name: RuleName = "weighted_mean"
    exponent: float | None = None
    share: Annotated[float, Limits(gt=0, le=1)] | None = None
    core_distance: Annotated[int, Limits(ge=0, le=10)] | None = None
    in_place: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold for a question to apply: a criterion of the profile, or an earlier answer.

    Exactly one of `criterion` and `question` is given. An answer counts with its value, and a question that was
    not answered with a level fulfils no condition; neither does a criterion that was not answered.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    criterion: Annotated[str, Limits(pattern=r"^K(0[1-9]|1[0-8])$")] | None = None
    question: Key | None = None
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float | None) -> bool:
        """Return whether a value fulfils the condition; an unknown one does not."""
        if value is None:
            return False
        low = value if self.at_least is None else self.at_least
        high = value if self.at_most is None else self.at_most
        return low <= value <= high


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen.

    Attributes:
        answer: what is stored and written in tables of responses; within a question each is one above the last.
        value: what it counts in scores.
        text: what the respondent reads.
        guidance: when this is good enough, and how to get better.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    answer: Rung
    value: Annotated[float, Limits(ge=0, le=1000)]
    text: Text
    guidance: Text | None = None


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Options that several questions share."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    options: Annotated[tuple[Option, ...], Limits(min_length=2, max_length=MOST_OPTIONS)]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked under a dimension or part.

    It takes its answers from exactly one of `anchors`, `options` and `answers`.

    Attributes:
        anchors: what an observer would see at each level of the model, lowest first.
        options: answers of its own, lowest first.
        answers: the key of a shared answer set.
        guidance: per answer, lowest first: when it is good enough and the next step upwards.
        lens: which side of practice it looks at.
        roles: the role groups it is put to.
        evidence: what a claim should be able to show; without it, claims are not asked for evidence.
        criteria: what must be the case for an answer to be given, as points to tick off in the mind.
        is_core: a low answer here holds down the staged level, whatever the dimension.
        level: the level that the practice belongs to; for the rule "cumulative".
        applies_if: all of these must hold, or the question is not asked and leaves the denominator.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    facet: Text
    stem: Text
    anchors: tuple[Text, ...] = ()
    lens: Lens | None = None
    roles: Annotated[tuple[Role, ...], Limits(min_length=1)] = ROLES
    evidence: Text | None = None
    guidance: tuple[Text, ...] = ()
    weight: Weight = 1.0
    is_core: bool = False
    options: tuple[Option, ...] = ()
    answers: Key | None = None
    criteria: tuple[Text, ...] = ()
    level: Rung | None = None
    applies_if: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """A heading of the model, with its weight in what lies above it. It holds questions or parts, never both."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: NodeKey
    title: Text
    purpose: Text | None = None
    weight: Weight = 1.0
    is_core: bool = False
    questions: tuple[Question, ...] = ()
    parts: tuple[Dimension, ...] = ()
    rule: ScoringRule = ScoringRule()

    @property
    def all_questions(self) -> tuple[Question, ...]:
        """Every question under it, at whatever depth, in the order in which they are asked."""
        return self.questions + tuple(one for part in self.parts for one in part.all_questions)

    @property
    def all_parts(self) -> tuple[Dimension, ...]:
        """Every part under it, at whatever depth, each before its own parts."""
        return tuple(one for part in self.parts for one in (part, *part.all_parts))


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: the scores that follow from one respondent's answers. `plumbline check` runs it.

    Attributes:
        answers: question key to answer: an option's `answer`, "DK" or "NA".
        expect: key of a dimension or part to its score; "whole" is the model's own.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    title: str
    answers: Mapping[str, int | str]
    expect: Mapping[str, float]
    role: Role = "pmo"


@dataclass(frozen=True, slots=True)
class MaturityModel:
    """A published questionnaire with its ladder of levels; a change is a new version."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    title: Text
    summary: Text
    source: Text
    minutes: Annotated[int, Limits(ge=1, le=480)]
    levels: Annotated[tuple[Level, ...], Limits(min_length=2, max_length=MOST_OPTIONS)]
    dimensions: Annotated[tuple[Dimension, ...], Limits(min_length=1)]
    answer_sets: tuple[AnswerSet, ...] = ()
    rule: ScoringRule = ScoringRule()
    examples: tuple[Example, ...] = ()

    @property
    def hash(self) -> str:
        """The canonical hash of everything in the model."""
        return canonical_hash(_without_later_fields(to_plain(self)))

    @property
    def lowest(self) -> int:
        return self.levels[0].level

    @property
    def highest(self) -> int:
        return self.levels[-1].level

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for dimension in self.dimensions for question in dimension.all_questions)

    @property
    def nodes(self) -> tuple[Dimension, ...]:
        """Every dimension and part, each before its own parts."""
        return tuple(one for dimension in self.dimensions for one in (dimension, *dimension.all_parts))

    def question(self, key: str) -> Question:
        """Return the question of a key.

        Raises:
            UnknownQuestion: the model has none.
        """
        for question in self.questions:
            if question.key == key:
                return question
        raise UnknownQuestion(key)

    def dimension_of(self, key: str) -> Dimension:
        """Return the dimension under which, at whatever depth, the question of a key is asked.

        Raises:
            UnknownQuestion: the model has none.
        """
        for dimension in self.dimensions:
            if any(question.key == key for question in dimension.all_questions):
                return dimension
        raise UnknownQuestion(key)

    def questions_for(self, role: str) -> tuple[Question, ...]:
        """Return the questions put to a role group, in model order; none for an unknown role."""
        return tuple(question for question in self.questions if role in question.roles)

    def options_of(self, question: Question) -> tuple[Option, ...]:
        """Return what can be answered to a question, lowest first, wherever the model says so.

        Raises:
            KeyError: the question names an answer set that the model does not have.
        """
        if question.options:
            return question.options
        # A faulty model may say too little; its faults are counted elsewhere.
        steps: tuple[Text | None, ...] = (*question.guidance, *[None] * MOST_OPTIONS)
        if question.answers is None:
            pairs = zip(self.levels, question.anchors, steps, strict=False)
            return tuple(Option(one.level, float(one.level), text, step) for one, text, step in pairs)
        shared = next((one.options for one in self.answer_sets if one.key == question.answers), None)
        if shared is None:
            raise KeyError(question.answers)
        if not question.guidance:
            return shared
        return tuple(
            Option(one.answer, one.value, one.text, step) for one, step in zip(shared, steps, strict=False)
        )

    def check_answer(self, question: Question, answer: object) -> None:
        """Refuse what is no answer to a question: neither one of its options nor "DK" nor "NA".

        Args:
            answer: an option's `answer` as an integer, or "DK" or "NA".

        Raises:
            AnswerRefused: with what would be allowed.
        """
        options = self.options_of(question)
        lowest, highest = options[0].answer, options[-1].answer
        is_option = isinstance(answer, int) and not isinstance(answer, bool) and lowest <= answer <= highest
        if not is_option and answer not in (DONT_KNOW, NOT_APPLICABLE):
            allowed = f"a level from {lowest} to {highest}, {DONT_KNOW} or {NOT_APPLICABLE}"
            raise AnswerRefused(question.key, answer, allowed)

    def problems(self) -> Iterator[Problem]:
        """Yield every rule of a sound model that this one breaks."""
        return model_problems(self)


_LATER_FIELDS: Mapping[str, Any] = {
    "answer_sets": [],
    "answers": None,
    "applies_if": [],
    "criteria": [],
    "examples": [],
    "level": None,
    "options": [],
    "parts": [],
    "rule": to_plain(ScoringRule()),
}
"""Fields that came after the first published model; left out of its hash while they say nothing."""


def _without_later_fields(data: Any) -> Any:
    if isinstance(data, list):
        return [_without_later_fields(one) for one in data]
    if not isinstance(data, dict):
        return data
    return {
        name: _without_later_fields(one)
        for name, one in data.items()
        if name not in _LATER_FIELDS or one != _LATER_FIELDS[name]
    }
