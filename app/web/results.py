"""The results of an assessment: what the answers say, and what every number rests on."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.languages import direction
from app.languages import gettext as _
from app.security import actor
from app.services import conclusions, plan_effects
from app.services import results as service
from app.web.access import STAFF, signed_in
from app.web.forms.plans import PROGRESS_NAMES

results = Blueprint("results", __name__)


@results.get("/assessments/<uuid:assessment_id>/results")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.results_page(actor(), assessment_id, mirrored=direction() == "rtl")
    if page.findings is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    moved = plan_effects.effects_before(actor(), assessment_id) if page.findings.change else None
    return render_template(
        "results/show.html",
        outcome=page.outcome,
        found=page.findings,
        moved=moved,
        training=page.training,
        progress_names=PROGRESS_NAMES,
    )


@results.post("/assessments/<uuid:assessment_id>/results")
@signed_in(STAFF, "engagement")
def compute(assessment_id: UUID) -> ResponseReturnValue:
    conclusions.ask_again(actor(), assessment_id)
    flash(_("The result is being computed."), "info")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)
