"""Plans that people shape: the alternatives side by side, and one scenario at a time."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Invalid
from app.languages import gettext as _
from app.security import actor
from app.services import plan_drawings, plan_tracking
from app.services import plans as service
from app.services.outcomes import Outcome
from app.web.access import STAFF, signed_in
from app.web.forms.plans import (
    OBJECTIVE_MEANINGS,
    OBJECTIVE_NAMES,
    PROGRESS_NAMES,
    CopyForm,
    is_shaping,
    read_count,
    read_revision,
    read_shaping,
    read_statuses,
)
from app.web.job_status import job_json, step_text
from app.web.wording import worded

plans = Blueprint("plans", __name__)
WORDS = {
    "objective_names": OBJECTIVE_NAMES,
    "objective_meanings": OBJECTIVE_MEANINGS,
    "progress_names": PROGRESS_NAMES,
}


@plans.get("/assessments/<uuid:assessment_id>/plans")
@signed_in(STAFF, "engagement")
def index(assessment_id: UUID) -> ResponseReturnValue:
    page = service.scenarios_page(actor(), assessment_id)
    if isinstance(page, Outcome):
        return render_template("results/waiting.html", outcome=page)
    return render_template(
        "plans/index.html", outcome=page.outcome, page=page, step=step_text(page.job), **WORDS
    )


@plans.post("/assessments/<uuid:assessment_id>/plans")
@signed_in(STAFF, "engagement")
def draw(assessment_id: UUID) -> ResponseReturnValue:
    service.ask_for_three(actor(), assessment_id)
    return redirect(url_for(".index", assessment_id=assessment_id), 303)


@plans.post("/assessments/<uuid:assessment_id>/plans/stop")
@signed_in(STAFF, "engagement")
def stop(assessment_id: UUID) -> ResponseReturnValue:
    plan_drawings.stop(actor(), assessment_id)
    return redirect(url_for(".index", assessment_id=assessment_id), 303)


@plans.post("/assessments/<uuid:assessment_id>/plans/anew")
@signed_in(STAFF, "engagement")
def draw_anew(assessment_id: UUID) -> ResponseReturnValue:
    plan_drawings.ask_anew(actor(), assessment_id)
    return redirect(url_for(".index", assessment_id=assessment_id), 303)


@plans.get("/assessments/<uuid:assessment_id>/plans/status")
@signed_in(STAFF, "engagement")
def status(assessment_id: UUID) -> ResponseReturnValue:
    page = service.scenarios_page(actor(), assessment_id)
    job = None if isinstance(page, Outcome) else page.job
    return job_json(job, url_for(".index", assessment_id=assessment_id))


@plans.get("/plans/<uuid:scenario_id>")
@signed_in(STAFF, "engagement")
def show(scenario_id: UUID) -> ResponseReturnValue:
    return shown(scenario_id, {})


@plans.post("/plans/<uuid:scenario_id>")
@signed_in(STAFF, "engagement")
def shape(scenario_id: UUID) -> ResponseReturnValue:
    page = service.scenario_page(actor(), scenario_id)
    asked = read_shaping(request.form, page)
    problems = dict(asked.problems)
    if not problems:
        try:
            service.shape(actor(), scenario_id, asked.revision, asked.wishes)
        except Invalid as error:
            if error.reason in service.REFUSALS:
                typed = {field: value for field, value in request.form.items() if is_shaping(field)}
                service.refuse(actor(), scenario_id, asked.wishes, error, typed)
                return redirect(url_for(".show", scenario_id=scenario_id, _anchor="refused"), 303)
            problems[error.field] = error
        else:
            return redirect(url_for(".show", scenario_id=scenario_id, _anchor="changes"), 303)
    return shown(scenario_id, problems)


@plans.post("/plans/<uuid:scenario_id>/ease")
@signed_in(STAFF, "engagement")
def ease(scenario_id: UUID) -> ResponseReturnValue:
    number = read_count(request.form.get("number", ""), otherwise=-1)
    try:
        service.ease(actor(), scenario_id, number)
    except service.StillRefused as error:
        service.refuse(actor(), scenario_id, error.wishes, error, {})
        flash(_("That alone does not suffice. What still stands in the way is being looked for."), "warn")
        return redirect(url_for(".show", scenario_id=scenario_id, _anchor="refused"), 303)
    return redirect(url_for(".show", scenario_id=scenario_id, _anchor="changes"), 303)


@plans.post("/plans/<uuid:scenario_id>/forget")
@signed_in(STAFF, "engagement")
def forget(scenario_id: UUID) -> ResponseReturnValue:
    service.forget_refused(actor(), scenario_id)
    flash(_("The plan stays as it is."), "info")
    return redirect(url_for(".show", scenario_id=scenario_id), 303)


@plans.post("/plans/<uuid:scenario_id>/why")
@signed_in(STAFF, "engagement")
def why(scenario_id: UUID) -> ResponseReturnValue:
    service.ask_why(actor(), scenario_id)
    return redirect(url_for(".show", scenario_id=scenario_id, _anchor="refused"), 303)


@plans.post("/plans/<uuid:scenario_id>/search")
@signed_in(STAFF, "engagement")
def search(scenario_id: UUID) -> ResponseReturnValue:
    assessment_id = plan_drawings.ask_for_search(actor(), scenario_id)
    return redirect(url_for(".index", assessment_id=assessment_id), 303)


@plans.get("/plans/<uuid:scenario_id>/status")
@signed_in(STAFF, "engagement")
def weighing(scenario_id: UUID) -> ResponseReturnValue:
    page = service.scenario_page(actor(), scenario_id)
    return job_json(page.job, url_for(".show", scenario_id=scenario_id))


@plans.post("/plans/<uuid:scenario_id>/track")
@signed_in(STAFF, "engagement")
def track(scenario_id: UUID) -> ResponseReturnValue:
    tracked = plan_tracking.tracking(actor(), scenario_id)
    statuses, problems = read_statuses(request.form, tracked.rows if tracked else ())
    if not problems:
        try:
            fits = plan_tracking.record(actor(), scenario_id, read_revision(request.form), statuses)
        except Invalid as error:
            problems[error.field] = error
        else:
            if fits:
                flash(_("Noted; the rest of the plan has found its place round it."), "good")
            else:
                flash(
                    _("Noted. What has happened breaks the rules of the plan, so the plan stays as it was."),
                    "warn",
                )
            return redirect(url_for(".show", scenario_id=scenario_id, _anchor="track"), 303)
    return shown(scenario_id, problems)


@plans.post("/plans/<uuid:scenario_id>/copy")
@signed_in(STAFF, "engagement")
def copy(scenario_id: UUID) -> ResponseReturnValue:
    form = CopyForm()
    problems: dict[str, Invalid] = {}
    if form.validate_on_submit():
        try:
            copied = service.copy(actor(), scenario_id, form.name.data)
        except Invalid as error:
            problems["name"] = error
        else:
            flash(_("%(name)s is saved. Shape it to what is possible here.", name=form.name.data), "good")
            return redirect(url_for(".show", scenario_id=copied), 303)
    return shown(scenario_id, problems or {"name": Invalid("name", "scenario_name_needed")})


@plans.post("/plans/<uuid:scenario_id>/undo")
@signed_in(STAFF, "engagement")
def undo(scenario_id: UUID) -> ResponseReturnValue:
    service.undo(actor(), scenario_id)
    flash(_("The last change is taken back."), "good")
    return redirect(url_for(".show", scenario_id=scenario_id), 303)


@plans.post("/plans/<uuid:scenario_id>/adopt")
@signed_in(STAFF, "engagement")
def adopt(scenario_id: UUID) -> ResponseReturnValue:
    service.adopt(actor(), scenario_id)
    flash(
        _("This is the plan now. It is kept as it stands, so that what happens can be held against it."),
        "good",
    )
    return redirect(url_for(".show", scenario_id=scenario_id), 303)


@plans.post("/plans/<uuid:scenario_id>/remove")
@signed_in(STAFF, "engagement")
def remove(scenario_id: UUID) -> ResponseReturnValue:
    assessment_id = service.remove(actor(), scenario_id)
    flash(_("The scenario is removed."), "good")
    return redirect(url_for(".index", assessment_id=assessment_id), 303)


def shown(scenario_id: UUID, problems: dict[str, Invalid]) -> ResponseReturnValue:
    """The page of a scenario; what was typed and refused is given back with what is wrong about it."""
    page = service.scenario_page(actor(), scenario_id)
    refused = {} if page.refused is None else page.refused.refusal.typed
    words = render_template(
        "plans/show.html",
        outcome=page.outcome,
        page=page,
        plan=page.plan,
        tracking=page.tracking,
        moved=page.moved,
        typed=request.form if problems else {},
        asked=request.form if problems else refused,
        step=step_text(page.job),
        problems={field: worded(error) for field, error in problems.items()},
        **WORDS,
    )
    return words, 422 if problems else 200
