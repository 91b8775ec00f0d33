"""Feedback: released by the team, read by each respondent behind their own link."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.errors import Conflict
from app.languages import gettext as _
from app.languages import language, offered
from app.reports.branding import UNBRANDED
from app.security import actor
from app.services import feedback as service
from app.services.feedback import OwnFeedback
from app.services.tokens import reference
from app.web.access import STAFF, respondent, signed_in
from app.web.brake import papers
from app.web.brands import branded, colours_url
from app.web.wording import worded

feedback = Blueprint("feedback", __name__)


@feedback.after_request
def keep_the_link_to_oneself(response: Response) -> Response:
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "no-referrer"  # the address holds the secret
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@feedback.get("/r/<token>/feedback")
@respondent(rate="invitation")
def own(token: str) -> ResponseReturnValue:
    page = spoken(token)
    document = page.document
    return render_template(
        "feedback/own.html",
        document=document,
        preview=branded(document, page.branding, document.language),
        sheet=colours_url(page.branding) if page.branding != UNBRANDED else "",
        token=token,
        firm_name=page.firm,
    )


@feedback.get("/r/<token>/feedback/file")
@respondent(rate="invitation")
def file(token: str) -> ResponseReturnValue:
    page = spoken(token)
    who = reference(token)
    papers.check(who)
    papers.count(who)
    content, name = service.as_file(page)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def spoken(token: str) -> OwnFeedback:
    """Return a respondent's feedback in the language chosen on the site, else in that of the invitation."""
    chosen = request.args.get("lang") or request.cookies.get("lang")
    if chosen in offered():
        return service.own_feedback(token, language())
    page = service.own_feedback(token)
    if page.language in offered():
        g.language = page.language
    return page


@feedback.get("/assessments/<uuid:assessment_id>/feedback")
@signed_in(STAFF, "engagement")
def show(assessment_id: UUID) -> ResponseReturnValue:
    page = service.feedback_page(actor(), assessment_id, language())
    preview = branded(page.preview, page.branding, page.preview.language) if page.preview else ""
    sheet = colours_url(page.branding) if page.branding != UNBRANDED else ""
    return render_template("feedback/show.html", page=page, preview=preview, sheet=sheet)


@feedback.post("/assessments/<uuid:assessment_id>/feedback")
@signed_in(STAFF, "engagement")
def release(assessment_id: UUID) -> ResponseReturnValue:
    try:
        service.release(actor(), assessment_id)
    except Conflict as error:
        flash(worded(error), "bad")
    else:
        flash(_("The feedback is released. Whoever was not told yet gets a mail now."), "good")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)
