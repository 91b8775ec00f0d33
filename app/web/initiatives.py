"""The catalogue of initiatives that plans are drawn from, and a firm's own among them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import initiatives as service
from app.web.access import STAFF, signed_in
from app.web.forms.initiatives import TYPE_NAMES, initiative_form
from app.web.wording import put_on
from content import say

initiatives = Blueprint("initiatives", __name__)
ADMINISTRATOR = frozenset({"firm_admin"})


@initiatives.get("/initiatives")
@signed_in(STAFF, "firm")
def index() -> ResponseReturnValue:
    chosen = request.args.get("dimension", "")
    page = service.catalogue_page(actor(), chosen)
    return render_template("initiatives/index.html", page=page, chosen=chosen, type_names=TYPE_NAMES)


@initiatives.route("/initiatives/new", methods=["GET", "POST"])
@signed_in(ADMINISTRATOR, "firm")
def new() -> ResponseReturnValue:
    return _edited(None)


@initiatives.route("/initiatives/<uuid:initiative_id>", methods=["GET", "POST"])
@signed_in(ADMINISTRATOR, "firm")
def edit(initiative_id: UUID) -> ResponseReturnValue:
    return _edited(initiative_id)


@initiatives.post("/initiatives/<uuid:initiative_id>/retire")
@signed_in(ADMINISTRATOR, "firm")
def retire(initiative_id: UUID) -> ResponseReturnValue:
    key = service.retire(actor(), initiative_id)
    flash(_("%(key)s is in no new plan. It can be restored at the end of this page.", key=key), "good")
    return redirect(url_for(".index"), 303)


@initiatives.post("/initiatives/<uuid:initiative_id>/restore")
@signed_in(ADMINISTRATOR, "firm")
def restore(initiative_id: UUID) -> ResponseReturnValue:
    key = service.restore(actor(), initiative_id)
    flash(_("%(key)s is offered to new plans again.", key=key), "good")
    return redirect(url_for(".index", _anchor=key.lower()), 303)


def _edited(initiative_id: UUID | None) -> ResponseReturnValue:
    page = service.own_page(actor(), initiative_id)
    form = initiative_form(page, lambda text: say(text, language()))
    if form.validate_on_submit():
        try:
            if initiative_id is None:
                key = service.add(actor(), form.draft())
            else:
                key = service.change(actor(), initiative_id, form.draft())
        except Invalid as error:
            put_on(form, error)
        else:
            flash(
                _("%(key)s is saved. Plans that are drawn from now on take it into account.", key=key), "good"
            )
            return redirect(url_for(".index", _anchor=key.lower()), 303)
    words = render_template("initiatives/edit.html", page=page, form=form, initiative_id=initiative_id)
    return words, 422 if form.errors else 200
