"""The indicators proposed for an assessment's PMO."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.security import actor
from app.services import kpi_sets as service
from app.web.access import STAFF, signed_in

kpi_sets = Blueprint("kpi_sets", __name__)


@kpi_sets.get("/assessments/<uuid:assessment_id>/kpis")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.kpi_set_page(actor(), assessment_id)
    if page.shown is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template("kpi_sets/show.html", outcome=page.outcome, shown=page.shown)
