"""The plan that follows from the gaps, and the plan as a file for other programs."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import conclusions, plan_exports, plans
from app.services.plan_exports import Kind, PlanFile
from app.web.access import STAFF, signed_in
from app.web.forms.plans import OBJECTIVE_MEANINGS, OBJECTIVE_NAMES
from app.web.job_status import step_text

roadmaps = Blueprint("roadmaps", __name__)
READERS = STAFF | {"sponsor"}


@roadmaps.get("/assessments/<uuid:assessment_id>/roadmap")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    found = plans.plan_page(actor(), assessment_id)
    page, alternatives = found.page, found.alternatives
    if page.plan is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template(
        "roadmaps/show.html",
        outcome=page.outcome,
        plan=page.plan,
        page=page,
        alternatives=alternatives,
        likely=found.likely,
        step=step_text(None if alternatives is None else alternatives.job),
        objective_names=OBJECTIVE_NAMES,
        objective_meanings=OBJECTIVE_MEANINGS,
    )


@roadmaps.post("/assessments/<uuid:assessment_id>/roadmap")
@signed_in(STAFF, "engagement")
def draw_again(assessment_id: UUID) -> ResponseReturnValue:
    conclusions.redraw(actor(), assessment_id)
    flash(_("Recommendation and plan are being drawn again."), "info")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@roadmaps.get("/assessments/<uuid:assessment_id>/roadmap/export.csv")
@signed_in(READERS, "engagement_or_client")
def table(assessment_id: UUID) -> ResponseReturnValue:
    return exported(assessment_id, "csv")


@roadmaps.get("/assessments/<uuid:assessment_id>/roadmap/export.ics")
@signed_in(READERS, "engagement_or_client")
def calendar(assessment_id: UUID) -> ResponseReturnValue:
    return exported(assessment_id, "ics")


@roadmaps.get("/assessments/<uuid:assessment_id>/roadmap/export.xml")
@signed_in(READERS, "engagement_or_client")
def project(assessment_id: UUID) -> ResponseReturnValue:
    return exported(assessment_id, "xml")


def exported(assessment_id: UUID, kind: Kind) -> ResponseReturnValue:
    """Return the plan as a file; where there is none, the page says why."""
    file = plan_exports.export_plan(actor(), assessment_id, kind, language())
    if file is None:
        there = ".show" if actor().is_staff else "assessments.show"
        return redirect(url_for(there, assessment_id=assessment_id), 303)
    return as_download(file)


def as_download(file: PlanFile) -> Response:
    """Return a file to be saved under a name that may hold any script. Source: RFC 6266, appendix D."""
    response = Response(file.content, mimetype=file.mimetype)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{file.plain_name}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    )
    return response
