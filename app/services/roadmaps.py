"""The plan as a page shows it: what is done when, by whom, why then, and where it should lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db import assessments as rows
from app.policy import Action, Actor, require
from app.reports import charts
from app.reports.charts import Bar
from app.reports.story import Outlook, outlook_of, quarter_end, week_ends_on, week_starts_on
from app.services import conclusions
from app.services.initiatives import catalogue_of_firm
from app.services.outcomes import Outcome, outcome_of
from assessments.report import Advice
from assessments.results import MaturityResult
from assessments.roadmap import LeftOut, Phase, Projection, Quarter, Roadmap, ScheduledInitiative
from content import Text


@dataclass(frozen=True, slots=True)
class WorkRow:
    """An initiative with its bar, its days and the words its keys stand for."""

    initiative: ScheduledInitiative
    bar: Bar
    starts_on: date
    ends_on: date
    owners: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PhaseRows:
    """A phase and the initiatives that begin in it."""

    phase: Phase
    starts_on: date
    ends_on: date
    rows: tuple[WorkRow, ...]
    effort_days: float


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """Thirteen weeks: what they cost, against what can be spent; `load` is the share of the two."""

    quarter: Quarter
    starts_on: date
    ends_on: date
    bar: Bar
    capacity_at: float
    load: float | None


@dataclass(frozen=True, slots=True)
class ProjectionRow:
    title: Text
    projection: Projection


@dataclass(frozen=True, slots=True)
class Plan:
    """The roadmap with everything its keys stand for.

    Attributes:
        lines: places of the lines between quarters. quick_wins: rows of the plan, in its order.
        outlook: the projections, weighed as the mean index weighs the dimensions; None without a plan.
        lowest, highest: the ends of the scale.
        left_out: reason to initiatives, in the order in which the catalogue first meets the reason.
        titles: key of an initiative, in the plan or not, to its title. dimensions, owners: key to title.
    """

    roadmap: Roadmap
    ends_on: date
    phases: tuple[PhaseRows, ...]
    lines: tuple[float, ...]
    quick_wins: tuple[WorkRow, ...]
    quarters: tuple[QuarterRow, ...]
    projections: tuple[ProjectionRow, ...]
    outlook: Outlook | None
    lowest: int
    highest: int
    left_out: Mapping[str, tuple[LeftOut, ...]]
    titles: Mapping[str, Text]
    dimensions: Mapping[str, Text]
    owners: Mapping[str, Text]

    def shade(self, score: float) -> int:
        """Return the step of the ramp, 1 to 5, on which a score is shown."""
        return charts.ramp_step(score, self.lowest, self.highest)


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """`plan` is None until there are a result and a profile.

    `is_outdated` says that the firm's catalogue has changed since the plan was drawn.
    """

    outcome: Outcome
    plan: Plan | None
    is_outdated: bool = False


def roadmap_page(actor: Actor, assessment_id: UUID, *, mirrored: bool = False) -> RoadmapPage:
    """Return the plan; `mirrored` draws for a script that runs from right to left.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    advice = conclusions.advice_of(row)
    if advice is None:
        return RoadmapPage(outcome, None)
    plan = lay_out_plan(advice, conclusions.result_of(row), mirrored=mirrored)
    return RoadmapPage(outcome, plan, advice.roadmap.catalogue_version != catalogue_of_firm().version)


def lay_out_plan(advice: Advice, result: MaturityResult, *, mirrored: bool) -> Plan:
    """Return a roadmap with places, days and words."""
    plan = advice.roadmap
    owners = {role.key: role.title for role in plan.owners}
    work = tuple(_work(plan, one, owners, mirrored) for one in plan.initiatives)
    dimensions = {one.key: one.title for one in result.dimensions}
    reasons = dict.fromkeys(one.reason for one in plan.left_out)
    return Plan(
        roadmap=plan,
        ends_on=quarter_end(plan.start_on, len(plan.quarters)),
        phases=tuple(_phase(plan, phase, work) for phase in plan.phases),
        lines=charts.period_lines(plan.length_weeks, mirrored=mirrored),
        quick_wins=tuple(row for row in work if row.initiative.is_quick_win),
        quarters=_quarters(plan, mirrored),
        projections=tuple(ProjectionRow(dimensions[one.dimension], one) for one in plan.projections),
        outlook=outlook_of(result, plan),
        lowest=result.lowest,
        highest=result.highest,
        left_out={reason: tuple(one for one in plan.left_out if one.reason == reason) for reason in reasons},
        titles={
            **{one.key: one.title for one in plan.initiatives},
            **{one.key: one.title for one in plan.left_out},
        },
        dimensions=dimensions,
        owners=owners,
    )


def _work(plan: Roadmap, one: ScheduledInitiative, owners: Mapping[str, Text], mirrored: bool) -> WorkRow:
    return WorkRow(
        initiative=one,
        bar=charts.bar_in_weeks(one.start_week, one.end_week, plan.length_weeks, mirrored=mirrored),
        starts_on=week_starts_on(plan.start_on, one.start_week),
        ends_on=week_ends_on(plan.start_on, one.end_week),
        owners=tuple(owners[key] for key in one.owners),
    )


def _phase(plan: Roadmap, phase: Phase, work: tuple[WorkRow, ...]) -> PhaseRows:
    begun = tuple(row for row in work if row.initiative.phase == phase.number)
    return PhaseRows(
        phase,
        week_starts_on(plan.start_on, phase.start_week),
        week_ends_on(plan.start_on, phase.end_week),
        begun,
        sum(row.initiative.effort_days for row in begun),
    )


def _quarters(plan: Roadmap, mirrored: bool) -> tuple[QuarterRow, ...]:
    """On one scale: the longest bar or the capacity, whichever is greater, is a little short of the edge."""
    widest = 1.1 * max((max(one.effort_days, one.capacity_days) for one in plan.quarters), default=1.0) or 1.0
    return tuple(
        QuarterRow(
            quarter=one,
            starts_on=week_starts_on(plan.start_on, one.start_week),
            ends_on=week_ends_on(plan.start_on, one.end_week),
            bar=charts.bar_on_scale(0, one.effort_days, 0, widest, mirrored=mirrored),
            capacity_at=charts.mark_on_scale(one.capacity_days, 0, widest, mirrored=mirrored),
            load=one.effort_days / one.capacity_days if one.capacity_days else None,
        )
        for one in plan.quarters
    )
