"""The results of an assessment as a page shows them: what the scores are, what they rest on, what stands out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.db import assessments as rows
from app.db.assessments import Assessment
from app.policy import Action, Actor, may, require
from app.reports import charts
from app.reports.charts import FEWEST_SPOKES, MOST_SPOKES, Bar, Spoke
from app.reports.story import VISIBLE_SPREAD
from app.services import conclusions
from app.services.assessments import model_of
from app.services.outcomes import Outcome, outcome_of
from app.services.training_evidence import TrainingEvidence, training_before
from assessments.benchmarks import Benchmark, Placing, place
from assessments.gaps import Gap
from assessments.model import Level, MaturityModel, Question
from assessments.published import UnknownModel
from assessments.report import Advice
from assessments.results import DimensionScore, MaturityResult
from assessments.training import TrainingSuggestion
from assessments.waves import WaveComparison, basis_of, compare_waves
from content import Text


@dataclass(frozen=True, slots=True)
class Weighed:
    """One summand of the mean index: weight times claimed score."""

    title: Text
    weight: float
    claimed: float
    product: float


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """One dimension on the common scale; places are per cent of the width, None where there is no value.

    `note` is the reason for a target that a person has set, else "".
    """

    score: DimensionScore
    gap: Gap | None
    bar: Bar | None
    claimed_at: float | None
    target_at: float | None
    training: tuple[TrainingSuggestion, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Radar:
    """The profile as an area, in a drawing of 100 by 100; `target` is empty without targets.

    `band` is the path between the ends of the claims' intervals; "" where one is missing, only a range, or a census.
    """

    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]
    evidenced: str
    target: str
    band: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the client's last measurement: which, when it was closed, and score by score.

    `is_invented`: nobody gave the earlier answers, unlike the ones they stand beside.
    """

    assessment_id: UUID
    title: str
    closed_at: datetime
    found: WaveComparison
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What the answers say.

    Attributes:
        weighed, weights, products, claims: the summands of the mean index, the sums of weights, products and claims.
        lowest_first: the scored dimensions, the weakest claim first.
        staged, next_level: the level that holds and the one above it, as the model words them.
        core: titles of dimensions that hold the staged level down. blocking: core questions too low for the next one.
        rows: dimensions by priority of their gaps, else in model order.
        short: how many scored dimensions fall short of their target; None without targets.
        score_at, target_at: marks on the ladder of levels; `mean_target` weighs the targets as the index does.
        contested: questions on which people are too far apart. unseen: those that many could not judge.
        optimistic: scored dimensions whose claim outruns the evidence, the furthest first.
        change: since the client's last measurement. placing: among the firm's other clients, of `benchmark`.
    """

    model: MaturityModel
    result: MaturityResult
    weighed: tuple[Weighed, ...]
    weights: float
    products: float
    claims: float
    lowest_first: tuple[DimensionScore, ...]
    staged: Level | None
    next_level: Level | None
    core: tuple[Text, ...]
    blocking: tuple[Question, ...]
    rows: tuple[DimensionRow, ...]
    short: int | None
    ticks: tuple[float, ...]
    score_at: float | None
    target_at: float | None
    mean_target: float | None
    radar: Radar | None
    contested: int
    unseen: int
    optimistic: tuple[DimensionScore, ...]
    change: Since | None = None
    benchmark: Benchmark | None = None
    placing: tuple[Placing, ...] = ()

    def shade(self, score: float) -> int:
        """Return the step of the ramp, 1 to 5, on which a score is shown."""
        return charts.ramp_step(score, self.result.lowest, self.result.highest)


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """`findings` is None until the result is there. `training` stands beside them and is no part of them."""

    outcome: Outcome
    findings: Findings | None
    training: tuple[TrainingEvidence, ...] = ()


def results_page(actor: Actor, assessment_id: UUID, *, mirrored: bool = False) -> ResultsPage:
    """Return the results of an assessment; `mirrored` draws for a script that runs from right to left.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    if not outcome.has_result:
        return ResultsPage(outcome, None)
    model, result = model_of(row), conclusions.result_of(row)
    found = find_findings(model, result, conclusions.advice_of(row), mirrored=mirrored)
    benchmark = conclusions.benchmark_of(row)
    placing = () if benchmark is None else place(result, benchmark)
    since = last_measurement(actor, row, model, result)
    training = training_before(row) if since else ()
    return ResultsPage(outcome, replace(found, change=since, benchmark=benchmark, placing=placing), training)


def last_measurement(
    actor: Actor, row: Assessment, model: MaturityModel, result: MaturityResult
) -> Since | None:
    """Return the last measurement of the same model, else the last that shares a question, else the last."""
    candidates = []
    for earlier in rows.list_earlier(row):
        try:
            before = model_of(earlier)
        except UnknownModel:
            continue  # nothing can be said of a model whose file is gone
        if may(actor, Action.READ_RESULTS, earlier):
            candidates.append((earlier, before, basis_of(before, model)))
    if not candidates:
        return None
    order = ("whole", "bridge", "none")
    earlier, before, _basis = min(candidates, key=lambda one: order.index(one[2]))
    if earlier.closed_at is None:
        raise ValueError(f"assessment {earlier.id} has a result and was never closed")
    found = compare_waves(before, conclusions.result_of(earlier), model, result)
    is_invented = earlier.is_synthetic and not row.is_synthetic
    return Since(earlier.id, earlier.title, earlier.closed_at, found, is_invented)


def find_findings(
    model: MaturityModel, result: MaturityResult, advice: Advice | None, *, mirrored: bool
) -> Findings:
    """Return what a result says, with targets and gaps where there is advice."""
    overall = result.overall
    weighed = tuple(
        Weighed(one.title, one.weight, one.claimed, one.weight * one.claimed)
        for one in result.dimensions
        if one.claimed is not None
    )
    scored = [one for one in result.dimensions if one.claimed is not None]
    gaps = advice.gaps if advice else ()
    mean_target = _mean_target(gaps)
    ladder = model.lowest - 0.5, model.highest + 0.5
    levels = {level.level: level for level in model.levels}
    reason = overall.staged_reason
    return Findings(
        model=model,
        result=result,
        weighed=weighed,
        weights=sum(one.weight for one in weighed),
        products=sum(one.product for one in weighed),
        claims=sum(one.claimed for one in weighed),
        lowest_first=tuple(sorted(scored, key=lambda one: one.claimed or 0.0)),
        staged=None if overall.staged_level is None else levels[overall.staged_level],
        next_level=levels[reason.next_level] if reason and reason.next_level is not None else None,
        core=tuple(one.title for one in model.dimensions if one.is_core),
        blocking=tuple(model.question(key) for key in reason.blocking) if reason else (),
        rows=_dimension_rows(result, advice, mirrored),
        short=sum((gap.gap or 0.0) >= VISIBLE_SPREAD for gap in gaps) if advice else None,
        ticks=tuple(charts.mark_on_scale(level.level, model.lowest, model.highest) for level in model.levels),
        score_at=_mark(overall.mean_evidenced, *ladder, mirrored),
        target_at=_mark(mean_target, *ladder, mirrored),
        mean_target=mean_target,
        radar=_radar(result, gaps, mirrored),
        contested=len(result.contested),
        unseen=sum(one.is_visibility_gap for one in result.questions),
        optimistic=tuple(
            sorted(
                (one for one in scored if (one.optimism or 0.0) >= VISIBLE_SPREAD),
                key=lambda one: -(one.optimism or 0.0),
            )
        ),
    )


def _mark(value: float | None, lowest: float, highest: float, mirrored: bool) -> float | None:
    return None if value is None else charts.mark_on_scale(value, lowest, highest, mirrored=mirrored)


def _mean_target(gaps: tuple[Gap, ...]) -> float | None:
    """The targets of the scored dimensions, weighed as the mean index weighs the scores."""
    scored = [gap for gap in gaps if gap.evidenced is not None]
    total = sum(gap.weight for gap in scored)
    return sum(gap.weight * gap.target for gap in scored) / total if total else None


def _dimension_rows(
    result: MaturityResult, advice: Advice | None, mirrored: bool
) -> tuple[DimensionRow, ...]:
    gaps = {gap.dimension: gap for gap in advice.gaps} if advice else {}
    notes = {target.dimension: target.note for target in advice.targets} if advice else {}
    order = list(gaps) or [one.key for one in result.dimensions]
    low, high = result.lowest, result.highest
    rows = []
    for key in order:
        score, gap = result.dimension(key), gaps.get(key)
        training = tuple(
            one for one in (advice.training if advice else ()) if one.dimension == key and one.is_available
        )
        rows.append(
            DimensionRow(
                score=score,
                gap=gap,
                bar=None
                if score.evidenced is None
                else charts.bar_on_scale(low, score.evidenced, low, high, mirrored=mirrored),
                claimed_at=_mark(score.claimed, low, high, mirrored),
                target_at=_mark(gap.target if gap else None, low, high, mirrored),
                training=training,
                note=notes.get(key, ""),
            )
        )
    return tuple(rows)


def _band(result: MaturityResult, mirrored: bool) -> str:
    """The claims' intervals round the radar; "" where a dimension has none, since a band does not jump."""
    found = [one.interval for one in result.dimensions if one.claimed is not None]
    if any(one is None or one.method == "range" for one in found):
        return ""
    if len(found) < len(result.dimensions) or any(one.method == "none" for one in found if one):
        return (
            ""  # everybody's answers have no interval, and a band that narrows to a line there would mislead
        )
    ends = [one for one in found if one is not None]
    low, high = [one.low for one in ends], [one.high for one in ends]
    return charts.radar_band(low, high, result.lowest, result.highest, mirrored=mirrored)


def _radar(result: MaturityResult, gaps: tuple[Gap, ...], mirrored: bool) -> Radar | None:
    """None where the model has too few or too many dimensions for a radar, or nothing is scored."""
    count = len(result.dimensions)
    if not FEWEST_SPOKES <= count <= MOST_SPOKES or result.overall.mean is None:
        return None
    target = {gap.dimension: gap.target for gap in gaps}
    low, high = result.lowest, result.highest

    def points(values: list[float | None]) -> str:
        return charts.radar_points(values, low, high, mirrored=mirrored)

    return Radar(
        rings=charts.radar_rings(count, low, high),
        spokes=charts.radar_spokes(count, mirrored=mirrored),
        evidenced=points([one.evidenced for one in result.dimensions]),
        target=points([target.get(one.key) for one in result.dimensions]),
        band=_band(result, mirrored),
    )
