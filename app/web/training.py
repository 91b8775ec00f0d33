"""Assigning training to a client's people, because of a gap; and the certificates they earn, which staff may revoke."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.errors import Invalid
from app.languages import gettext as _
from app.languages import language, ngettext
from app.security import actor
from app.services import training as service
from app.services import training_reminders
from app.services.training import TrainingPage
from app.web.access import STAFF, signed_in
from app.web.forms.learning import TrainingForm
from app.web.revocations import restored, revoking
from app.web.wording import put_on
from content.text import say
from courses import reminders

training = Blueprint("training", __name__)


@training.route("/assessments/<uuid:assessment_id>/training", methods=["GET", "POST"])
@signed_in(STAFF, "engagement")
def assign(assessment_id: UUID) -> ResponseReturnValue:
    dimension = request.values.get("dimension") or None
    page = service.training_page(actor(), assessment_id, dimension)
    form = training_form(page)
    if form.validate_on_submit():
        people = [UUID(person) for person in form.people.data]
        try:
            count = service.assign(
                actor(),
                assessment_id,
                form.course.data,
                people,
                form.dimension.data or None,
                form.due_on.data,
            )
        except Invalid as error:
            put_on(form, error)
        else:
            flash(told(count, len(people) - count), "good" if count else "info")
            return redirect(url_for(".assign", assessment_id=assessment_id, dimension=dimension), 303)
    return render_template(
        "training/assign.html", page=page, form=form, rules=reminders
    ), 422 if form.errors else 200


@training.post("/assessments/<uuid:assessment_id>/training/remind")
@signed_in(STAFF, "engagement")
def remind(assessment_id: UUID) -> ResponseReturnValue:
    count = training_reminders.remind(actor(), assessment_id)
    if count:
        flash(
            ngettext("%(num)s reminder is on its way.", "%(num)s reminders are on their way.", count), "good"
        )
    else:
        flash(_("Nobody is to be reminded today."), "info")
    return redirect(url_for(".assign", assessment_id=assessment_id, _anchor="reminders"), 303)


def training_form(page: TrainingPage) -> TrainingForm:
    form = TrainingForm(
        dimension=page.dimension.key if page.dimension else "",
        course=page.courses[0].key if page.courses else None,
        due_on=page.suggested_due,
    )
    form.dimension.choices = [SelectChoice("", _("No particular gap"))] + [
        SelectChoice(choice.key, say(choice.title, language())) for choice in page.dimensions
    ]
    form.course.choices = [SelectChoice(course.key, say(course.title, language())) for course in page.courses]
    form.people.choices = [SelectChoice(str(person.id), person.name) for person in page.people]
    return form


def told(newly: int, had: int) -> str:
    """Return what became of an assignment, in a sentence."""
    told = (
        [
            ngettext(
                "%(num)s person has the course now, and a mail about it.",
                "%(num)s people have the course now, and a mail about it.",
                newly,
            )
        ]
        if newly
        else []
    )
    if had:
        told.append(ngettext("%(num)s person had it already.", "%(num)s people had it already.", had))
    return " ".join(told)


@training.route(
    "/assessments/<uuid:assessment_id>/certificates/<uuid:certificate_id>", methods=["GET", "POST"]
)
@signed_in(STAFF, "engagement")
def held(assessment_id: UUID, certificate_id: UUID) -> ResponseReturnValue:
    return revoking(assessment_id, certificate_id)


@training.post("/assessments/<uuid:assessment_id>/certificates/<uuid:certificate_id>/restored")
@signed_in(STAFF, "engagement")
def restore(assessment_id: UUID, certificate_id: UUID) -> ResponseReturnValue:
    return restored(assessment_id, certificate_id)
