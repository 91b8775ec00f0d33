"""How somebody wants to see the site: its language."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request
from flask.typing import ResponseReturnValue

from app import security
from app.languages import offered
from app.web.access import anyone
from app.web.sign_in import local_path

preferences = Blueprint("preferences", __name__)


@preferences.post("/language")
@anyone()
def language() -> ResponseReturnValue:
    wish = request.form.get("language", "")
    response = current_app.make_response(redirect(local_path(request.form.get("next")), 303))
    if wish in offered():
        response.set_cookie(
            "lang", wish, max_age=31_536_000, httponly=True, secure=security.is_secure(), samesite="Lax"
        )
    return response
