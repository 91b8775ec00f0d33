"""The people who answered, in a stated order, and what each of them says about a dimension."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.model import ROLES, Dimension, MaturityModel, Question
from assessments.responses import Answer, Response
from assessments.stats import mean, weighted_mean

# A respondent counts for a dimension with 60 % of what applies answered; in whole numbers, to be exact.
_ENOUGH_ANSWERED = (3, 5)


@dataclass(frozen=True, slots=True)
class Person:
    """A respondent with the answers to those questions that are put to their role."""

    respondent: str
    role: str
    answers: Mapping[str, Answer]

    def answer(self, question: Question) -> Answer | None:
        return self.answers.get(question.key)

    def dimension_mean(self, dimension: Dimension, dont_know_as: int | None = None) -> float | None:
        """Return this person's weighted mean level of a dimension, or None with too few answers.

        Questions not put to the person, and those that do not apply, are left out altogether.

        Args:
            dont_know_as: the level to put in place of "don't know"; None leaves it unanswered.

        Source: docs/methods.md, section 1.1.
        """
        applicable = 0
        levels: list[int] = []
        weights: list[float] = []
        for question in dimension.all_questions:
            answer = self.answer(question)
            if self.role not in question.roles or (answer and answer.kind == "NA"):
                continue
            applicable += 1
            level = _level(answer, dont_know_as)
            if level is not None:
                levels.append(level)
                weights.append(question.weight)
        enough, of = _ENOUGH_ANSWERED
        if not levels or of * len(levels) < enough * applicable:
            return None
        return weighted_mean(levels, weights)


def _level(answer: Answer | None, dont_know_as: int | None) -> int | None:
    if answer is None:
        return None
    return dont_know_as if answer.kind == "DK" else answer.value


def seat(model: MaturityModel, responses: Sequence[Response]) -> tuple[Person, ...]:
    """Return the people who answered anything, by role group and name.

    Answers to questions that are not put to a person's role are left out.

    Raises:
        ValueError: a respondent twice, an unknown role or question, or a level off the scale.
    """
    questions = {question.key: question for question in model.questions}
    seated: dict[str, Person] = {}
    for response in responses:
        if response.respondent in seated:
            raise ValueError(f"respondent {response.respondent!r} twice")
        if response.role not in ROLES:
            raise ValueError(f"unknown role {response.role!r}")
        answers = {}
        for key, answer in response.answers.items():
            if key not in questions:
                raise ValueError(f"unknown question {key!r}")
            model.check_answer(questions[key], answer.value if answer.kind == "level" else answer.kind)
            if response.role in questions[key].roles:
                answers[key] = answer
        seated[response.respondent] = Person(response.respondent, response.role, answers)
    people = [person for person in seated.values() if person.answers]
    return tuple(sorted(people, key=lambda person: (ROLES.index(person.role), person.respondent)))


def by_role(pairs: Sequence[tuple[str, float]]) -> dict[str, list[float]]:
    """Return values grouped by role, in the order of the roles."""
    groups: dict[str, list[float]] = {role: [] for role in ROLES}
    for role, value in pairs:
        groups[role].append(value)
    return {role: values for role, values in groups.items() if values}


def balanced_mean(groups: Mapping[str, Sequence[float]]) -> float:
    """Return the mean of the role groups' means: every group counts the same, whatever its size.

    Source: docs/methods.md, section 1.2.
    """
    return mean([mean(values) for values in groups.values()])


def balanced_weights(groups: Mapping[str, Sequence[float]]) -> list[int]:
    """Return whole-number weights, in group order, that give every role group the same total."""
    multiple = math.lcm(*(len(values) for values in groups.values()))
    return [multiple // len(values) for values in groups.values() for _ in values]


def concentration(groups: Mapping[str, Sequence[float]]) -> float:
    """Return the sum of the squared shares that people have in the balanced mean: 1/n if all are equal."""
    return math.fsum(1 / len(values) for values in groups.values()) / len(groups) ** 2
