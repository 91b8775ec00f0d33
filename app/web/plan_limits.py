"""People, days and money that plans are drawn with: for all plans of an assessment, or for one scenario."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import gettext as _
from app.security import actor
from app.services import plan_limits as service
from app.services import plans
from app.services.outcomes import Outcome
from app.services.plan_limits import LimitsPage
from app.web.access import STAFF, signed_in
from app.web.forms.plan_limits import (
    SPARE_DEADLINES,
    SPARE_QUIET,
    lines_to_show,
    read_limits,
    shown_limits,
)
from app.web.forms.plans import OBJECTIVE_NAMES
from app.web.wording import worded
from assessments.plan_limits import MOST_DEADLINES, MOST_QUIET

plan_limits = Blueprint("plan_limits", __name__)


@plan_limits.get("/assessments/<uuid:assessment_id>/plans/limits")
@signed_in(STAFF, "engagement")
def edit(assessment_id: UUID) -> ResponseReturnValue:
    page = service.limits_page(actor(), assessment_id)
    if isinstance(page, Outcome):
        return render_template("results/waiting.html", outcome=page)
    return shown(page, shown_limits(page.limits, page.is_stated), {})


@plan_limits.post("/assessments/<uuid:assessment_id>/plans/limits")
@signed_in(STAFF, "engagement")
def keep(assessment_id: UUID) -> ResponseReturnValue:
    page = service.limits_page(actor(), assessment_id)
    if isinstance(page, Outcome):
        return render_template("results/waiting.html", outcome=page), 409
    stated = read_limits(request.form, page)
    if stated.problems:
        return shown(page, request.form, stated.problems)
    if service.keep_limits(actor(), assessment_id, stated.limits):
        flash(
            _("Noted. The plans are being drawn with it; an adopted plan keeps what it was adopted with."),
            "good",
        )
    else:
        flash(_("Noted. Plans that are drawn from now on keep to it."), "good")
    return redirect(url_for("plans.index", assessment_id=assessment_id), 303)


@plan_limits.get("/plans/<uuid:scenario_id>/limits")
@signed_in(STAFF, "engagement")
def edit_scenario(scenario_id: UUID) -> ResponseReturnValue:
    page = service.scenario_limits_page(actor(), scenario_id)
    return shown(page, shown_limits(page.limits, page.is_stated), {})


@plan_limits.post("/plans/<uuid:scenario_id>/limits")
@signed_in(STAFF, "engagement")
def keep_scenario(scenario_id: UUID) -> ResponseReturnValue:
    page = service.scenario_limits_page(actor(), scenario_id)
    stated = read_limits(request.form, page)
    if stated.problems:
        return shown(page, request.form, stated.problems)
    wishes = service.wishes_under(actor(), scenario_id, stated.limits)
    try:
        plans.shape(actor(), scenario_id, stated.revision, wishes)
    except Invalid as error:
        if error.reason not in plans.REFUSALS:
            raise
        plans.refuse(actor(), scenario_id, wishes, error, {})
        return redirect(url_for("plans.show", scenario_id=scenario_id, _anchor="refused"), 303)
    return redirect(url_for("plans.show", scenario_id=scenario_id, _anchor="changes"), 303)


def shown(page: LimitsPage, typed: Mapping[str, str], problems: Mapping[str, Invalid]) -> ResponseReturnValue:
    """The page of the form, with what was typed and what is wrong about it."""
    words = render_template(
        "plans/limits.html",
        outcome=page.outcome,
        page=page,
        typed=typed,
        problems={field: worded(error) for field, error in problems.items()},
        quiet_lines=lines_to_show(typed, "quiet", SPARE_QUIET, MOST_QUIET),
        deadline_lines=lines_to_show(typed, "deadline", SPARE_DEADLINES, MOST_DEADLINES),
        objective_names=OBJECTIVE_NAMES,
    )
    return words, 422 if problems else 200
