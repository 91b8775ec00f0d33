"""Plans that the worker draws: the three alternatives, and those that are to be drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from app.db import assessments, db
from app.db import plans as rows
from app.errors import Conflict
from app.policy import Action, Actor, require
from app.services import conclusions, jobs, scenarios, trail
from app.services.initiatives import catalogue_of_firm
from assessments.plan_drawing import Client, starts_of
from assessments.plan_releases import Refusal
from assessments.roadmap import Roadmap
from assessments.wishes import OBJECTIVES, Objective, Wishes
from content import to_plain


@dataclass(frozen=True, slots=True)
class Task:
    """One plan to draw: `scenario_id` is None where there is none of this objective yet.

    `stood` is the plan that is to move as little as it can; None for a search. `revision` is the one that was read.
    """

    wishes: Wishes
    scenario_id: UUID | None = None
    revision: int = 0
    stood: dict[str, int] | None = None


def drawing_of(assessment_id: UUID) -> str:
    """The name of the job that draws the plans of an assessment."""
    return f"draw_plans:{assessment_id}"


def ask_for_three(actor: Actor, assessment_id: UUID) -> None:
    """Ask for a scenario of each objective that has none yet.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there is no plan yet.
    """
    row = require(actor, Action.RUN_ASSESSMENT, assessments.lock_assessment(assessment_id))
    if row.conclusion is None:
        raise Conflict("profile_missing")
    ask(actor, row.id)


def ask_anew(actor: Actor, assessment_id: UUID) -> int:
    """Ask for each scenario that an older method or another catalogue drew to be drawn again; returns how many.

    The adopted one is what people have agreed on and stays.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: there is no plan yet.
    """
    row = require(actor, Action.RUN_ASSESSMENT, assessments.lock_assessment(assessment_id))
    if row.conclusion is None:
        raise Conflict("profile_missing")
    version, count = catalogue_of_firm().version, 0
    for scenario in rows.list_scenarios(row.id):
        if scenario.adopted_at is None and scenarios.is_outdated(scenarios.plan_in(scenario), version):
            scenario.due = "level"
            count += 1
    db.session.flush()
    if count:
        ask(actor, row.id)
    return count


def ask_for_search(actor: Actor, scenario_id: UUID) -> UUID:
    """Ask for one scenario to be searched for again under its wishes; returns its assessment.

    Raises:
        Hidden, Refused: not on the team.
    """
    scenario = scenarios.found(actor, Action.RUN_ASSESSMENT, rows.lock_scenario(scenario_id))
    assessments.lock_assessment(scenario.assessment_id)
    scenario.due = "draw"
    db.session.flush()
    ask(actor, scenario.assessment_id)
    return scenario.assessment_id


def stop(actor: Actor, assessment_id: UUID) -> None:
    """Stop the drawing; what has been found stays, and what was not begun is not asked for any more.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.RUN_ASSESSMENT, assessments.lock_assessment(assessment_id))
    jobs.stop(drawing_of(row.id))
    for scenario in rows.list_scenarios(row.id):
        scenario.due = None
    db.session.flush()


def tasks_of(assessment_id: UUID) -> tuple[Client, tuple[Task, ...]] | None:
    """Return what the plans of an assessment are drawn from, and which are to be drawn; for the worker."""
    row = assessments.find_assessment(assessment_id)
    if row is None or row.conclusion is None:
        return None
    saved = rows.list_scenarios(row.id)
    named, limits = {one.name for one in saved}, scenarios.limits_of(row.id)
    tasks = [Task(Wishes(objective=one, limits=limits)) for one in OBJECTIVES if one not in named]
    for scenario in saved:
        wishes = scenarios.wishes_in(scenario)
        if scenario.due == "limits":
            wishes = replace(wishes, limits=limits)
        if scenario.due is not None:
            # What people have shaped moves as little as it can; what was only drawn is searched for again.
            is_shaped = scenario.due != "draw" and bool(wishes.touched())
            stood = starts_of(scenarios.plan_in(scenario)) if is_shaped else None
            tasks.append(Task(wishes, scenario.id, scenario.revision, stood))
    return scenarios.client_of(row), tuple(tasks)


def keep_drawn(
    assessment_id: UUID,
    objective: Objective,
    plan: Roadmap,
    asked_by: UUID,
    wishes: Wishes | None = None,
    refusal: Refusal | None = None,
) -> UUID | None:
    """Keep a plan drawn for an objective, unless there is one by now; returns its scenario. For the worker.

    A scenario carries the key of its objective as its name until somebody gives it another.

    Args:
        refusal: why the plan is empty: no plan keeps to the limits that were stated.
    """
    row = assessments.lock_assessment(assessment_id)
    if row is None or objective in {one.name for one in rows.list_scenarios(row.id)}:
        return None
    made = scenarios.add(row, objective, wishes or Wishes(objective=objective), plan, asked_by)
    made.refused = None if refusal is None else to_plain(refusal)
    db.session.flush()
    trail.note(trail.SYSTEM, "scenario drawn", "plan_scenario", made.id, objective=objective)
    return made.id


def keep_anew(scenario_id: UUID, revision: int, wishes: Wishes, plan: Roadmap, asked_by: UUID) -> bool:
    """Put a plan that was drawn anew in place of the one that was read; False where somebody has changed that one."""
    scenario = rows.lock_scenario(scenario_id)
    if scenario is None or scenario.revision != revision:
        return False
    before = scenarios.Step(scenarios.wishes_in(scenario), starts_of(scenarios.plan_in(scenario)))
    scenarios.put(scenario, wishes, plan, asked_by)
    scenarios.remember(scenario, before)
    db.session.flush()
    trail.note(trail.SYSTEM, "scenario drawn", "plan_scenario", scenario_id, revision=scenario.revision)
    return True


def keep_better(scenario_id: UUID, revision: int, plan: Roadmap) -> int | None:
    """Put a better plan for the same wishes in place of the one that was read; returns its revision.

    None where somebody has changed the scenario in the meantime. Where no initiative stands elsewhere, the revision
    stays, so that nobody's form is refused for what is only better known.
    """
    scenario = rows.lock_scenario(scenario_id)
    if scenario is None or scenario.revision != revision:
        return None
    if starts_of(scenarios.plan_in(scenario)) != starts_of(plan):
        scenario.revision += 1
    scenario.plan = to_plain(plan)
    db.session.flush()
    return scenario.revision


def keep_refused(scenario_id: UUID, revision: int, refusal: Refusal) -> None:
    """Keep that no plan was found for what a scenario is wanted to be; its plan stays as it was. For the worker."""
    scenario = rows.lock_scenario(scenario_id)
    if scenario is not None and scenario.revision == revision:
        scenario.refused, scenario.due = to_plain(refusal), None
        db.session.flush()


def conclude(assessment_id: UUID, drawn: set[UUID], asked_by: UUID) -> None:
    """Ask for what rests on the plan to be drawn again, where the plan in force is one of those drawn."""
    in_force = rows.find_in_force(assessment_id)
    if in_force is not None and in_force.id in drawn:
        conclusions.draw_again(asked_by, assessment_id)


def ask(actor: Actor, assessment_id: UUID) -> None:
    """Ask the worker for whatever is due; the caller has looked at the right to it."""
    arguments = {"assessment_id": str(assessment_id), "asked_by": str(actor.id)}
    jobs.ask_for("draw_plans", drawing_of(assessment_id), arguments, asked_by=actor.id)
