"""Draws the first scenarios of an assessment: fast, lean and balanced."""

from __future__ import annotations

from uuid import UUID

from app.services import plans, work_of
from app.services.jobs import Claim, Report
from assessments.plan_drawing import draw_plan
from assessments.wishes import Wishes


def run(claim: Claim, report: Report) -> None:
    """Search without holding the database, and keep each plan as it is found."""
    assessment_id, asked_by = UUID(claim.arguments["assessment_id"]), UUID(claim.arguments["asked_by"])
    with work_of(claim.firm_id):
        wanted = plans.missing_plans(assessment_id)
    if wanted is None:
        return
    client, objectives = wanted
    for number, objective in enumerate(objectives):
        report((number + 0.5) / len(objectives), "drawing")
        plan = draw_plan(client, Wishes(objective=objective))
        with work_of(claim.firm_id):
            plans.keep_drawn(assessment_id, objective, plan, asked_by)
