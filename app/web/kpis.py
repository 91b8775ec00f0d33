"""The catalogue of indicators, to be searched by everybody who works with figures."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.languages import language
from app.security import actor
from app.services import kpis as service
from app.web.access import STAFF, signed_in
from app.web.forms.kpis import KpiFilterForm

kpis = Blueprint("kpis", __name__)
READERS = STAFF | {"sponsor", "learner"}


@kpis.get("/kpis")
@signed_in(READERS)
def index() -> ResponseReturnValue:
    form = KpiFilterForm.of(request.args, service.dimension_titles(), language())
    wanted = form.wanted()
    found = service.browse(actor(), wanted, language())
    return render_template("kpis/index.html", form=form, wanted=wanted, found=found)
