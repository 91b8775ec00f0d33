"""Assessments: drafting, launching, coverage, closing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.errors import Conflict, Invalid
from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import assessments as service
from app.services import plan_access, reports
from app.services.assessments import ModelChoice
from app.surroundings import today
from app.web.access import STAFF, signed_in
from app.web.forms.assessments import AssessmentForm, ClosingDayForm
from app.web.job_status import job_json
from app.web.wording import put_on, worded
from assessments.instrument import ModuleChoice
from content.text import say

assessments = Blueprint("assessments", __name__)
READERS = STAFF | {"sponsor"}


@assessments.route("/engagements/<uuid:engagement_id>/assessments/new", methods=["GET", "POST"])
@signed_in(STAFF, "engagement")
def new(engagement_id: UUID) -> ResponseReturnValue:
    page = service.draft_page(actor(), engagement_id)
    form = AssessmentForm(
        title=_("PMO maturity, %(year)s", year=today().year),
        closes_on=page.suggested_close,
        model=page.models[0].key,
    )
    form.model.choices = [SelectChoice(one.key, _with_length(one)) for one in page.models]
    form.modules.choices = [SelectChoice(one.key, _with_length(one)) for one in page.modules]
    if form.validate_on_submit():
        try:
            assessment_id = service.create_assessment(
                actor(),
                engagement_id,
                form.title.data.strip(),
                form.model.data,
                form.mode.data,
                form.closes_on.data,
                (form.scope_note.data or "").strip(),
                form.target_level.data,
                modules=form.modules.data or (),
            )
        except Invalid as error:
            put_on(form, error)
        else:
            return redirect(url_for("invitations.edit", assessment_id=assessment_id), 303)
    return render_template("assessments/new.html", page=page, form=form), 422 if form.errors else 200


def _with_length(choice: ModelChoice | ModuleChoice) -> str:
    facts = {"title": say(choice.title, language()), "questions": choice.questions, "minutes": choice.minutes}
    return str(_("%(title)s – %(questions)s questions at most, about %(minutes)s minutes", **facts))


@assessments.get("/assessments/<uuid:assessment_id>")
@signed_in(READERS, "engagement_or_client")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.assessment_page(actor(), assessment_id)
    issued = reports.list_issued(assessment_id)
    form = ClosingDayForm(closes_on=page.closes_on)
    return render_template(
        "assessments/show.html",
        page=page,
        reports=issued,
        form=form,
        plan=plan_access.plan_access(actor(), assessment_id),
    )


@assessments.get("/assessments/<uuid:assessment_id>/status")
@signed_in(STAFF, "engagement")
def status(assessment_id: UUID) -> ResponseReturnValue:
    page = service.assessment_page(actor(), assessment_id)
    return job_json(page.job, url_for("results.show", assessment_id=assessment_id))


@assessments.post("/assessments/<uuid:assessment_id>/launch")
@signed_in(STAFF, "engagement")
def launch(assessment_id: UUID) -> ResponseReturnValue:
    try:
        service.launch(actor(), assessment_id)
    except Conflict as error:
        flash(worded(error), "bad")
    else:
        flash(_("The assessment is open. The invitations are on their way."), "good")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@assessments.post("/assessments/<uuid:assessment_id>/closing-day")
@signed_in(STAFF, "engagement")
def closing_day(assessment_id: UUID) -> ResponseReturnValue:
    service.running_page(actor(), assessment_id)
    form = ClosingDayForm()
    if form.validate_on_submit():
        try:
            service.change_closing_day(actor(), assessment_id, form.closes_on.data)
        except (Conflict, Invalid) as error:
            flash(worded(error), "bad")
        else:
            flash(_("The closing day is moved."), "good")
    else:
        flash(_("Enter a day."), "bad")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@assessments.route("/assessments/<uuid:assessment_id>/close", methods=["GET", "POST"])
@signed_in(STAFF, "engagement")
def close(assessment_id: UUID) -> ResponseReturnValue:
    page = service.closing_page(actor(), assessment_id)
    form = ClosingDayForm(closes_on=page.closes_on)
    if form.is_submitted():
        service.close(actor(), assessment_id)
        flash(_("The assessment is closed. Its result is being computed."), "good")
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    return render_template("assessments/close.html", page=page, form=form)
