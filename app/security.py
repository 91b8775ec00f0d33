"""The edge's part of security: the session cookie, who is asking, headers of every answer, small rate limits."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

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


def init_app(app: Flask) -> None:
    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_secure():
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
            response.headers["Vary"] = "Cookie"
        return response
