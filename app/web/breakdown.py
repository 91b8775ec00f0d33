"""What every score is made of, down to how often each answer was given."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.security import actor
from app.services import breakdown as service
from app.web.access import STAFF, signed_in

breakdown = Blueprint("breakdown", __name__)


@breakdown.get("/assessments/<uuid:assessment_id>/breakdown")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.breakdown_page(actor(), assessment_id)
    if page.found is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template("breakdown/show.html", outcome=page.outcome, found=page.found)


@breakdown.get("/assessments/<uuid:assessment_id>/breakdown/<dimension>")
@signed_in(STAFF, "engagement")
def dimension(assessment_id: UUID, dimension: str) -> ResponseReturnValue:
    page = service.dimension_page(actor(), assessment_id, dimension)
    if page.found is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template(
        "breakdown/dimension.html", outcome=page.outcome, found=page.found, training=page.training
    )
