"""The plan that follows from the gaps."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.languages import direction
from app.languages import gettext as _
from app.security import actor
from app.services import conclusions
from app.services import roadmaps as service
from app.web.access import STAFF, signed_in

roadmaps = Blueprint("roadmaps", __name__)


@roadmaps.get("/assessments/<uuid:assessment_id>/roadmap")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.roadmap_page(actor(), assessment_id, mirrored=direction() == "rtl")
    if page.plan is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template(
        "roadmaps/show.html", outcome=page.outcome, plan=page.plan, is_outdated=page.is_outdated
    )


@roadmaps.post("/assessments/<uuid:assessment_id>/roadmap")
@signed_in(STAFF, "engagement")
def draw_again(assessment_id: UUID) -> ResponseReturnValue:
    conclusions.redraw(actor(), assessment_id)
    flash(_("Recommendation and plan are being drawn again."), "info")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)
