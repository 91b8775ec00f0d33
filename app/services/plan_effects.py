"""An adopted plan beside the measurement after it, looked at from either side."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.db import assessments as rows
from app.db import plans
from app.db.assessments import Assessment
from app.db.plans import PlanScenario
from app.policy import Action, Actor, may, require
from app.services import conclusions
from app.services.assessments import model_of
from assessments.plan_effects import PlanEffects, effects_of
from assessments.published import UnknownModel
from assessments.roadmap import Roadmap
from assessments.waves import compare_waves
from content import from_plain


@dataclass(frozen=True, slots=True)
class Moved:
    """`found` with where the plan and the later measurement are to be looked at."""

    found: PlanEffects
    plan_id: UUID
    planned: str
    measured_id: UUID
    measured: str


def effects_before(actor: Actor, assessment_id: UUID) -> Moved | None:
    """Return the client's last adopted plan from before a measurement beside it; None without one to compare.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    if row.result is None or row.closed_at is None:
        return None
    for scenario in plans.list_adopted_before(row):
        before = scenario.assessment
        if may(actor, Action.READ_RESULTS, before) and (found := _beside(before, scenario, row)) is not None:
            return found
    return None


def effects_after(actor: Actor, scenario: PlanScenario) -> Moved | None:
    """Return a scenario that its reader may see beside the client's newest later measurement that they may see.

    None where it is not adopted, or nothing was measured after it.
    """
    row = scenario.assessment
    if scenario.adopted_at is None or row.result is None:
        return None
    for later in rows.list_later(row):
        if may(actor, Action.READ_RESULTS, later) and (found := _beside(row, scenario, later)) is not None:
            return found
    return None


def _beside(before: Assessment, scenario: PlanScenario, after: Assessment) -> Moved | None:
    """None where the models have gone or cannot be compared as a whole."""
    try:
        models = model_of(before), model_of(after)
    except UnknownModel:
        return None
    result = conclusions.result_of(after)
    comparison = compare_waves(models[0], conclusions.result_of(before), models[1], result)
    if after.closed_at is None or comparison.basis != "whole":
        return None
    progress = {one.initiative: one.progress for one in plans.list_statuses(scenario.id)}
    plan = from_plain(Roadmap, scenario.baseline or scenario.plan)
    found = effects_of(plan, progress, result, comparison, after.closed_at.date())
    return None if found is None else Moved(found, scenario.id, before.title, after.id, after.title)
