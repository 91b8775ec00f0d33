"""The first page: where somebody who is signed in belongs, else the way in."""

from __future__ import annotations

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from app.web.access import anyone

home = Blueprint("home", __name__)


@home.get("/")
@anyone()
def show() -> ResponseReturnValue:
    actor = g.get("actor")
    if actor is None:
        return redirect(url_for("sign_in.show"), 303)
    starts = {"learner": "learning.index", "operator": "installation.show"}
    return redirect(url_for(starts.get(actor.role, "engagements.index")), 303)
