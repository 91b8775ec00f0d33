"""Whom an assessment asks: a list to paste or upload, with a preview before anything is kept; and reminders."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import gettext as _
from app.languages import ngettext
from app.security import actor
from app.services import invitations as service
from app.web.access import STAFF, signed_in
from app.web.forms.assessments import LONGEST_LIST, InvitationsForm
from app.web.wording import put_on

invitations = Blueprint("invitations", __name__)


@invitations.route("/assessments/<uuid:assessment_id>/invitations", methods=["GET", "POST"])
@signed_in(STAFF, "engagement")
def edit(assessment_id: UUID) -> ResponseReturnValue:
    page = service.invitations_page(actor(), assessment_id)
    form, seen = InvitationsForm(), None
    if form.is_submitted():
        try:
            form.lines.data = list_from(form)
            if form.validate() and request.form.get("step") == "confirm":
                count = service.invite(actor(), assessment_id, form.lines.data)
                flash(
                    ngettext("%(num)s person is on the list.", "%(num)s people are on the list.", count),
                    "good",
                )
                return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)
            if not form.errors:
                seen = service.preview(actor(), assessment_id, form.lines.data)
        except Invalid as error:
            put_on(form, error)
            if error.reason == "faulty_lines":
                seen = service.preview(actor(), assessment_id, form.lines.data)
    faulty = bool(form.errors) or bool(seen and seen.bad)
    return render_template("invitations/edit.html", page=page, form=form, seen=seen), 422 if faulty else 200


def list_from(form: InvitationsForm) -> str:
    """Return the list that was typed or uploaded.

    Raises:
        Invalid: the file is too large or not text in UTF-8.
    """
    upload = form.file.data
    if not upload or not getattr(upload, "filename", ""):
        return form.lines.data or ""
    content = upload.read(LONGEST_LIST + 1)
    if len(content) > LONGEST_LIST:
        raise Invalid("file", "too_long", longest=LONGEST_LIST)
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid("file", "not_utf8") from error


@invitations.post("/assessments/<uuid:assessment_id>/invitations/<uuid:invitation_id>/remove")
@signed_in(STAFF, "engagement")
def remove(assessment_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    service.remove(actor(), assessment_id, invitation_id)
    return redirect(url_for(".edit", assessment_id=assessment_id), 303)


@invitations.route("/assessments/<uuid:assessment_id>/reminders", methods=["GET", "POST"])
@signed_in(STAFF, "engagement")
def remind(assessment_id: UUID) -> ResponseReturnValue:
    page = service.reminder_page(actor(), assessment_id)
    if request.method == "POST":
        service.remind(actor(), assessment_id)
        flash(_("The reminder is on its way."), "good")
        return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)
    return render_template("invitations/remind.html", page=page)
