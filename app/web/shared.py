"""A report shown by a link: a neutral first page, one press of a button, then the report, read-only."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.errors import Hidden
from app.languages import offered
from app.reports.branding import UNBRANDED
from app.reports.telling.documents import tell_document
from app.services import shared as service
from app.services import what_if as what_if_service
from app.services.shared import SharedPage
from app.services.tokens import reference
from app.translations import translations_for
from app.web.access import link_holder
from app.web.brands import branded, colours_url
from app.web.held_links import hand_over, held_token
from app.web.reports import as_download
from app.web.what_if import tried_out
from assessments.report import MaturityReport
from assessments.what_if import Assumption

shared = Blueprint("shared", __name__)

COOKIE = "shared"


@shared.after_request
def keep_to_oneself(response: Response) -> Response:
    # Only where one comes from, never the path with its secret. Nothing at all would make the checks against
    # forged requests refuse our own form.
    response.headers.setdefault("Referrer-Policy", "strict-origin")
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@shared.get("/shared/<token>")
@link_holder(rate="shared")
def show_landing(token: str) -> ResponseReturnValue:
    service.check_link(token)
    return render_template("shared/landing.html", token=token)


@shared.post("/shared/<token>")
@link_holder(rate="shared")
def enter(token: str) -> ResponseReturnValue:
    service.open_link(token)
    ref = reference(token)
    response = current_app.make_response(redirect(url_for(".show", ref=ref), 303))
    hand_over(response, COOKIE, token, f"/shared/report/{ref}")
    return response


@shared.get("/shared/report/<ref>")
@link_holder()
def show(ref: str) -> ResponseReturnValue:
    page = service.shared_page(held_token(COOKIE, ref))
    written_in = page.report.language
    if written_in in offered():
        g.language = written_in  # the frame speaks as the report does
    response = current_app.make_response(
        render_template(
            "shared/show.html",
            page=page,
            report=page.report,
            ref=ref,
            sheet=colours_url(page.branding) if page.branding != UNBRANDED else "",
            may_try=what_if_service.has_plan(page.report, page.choice),
            sections=_sections(page, written_in),
        )
    )
    response.headers["Referrer-Policy"] = "no-referrer"  # no form of ours stands on this page
    return response


def _sections(page: SharedPage, language: str) -> Markup:
    """Return what the holder of a link reads: the very sections and words that were issued."""
    translations = translations_for(language)
    document = tell_document(page.report, translations, page.choice, brand=page.branding.brand)
    return branded(document, page.branding, language)


@shared.get("/shared/report/<ref>/what-if")
@link_holder(rate="drawings")
def what_if(ref: str) -> ResponseReturnValue:
    token = held_token(COOKIE, ref)

    def page_for(asked: Assumption) -> tuple[MaturityReport, what_if_service.Tried]:
        report, tried = what_if_service.shared_what_if(token, asked)
        if tried is None:
            raise Hidden
        return report, tried

    (report, tried), words = tried_out(page_for, ref)
    if report.language in offered():
        g.language = report.language
    page = render_template("shared/what_if.html", report=report, tried=tried, ref=ref, **words)
    response = current_app.make_response((page, 422 if words["problems"] else 200))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@shared.get("/shared/report/<ref>/file")
@link_holder()
def download(ref: str) -> ResponseReturnValue:
    return as_download(service.shared_document(held_token(COOKIE, ref)))
