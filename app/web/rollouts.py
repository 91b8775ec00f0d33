"""What surrounds the plan."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.security import actor
from app.services import rollouts as service
from app.web.access import STAFF, signed_in

rollouts = Blueprint("rollouts", __name__)


@rollouts.get("/assessments/<uuid:assessment_id>/rollout")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.rollout_page(actor(), assessment_id)
    if not page.has_plan:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template("rollouts/show.html", outcome=page.outcome, found=page.found)
