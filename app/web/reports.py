"""Reports: issuing one, watching it being made, downloading it, and handing it to leadership by a link."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.errors import Conflict, Invalid
from app.languages import gettext as _
from app.security import actor
from app.services import outcomes, shared
from app.services import reports as service
from app.services.composing import Wanted
from app.services.reports import Document
from app.web.access import STAFF, signed_in
from app.web.forms.composing import AUDIENCE_NAMES, REDACTION_NAMES
from app.web.forms.reports import KIND_SHORT, LANGUAGE_NAMES, IssueForm, ShareForm
from app.web.job_status import job_json, problem_text, step_text
from app.web.wording import put_on, worded

reports = Blueprint("reports", __name__)
READERS = STAFF | {"sponsor"}
FRESH_LINK = "fresh_link"


@reports.get("/assessments/<uuid:assessment_id>/reports")
@signed_in(STAFF, "engagement")
def index(assessment_id: UUID) -> ResponseReturnValue:
    outcome = outcomes.show_outcome(actor(), assessment_id)
    if not outcome.has_result or outcome.standing == "no profile":
        return render_template("results/waiting.html", outcome=outcome)
    return render_template(
        "reports/index.html", outcome=outcome, report_languages=LANGUAGE_NAMES, report_kinds=KIND_SHORT
    )


@reports.post("/assessments/<uuid:assessment_id>/reports")
@signed_in(STAFF, "engagement")
def issue(assessment_id: UUID) -> ResponseReturnValue:
    form = IssueForm()
    # Without a choice, as from the button on other pages, it is the executive roadmap for the board.
    wanted = Wanted(
        form.kind.data or "roadmap",
        form.audience.data or "board",
        tuple(form.without.data or ()) if form.is_composed.data else None,
        tuple(form.redaction.data or ()),
    )
    try:
        report_id = service.issue_report(actor(), assessment_id, form.language.data, wanted)
    except (Conflict, Invalid) as error:
        flash(worded(error), "bad")
        return redirect(url_for(".index", assessment_id=assessment_id), 303)
    return redirect(url_for(".show", report_id=report_id), 303)


@reports.get("/reports/<uuid:report_id>")
@signed_in(READERS, "engagement_or_client")
def show(report_id: UUID) -> ResponseReturnValue:
    return shown(report_id, ShareForm())


def shown(report_id: UUID, form: ShareForm) -> ResponseReturnValue:
    """Return the page of a report; the address of a link just made is on it once."""
    page = service.report_page(actor(), report_id)
    fresh = session.pop(FRESH_LINK, None)
    return (
        render_template(
            "reports/show.html",
            page=page,
            form=form,
            links=shared.list_links(actor(), report_id) if page.may_share else (),
            fresh=fresh[1] if fresh and fresh[0] == str(report_id) else None,
            step=step_text(page.job),
            problem=problem_text(page.problem) if page.problem else "",
            report_languages=LANGUAGE_NAMES,
            report_kinds=KIND_SHORT,
            report_audiences=AUDIENCE_NAMES,
            left_out=[
                name
                for key, name in REDACTION_NAMES.items()
                if getattr(page.choice.redaction, f"without_{key}")
            ],
        ),
        422 if form.errors else 200,
    )


@reports.get("/reports/<uuid:report_id>/status")
@signed_in(READERS, "engagement_or_client")
def status(report_id: UUID) -> ResponseReturnValue:
    return job_json(service.rendering_status(actor(), report_id), url_for(".show", report_id=report_id))


@reports.post("/reports/<uuid:report_id>/retry")
@signed_in(STAFF, "engagement")
def retry(report_id: UUID) -> ResponseReturnValue:
    service.render_again(actor(), report_id)
    return redirect(url_for(".show", report_id=report_id), 303)


@reports.post("/reports/<uuid:report_id>/cancel")
@signed_in(STAFF, "engagement")
def cancel(report_id: UUID) -> ResponseReturnValue:
    try:
        service.cancel_rendering(actor(), report_id)
    except Conflict as error:  # it was faster
        flash(worded(error), "bad")
    return redirect(url_for(".show", report_id=report_id), 303)


@reports.get("/reports/<uuid:report_id>/file")
@signed_in(READERS, "engagement_or_client")
def download(report_id: UUID) -> ResponseReturnValue:
    return as_download(service.document(actor(), report_id))


@reports.get("/reports/<uuid:report_id>/workbook")
@signed_in(READERS, "engagement_or_client")
def workbook(report_id: UUID) -> ResponseReturnValue:
    return as_download(service.document(actor(), report_id, "xlsx"))


@reports.get("/reports/<uuid:report_id>/slides")
@signed_in(READERS, "engagement_or_client")
def slides(report_id: UUID) -> ResponseReturnValue:
    return as_download(service.document(actor(), report_id, "pptx"))


def as_download(document: Document) -> Response:
    """Return a file to be saved; a browser that has it already is told so and gets nothing."""
    response = Response(document.content, mimetype=document.mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{document.name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(document.file_hash)
    response.make_conditional(request, complete_length=len(document.content))
    return response


@reports.post("/reports/<uuid:report_id>/links")
@signed_in(STAFF, "engagement")
def share(report_id: UUID) -> ResponseReturnValue:
    form = ShareForm()
    if not form.validate_on_submit():
        return shown(report_id, form)
    try:
        address = shared.share(actor(), report_id, form.recipient.data, form.days.data)
    except Invalid as error:
        put_on(form, error)
        return shown(report_id, form)
    # Kept nowhere but in this browser's session, until the next page has shown it.
    session[FRESH_LINK] = (str(report_id), address)
    return redirect(url_for(".show", report_id=report_id, _anchor="links"), 303)


@reports.post("/reports/<uuid:report_id>/links/<uuid:link_id>/revoke")
@signed_in(STAFF, "engagement")
def revoke(report_id: UUID, link_id: UUID) -> ResponseReturnValue:
    shared.revoke(actor(), report_id, link_id)
    flash(_("The link has ended. Whoever opens it finds nothing."), "good")
    return redirect(url_for(".show", report_id=report_id, _anchor="links"), 303)
