"""The edge's part of security: the session cookie, who is asking, headers of every answer, small rate limits."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from app.errors import SignInNeeded
from app.policy import Actor

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def session_cookie() -> str:
    return "__Host-session" if is_secure() else "session"


def session_token() -> str | None:
    return request.cookies.get(session_cookie())


def set_session(response: Response, token: str) -> None:
    response.set_cookie(session_cookie(), token, httponly=True, secure=is_secure(), samesite="Lax", path="/")


def end_session(response: Response) -> None:
    response.delete_cookie(session_cookie(), httponly=True, secure=is_secure(), samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache"'


def actor() -> Actor:
    """Return who is signed in.

    Raises:
        SignInNeeded: nobody.
    """
    found = g.get("actor")
    if found is None:
        raise SignInNeeded
    return found  # type: ignore[no-any-return]


def network() -> str:
    """Return the address that the request came from, as far as the configured proxies vouch for it."""
    return request.remote_addr or "unknown"


class FormSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, which holds what forms need; the signer is made once, not for every request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def init_app(app: Flask) -> None:
    app.session_interface = FormSessions()
    given = dict(HEADERS)
    if app.config["SESSION_COOKIE_SECURE"]:
        given["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    given["Referrer-Policy"] = "same-origin"
    lines = [(name.lower(), name, value) for name, value in given.items()]

    @app.after_request
    def headers(response: Response) -> Response:
        """Add what every answer carries and its view has not set."""
        present = {name.lower() for name, _ in response.headers}
        response.headers.extend([(name, value) for key, name, value in lines if key not in present])
        if "cache-control" not in present:
            response.headers["Cache-Control"] = "no-store"
            response.headers["Vary"] = "Cookie"
        return response
