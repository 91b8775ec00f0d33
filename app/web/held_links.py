"""Links whose secret a browser holds for a while, so that addresses after the first one need not carry it."""

from __future__ import annotations

from hmac import compare_digest

from flask import Response, request

from app import security
from app.errors import Hidden
from app.services.tokens import has_token_shape, reference

KEPT_FOR = 12 * 3600  # seconds; whoever comes back later uses the link again


def hand_over(response: Response, cookie: str, token: str, path: str) -> None:
    """Let the browser hold a link's secret, in a cookie of this name, for the addresses below a path."""
    response.set_cookie(
        cookie,
        token,
        max_age=KEPT_FOR,
        path=path,
        httponly=True,
        secure=security.is_secure(),
        samesite="Lax",
    )


def held_token(cookie: str, ref: str) -> str:
    """Return the secret that this browser holds for the address with this reference.

    Raises:
        Hidden: none, or one for another address.
    """
    token = request.cookies.get(cookie, "")
    if not has_token_shape(token) or not compare_digest(reference(token).encode(), ref.encode()):
        raise Hidden
    return token
