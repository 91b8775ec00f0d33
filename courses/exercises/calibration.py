"""Calibration: forecasts with a probability, ranges at 90 %, and an estimate with and without a reference class."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import shuffled
from courses.exercises.figures import Figure, Series
from courses.exercises.grading import CellGrade, Graded, Response, number_cell, numeric
from courses.exercises.questions import Path
from courses.exercises.sheets import Cell, Field, Grid, Part, Sheet, field_in, words_cell
from courses.exercises.words import Words, authored, number, said
from courses.syllabus import Key, repeated

SLIPS = ("overconfident",)


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that is true or not; `source` says where that was read, with its year."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    is_true: bool
    source: Text


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something to give a range for."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    text: Text
    value: float
    unit: Text
    source: Text


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """Finished projects of a kind.

    Attributes:
        text: the project that is to be estimated, and what the class is.
        planned: its planned duration or cost, in `unit`.
        ratios: actual ÷ planned of each project of the class.
        quantile: the certainty that is asked for, 0 to 1.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    text: Text
    unit: Text
    planned: Annotated[float, Limits(gt=0)]
    ratios: Annotated[tuple[float, ...], Limits(min_length=8, max_length=200)]
    source: Text
    quantile: Annotated[float, Limits(gt=0, lt=1)] = 0.8


@dataclass(frozen=True, slots=True)
class CalibrationData:
    """`draw_statements`, `draw_quantities`: how many of each one task asks; another seed draws others."""

    __pydantic_config__ = NO_OTHER_FIELDS

    statements: Annotated[tuple[Statement, ...], Limits(min_length=5, max_length=200)]
    quantities: Annotated[tuple[Quantity, ...], Limits(min_length=5, max_length=200)]
    draw_statements: Annotated[int, Limits(ge=5, le=20)] = 20
    draw_quantities: Annotated[int, Limits(ge=5, le=20)] = 20
    reference_class: ReferenceClass | None = None

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        for name, draw in (("statements", self.draw_statements), ("quantities", self.draw_quantities)):
            keys = tuple(one.key for one in getattr(self, name))
            for place in repeated(keys):
                yield Problem(
                    (*path, name, place, "key"), f"'{keys[place]}' again", "each key once", "repeated-key"
                )
            if draw > len(keys):
                yield Problem((*path, f"draw_{name}"), str(draw), f"{len(keys)} or fewer", "draw")


ASKED_SHARE = 0.9
"""How often ranges should hold the truth."""
_SURE = 0.985
"""A calibrated person reaches the ranges that are asked for at least this often; 15 of 20, with 99 %."""


@dataclass(frozen=True, slots=True)
class Brier:
    """The Brier score and its parts: score = reliability − resolution + uncertainty.

    Attributes:
        skill: 1 − score ÷ uncertainty, against somebody who always gives the base rate; 0 where all came out alike.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    skill: float


def brier(forecasts: Sequence[tuple[float, bool]]) -> Brier:
    """Return the score of forecasts, each a probability and what came of it; forecasts that are alike go together.

    Source: Brier 1950, Monthly Weather Review 78:1; parts by Murphy 1973, Journal of Applied Meteorology 12:595.
    """
    n = len(forecasts)
    base = sum(came for _, came in forecasts) / n
    score = math.fsum((p - came) ** 2 for p, came in forecasts) / n
    reliability = resolution = 0.0
    for p, observed, count in groups(forecasts):
        reliability += count * (p - observed) ** 2 / n
        resolution += count * (observed - base) ** 2 / n
    uncertainty = base * (1 - base)
    return Brier(score, reliability, resolution, uncertainty, 1 - score / uncertainty if uncertainty else 0.0)


def groups(forecasts: Sequence[tuple[float, bool]]) -> tuple[tuple[float, float, int], ...]:
    """Return for each probability that was given the share that came true, and how often it was given; rising."""
    found: dict[float, list[bool]] = {}
    for p, came in forecasts:
        found.setdefault(p, []).append(came)
    return tuple((p, sum(found[p]) / len(found[p]), len(found[p])) for p in sorted(found))


def hits_needed(ranges: int) -> int:
    """Return how many ranges at 90 % must hold: as many as a calibrated person reaches almost always.

    Source: the binomial distribution, P(at least k of n at 0.9) ≥ 0.985.

    >>> hits_needed(20), hits_needed(10)
    (15, 7)
    """

    def reached(least: int) -> float:
        chances = (
            math.comb(ranges, k) * ASKED_SHARE**k * (1 - ASKED_SHARE) ** (ranges - k)
            for k in range(least, ranges + 1)
        )
        return math.fsum(chances)

    return max(least for least in range(ranges + 1) if reached(least) >= _SURE)


def interval_score(low: float, high: float, value: float) -> float:
    """Return (U − L) + (2 ÷ α) × how far the value lies outside, α = 0.1; lower is better.

    Source: Gneiting and Raftery 2007, Journal of the American Statistical Association 102:359, equation 43.

    >>> round(interval_score(10, 20, 15), 6), round(interval_score(10, 20, 22), 6)
    (10.0, 50.0)
    """
    miss = max(0.0, low - value) + max(0.0, value - high)
    return (high - low) + 2 / (1 - ASKED_SHARE) * miss


def quantile(ratios: Sequence[float], share: float) -> float:
    """Return a quantile, between two values in proportion. Source: Hyndman and Fan 1996, type 7."""
    ordered = sorted(ratios)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def make(seed: int, data: CalibrationData, variation: float) -> CalibrationData:
    """Return the task of a seed: which facts it asks. Facts are not varied."""
    del variation
    statements = shuffled(seed, "s", data.statements, tuple(one.key for one in data.statements))
    quantities = shuffled(seed, "q", data.quantities, tuple(one.key for one in data.quantities))
    return replace(
        data, statements=statements[: data.draw_statements], quantities=quantities[: data.draw_quantities]
    )


def sheet(task: CalibrationData) -> Sheet:
    """Return what a learner sees."""
    forecasts = tuple(
        (
            words_cell(authored(one.text)),
            field_in(Field(f"s.{one.key}", "number", said("calibration.forecast-of", thing=one.text))),
        )
        for one in task.statements
    )
    ranges = tuple(
        (
            words_cell(authored(one.text)),
            *(
                field_in(Field(f"q.{one.key}.{end}", "number", said(f"calibration.{end}-of", thing=one.text)))
                for end in ("low", "high")
            ),
            words_cell(authored(one.unit)),
        )
        for one in task.quantities
    )
    heads = (said("calibration.statement"), said("calibration.forecast"))
    codes = ("quantity", "low", "high", "unit")
    parts = [
        Part(
            "statements",
            said("calibration.statements"),
            said("calibration.statements-lead"),
            grids=(Grid(said("calibration.statements"), heads, forecasts),),
        ),
        Part(
            "ranges",
            said("calibration.ranges"),
            said("calibration.ranges-lead"),
            grids=(Grid(said("calibration.ranges"), tuple(said(f"calibration.{c}") for c in codes), ranges),),
        ),
    ]
    if task.reference_class:
        parts.append(_class_part(task.reference_class))
    return Sheet(tuple(parts))


def _class_part(reference: ReferenceClass) -> Part:
    rows = tuple((Cell(number=float(n)), Cell(number=r)) for n, r in enumerate(sorted(reference.ratios), 1))
    unit = authored(reference.unit)
    share = 100 * reference.quantile
    return Part(
        "reference",
        said("calibration.reference"),
        authored(reference.text),
        grids=(Grid(said("calibration.class"), (said("calibration.rank"), said("calibration.ratio")), rows),),
        fields=(
            Field("without", "number", said("calibration.without", share=share), unit=unit, is_optional=True),
            Field("with", "number", said("calibration.with", share=share), unit=unit),
        ),
    )


def evaluate(task: CalibrationData, response: Response) -> Graded:
    """Grade two things alike: skill above that of the base rate, and enough ranges hit; the reference class is a third.

    Passed is whoever reaches the first two. An open forecast counts as 50 %, an open range as missed.
    """
    forecasts = [(_forecast(response, one.key), one.is_true) for one in task.statements]
    scores = brier(forecasts)
    ranges = [_range(response, one.key) for one in task.quantities]
    pairs = list(zip(ranges, task.quantities, strict=True))
    hits = sum(given is not None and given[0] <= one.value <= given[1] for given, one in pairs)
    needed = hits_needed(len(ranges))
    each = 1 / (3 if task.reference_class else 2)
    is_skilled, is_covered = scores.skill > 0, hits >= needed
    cells = [*_fact_cells(task, response, ranges)]
    cells.append(
        CellGrade(
            "skill",
            said("calibration.skill"),
            each,
            float(is_skilled),
            said("calibration.skill-of", skill=scores.skill),
            said("calibration.above-0"),
        )
    )
    slip = "" if is_covered else "overconfident"
    cells.append(
        CellGrade(
            "coverage",
            said("calibration.coverage"),
            each,
            float(is_covered),
            said("calibration.hits", hits=float(hits), of=float(len(ranges))),
            said("calibration.hits-needed", hits=float(needed)),
            said(f"slip.{slip}") if slip else None,
            slip=slip,
        )
    )
    if task.reference_class:
        cells.append(_class_cell(task.reference_class, response, each))
    share = math.fsum(cell.weight * cell.share for cell in cells)
    notes = _notes(task, response, scores, pairs)
    return Graded(
        share, is_skilled and is_covered, tuple(cells), notes, (_parts(scores),), (_drawing(forecasts),)
    )


def _forecast(response: Response, key: str) -> float:
    given = numeric(response, f"s.{key}")
    return 0.5 if given is None or not 0 <= given <= 100 else given / 100


def _range(response: Response, key: str) -> tuple[float, float] | None:
    low, high = numeric(response, f"q.{key}.low"), numeric(response, f"q.{key}.high")
    return None if low is None or high is None else (min(low, high), max(low, high))


def _fact_cells(
    task: CalibrationData, response: Response, ranges: Sequence[tuple[float, float] | None]
) -> Iterator[CellGrade]:
    for one in task.statements:
        p = _forecast(response, one.key)
        yield CellGrade(
            f"s.{one.key}",
            authored(one.text),
            0.0,
            1 - (p - one.is_true) ** 2,
            said("calibration.percent", share=100 * p),
            said("calibration.true") if one.is_true else said("calibration.false"),
            said("calibration.source", source=one.source),
        )
    for fact, given in zip(task.quantities, ranges, strict=True):
        is_hit = given is not None and given[0] <= fact.value <= given[1]
        yield CellGrade(
            f"q.{fact.key}.low",
            authored(fact.text),
            0.0,
            float(is_hit),
            said("calibration.range", low=given[0], high=given[1]) if given else None,
            number(fact.value),
            said("calibration.source", source=fact.source),
        )


def _class_cell(reference: ReferenceClass, response: Response, weight: float) -> CellGrade:
    uplift = quantile(reference.ratios, reference.quantile)
    label = said("calibration.with", share=100 * reference.quantile)
    why = said("calibration.uplift", planned=reference.planned, ratio=uplift)
    return number_cell(response, "with", label, weight, reference.planned * uplift, relative=0.02, why=why)


def _notes(
    task: CalibrationData,
    response: Response,
    scores: Brier,
    pairs: Sequence[tuple[tuple[float, float] | None, Quantity]],
) -> tuple[Words, ...]:
    notes = [said("calibration.brier", score=scores.score, base=scores.uncertainty)]
    relative = [
        interval_score(given[0], given[1], one.value) / abs(one.value)
        for given, one in pairs
        if given and one.value
    ]
    if relative:
        notes.append(said("calibration.interval", score=math.fsum(relative) / len(relative)))
    reference, without = task.reference_class, numeric(response, "without")
    if reference and without is not None:
        notes.append(said("calibration.inside", without=without, planned=reference.planned))
    return tuple(notes)


def _parts(scores: Brier) -> Grid:
    figures = ("score", "reliability", "resolution", "uncertainty", "skill")
    rows = tuple(
        (words_cell(said(f"calibration.part-{name}")), Cell(number=getattr(scores, name))) for name in figures
    )
    return Grid(said("calibration.parts"), (said("calibration.part"), said("calibration.value")), rows)


def _drawing(forecasts: Sequence[tuple[float, bool]]) -> Figure:
    points = tuple((100 * p, 100 * observed) for p, observed, _ in groups(forecasts))
    return Figure(
        "lines",
        said("calibration.drawing"),
        said("calibration.drawing-says"),
        said("calibration.said"),
        said("calibration.came"),
        (
            Series(said("calibration.yours"), points),
            Series(said("calibration.ideal"), ((0.0, 0.0), (100.0, 100.0))),
        ),
    )
