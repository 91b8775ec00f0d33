"""The operator's page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.security import actor
from app.services.installation import installation_page
from app.web.access import signed_in

installation = Blueprint("installation", __name__)


@installation.get("/installation")
@signed_in(frozenset({"operator"}))
def show() -> ResponseReturnValue:
    return render_template("installation/show.html", page=installation_page(actor()))
