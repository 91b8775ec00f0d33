"""The people of the firm and of its clients, kept by the firm's administrator."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.errors import Invalid
from app.languages import gettext as _
from app.security import actor
from app.services import people as service
from app.web.access import signed_in
from app.web.forms.people import PersonForm
from app.web.wording import put_on

people = Blueprint("people", __name__)
ADMINISTRATOR = frozenset({"firm_admin"})


@people.get("/people")
@signed_in(ADMINISTRATOR, "firm")
def index() -> ResponseReturnValue:
    return render_template("people/index.html", page=service.people_page(actor()))


@people.route("/people/new", methods=["GET", "POST"])
@signed_in(ADMINISTRATOR, "firm")
def new() -> ResponseReturnValue:
    page = service.people_page(actor())
    form = PersonForm()
    form.client.choices = [SelectChoice("", _("Our own firm"))] + [
        SelectChoice(str(client_id), name) for client_id, name in page.clients
    ]
    if form.validate_on_submit():
        client = UUID(form.client.data) if form.client.data else None
        try:
            service.add_person(
                actor(), form.email.data, form.name.data, form.role.data, form.password.data, client
            )
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("%(name)s can sign in now.", name=form.name.data), "good")
            return redirect(url_for(".index"), 303)
    return render_template("people/new.html", page=page, form=form), 422 if form.errors else 200


@people.post("/people/<uuid:user_id>/end")
@signed_in(ADMINISTRATOR, "firm")
def end(user_id: UUID) -> ResponseReturnValue:
    service.end_account(actor(), user_id)
    flash(_("The account is closed; its sessions have ended."), "good")
    return redirect(url_for(".index"), 303)
