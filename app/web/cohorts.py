"""How training goes at a client, for its sponsors and for the team."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.languages import language
from app.security import actor
from app.services import cohorts as service
from app.web.access import STAFF, signed_in

cohorts = Blueprint("cohorts", __name__)
READERS = STAFF | {"sponsor"}


@cohorts.get("/engagements/<uuid:engagement_id>/training")
@signed_in(READERS, "engagement_or_client")
def show(engagement_id: UUID) -> ResponseReturnValue:
    return render_template("cohorts/show.html", page=service.cohorts_page(actor(), engagement_id))


@cohorts.get("/engagements/<uuid:engagement_id>/training/export.csv")
@signed_in(READERS, "engagement_or_client")
def export(engagement_id: UUID) -> ResponseReturnValue:
    response = Response(service.export_cohorts(actor(), engagement_id, language()), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="training.csv"'
    return response
