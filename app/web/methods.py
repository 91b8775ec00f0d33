"""How the advice comes about, rule by rule: where every sentence of a recommendation leads."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.web.access import STAFF, signed_in
from assessments.gaps import METHOD_VERSION

methods = Blueprint("methods", __name__)


@methods.get("/methods/recommendation")
@signed_in(STAFF)
def recommendation() -> ResponseReturnValue:
    return render_template("methods/recommendation.html", version=METHOD_VERSION)
