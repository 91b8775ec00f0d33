"""What leads on from an assessment to its plan, for whoever looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.db import assessments, plans
from app.policy import Action, Actor, may, require


@dataclass(frozen=True, slots=True)
class PlanAccess:
    """What this person may do with the plan of an assessment. `is_adopted`: there is an adopted one for them."""

    is_adopted: bool
    may_try: bool


def plan_access(actor: Actor, assessment_id: UUID) -> PlanAccess:
    """Return what leads on from an assessment to its plan.

    Raises:
        Hidden: it does not exist for this person.
    """
    row = require(actor, Action.READ_ASSESSMENT, assessments.find_assessment(assessment_id))
    scenario = plans.find_adopted(row.id) if row.conclusion is not None else None
    is_adopted = scenario is not None and may(actor, Action.READ_PLAN, scenario)
    has_draft = row.conclusion is not None and may(actor, Action.READ_RESULTS, row)
    return PlanAccess(is_adopted, is_adopted or has_draft)
