"""The recommended type of PMO."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.languages import direction
from app.security import actor
from app.services import recommendations as service
from app.web.access import STAFF, signed_in

recommendations = Blueprint("recommendations", __name__)


@recommendations.get("/assessments/<uuid:assessment_id>/recommendation")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.recommendation_page(actor(), assessment_id, mirrored=direction() == "rtl")
    if page.advice is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template("recommendations/show.html", outcome=page.outcome, advised=page.advice)
