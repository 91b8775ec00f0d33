"""What happens around every request: the kind of transaction, who asks, whose scope, one commit or rollback."""

from __future__ import annotations

import gzip
import secrets

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from app import security
from app.errors import Conflict, Hidden, Invalid, PlumblineError, Refused, SignInNeeded, TooMany
from app.services import identity, session_work
from app.web.access import access_of
from app.web.brake import Brake
from app.web.wording import SENTENCES, worded
from assessments.published import UnknownModel

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SMALLEST_ZIPPED = 1400  # bytes; below one packet compression saves nothing

BY_SECRET = frozenset({"respondent", "link"})

csrf = CSRFProtect()
brake = Brake()


def init_app(app: Flask) -> None:
    app.before_request(begin)
    csrf.init_app(app)
    app.before_request(guard)
    app.after_request(finish)
    app.after_request(compress)
    app.teardown_request(clean_up)
    app.register_error_handler(PlumblineError, refused)
    app.register_error_handler(UnknownModel, model_missing)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, plain_error)
    app.register_error_handler(Exception, defect)


def begin() -> None:
    g.is_safe = request.method in SAFE
    session_work.begin(may_write=not g.is_safe)


def guard() -> ResponseReturnValue | None:
    """Let the request through to its view, or not; enter the firm's scope of whoever is signed in."""
    access = access_of(current_app, request.endpoint)
    if access is None:  # no such route: the 404 handler answers
        return None
    g.access = access
    if access.audience in BY_SECRET:
        brake.check(security.network())
        return None
    if access.cache == "asset":
        return None
    token = security.session_token()
    if token and (access.audience == "signed_in" or request.endpoint in {"home.show", "sign_in.show"}):
        session = identity.find_session(token)
        if session:
            identity.touch_session(token, session)
            g.actor = session.actor
            session_work.enter(session.actor)
    if access.audience == "signed_in" and security.actor().role not in access.roles:
        raise Refused
    return None


def finish(response: Response) -> Response:
    """End the transaction: what was refused or failed leaves nothing behind, and reading never writes."""
    if g.get("is_safe", True) or response.status_code >= 400:
        session_work.discard()
    else:
        session_work.keep()
    return response


def compress(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.mimetype not in {"text/html", "application/json"}
        or "gzip" not in request.headers.get("Accept-Encoding", "")
        or response.content_length is None
        or response.content_length < SMALLEST_ZIPPED
    ):
        return response
    response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def clean_up(error: BaseException | None) -> None:
    session_work.discard()
    session_work.begin(may_write=False)


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json" or request.is_json


def answer(
    status: int, reason: str | None = None, sentence: str | None = None, reference: str | None = None
) -> ResponseReturnValue:
    """Return the page, or the JSON, that says what went wrong; nothing of the request is kept."""
    session_work.discard()
    if wants_json():
        return {"error": reason or str(status), "sentence": sentence}, status
    facts = {"status": status, "reason": reason, "sentence": sentence, "reference": reference}
    return render_template("errors/error.html", **facts), status


def refused(error: PlumblineError) -> ResponseReturnValue:
    if isinstance(error, SignInNeeded) and not wants_json() and request.method in SAFE:
        return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")), 303)
    if isinstance(error, SignInNeeded):
        return answer(401, reason="sign_in_needed")
    if isinstance(error, Hidden):
        if g.get("access") and g.access.audience in BY_SECRET:
            brake.count(security.network())
        return answer(404)
    if isinstance(error, TooMany):
        response = current_app.make_response(answer(429))
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    if isinstance(error, (Conflict, Invalid)):
        return answer(error.status, reason=error.reason, sentence=worded(error))
    return answer(error.status)


def model_missing(error: UnknownModel) -> ResponseReturnValue:
    """The file of an assessment's model was taken away: its administrator can put it back, and nothing is lost."""
    current_app.logger.error("the maturity model %s is not installed; see PLUMBLINE_MODELS", error)
    return answer(409, reason="model_missing", sentence=str(SENTENCES["model_missing"]) % {"model": error})


def stale_form(error: CSRFError) -> ResponseReturnValue:
    return answer(403, reason="stale_form")


def plain_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    response = current_app.make_response(answer(status))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def defect(error: Exception) -> ResponseReturnValue:
    """Log a defect under a reference that the page shows; the page never shows a trace."""
    reference = secrets.token_hex(4)
    current_app.logger.exception("defect %s at %s", reference, request.endpoint)
    if current_app.testing:
        raise error
    return answer(500, reference=reference)
