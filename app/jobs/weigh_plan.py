"""Finds out about one scenario what takes longer than a request: likely ends, or what stands in a wish's way."""

from __future__ import annotations

from uuid import UUID

from app.jobs.draw_plans import DRAWS
from app.services import plan_weighing, work_of
from app.services.jobs import Claim, Report
from assessments.plan_drawing import Impossible, prepare


def run(claim: Claim, report: Report) -> None:
    """Compute without holding the database; what was changed in the meantime is left alone."""
    scenario_id = UUID(claim.arguments["scenario_id"])
    with work_of(claim.firm_id):
        read = plan_weighing.read(scenario_id)
    if read is None:
        return
    if read.refusal is not None and read.lacks_conflicts:
        report(0.1, "conflicts")
        conflicts = prepare(read.client, read.refusal.wishes).conflicts()
        with work_of(claim.firm_id):
            plan_weighing.keep_conflicts(scenario_id, read.refusal, conflicts)
    if read.lacks_dates:
        report(0.5, "dating")
        try:
            drawing = prepare(read.client, read.wishes)
        except Impossible:  # what it was drawn from has changed since
            return
        plan = drawing.standing_at(read.starts())
        if plan is not None:
            dated = drawing.dated(read.plan, plan, DRAWS, read.done)
            with work_of(claim.firm_id):
                plan_weighing.keep_dates(scenario_id, read.revision, dated.dates, claim.asked_by)
