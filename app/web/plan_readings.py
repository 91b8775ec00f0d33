"""The readings of the indicators of an adopted plan."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Conflict, Invalid
from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import plan_aims
from app.services import plan_readings as service
from app.surroundings import today
from app.templating import day, figure
from app.web.access import STAFF, signed_in
from app.web.forms.plan_readings import read_aims, read_reading
from app.web.wording import worded
from content.text import say

plan_readings = Blueprint("plan_readings", __name__)
READERS = STAFF | {"sponsor"}


@plan_readings.get("/assessments/<uuid:assessment_id>/readings")
@signed_in(READERS, "engagement_or_client")
def show(assessment_id: UUID) -> ResponseReturnValue:
    return shown(assessment_id, {})


@plan_readings.post("/assessments/<uuid:assessment_id>/readings")
@signed_in(READERS, "engagement_or_client")
def record(assessment_id: UUID) -> ResponseReturnValue:
    typed = read_reading(request.form)
    problems = dict(typed.problems)
    if typed.value is not None and typed.read_on is not None:
        kpi = request.form.get("kpi", "")
        try:
            found = service.record(actor(), assessment_id, kpi, typed.value, typed.read_on, typed.note)
        except Invalid as error:
            problems[error.field] = error
        else:
            flash(
                _(
                    "Noted: %(kpi)s, %(value)s on %(day)s.",
                    kpi=say(found.title, language()),
                    value=figure(typed.value),
                    day=day(typed.read_on),
                ),
                "good",
            )
            return redirect(url_for(".show", assessment_id=assessment_id, _anchor=found.key), 303)
    return shown(assessment_id, problems)


@plan_readings.post("/assessments/<uuid:assessment_id>/readings/aims")
@signed_in(STAFF, "engagement")
def set_aims(assessment_id: UUID) -> ResponseReturnValue:
    page = service.readings_page(actor(), assessment_id)
    aims, problems = read_aims(request.form, page.followed)
    if not problems:
        try:
            plan_aims.set_aims(actor(), assessment_id, aims)
        except Invalid as error:
            problems[error.field] = error
        else:
            flash(_("The aims are set."), "good")
            return redirect(url_for(".show", assessment_id=assessment_id), 303)
    return shown(assessment_id, problems)


@plan_readings.get("/readings/<uuid:reading_id>")
@signed_in(READERS, "engagement_or_client")
def edit(reading_id: UUID) -> ResponseReturnValue:
    return edited(reading_id, {})


@plan_readings.post("/readings/<uuid:reading_id>")
@signed_in(READERS, "engagement_or_client")
def correct(reading_id: UUID) -> ResponseReturnValue:
    service.reading_page(actor(), reading_id)
    typed = read_reading(request.form)
    problems = dict(typed.problems)
    if typed.value is not None and typed.read_on is not None:
        try:
            assessment_id = service.correct(actor(), reading_id, typed.value, typed.read_on, typed.note)
        except Invalid as error:
            problems[error.field] = error
        else:
            flash(
                _("Corrected: %(value)s on %(day)s.", value=figure(typed.value), day=day(typed.read_on)),
                "good",
            )
            return redirect(url_for(".show", assessment_id=assessment_id), 303)
    return edited(reading_id, problems)


@plan_readings.post("/readings/<uuid:reading_id>/remove")
@signed_in(READERS, "engagement_or_client")
def remove(reading_id: UUID) -> ResponseReturnValue:
    assessment_id = service.remove(actor(), reading_id)
    flash(_("The reading is taken away. It can be put back below its indicator."), "good")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@plan_readings.post("/readings/<uuid:reading_id>/undo")
@signed_in(READERS, "engagement_or_client")
def undo(reading_id: UUID) -> ResponseReturnValue:
    assessment_id = service.undo(actor(), reading_id)
    flash(_("The last change is taken back."), "good")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


def shown(assessment_id: UUID, problems: dict[str, Invalid]) -> ResponseReturnValue:
    """The page; what was typed and refused is given back with what is wrong about it."""
    page = service.readings_page(actor(), assessment_id)
    if problems and page.starts_on is None:
        raise Conflict("not_adopted")
    words = render_template(
        "plan_readings/show.html",
        page=page,
        typed=request.form if problems else {},
        problems={field: worded(error) for field, error in problems.items()},
        today=today(),
        wanted=request.args.get("kpi", ""),
    )
    return words, 422 if problems else 200


def edited(reading_id: UUID, problems: dict[str, Invalid]) -> ResponseReturnValue:
    words = render_template(
        "plan_readings/edit.html",
        page=service.reading_page(actor(), reading_id),
        typed=request.form if problems else {},
        problems={field: worded(error) for field, error in problems.items()},
    )
    return words, 422 if problems else 200
