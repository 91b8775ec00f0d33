"""The plan as a page shows it: what is done when, by whom, why then, and where it should lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.db import assessments as rows
from app.db.assessments import Assessment
from app.db.plans import find_in_force
from app.policy import Action, Actor, require
from app.reports import charts
from app.reports.gantt import Gantt, Group, Marks, Row, draw_plan
from app.reports.loads import Loads, loads_of
from app.reports.story import Outlook, outlook_of, quarter_end, week_ends_on, week_starts_on
from app.services import conclusions
from app.services.initiatives import catalogue_of_firm
from app.services.outcomes import Outcome, outcome_of
from app.surroundings import today
from assessments.gaps import METHOD_VERSION
from assessments.report import Advice
from assessments.results import MaturityResult
from assessments.roadmap import LeftOut, Phase, Projection, Quarter, Roadmap, ScheduledInitiative
from content import Text


@dataclass(frozen=True, slots=True)
class WorkRow:
    """An initiative with its drawing, its days and the words its keys stand for.

    Attributes:
        slack_weeks: how far it may slip and nothing else moves. cost: its share of what the plan costs, by its
            person-days, which all have one price. Either is None where the plan does not know.
    """

    initiative: ScheduledInitiative
    drawn: Row
    starts_on: date
    ends_on: date
    owners: tuple[Text, ...]
    slack_weeks: int | None
    cost: float | None


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
class ProjectionRow:
    title: Text
    projection: Projection


@dataclass(frozen=True, slots=True)
class Plan:
    """The roadmap with everything its keys stand for.

    Attributes:
        gantt: the plan in time. quick_wins: rows of the plan, in its order. loads: what it takes of people's days.
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
    loads: Loads | None
    projections: tuple[ProjectionRow, ...]
    outlook: Outlook | None
    lowest: int
    highest: int
    left_out: Mapping[str, tuple[LeftOut, ...]]
    titles: Mapping[str, Text]
    dimensions: Mapping[str, Text]
    owners: Mapping[str, Text]

    @property
    def week_days(self) -> tuple[date, ...]:
        """The first day of each week."""
        return tuple(week_starts_on(self.roadmap.start_on, week) for week in range(self.roadmap.length_weeks))

    def shade(self, score: float) -> int:
        """Return the step of the ramp, 1 to 5, on which a score is shown."""
        return charts.ramp_step(score, self.lowest, self.highest)


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """`plan` is None until there are a result and a profile.

    Attributes:
        is_outdated: an older method, or another catalogue, drew the draft; an alternative says so where it is compared.
        is_adopted: people have agreed on this plan. is_proposed: it is the balanced alternative, until one is adopted.
            Neither: a first draft, by value for effort.
        scenario_id: where the adopted or proposed plan can be shaped.
    """

    outcome: Outcome
    plan: Plan | None
    is_outdated: bool = False
    is_adopted: bool = False
    is_proposed: bool = False
    scenario_id: UUID | None = None


def roadmap_page(actor: Actor, assessment_id: UUID) -> RoadmapPage:
    """Return the plan; its drawings run from left to right in every language, as time does.

    Raises:
        Hidden, Refused: not on the team.
    """
    return roadmap_of(actor, require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id)))


def roadmap_of(actor: Actor, row: Assessment) -> RoadmapPage:
    """Return the plan of an assessment that the caller has checked the actor for."""
    outcome = outcome_of(actor, row)
    advice = conclusions.advice_of(row)
    if advice is None:
        return RoadmapPage(outcome, None)
    marks = Marks(today=today(), critical=advice.roadmap.critical_chain)
    plan = lay_out_plan(advice, conclusions.result_of(row), marks)
    in_force = find_in_force(row.id)
    drawn = (
        in_force if in_force is not None and (in_force.adopted_at or in_force.plan["initiatives"]) else None
    )
    is_adopted = drawn is not None and drawn.adopted_at is not None
    version, method = catalogue_of_firm().version, advice.roadmap.method_version
    is_outdated = drawn is None and (advice.roadmap.catalogue_version, method) != (version, METHOD_VERSION)
    return RoadmapPage(
        outcome,
        plan,
        is_outdated,
        is_adopted,
        drawn is not None and not is_adopted,
        None if drawn is None else drawn.id,
    )


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
        loads=loads_of(plan),
        projections=tuple(
            ProjectionRow(dimensions[one.dimension], one)
            for one in plan.projections
            if one.dimension in dimensions
        ),
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
    share = one.effort_days / plan.effort_days if plan.effort_days else 0.0
    return WorkRow(
        initiative=one,
        drawn=row,
        starts_on=week_starts_on(plan.start_on, one.start_week),
        ends_on=week_ends_on(plan.start_on, one.end_week),
        owners=tuple(owners[key] for key in one.owners),
        slack_weeks=plan.slack_weeks.get(one.key),
        cost=None if plan.cost is None else plan.cost * share,
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
