"""Plans that people shape: the alternatives side by side, and one scenario under other wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.db import assessments
from app.db import plans as rows
from app.db.assessments import Assessment
from app.db.outgoing import find_job_for
from app.db.plans import PlanScenario
from app.policy import Action, Actor, require
from app.reports.gantt import Marks
from app.services import conclusions, jobs, scenarios
from app.services.initiatives import catalogue_of_firm
from app.services.jobs import JobStatus
from app.services.outcomes import Outcome, outcome_of
from app.services.plan_drawings import ask_for_three, drawing_of, keep_drawn
from app.services.plan_effects import Moved, effects_after
from app.services.plan_figures import LikelyRow, Summary, days_of, summary_of
from app.services.plan_keeping import adopt, copy, remove
from app.services.plan_refusals import RefusedWishes, refused_in
from app.services.plan_shaping import (
    REFUSALS,
    StillRefused,
    ask_why,
    ease,
    forget_refused,
    refuse,
    shape,
    undo,
)
from app.services.plan_tracking import Tracking, likely_of, tracking_of
from app.services.roadmaps import Plan, RoadmapPage, lay_out_plan, roadmap_of
from app.services.scenarios import draw, found, plan_in, wishes_in
from app.surroundings import today
from assessments.plan_changes import PlanComparison, compare_plans
from assessments.plan_limits import Limits
from assessments.results import MaturityResult
from assessments.roadmap import Roadmap
from assessments.wishes import OBJECTIVES, Objective, Wishes
from content import Text, from_plain

__all__ = [
    "REFUSALS",
    "ScenarioPage",
    "ScenariosPage",
    "StillRefused",
    "adopt",
    "ask_for_three",
    "ask_why",
    "copy",
    "draw",
    "ease",
    "forget_refused",
    "keep_drawn",
    "plan_page",
    "refuse",
    "remove",
    "scenario_page",
    "scenarios_page",
    "shape",
    "undo",
]


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario in a list.

    Attributes:
        is_in_force: pages and reports show this plan: the adopted one, or the one that is proposed until one is.
        is_outdated: an older method, or another catalogue, drew it.
        is_refused: what was asked for last cannot be kept by any plan.
    """

    id: UUID
    name: str
    objective: Objective
    summary: Summary
    missed: tuple[Text, ...]
    changed_at: datetime
    is_adopted: bool
    is_in_force: bool
    is_outdated: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """The scenarios side by side, the adopted one first.

    Attributes:
        missing: objectives for which nothing has been drawn.
        job: draws the plans; None when there is nothing to do. was_stopped: the last one was, by somebody.
        limits: what there is to draw them with.
    """

    outcome: Outcome
    scenarios: tuple[ScenarioLine, ...]
    missing: tuple[Objective, ...]
    job: JobStatus | None
    was_stopped: bool
    limits: Limits

    @property
    def outdated(self) -> int:
        """How many would be drawn again; the adopted one stays."""
        return sum(one.is_outdated and not one.is_adopted for one in self.scenarios)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan of an assessment with the alternatives to it; those are None, and `likely` empty, without a plan."""

    page: RoadmapPage
    alternatives: ScenariosPage | None
    likely: tuple[LikelyRow, ...]


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """One scenario to look at and to shape.

    Attributes:
        comparison: what the last change did; None before any.
        addable: initiatives of the catalogue that are not in the plan, by title's key.
        since_baseline: what has moved since it was adopted; None where it is not.
        likely: likely ends, of the whole and then of each phase; empty until they are worked out.
        missed: dimensions that the plan leaves short of its aim.
        refused: what was asked for last, if no plan keeps it.
        job: works out likely ends, or what stands in the way; None when there is nothing to do.
        tracking: what has happened to it, and `moved` what was measured after it; None where it is not adopted.
    """

    outcome: Outcome
    id: UUID
    name: str
    revision: int
    wishes: Wishes
    plan: Plan
    summary: Summary
    comparison: PlanComparison | None
    addable: tuple[tuple[str, Text], ...]
    can_undo: bool
    adopted_at: datetime | None
    since_baseline: PlanComparison | None
    likely: tuple[LikelyRow, ...]
    missed: tuple[Text, ...]
    refused: RefusedWishes | None
    is_in_force: bool
    is_outdated: bool
    job: JobStatus | None
    tracking: Tracking | None
    moved: Moved | None


def scenarios_page(actor: Actor, assessment_id: UUID) -> ScenariosPage | Outcome:
    """Return the plans of an assessment side by side; its outcome alone while there is no plan yet.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, assessments.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    return outcome if row.conclusion is None else _side_by_side(row, outcome, scenarios.saved_for(row.id))


def plan_page(actor: Actor, assessment_id: UUID) -> PlanPage:
    """Return the plan of an assessment, with the alternatives to it.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, assessments.find_assessment(assessment_id))
    page = roadmap_of(actor, row)
    if page.plan is None:
        return PlanPage(page, None, ())
    saved = scenarios.saved_for(row.id)
    adopted = next((one for one in saved if one.adopted_at is not None), None)
    likely = likely_of(page.plan.roadmap, None if adopted is None else tracking_of(adopted))
    return PlanPage(page, _side_by_side(row, page.outcome, saved), likely)


def _side_by_side(row: Assessment, outcome: Outcome, saved: Sequence[PlanScenario]) -> ScenariosPage:
    job = find_job_for(drawing_of(row.id))
    in_force = next(
        (one.id for one in saved if one.adopted_at is not None or one.name == rows.PROPOSED), None
    )
    version = catalogue_of_firm().version
    result = conclusions.result_of(row)
    return ScenariosPage(
        outcome,
        tuple(_line(one, in_force, version, result) for one in saved),
        tuple(one for one in OBJECTIVES if one not in {scenario.name for scenario in saved}),
        None if job is None or job.state == "done" else jobs.describe(job),
        job is not None and job.problem == "stopped",
        scenarios.limits_of(row.id),
    )


def scenario_page(actor: Actor, scenario_id: UUID) -> ScenarioPage:
    """Return one scenario.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = found(actor, Action.READ_RESULTS, rows.find_scenario(scenario_id))
    row = scenario.assessment
    plan, wishes = plan_in(scenario), wishes_in(scenario)
    advice = conclusions.advice_of(row)
    assert advice is not None  # a scenario is made from one
    result = conclusions.result_of(row)
    baseline = None if scenario.baseline is None else from_plain(Roadmap, scenario.baseline)
    agreed = {} if baseline is None else days_of(baseline)
    marks = Marks(today=today(), critical=plan.critical_chain, baseline=agreed)
    laid_out = lay_out_plan(replace(advice, roadmap=plan), result, marks)
    tracked = tracking_of(scenario)
    job, in_force = find_job_for(scenarios.weighing_of(scenario.id)), rows.find_in_force(row.id)
    return ScenarioPage(
        outcome=outcome_of(actor, row),
        id=scenario.id,
        name=scenario.name,
        revision=scenario.revision,
        wishes=wishes,
        plan=laid_out,
        summary=summary_of(plan, wishes, result),
        comparison=(None if scenario.comparison is None else from_plain(PlanComparison, scenario.comparison)),
        addable=tuple((one.key, one.title) for one in sorted(plan.left_out, key=lambda one: one.key)),
        can_undo=bool(scenario.earlier),
        adopted_at=scenario.adopted_at,
        since_baseline=None if baseline is None else compare_plans(baseline, plan, result),
        likely=likely_of(plan, tracked),
        missed=tuple(laid_out.dimensions[key] for key in plan.missed),
        refused=refused_in(scenario, laid_out),
        is_in_force=in_force is not None and in_force.id == scenario.id,
        is_outdated=scenarios.is_outdated(plan, catalogue_of_firm().version),
        job=None if job is None or job.state == "done" else jobs.describe(job),
        tracking=tracked,
        moved=effects_after(actor, scenario),
    )


def _line(
    scenario: PlanScenario, in_force: UUID | None, version: str, result: MaturityResult
) -> ScenarioLine:
    plan, wishes = plan_in(scenario), wishes_in(scenario)
    titles = {one.key: one.title for one in result.dimensions}
    return ScenarioLine(
        id=scenario.id,
        name=scenario.name,
        objective=wishes.objective,
        summary=summary_of(plan, wishes, result),
        missed=tuple(titles[key] for key in plan.missed),
        changed_at=scenario.changed_at,
        is_adopted=scenario.adopted_at is not None,
        is_in_force=in_force == scenario.id,
        is_outdated=scenarios.is_outdated(plan, version),
        is_refused=scenario.refused is not None,
    )
