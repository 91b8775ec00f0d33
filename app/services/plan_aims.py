"""What the indicators of an adopted plan are to reach, as agreed with the client."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from app.db import assessments, db, plans
from app.db import plan_readings as rows
from app.db.plan_readings import PlanAim
from app.errors import Conflict, Invalid
from app.policy import Action, Actor, require
from app.services import trail
from app.services.plan_readings import check_value, kpis_of
from app.surroundings import now


def set_aims(actor: Actor, assessment_id: UUID, aims: Mapping[str, float | None]) -> None:
    """Set what indicators are to reach: indicator to value; None takes an aim away, what is not named stays.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: no plan is adopted.
        Invalid: the indicator is not followed, or the value cannot be; `field` names it.
    """
    row = require(actor, Action.RUN_ASSESSMENT, assessments.lock_assessment(assessment_id))
    if plans.find_adopted(row.id) is None:
        raise Conflict("not_adopted")
    known = {one.key: one for one in kpis_of(row)}
    stored = {one.kpi: one for one in rows.list_aims(row.id)}
    for key, value in aims.items():
        if key not in known:
            raise Invalid("kpi", "unknown_choice")
        aim = stored.get(key)
        if value is None:
            if aim is not None:
                db.session.delete(aim)
            continue
        check_value(f"aim-{key}", known[key], value)
        if aim is None:
            aim = PlanAim(firm_id=row.firm_id, assessment_id=row.id, kpi=key)
            db.session.add(aim)
        aim.value, aim.set_by, aim.set_at = value, actor.id, now()
    db.session.flush()
    trail.note(actor.id, "aims set", "assessment", row.id, kpis=len(aims))
