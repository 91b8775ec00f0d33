"""A report shown by a link: a neutral first page, one press of a button, then the report, read-only."""

from __future__ import annotations

from hmac import compare_digest

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import security
from app.errors import Hidden
from app.languages import offered
from app.reports.html import sections_html
from app.services import shared as service
from app.services.tokens import has_token_shape, reference
from app.translations import translations_for
from app.web.access import link_holder
from app.web.reports import as_download

shared = Blueprint("shared", __name__)

COOKIE = "shared"
KEPT_FOR = 12 * 3600  # seconds; whoever comes back later uses the link again


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
    response.set_cookie(
        COOKIE,
        token,
        max_age=KEPT_FOR,
        path=f"/shared/report/{ref}",
        httponly=True,
        secure=security.is_secure(),
        samesite="Lax",
    )
    return response


@shared.get("/shared/report/<ref>")
@link_holder()
def show(ref: str) -> ResponseReturnValue:
    page = service.shared_page(held_token(ref))
    written_in = page.report.language
    if written_in in offered():
        g.language = written_in  # the frame speaks as the report does
    response = current_app.make_response(
        render_template(
            "shared/show.html",
            page=page,
            report=page.report,
            ref=ref,
            sections=sections_html(page.report, translations_for(written_in)),
        )
    )
    response.headers["Referrer-Policy"] = "no-referrer"  # no form of ours stands on this page
    return response


@shared.get("/shared/report/<ref>/file")
@link_holder()
def download(ref: str) -> ResponseReturnValue:
    return as_download(service.shared_document(held_token(ref)))


def held_token(ref: str) -> str:
    """Return the token that this browser holds for the address.

    Raises:
        Hidden: none, or one for another address.
    """
    token = request.cookies.get(COOKIE, "")
    if not has_token_shape(token) or not compare_digest(reference(token).encode(), ref.encode()):
        raise Hidden
    return token
