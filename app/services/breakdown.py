"""What every score is made of: lenses and parts, and question by question down to how often each answer was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from app.db import assessments as rows
from app.errors import Hidden
from app.policy import Action, Actor, require
from app.reports import charts
from app.services import conclusions
from app.services.assessments import model_of
from app.services.outcomes import Outcome, outcome_of
from app.services.training_evidence import TrainingEvidence, training_before
from assessments.model import Dimension, MaturityModel, Option, Question
from assessments.model_rules import score_range
from assessments.results import DimensionScore, LensScore, MaturityResult, QuestionScore, RoleScore


@dataclass(frozen=True, slots=True)
class LensRow:
    """One dimension through each lens, in the order of `Breakdown.lenses`; None: no question, or not shown."""

    score: DimensionScore
    cells: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part under a dimension; `depth` is 1 for a part of a dimension. `shade`: step of the ramp, 1 to 5."""

    score: DimensionScore
    depth: int
    shade: int | None


@dataclass(frozen=True, slots=True)
class DimensionLine:
    score: DimensionScore
    parts: tuple[PartRow, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All dimensions, through each lens and with their parts.

    Attributes:
        strongest, weakest: the lenses with the highest and lowest claim; None with fewer than two that are scored.
        lines: one for each dimension, in model order.
    """

    model: MaturityModel
    result: MaturityResult
    lenses: tuple[LensScore, ...]
    lens_rows: tuple[LensRow, ...]
    strongest: LensScore | None
    weakest: LensScore | None
    lines: tuple[DimensionLine, ...]

    @property
    def has_parts(self) -> bool:
        return any(line.parts for line in self.lines)

    def shade(self, score: float) -> int:
        """Return the step of the ramp, 1 to 5, on which a score is shown."""
        return charts.ramp_step(score, self.result.lowest, self.result.highest)


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How often an answer was given; `width` is per cent of the most frequent one. None: may not be shown."""

    option: Option
    count: int | None
    width: float
    shade: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its answers.

    Attributes:
        next_step: the option at which the median stands, if it carries guidance.
        roles: role groups that may be shown. hidden: how many groups may not be.
    """

    question: Question
    score: QuestionScore
    options: tuple[OptionCount, ...]
    next_step: Option | None
    roles: tuple[RoleScore, ...]
    hidden: int

    @property
    def is_fine(self) -> bool:
        """Whether answers count parts of one, which one decimal would blur."""
        return any(float(one.option.value) % 1 for one in self.options)


@dataclass(frozen=True, slots=True)
class DimensionView:
    """One dimension with everything behind its score; before and after are its neighbours in the model."""

    model: MaturityModel
    result: MaturityResult
    dimension: Dimension
    score: DimensionScore
    parts: tuple[PartRow, ...]
    questions: tuple[QuestionView, ...]
    before: DimensionScore | None
    after: DimensionScore | None


@dataclass(frozen=True, slots=True)
class BreakdownPage:
    """`found` is None until the result is there."""

    outcome: Outcome
    found: Breakdown | None


@dataclass(frozen=True, slots=True)
class DimensionPage:
    """`found` is None until the result is there. `training` stands beside the scores and is no part of them."""

    outcome: Outcome
    found: DimensionView | None
    training: tuple[TrainingEvidence, ...] = ()


def breakdown_page(actor: Actor, assessment_id: UUID) -> BreakdownPage:
    """Return what the scores of an assessment are made of.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    if not outcome.has_result:
        return BreakdownPage(outcome, None)
    return BreakdownPage(outcome, find_breakdown(model_of(row), conclusions.result_of(row)))


def dimension_page(actor: Actor, assessment_id: UUID, key: str) -> DimensionPage:
    """Return everything behind the score of one dimension.

    Raises:
        Hidden: not on the team, or the model has no such dimension. Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    if not outcome.has_result:
        return DimensionPage(outcome, None)
    found = find_dimension(model_of(row), conclusions.result_of(row), key)
    training = tuple(one for one in training_before(row) if one.dimension == key)
    return DimensionPage(outcome, found, training)


def find_breakdown(model: MaturityModel, result: MaturityResult) -> Breakdown:
    """Return what a result's scores are made of."""
    scored = sorted(
        (one for one in result.lenses if one.claimed is not None), key=lambda one: one.claimed or 0.0
    )
    asked = {one.key for one in result.questions}
    return Breakdown(
        model=model,
        result=result,
        lenses=result.lenses,
        lens_rows=tuple(
            LensRow(one, tuple(lens.by_dimension.get(one.key) for lens in result.lenses))
            for one in result.dimensions
        ),
        strongest=scored[-1] if len(scored) > 1 else None,
        weakest=scored[0] if len(scored) > 1 else None,
        lines=tuple(
            DimensionLine(
                result.dimension(one.key),
                tuple(_parts(model, result, one)),
                sum(question.key in asked for question in one.all_questions),
            )
            for one in model.dimensions
        ),
    )


def find_dimension(model: MaturityModel, result: MaturityResult, key: str) -> DimensionView:
    """Return everything behind the score of one dimension.

    Raises:
        Hidden: the model has no such dimension.
    """
    places = {one.key: place for place, one in enumerate(model.dimensions)}
    if key not in places:
        raise Hidden
    place = places[key]
    dimension = model.dimensions[place]
    scores = {one.key: one for one in result.questions}
    return DimensionView(
        model=model,
        result=result,
        dimension=dimension,
        score=result.dimension(key),
        parts=tuple(_parts(model, result, dimension)),
        questions=tuple(
            _question(model, one, scores[one.key]) for one in dimension.all_questions if one.key in scores
        ),
        before=result.dimensions[place - 1] if place else None,
        after=result.dimensions[place + 1] if place + 1 < len(result.dimensions) else None,
    )


def _parts(
    model: MaturityModel, result: MaturityResult, node: Dimension, depth: int = 1
) -> Iterator[PartRow]:
    scores = {one.key: one for one in result.parts}
    for part in node.parts:
        if part.key in scores:
            score = scores[part.key]
            low, high = score_range(model, part)
            shade = None if score.claimed is None else charts.ramp_step(score.claimed, low, high)
            yield PartRow(score, depth, shade)
            yield from _parts(model, result, part, depth + 1)


def _question(model: MaturityModel, question: Question, score: QuestionScore) -> QuestionView:
    options = model.options_of(question)
    counts: tuple[int | None, ...] = score.counts or (None,) * len(options)
    most = max((count or 0 for count in counts), default=0)
    reached = None
    if score.median is not None:
        reached = max((one for one in options if one.value <= score.median), key=lambda one: one.value)
    return QuestionView(
        question=question,
        score=score,
        options=tuple(
            OptionCount(
                option,
                count,
                round(100 * count / most, 1) if count and most else 0.0,
                charts.ramp_step(option.value, score.low, score.high),
            )
            for option, count in zip(options, counts, strict=True)
        ),
        next_step=reached if reached is not None and reached.guidance else None,
        roles=tuple(one for one in score.by_role if not one.is_hidden and one.score is not None),
        hidden=sum(one.is_hidden for one in score.by_role),
    )
