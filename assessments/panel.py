"""Everybody's answers as arrays: one row for each person, one column for each question, in a stated order.

The order follows from what people said, never from what they are called or from the order in which they come, so
that no figure depends on either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessments.model import ROLES, Dimension, MaturityModel, Option, Question
from assessments.responses import Response
from assessments.rules import apply_rule

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.int8]

ABSENT, LEVEL, DK, NA, NOT_ASKED = range(5)
_KINDS = {"level": LEVEL, "DK": DK, "NA": NA}
_EVIDENCE = {"none": 0, "one": 1, "several": 2}

# A respondent counts with 60 % of what applies answered; in whole numbers, to be exact.
_ENOUGH, _OF = 3, 5


@dataclass(frozen=True, slots=True)
class Panel:
    """The people who answered anything.

    Attributes:
        questions, options: the model's questions in order, and what can be answered to each.
        respondents: names, in the order of the rows. roles: place of each one's role in `ROLES`.
        kinds: people × questions: ABSENT, LEVEL, DK, NA, or NOT_ASKED of that role or by a condition.
        choices: people × questions: place of the option chosen; −1 without a level.
        evidence: people × questions: 0 none, 1 one example, 2 several.
        values: people × questions: what the choice counts; NaN without a level.
    """

    model: MaturityModel
    questions: tuple[Question, ...]
    options: tuple[tuple[Option, ...], ...]
    respondents: tuple[str, ...]
    roles: Bytes
    kinds: Bytes
    choices: Bytes
    evidence: Bytes
    values: Floats

    @property
    def size(self) -> int:
        return len(self.respondents)

    def columns(self, questions: Collection[Question]) -> list[int]:
        """Return the places of questions among the columns."""
        places = {question.key: place for place, question in enumerate(self.questions)}
        return [places[question.key] for question in questions]

    def with_dont_know(self, *, highest: bool) -> Floats:
        """Return the values with every "don't know" counted as the lowest, or the highest, answer."""
        end = -1 if highest else 0
        ends = np.array([options[end].value for options in self.options])
        return np.where(self.kinds == DK, ends, self.values)

    def enough(self, columns: Sequence[int], values: Floats) -> Flags:
        """Return who answered 60 % or more of what applies to them of some questions.

        Args:
            values: people × all questions; what is not NaN counts as answered.
        """
        kinds = self.kinds[:, columns]
        applicable = ((kinds != NA) & (kinds != NOT_ASKED)).sum(axis=1)
        answered = (~np.isnan(values[:, columns])).sum(axis=1)
        found: Flags = (answered > 0) & (_OF * answered >= _ENOUGH * applicable)
        return found

    def node_scores(self, values: Floats) -> dict[str, Floats]:
        """Return what each person says of every dimension and part, by its key; NaN with too few answers.

        Source: docs/methods.md, sections 1.1 and 2.
        """
        found: dict[str, Floats] = {}
        for dimension in self.model.dimensions:
            self._score_node(dimension, values, found)
        return found

    def _score_node(self, node: Dimension, values: Floats, found: dict[str, Floats]) -> None:
        for part in node.parts:
            self._score_node(part, values, found)
        scores = apply_rule(self.model, node, self._items(node, values, found))
        scores[~self.enough(self.columns(node.all_questions), values)] = np.nan
        found[node.key] = scores

    def _items(self, node: Dimension, values: Floats, found: Mapping[str, Floats]) -> Floats:
        if node.parts:
            return np.column_stack([found[part.key] for part in node.parts])
        return values[:, self.columns(node.questions)]


def read_panel(
    model: MaturityModel,
    responses: Sequence[Response],
    *,
    also_asked: Collection[str] = (),
    profile: Mapping[str, int] | None = None,
) -> Panel:
    """Return the people who answered anything, with the answers to what is put to their role and applies.

    Args:
        also_asked: keys of questions that are not the model's; answers to them are passed over.
        profile: criterion to answer; decides whether questions apply that have a condition on one.

    Raises:
        ValueError: a respondent twice, an unknown role or question, or an answer off the scale.
    """
    questions = model.questions
    options = tuple(model.options_of(question) for question in questions)
    kinds, choices, evidence = _read_answers(model, responses, options, frozenset(also_asked))
    roles = np.array([ROLES.index(response.role) for response in responses], dtype=np.int8)
    asked = np.array([[role in question.roles for question in questions] for role in ROLES], dtype=bool)
    kinds[~asked[roles]] = NOT_ASKED
    values = _values(kinds, choices, options)
    _apply_conditions(questions, kinds, values, profile or {})
    is_gone = kinds != LEVEL
    values[is_gone], choices[is_gone], evidence[is_gone] = np.nan, -1, 0
    spoke = np.isin(kinds, (LEVEL, DK, NA)).any(axis=1)
    rows = np.ascontiguousarray(np.column_stack([roles, kinds, choices, evidence]).astype(np.int8))
    order = sorted(np.flatnonzero(spoke).tolist(), key=lambda place: rows[place].tobytes())
    return Panel(
        model=model,
        questions=questions,
        options=options,
        respondents=tuple(responses[place].respondent for place in order),
        roles=roles[order],
        kinds=kinds[order],
        choices=choices[order],
        evidence=evidence[order],
        values=values[order],
    )


def shown_choices(panel: Panel, column: int) -> NDArray[np.int64]:
    """Return, for each person, the place of the highest option they both claim and can show; −1 without a level.

    Nothing shown carries a claim to the second answer, one example to the third, several to the highest. A question
    that asks for no evidence is carried as far as it is claimed. Source: docs/methods.md, section 1.4.
    """
    top = len(panel.options[column]) - 1
    asks = panel.questions[column].evidence is not None
    caps = np.array([min(1, top), min(2, top), top] if asks else [top] * 3)
    reach = np.minimum(panel.choices[:, column], caps[panel.evidence[:, column]])
    found: NDArray[np.int64] = np.where(panel.kinds[:, column] == LEVEL, reach, -1)
    return found


def part_of(panel: Panel, rows: Flags) -> Panel:
    """Return the panel with some of its people only."""
    return Panel(
        model=panel.model,
        questions=panel.questions,
        options=panel.options,
        respondents=tuple(name for name, keep in zip(panel.respondents, rows, strict=True) if keep),
        roles=panel.roles[rows],
        kinds=panel.kinds[rows],
        choices=panel.choices[rows],
        evidence=panel.evidence[rows],
        values=panel.values[rows],
    )


def _read_answers(
    model: MaturityModel,
    responses: Sequence[Response],
    options: Sequence[Sequence[Option]],
    also_asked: frozenset[str],
) -> tuple[Bytes, Bytes, Bytes]:
    places = {question.key: place for place, question in enumerate(model.questions)}
    lowest = [option[0].answer for option in options]
    shape = len(responses), len(places)
    kinds = np.full(shape, ABSENT, dtype=np.int8)
    choices = np.full(shape, -1, dtype=np.int8)
    evidence = np.zeros(shape, dtype=np.int8)
    seen: set[str] = set()
    for row, response in enumerate(responses):
        if response.respondent in seen:
            raise ValueError(f"respondent {response.respondent!r} twice")
        seen.add(response.respondent)
        if response.role not in ROLES:
            raise ValueError(f"unknown role {response.role!r}")
        at: list[int] = []
        said: list[tuple[int, int, int]] = []
        for key, answer in response.answers.items():
            place = places.get(key)
            if place is None:
                if key in also_asked:
                    continue
                raise ValueError(f"unknown question {key!r}")
            value = answer.value
            if answer.kind != "level":
                choice = -1
            elif value is None or not 0 <= value - lowest[place] < len(options[place]):
                model.check_answer(model.questions[place], value)
                raise ValueError(f"{key}: allowed is a level")  # a level without one
            else:
                choice = value - lowest[place]
            at.append(place)
            said.append((_KINDS[answer.kind], choice, _EVIDENCE[answer.evidence]))
        if at:
            kinds[row, at], choices[row, at], evidence[row, at] = zip(*said, strict=True)
    return kinds, choices, evidence


def _values(kinds: Bytes, choices: Bytes, options: Sequence[Sequence[Option]]) -> Floats:
    most = max((len(one) for one in options), default=1)
    table = np.full((len(options), most + 1), np.nan)
    for place, one in enumerate(options):
        table[place, : len(one)] = [option.value for option in one]
    found: Floats = table[np.arange(len(options)), np.where(kinds == LEVEL, choices, most)]
    return found


def _apply_conditions(
    questions: Sequence[Question], kinds: Bytes, values: Floats, profile: Mapping[str, int]
) -> None:
    """Take out what does not apply: for everybody by the profile, for each person by an earlier answer."""
    places = {question.key: place for place, question in enumerate(questions)}
    for place, question in enumerate(questions):
        for condition in question.applies_if:
            if condition.criterion is not None:
                fails = np.full(len(kinds), not condition.holds(profile.get(condition.criterion)))
            else:
                given = values[:, places[condition.question or ""]]
                low = -np.inf if condition.at_least is None else condition.at_least
                high = np.inf if condition.at_most is None else condition.at_most
                fails = ~((given >= low) & (given <= high))  # NaN fulfils nothing
            kinds[fails, place], values[fails, place] = NOT_ASKED, np.nan
