"""Targets of an assessment's dimensions: set with a reason, or restored."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import gettext as _
from app.security import actor
from app.services import targets as service
from app.web.access import STAFF, signed_in
from app.web.forms.targets import TargetForm
from app.web.wording import put_on

targets = Blueprint("targets", __name__)


@targets.get("/assessments/<uuid:assessment_id>/targets")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    return shown(assessment_id, None)


@targets.post("/assessments/<uuid:assessment_id>/targets")
@signed_in(STAFF, "engagement")
def change(assessment_id: UUID) -> ResponseReturnValue:
    form = TargetForm()
    if form.validate_on_submit():
        try:
            service.set_target(
                actor(), assessment_id, form.dimension.data or "", form.level.data, form.note.data
            )
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("The target is set. Gaps, recommendation and plan are being computed again."), "good")
            return redirect(url_for(".show", assessment_id=assessment_id), 303)
    return shown(assessment_id, form), 422


@targets.post("/assessments/<uuid:assessment_id>/targets/restore")
@signed_in(STAFF, "engagement")
def restore(assessment_id: UUID) -> ResponseReturnValue:
    service.restore_target(actor(), assessment_id, request.form.get("dimension", ""))
    flash(_("The default is back. Gaps, recommendation and plan are being computed again."), "good")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


def shown(assessment_id: UUID, refused: TargetForm | None) -> str:
    """The page, with the form that was refused in its place."""
    page = service.targets_page(actor(), assessment_id)
    if not page.lines:
        return render_template("results/waiting.html", outcome=page.outcome)
    forms = {line.target.dimension: _form_of(line) for line in page.lines}
    if refused is not None and refused.dimension.data in forms:
        forms[refused.dimension.data] = refused
    return render_template("targets/show.html", outcome=page.outcome, page=page, forms=forms, refused=refused)


def _form_of(line: service.TargetLine) -> TargetForm:
    chosen = line.chosen
    return TargetForm(
        formdata=None,
        dimension=line.target.dimension,
        level=chosen.level if chosen else line.target.level,
        note=chosen.note if chosen else "",
    )
