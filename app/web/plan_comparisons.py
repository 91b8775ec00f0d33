"""Scenarios of an assessment side by side."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.security import actor
from app.services import plan_comparisons as service
from app.services.outcomes import Outcome
from app.web.access import STAFF, signed_in
from app.web.forms.plans import OBJECTIVE_NAMES

plan_comparisons = Blueprint("plan_comparisons", __name__)


@plan_comparisons.get("/assessments/<uuid:assessment_id>/plans/compare")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    over = next(iter(_ids([request.args.get("over", "")])), None)
    page = service.comparison_page(actor(), assessment_id, _ids(request.args.getlist("plan")), over)
    if isinstance(page, Outcome):
        return render_template("results/waiting.html", outcome=page)
    return render_template(
        "plan_comparisons/show.html", outcome=page.outcome, page=page, objective_names=OBJECTIVE_NAMES
    )


def _ids(typed: Iterable[str]) -> list[UUID]:
    """What an address names; what is no id names nothing."""
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
