"""Assigning training to a client's people, because of a gap that an assessment found."""

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
from app.services.training import TrainingPage
from app.web.access import STAFF, signed_in
from app.web.forms.learning import TrainingForm
from app.web.wording import put_on
from content.text import say

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
    return render_template("training/assign.html", page=page, form=form), 422 if form.errors else 200


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
