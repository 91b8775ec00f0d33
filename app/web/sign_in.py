"""Coming in and going out."""

from __future__ import annotations

import re

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import security
from app.errors import Invalid
from app.services import identity
from app.web.access import anyone, signed_in
from app.web.forms.sign_in import SignInForm
from app.web.wording import worded

sign_in = Blueprint("sign_in", __name__)

_LOCAL_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]*")


def local_path(wish: str | None) -> str:
    """Return the wish if it is a path of this site, else the first page: never a way to elsewhere."""
    return wish if wish and len(wish) < 500 and _LOCAL_PATH.fullmatch(wish) else url_for("home.show")


@sign_in.get("/sign-in")
@anyone()
def show() -> ResponseReturnValue:
    if g.get("actor"):
        return redirect(url_for("home.show"), 303)
    form = SignInForm(next=local_path(request.args.get("next")))
    return render_template("sign_in/show.html", form=form)


@sign_in.post("/sign-in")
@anyone(rate="sign_in")
def enter() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("sign_in/show.html", form=form), 422
    try:
        token = identity.sign_in(form.email.data, form.password.data, security.network())
    except Invalid as error:
        form.password.errors = [worded(error)]
        return render_template("sign_in/show.html", form=form), 422
    session.clear()  # a token from before the sign-in is worth nothing after it
    response = current_app.make_response(redirect(local_path(form.next.data), 303))
    security.set_session(response, token)
    return response


@sign_in.post("/sign-out")
@signed_in()
def leave() -> ResponseReturnValue:
    identity.sign_out(security.session_token() or "")
    session.clear()
    response = current_app.make_response(redirect(url_for("sign_in.show"), 303))
    security.end_session(response)
    return response
