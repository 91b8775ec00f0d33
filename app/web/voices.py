"""Who sees it how."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.security import actor
from app.services import voices as service
from app.web.access import STAFF, signed_in

voices = Blueprint("voices", __name__)


@voices.get("/assessments/<uuid:assessment_id>/voices")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.voices_page(actor(), assessment_id)
    if page.voices is None:
        return render_template("results/waiting.html", outcome=page.outcome)
    return render_template("voices/show.html", outcome=page.outcome, found=page.voices)
