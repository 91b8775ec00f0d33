"""The PMO's services as their customers see them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.languages import direction
from app.security import actor
from app.services import offerings as service
from app.web.access import STAFF, signed_in

offerings = Blueprint("offerings", __name__)


@offerings.get("/assessments/<uuid:assessment_id>/services")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.offerings_page(actor(), assessment_id, mirrored=direction() == "rtl")
    if not page.outcome.has_result:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template("offerings/show.html", outcome=page.outcome, found=page.found)
