"""Clients and engagements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.errors import Invalid
from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import engagements as service
from app.services.engagements import ClientFacts
from app.surroundings import today
from app.web.access import STAFF, signed_in
from app.web.forms.engagements import ClientForm, EditForm, profile_form
from app.web.wording import put_on
from content.text import say

engagements = Blueprint("engagements", __name__)
READERS = STAFF | {"sponsor"}


@engagements.get("/engagements")
@signed_in(READERS, "firm")
def index() -> ResponseReturnValue:
    return render_template("engagements/index.html", page=service.engagements_page(actor()))


@engagements.route("/engagements/new", methods=["GET", "POST"])
@signed_in(STAFF)
def new() -> ResponseReturnValue:
    form = ClientForm(title=_("PMO assessment %(year)s", year=today().year), starts_on=today())
    if form.validate_on_submit():
        try:
            engagement_id = service.create_engagement(
                actor(), facts_of(form), form.title.data, form.starts_on.data, form.pmo_staff.data
            )
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("The engagement is set up. Next: the PMO profile and the assessment."), "good")
            return redirect(url_for(".show", engagement_id=engagement_id), 303)
    return render_template("engagements/new.html", form=form), 422 if form.errors else 200


def facts_of(form: Any) -> ClientFacts:
    return ClientFacts(
        name=form.name.data.strip(),
        sector=form.sector.data,
        headcount=form.headcount.data,
        languages=tuple(form.languages.data or ()),
        project_count=form.project_count.data,
        yearly_value=form.yearly_value.data,
        currency=form.currency.data,
    )


@engagements.get("/engagements/<uuid:engagement_id>")
@signed_in(READERS, "engagement_or_client")
def show(engagement_id: UUID) -> ResponseReturnValue:
    return render_template("engagements/show.html", page=service.engagement_page(actor(), engagement_id))


@engagements.route("/engagements/<uuid:engagement_id>/profile", methods=["GET", "POST"])
@signed_in(STAFF, "engagement")
def profile(engagement_id: UUID) -> ResponseReturnValue:
    page = service.profile_page(actor(), engagement_id)
    form = profile_form(page.criteria, lambda text: say(text, language()), dict(page.answers))
    if form.validate_on_submit():
        given = {
            f.name: int(f.data) for f in form if f.name != "csrf_token" and f.data not in (None, "", "None")
        }
        service.save_profile(actor(), engagement_id, given)
        flash(_("The profile is saved."), "good")
        return redirect(url_for(".show", engagement_id=engagement_id), 303)
    return render_template("engagements/profile.html", page=page, form=form), 422 if form.errors else 200


@engagements.route("/engagements/<uuid:engagement_id>/edit", methods=["GET", "POST"])
@signed_in(STAFF, "engagement")
def edit(engagement_id: UUID) -> ResponseReturnValue:
    page = service.edit_page(actor(), engagement_id)
    form = EditForm(
        data={
            **{name: getattr(page.client, name) for name in ClientFacts.__dataclass_fields__},
            "title": page.title,
            "starts_on": page.starts_on,
            "pmo_staff": page.pmo_staff,
            "capacity_days": page.capacity_days,
            "project_people": page.project_people,
            "day_rate": page.day_rate,
            "team": [str(member) for member in page.team],
        }
    )
    form.team.choices = [SelectChoice(str(person), name) for person, name in page.colleagues]
    if form.validate_on_submit():
        try:
            service.edit_engagement(
                actor(),
                engagement_id,
                facts_of(form),
                form.title.data,
                form.starts_on.data,
                form.pmo_staff.data,
                form.capacity_days.data,
                [UUID(member) for member in form.team.data],
                project_people=form.project_people.data,
                day_rate=form.day_rate.data,
            )
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("Saved."), "good")
            return redirect(url_for(".show", engagement_id=engagement_id), 303)
    return render_template("engagements/edit.html", page=page, form=form), 422 if form.errors else 200
