"""Switching the mail about reviews: by a person who is signed in, or by the link in the mail."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.languages import gettext as _
from app.security import actor
from app.services import review_mail as service
from app.web.access import link_holder, signed_in
from app.web.learning import LEARNERS
from app.web.lifecycle import csrf

review_mail = Blueprint("review_mail", __name__)


@review_mail.after_request
def keep_the_link_to_oneself(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@review_mail.post("/learning/review/mail")
@signed_in(LEARNERS, "own")
def switch() -> ResponseReturnValue:
    wanted = request.form.get("wanted") == "yes"
    service.switch(actor(), wanted=wanted)
    flash(_("You get a mail when questions are due.") if wanted else _("No more mail about reviews."), "good")
    return redirect(url_for("learning.review"), 303)


@review_mail.get("/review-mail/<token>")
@link_holder()
def show(token: str) -> ResponseReturnValue:
    # Looking changes nothing: mail gateways open links, too.
    is_wanted = service.is_wanted_by_link(token)
    return render_template("review_mail/show.html", token=token, is_wanted=is_wanted)


@review_mail.post("/review-mail/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@link_holder()
def stop(token: str) -> ResponseReturnValue:
    """Answered without a redirect and without a form token: the sender may be a mail program (RFC 8058, 3.2)."""
    service.stop_by_link(token)
    return render_template("review_mail/show.html", token=token, is_wanted=False)
