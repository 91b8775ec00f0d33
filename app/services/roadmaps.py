"""The plan as a page shows it: what is done when, by whom, why then, and where it should lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db import assessments as rows
from app.policy import Action, Actor, require
from app.reports import charts, histogram
from app.reports.gantt import Gantt, Group, Marks, Row, draw_plan
from app.reports.histogram import Column
from app.reports.story import Outlook, outlook_of, quarter_end, week_ends_on, week_starts_on
from app.services import conclusions
from app.services.initiatives import catalogue_of_firm
from app.services.outcomes import Outcome, outcome_of
from app.surroundings import today
from assessments.report import Advice
from assessments.results import MaturityResult
from assessments.roadmap import LeftOut, Phase, Projection, Quarter, Roadmap, ScheduledInitiative
from content import Text


@dataclass(frozen=True, slots=True)
class WorkRow:
    """An initiative with its drawing, its days and the words its keys stand for."""

    initiative: ScheduledInitiative
    drawn: Row
    starts_on: date
    ends_on: date
    owners: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PhaseRows:
    """A phase with its drawing, and the initiatives that begin in it."""

    phase: Phase
    drawn: Group
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
    load: float | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of the plan with the days it gives in each quarter, and all of them."""

    title: Text
    columns: tuple[Column, ...]
    days: tuple[float, ...]
    total: float


@dataclass(frozen=True, slots=True)
class ProjectionRow:
    title: Text
    projection: Projection


@dataclass(frozen=True, slots=True)
class Plan:
    """The roadmap with everything its keys stand for.

    Attributes:
        gantt: the plan in time. quick_wins: rows of the plan, in its order. columns: the quarters as a histogram.
        outlook: the projections, weighed as the mean index weighs the dimensions; None without a plan.
        lowest, highest: the ends of the scale.
        left_out: reason to initiatives, in the order in which the catalogue first meets the reason.
        titles: key of an initiative, in the plan or not, to its title. dimensions, owners: key to title.
    """

    roadmap: Roadmap
    ends_on: date
    phases: tuple[PhaseRows, ...]
    gantt: Gantt
    quick_wins: tuple[WorkRow, ...]
    quarters: tuple[QuarterRow, ...]
    columns: tuple[Column, ...]
    roles: tuple[RoleRow, ...]
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

    `is_outdated` says that the firm's catalogue has changed since the plan was drawn; `is_adopted` that people have
    agreed on this plan, which otherwise is a draft.
    """

    outcome: Outcome
    plan: Plan | None
    is_outdated: bool = False
    is_adopted: bool = False


def roadmap_page(actor: Actor, assessment_id: UUID) -> RoadmapPage:
    """Return the plan; its drawings run from left to right in every language, as time does.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    advice = conclusions.advice_of(row)
    if advice is None:
        return RoadmapPage(outcome, None)
    marks = Marks(today=today(), critical=advice.roadmap.critical_chain)
    plan = lay_out_plan(advice, conclusions.result_of(row), marks)
    is_adopted = conclusions.adopted_plan(row) is not None
    is_outdated = not is_adopted and advice.roadmap.catalogue_version != catalogue_of_firm().version
    return RoadmapPage(outcome, plan, is_outdated, is_adopted)


def lay_out_plan(advice: Advice, result: MaturityResult, marks: Marks) -> Plan:
    """Return a roadmap with places, days and words; `marks` are what it is held against."""
    plan = advice.roadmap
    owners = {role.key: role.title for role in plan.owners}
    gantt = draw_plan(plan, marks)
    phases = tuple(_phase(plan, group, owners) for group in gantt.groups)
    work = {row.initiative.key: row for group in phases for row in group.rows}
    dimensions = {one.key: one.title for one in result.dimensions}
    reasons = dict.fromkeys(one.reason for one in plan.left_out)
    return Plan(
        roadmap=plan,
        ends_on=quarter_end(plan.start_on, len(plan.quarters)),
        phases=phases,
        gantt=gantt,
        quick_wins=tuple(work[one.key] for one in plan.initiatives if one.is_quick_win),
        quarters=_quarters(plan),
        columns=histogram.place_columns(
            [one.effort_days for one in plan.quarters], [one.capacity_days for one in plan.quarters]
        ),
        roles=_roles(plan),
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


def _phase(plan: Roadmap, group: Group, owners: Mapping[str, Text]) -> PhaseRows:
    return PhaseRows(
        phase=group.phase,
        drawn=group,
        starts_on=week_starts_on(plan.start_on, group.phase.start_week),
        ends_on=week_ends_on(plan.start_on, group.phase.end_week),
        rows=tuple(_work(plan, row, owners) for row in group.rows),
        effort_days=group.effort_days,
    )


def _work(plan: Roadmap, row: Row, owners: Mapping[str, Text]) -> WorkRow:
    one = row.initiative
    return WorkRow(
        initiative=one,
        drawn=row,
        starts_on=week_starts_on(plan.start_on, one.start_week),
        ends_on=week_ends_on(plan.start_on, one.end_week),
        owners=tuple(owners[key] for key in one.owners),
    )


def _roles(plan: Roadmap) -> tuple[RoleRow, ...]:
    """Return the roles, all on one scale; how many days each of them has is not known."""
    periods = [(one.start_week, one.end_week) for one in plan.quarters]
    spent = histogram.days_by_role(plan.initiatives, periods)
    highest = max((max(days, default=0.0) for days in spent.values()), default=0.0)
    unknown = [None] * len(periods)
    return tuple(
        RoleRow(role.title, histogram.place_columns(days, unknown, highest=highest), days, sum(days))
        for role in plan.owners
        for days in [spent[role.key]]
    )


def _quarters(plan: Roadmap) -> tuple[QuarterRow, ...]:
    return tuple(
        QuarterRow(
            quarter=one,
            starts_on=week_starts_on(plan.start_on, one.start_week),
            ends_on=week_ends_on(plan.start_on, one.end_week),
            load=one.effort_days / one.capacity_days if one.capacity_days else None,
        )
        for one in plan.quarters
    )
