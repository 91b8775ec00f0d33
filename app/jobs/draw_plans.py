"""Draws the scenarios of an assessment that are wanted: the first three, and those to be drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from app.services import jobs, plan_drawings, work_of
from app.services.jobs import Claim, Report
from app.services.plan_drawings import Task
from app.solving import ask_solver
from assessments.plan_drawing import Client, Drawing, Impossible, prepare
from assessments.plan_releases import Refusal
from assessments.planning.planner import improved
from assessments.planning.results import Plan
from assessments.wishes import Wishes

DRAWS = 200
"""Cases for likely ends: enough for P80 to be off by less than three in a hundred, few enough for seconds of work."""

Kept = tuple[UUID, int]
"""A scenario, and its revision as this job has left it."""


def run(claim: Claim, report: Report) -> None:
    """Search, keep, improve, keep, date and keep, plan by plan, without holding the database while computing."""
    assessment_id, asked_by = UUID(claim.arguments["assessment_id"]), UUID(claim.arguments["asked_by"])
    with work_of(claim.firm_id):
        wanted = plan_drawings.tasks_of(assessment_id)
    if wanted is None:
        return
    client, tasks = wanted
    drawn: set[UUID] = set()
    try:
        for number, task in enumerate(tasks):

            def tell(share: float, step: str, number: int = number) -> None:
                report((number + share) / len(tasks), step)

            kept = _draw(claim, client, task, assessment_id, asked_by, tell)
            drawn |= set() if kept is None else {kept}
    finally:
        # Also where somebody stops it half-way: what rests on a plan that was found has to follow it.
        if drawn:
            with work_of(claim.firm_id):
                plan_drawings.conclude(assessment_id, drawn, asked_by)


def _draw(
    claim: Claim,
    client: Client,
    task: Task,
    assessment_id: UUID,
    asked_by: UUID,
    tell: Callable[[float, str], None],
) -> UUID | None:
    """Draw one plan; returns its scenario, or None where there is no plan or somebody was faster."""
    tell(0.1, "drawing")
    try:
        drawing = prepare(client, task.wishes)
        shaped = None if task.stood is None else drawing.reshaped(task.stood)
        plan = drawing.search() if shaped is None else shaped
        if plan.outcome == "none":
            raise Impossible(task.wishes.touched())
    except Impossible as error:
        _keep_refused(claim, client, task, assessment_id, asked_by, error)
        return None
    roadmap = drawing.roadmap(plan, is_searched=shaped is None)
    kept = _keep(claim, task, assessment_id, asked_by, drawing, plan, shaped is None)
    if kept is None:
        return None
    scenario_id, revision = kept
    if shaped is None:
        tell(0.3, "proving")
        answers, ended = ask_solver(drawing.problem, plan, is_wanted=lambda: jobs.is_held(claim))
        plan = drawing.in_good_order(improved(drawing.problem, plan, answers, ended))
        roadmap = drawing.roadmap(plan)
        with work_of(claim.firm_id):
            improved_to = plan_drawings.keep_better(scenario_id, revision, roadmap)
        if improved_to is None:
            return scenario_id
        revision = improved_to
    tell(0.8, "dating")
    dated = drawing.dated(roadmap, plan, DRAWS)
    with work_of(claim.firm_id):
        plan_drawings.keep_better(scenario_id, revision, dated)
    return scenario_id


def _keep(
    claim: Claim,
    task: Task,
    assessment_id: UUID,
    asked_by: UUID,
    drawing: Drawing,
    plan: Plan,
    is_searched: bool,
) -> Kept | None:
    """Keep a plan as it was found, so that people see it while it is still being improved."""
    roadmap, wishes = drawing.roadmap(plan, is_searched=is_searched), task.wishes
    with work_of(claim.firm_id):
        if task.scenario_id is None:
            made = plan_drawings.keep_drawn(assessment_id, wishes.objective, roadmap, asked_by, wishes)
            return None if made is None else (made, 1)
        is_kept = plan_drawings.keep_anew(task.scenario_id, task.revision, wishes, roadmap, asked_by)
        return (task.scenario_id, task.revision + 1) if is_kept else None


def _keep_refused(
    claim: Claim, client: Client, task: Task, assessment_id: UUID, asked_by: UUID, error: Impossible
) -> None:
    """Keep that there is no plan, with what stands in its way."""
    refusal = Refusal(task.wishes, {}, error.reason, error.keys)
    if error.reason == "wishes":
        refusal = replace(refusal, conflicts=prepare(client, task.wishes).conflicts())
    with work_of(claim.firm_id):
        if task.scenario_id is not None:
            plan_drawings.keep_refused(task.scenario_id, task.revision, refusal)
            return
    empty = prepare(client, Wishes(objective=task.wishes.objective)).empty()
    with work_of(claim.firm_id):
        plan_drawings.keep_drawn(assessment_id, task.wishes.objective, empty, asked_by, task.wishes, refusal)
