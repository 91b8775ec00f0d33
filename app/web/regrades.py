"""Grading attempts again after a course's questions were corrected, for the firm's administrator."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.errors import Conflict, Invalid
from app.languages import gettext as _
from app.languages import language
from app.languages import lazy_gettext as _l
from app.security import actor
from app.services import regrades as service
from app.services.regrades import RegradesPage
from app.web.access import signed_in
from app.web.forms.regrades import ApplyForm, LookForm
from app.web.job_status import job_json, step_text
from app.web.wording import put_on, worded
from content.text import say

regrades = Blueprint("regrades", __name__)
ADMINISTRATOR = frozenset({"firm_admin"})
WHY = {
    "withdrawn": _l("withdrawn from the course"),
    "asked again": _l("asked again after it was withdrawn"),
    "another answer": _l("another answer is right"),
    "judged otherwise": _l("the same answer is right, and others are taken for it or no longer"),
}
KINDS = {"quiz": _l("Quiz"), "exam": _l("Final exam"), "pretest": _l("Questions before the course")}


@regrades.route("/regrades", methods=["GET", "POST"])
@signed_in(ADMINISTRATOR, "firm")
def index() -> ResponseReturnValue:
    page = service.regrades_page(actor())
    form = look_form(page)
    if form.validate_on_submit():
        key, _version, version = form.course.data.partition(" ")
        try:
            regrade_id = service.start(actor(), key, version or None)
        except Invalid as error:
            put_on(form, error)
        else:
            return redirect(url_for(".show", regrade_id=regrade_id), 303)
    return render_template("regrades/index.html", page=page, form=form), 422 if form.errors else 200


def look_form(page: RegradesPage) -> LookForm:
    form = LookForm()
    choices = []
    for course in page.courses:
        title = say(course.title, language())
        every = _("%(course)s, all versions (%(count)s)", course=title, count=course.attempts)
        choices.append(SelectChoice(course.key, every))
        if len(course.versions) > 1 or course.versions[0][0] != course.version:
            choices += [
                SelectChoice(
                    f"{course.key} {version}",
                    _(
                        "%(course)s, version %(version)s (%(count)s)",
                        course=title,
                        version=version,
                        count=count,
                    ),
                )
                for version, count in course.versions
            ]
    form.course.choices = choices
    return form


@regrades.route("/regrades/<uuid:regrade_id>", methods=["GET", "POST"])
@signed_in(ADMINISTRATOR, "firm")
def show(regrade_id: UUID) -> ResponseReturnValue:
    """Show what a regrade would change, or changed; posted to, it is applied."""
    page = service.regrade_page(actor(), regrade_id)
    form = ApplyForm()
    if form.validate_on_submit():
        choice = {"takes_passes": form.takes_passes.data, "is_confirmed": form.is_confirmed.data}
        try:
            service.apply(actor(), regrade_id, form.reason.data, **choice)
        except Invalid as error:
            put_on(form, error)
        except Conflict as error:
            flash(worded(error), "warn")
            return redirect(url_for(".show", regrade_id=regrade_id), 303)
        else:
            return redirect(url_for(".show", regrade_id=regrade_id), 303)
    shown = render_template(
        "regrades/show.html", page=page, form=form, step=step_text(page.job), why=WHY, kinds=KINDS
    )
    return shown, 422 if form.errors else 200


@regrades.get("/regrades/<uuid:regrade_id>/status")
@signed_in(ADMINISTRATOR, "firm")
def status(regrade_id: UUID) -> ResponseReturnValue:
    return job_json(service.status(actor(), regrade_id), url_for(".show", regrade_id=regrade_id))
