"""The firm's own weights for the criteria of the PMO profile, kept by its administrator."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import gettext as _
from app.languages import language
from app.security import actor
from app.services import weights as service
from app.web.access import signed_in
from app.web.forms.weights import weights_form
from app.web.wording import put_on
from content import say

weights = Blueprint("weights", __name__)
ADMINISTRATOR = frozenset({"firm_admin"})


@weights.route("/weights", methods=["GET", "POST"])
@signed_in(ADMINISTRATOR, "firm")
def edit() -> ResponseReturnValue:
    page = service.weights_page(actor())
    form = weights_form(page.criteria, lambda text: say(text, language()), page.weights, page.reason)
    if form.validate_on_submit():
        given = {one.key: form[one.key].data for one in page.criteria}
        try:
            service.set_weights(actor(), given, form.reason.data)
        except Invalid as error:
            put_on(form, error)
        else:
            flash(_("The weights are saved. Conclusions drawn from now on use them."), "good")
            return redirect(url_for(".edit"), 303)
    return render_template("weights/edit.html", page=page, form=form), 422 if form.errors else 200


@weights.post("/weights/restore")
@signed_in(ADMINISTRATOR, "firm")
def restore() -> ResponseReturnValue:
    service.restore_defaults(actor())
    flash(_("The default weights are back. Conclusions drawn from now on use them."), "good")
    return redirect(url_for(".edit"), 303)
