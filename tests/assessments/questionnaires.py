"""Small maturity models and responses in few words, for examples that can be checked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessments.model import ROLES, Dimension, Level, MaturityModel, Question
from assessments.responses import Answer, Response

Given = int | str | tuple[int, str]
"""A level, "DK" or "NA", or a level with its evidence."""


def question(
    key: str, *, roles: Sequence[str] = ROLES, weight: float = 1.0, is_core: bool = False, levels: int = 5
) -> Question:
    anchors = tuple({"en": f"{key}: what is seen at step {step}"} for step in range(levels))
    words = {"en": f"words of {key}"}
    return Question(key, words, words, anchors, "use", tuple(roles), words, anchors, weight, is_core)


def dimension(
    key: str, questions: Sequence[Question] | int = 2, *, weight: float = 1.0, is_core: bool = False
) -> Dimension:
    if isinstance(questions, int):
        questions = [question(f"{key}.{number}") for number in range(1, questions + 1)]
    return Dimension(key, {"en": key.title()}, {"en": "purpose"}, weight, is_core, tuple(questions))


def model(*dimensions: Dimension, lowest: int = 1, levels: int = 5) -> MaturityModel:
    ladder = tuple(
        Level(level, {"en": f"Level {level}"}, {"en": "meaning"}) for level in range(lowest, lowest + levels)
    )
    words = {"en": "words"}
    return MaturityModel("small", "1.0.0", words, words, words, 5, ladder, dimensions)


def response(respondent: str, role: str, answers: Mapping[str, Given]) -> Response:
    return Response(respondent, role, {key: answer(given) for key, given in answers.items()})


def answer(given: Given) -> Answer:
    if isinstance(given, tuple):
        level, evidence = given
        return Answer(level, "level", evidence)
    if isinstance(given, int):
        return Answer(given, "level")
    return Answer(None, given, reason="not ours" if given == "NA" else "")


def responses(role: str, *people: Mapping[str, Given]) -> list[Response]:
    """Return responses of one role group, named after it."""
    return [response(f"{role}-{number}", role, answers) for number, answers in enumerate(people, start=1)]


ONE = model(dimension("STR", 5))
"""One dimension of five questions."""

PAIR = model(dimension("STR", 2), dimension("GOV", 2, weight=3, is_core=True))
"""Two dimensions of two questions; the second is core and weighs three times as much."""


def full(*levels: int) -> dict[str, int]:
    """Return answers to the questions of ONE."""
    return {f"STR.{number}": level for number, level in enumerate(levels, start=1)}


def pair(strategy: int, governance: int) -> dict[str, int]:
    """Return answers to the questions of PAIR: one level per dimension."""
    return {"STR.1": strategy, "STR.2": strategy, "GOV.1": governance, "GOV.2": governance}


def spread_out(role: str, count: int) -> list[Response]:
    """Return responses to PAIR, each different from the next."""
    return responses(role, *[pair(1 + number % 5, 1 + number % 3) for number in range(count)])
