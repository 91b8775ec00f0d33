"""Probability and impact matrix: place risks, rank them, then see the exact figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import shuffled, varied_amount, varied_probability
from courses.exercises.figures import Figure, Mark
from courses.exercises.grading import CellGrade, Graded, Response, chosen, total
from courses.exercises.questions import Path, Question, grade_question, question_field, question_problems
from courses.exercises.sheets import Cell, Choice, Field, Grid, Part, Sheet, field_in, number_in, words_cell
from courses.exercises.words import Words, authored, number, said
from courses.syllabus import Key, repeated

LEVELS = 5

SLIPS = ("boundary", "other-impact")


@dataclass(frozen=True, slots=True)
class Scales:
    """Five levels each; a probability belongs to the first level whose upper bound it does not exceed, an
    impact to the highest level whose lower bound it reaches. The first lower bound of days may be above 0."""

    __pydantic_config__ = NO_OTHER_FIELDS

    probability_upper_bounds: Annotated[tuple[float, ...], Limits(min_length=LEVELS, max_length=LEVELS)]
    cost_lower_bounds: Annotated[tuple[float, ...], Limits(min_length=LEVELS, max_length=LEVELS)]
    days_lower_bounds: Annotated[tuple[float, ...], Limits(min_length=LEVELS, max_length=LEVELS)]

    def probability_level(self, probability: float) -> int:
        return next(
            n for n, bound in enumerate(self.probability_upper_bounds, 1) if probability <= bound + 1e-12
        )

    def cost_level(self, cost: float) -> int:
        return sum(abs(cost) >= bound for bound in self.cost_lower_bounds)

    def days_level(self, days: float) -> int:
        return sum(abs(days) >= bound for bound in self.days_lower_bounds)

    def impact_level(self, cost: float, days: float) -> int:
        """Return the higher of the two levels; at least 1."""
        return max(1, self.cost_level(cost), self.days_level(days))


@dataclass(frozen=True, slots=True)
class MatrixRisk:
    """A risk; cost and days are what it brings if it occurs, below 0 for an opportunity."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    probability: Annotated[float, Limits(gt=0, lt=1)]
    cost: float = 0.0
    days: float = 0.0


@dataclass(frozen=True, slots=True)
class MatrixData:
    """Attributes:
    cost_unit: of costs, as "thousand CU".
    draw: how many of the risks one task shows; the first ones in the case as it is.
    cost_per_day: what a day is worth in `cost_unit`, for the exact figures; 0 leaves days out of them.
    question: asked last; best why two risks of one cell may differ.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    scales: Scales
    cost_unit: Text
    risks: Annotated[tuple[MatrixRisk, ...], Limits(min_length=4, max_length=40)]
    draw: Annotated[int, Limits(ge=4, le=12)] = 8
    cost_per_day: Annotated[float, Limits(ge=0)] = 0.0
    question: Question | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(risk.key for risk in self.risks)
        for place in repeated(keys):
            yield Problem(
                (*path, "risks", place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
            )
        if self.draw > len(self.risks):
            yield Problem((*path, "draw"), str(self.draw), f"{len(self.risks)} or fewer", "draw")
        for name in ("probability_upper_bounds", "cost_lower_bounds", "days_lower_bounds"):
            bounds = getattr(self.scales, name)
            if list(bounds) != sorted(set(bounds)):
                yield Problem((*path, "scales", name), "bounds out of order", "rising bounds", "bounds")
        if self.scales.probability_upper_bounds[-1] != 1:
            where = (*path, "scales", "probability_upper_bounds", LEVELS - 1)
            yield Problem(where, f"{self.scales.probability_upper_bounds[-1]:g}", "1", "bounds")
        if self.question:
            yield from question_problems((*path, "question"), self.question)


_PLACED, _RANKED, _ASKED = 0.6, 0.3, 0.1
_ONE_STEP = 0.5
_TAU_OF_ALL_TIED = 0.0


def make(seed: int, data: MatrixData, variation: float) -> MatrixData:
    """Return the task of a seed: which risks it shows, in which order and with which figures."""
    keys = tuple(risk.key for risk in data.risks)
    drawn = shuffled(seed, "risks", data.risks, keys)[: data.draw]
    return replace(data, risks=tuple(_varied(seed, risk, variation) for risk in drawn))


def _varied(seed: int, risk: MatrixRisk, variation: float) -> MatrixRisk:
    return replace(
        risk,
        probability=varied_probability(seed, f"{risk.key}.p", risk.probability, variation),
        cost=varied_amount(seed, f"{risk.key}.c", risk.cost, variation),
        days=varied_amount(seed, f"{risk.key}.d", risk.days, variation),
    )


def expected_cost(data: MatrixData, risk: MatrixRisk) -> float:
    """Return probability × (cost + days × cost per day), without its sign."""
    return abs(risk.probability * (risk.cost + risk.days * data.cost_per_day))


def levels(data: MatrixData, risk: MatrixRisk) -> tuple[int, int]:
    """Return the levels of probability and impact."""
    scales = data.scales
    return scales.probability_level(risk.probability), scales.impact_level(risk.cost, risk.days)


def sheet(task: MatrixData) -> Sheet:
    """Return what a learner sees."""
    level = tuple(Choice(str(n), number(n)) for n in range(1, LEVELS + 1))
    ranks = tuple(Choice(str(n), number(n)) for n in range(1, len(task.risks) + 1))
    columns = ("matrix.risk", "matrix.probability", "matrix.cost", "matrix.days")
    asked = (
        ("p", "matrix.probability-level", level),
        ("i", "matrix.impact-level", level),
        ("rank", "matrix.rank", ranks),
    )
    rows = tuple(
        (
            words_cell(authored(risk.text)),
            number_in(100 * risk.probability),
            number_in(risk.cost),
            number_in(risk.days),
            *(
                field_in(Field(f"{risk.key}.{name}", "choice", said(f"{code}-of", thing=risk.text), choices))
                for name, code, choices in asked
            ),
        )
        for risk in task.risks
    )
    heads = tuple(said(code, unit=task.cost_unit) for code in (*columns, *(code for _, code, _ in asked)))
    place = Part(
        "place",
        said("matrix.place"),
        said("matrix.lead"),
        grids=(_scales(task), Grid(said("matrix.risks"), heads, rows)),
    )
    if task.question is None:
        return Sheet((place,))
    return Sheet((place, Part("why", said("one-question"), fields=(question_field("why", task.question),))))


def _scales(task: MatrixData) -> Grid:
    scales = task.scales
    rows = tuple(
        (
            Cell(number=float(n + 1)),
            number_in(100 * scales.probability_upper_bounds[n]),
            number_in(scales.cost_lower_bounds[n]),
            number_in(scales.days_lower_bounds[n]),
        )
        for n in range(LEVELS)
    )
    codes = ("matrix.level", "matrix.probability-to", "matrix.cost-from", "matrix.days-from")
    return Grid(said("matrix.scales"), tuple(said(code, unit=task.cost_unit) for code in codes), rows)


def evaluate(task: MatrixData, response: Response) -> Graded:
    """Grade places (exact 1, one step off 0.5), the ranking (Kendall's tau against expected cost) and the question."""
    asked = _ASKED if task.question else 0.0
    whole = _PLACED + _RANKED + asked
    cells = [_place_cell(task, risk, response, _PLACED / whole / len(task.risks)) for risk in task.risks]
    cells.append(_rank_cell(task, response, _RANKED / whole))
    if task.question:
        cells.append(grade_question("why", task.question, response, asked / whole))
    return total(cells, _notes(task), (_exact(task),), (_drawing(task),))


def _place_cell(task: MatrixData, risk: MatrixRisk, response: Response, weight: float) -> CellGrade:
    right = levels(task, risk)
    given = tuple(int(chosen(response, f"{risk.key}.{name}") or 0) for name in ("p", "i"))
    off = abs(given[0] - right[0]) + abs(given[1] - right[1])
    is_placed = all(given)
    share = {0: 1.0, 1: _ONE_STEP}.get(off, 0.0) if is_placed else 0.0
    slip = _slip(task, risk, given, right) if is_placed else ""
    return CellGrade(
        key=f"{risk.key}.p",
        label=authored(risk.text),
        weight=weight,
        share=share,
        given=said("matrix.cell", p=float(given[0]), i=float(given[1])) if is_placed else None,
        expected=said("matrix.cell", p=float(right[0]), i=float(right[1])),
        why=said(f"slip.{slip}") if slip else None,
        slip=slip,
    )


def _slip(task: MatrixData, risk: MatrixRisk, given: tuple[int, ...], right: tuple[int, int]) -> str:
    scales = task.scales
    is_on_bound = risk.probability in scales.probability_upper_bounds and given[0] == right[0] + 1
    impacts = (scales.cost_level(risk.cost), scales.days_level(risk.days))
    bounds = ((risk.cost, scales.cost_lower_bounds), (risk.days, scales.days_lower_bounds))
    reaches_bound = given[1] == right[1] - 1 and any(abs(value) in limits for value, limits in bounds)
    if given[1] != right[1] and given[1] == max(1, min(impacts)):
        return "other-impact"
    return "boundary" if is_on_bound or reaches_bound else ""


def _rank_cell(task: MatrixData, response: Response, weight: float) -> CellGrade:
    given = [(expected_cost(task, risk), chosen(response, f"{risk.key}.rank")) for risk in task.risks]
    ranked = [(-cost, float(rank)) for cost, rank in given if rank]
    agreement = kendall_tau(ranked)
    share = (agreement + 1) / 2 * len(ranked) / len(given) if len(ranked) > 1 else 0.0
    return CellGrade(
        key=f"{task.risks[0].key}.rank",
        label=said("matrix.ranking"),
        weight=weight,
        share=share,
        given=said("matrix.tau", tau=round(agreement, 2)) if len(ranked) > 1 else None,
        expected=said("matrix.by-expected-cost"),
    )


def kendall_tau(pairs: Sequence[tuple[float, float]]) -> float:
    """Return Kendall's tau-b, −1 to 1; 0 where one side is all ties.

    Source: Kendall 1945, Biometrika 33:239.

    >>> kendall_tau([(1, 1), (2, 2), (3, 3)]), kendall_tau([(1, 3), (2, 2), (3, 1)])
    (1.0, -1.0)
    """
    agree = left = right = 0
    for (a, b), (c, d) in combinations(pairs, 2):
        first, second = (a > c) - (a < c), (b > d) - (b < d)
        agree += first * second
        left += first != 0
        right += second != 0
    return agree / math.sqrt(left * right) if left and right else _TAU_OF_ALL_TIED


def tied_share(task: MatrixData) -> float:
    """Return the share of pairs that the product of levels cannot tell apart."""
    scores = [p * i for p, i in (levels(task, risk) for risk in task.risks)]
    pairs = list(combinations(scores, 2))
    return sum(a == b for a, b in pairs) / len(pairs)


def _notes(task: MatrixData) -> tuple[Words, ...]:
    notes = [said("matrix.tied", share=100 * tied_share(task))]
    widest = (1.0, task.risks[0], task.risks[0])
    for one, other in combinations(task.risks, 2):
        low, high = sorted((one, other), key=lambda risk: expected_cost(task, risk))
        smaller = expected_cost(task, low)
        if levels(task, one) == levels(task, other) and smaller > 0:
            widest = max(widest, (expected_cost(task, high) / smaller, high, low), key=lambda found: found[0])
    if widest[0] > 1:
        notes.append(said("matrix.same-cell", ratio=widest[0], high=widest[1].text, low=widest[2].text))
    return tuple(notes)


def _exact(task: MatrixData) -> Grid:
    by_cost = sorted(task.risks, key=lambda risk: -expected_cost(task, risk))
    rows = []
    for place, risk in enumerate(by_cost, start=1):
        p, i = levels(task, risk)
        figures = (
            100 * risk.probability,
            risk.cost,
            risk.days,
            p,
            i,
            p * i,
            expected_cost(task, risk),
            place,
        )
        rows.append((words_cell(authored(risk.text)), *(number_in(figure) for figure in figures)))
    codes = (
        "risk",
        "probability",
        "cost",
        "days",
        "probability-level",
        "impact-level",
        "score",
        "expected-cost",
        "rank",
    )
    return Grid(
        said("matrix.exact"),
        tuple(said(f"matrix.{code}", unit=task.cost_unit) for code in codes),
        tuple(rows),
    )


def _drawing(task: MatrixData) -> Figure:
    marks = tuple(
        Mark(authored(risk.text), float(levels(task, risk)[1]), float(levels(task, risk)[0]))
        for risk in task.risks
    )
    return Figure(
        "matrix",
        said("matrix.drawing"),
        said("matrix.drawing-says"),
        said("matrix.impact-level"),
        said("matrix.probability-level"),
        marks=marks,
    )
