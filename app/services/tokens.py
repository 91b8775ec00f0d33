"""The secret in a mailed invitation, and the digests of it that are kept.

An invitation is found by one digest, the response given under it by another. Neither leads to the other without
the secret itself, which in anonymous mode nobody can make again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from functools import lru_cache
from uuid import UUID

from app.surroundings import keyed_digest, settings

LENGTH = 27
"""Characters of a token; each carries six bits, 162 in all."""

REMEMBERED = 4096
"""Tokens whose digests are kept at hand: people in the middle of a questionnaire send the same one again and again."""

_SHAPE = re.compile(rf"[A-Za-z0-9_-]{{{LENGTH}}}")


def issue_token(invitation_id: UUID, mode: str) -> str:
    """Return the secret for the link of an invitation.

    In anonymous mode it is drawn anew at each call and cannot be had again. In the other modes it follows from the
    installation's secret key, so that a reminder carries the same link although the link is stored nowhere.
    """
    if mode == "anonymous":
        return secrets.token_urlsafe(LENGTH * 6 // 8)
    digest = keyed_digest("invitation", str(invitation_id))
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]


def has_token_shape(text: str) -> bool:
    """Return whether the text could be a token at all; whatever else is refused without asking the database."""
    return _SHAPE.fullmatch(text) is not None


def token_hash(token: str) -> bytes:
    """Return the digest under which an invitation is kept."""
    return hashlib.sha256(token.encode()).digest()


@lru_cache(maxsize=REMEMBERED)
def access_hash(token: str) -> bytes:
    """Return the digest under which the response given with the token is kept."""
    return hashlib.sha256(hmac.digest(b"response", token.encode(), "sha256")).digest()


@lru_cache(maxsize=REMEMBERED)
def reference(token: str) -> str:
    """Return what stands for the token in addresses: short, not secret, kept nowhere."""
    digest = hashlib.sha256(b"ref" + token.encode()).digest()
    return base64.b32encode(digest).decode()[:10].lower()


def form_token(token: str) -> str:
    """Return the value that shows a form to come from a page that was opened with this token."""
    return _form_token(settings().secret_key, token)


@lru_cache(maxsize=REMEMBERED)
def _form_token(secret_key: str, token: str) -> str:
    """As `form_token`; the installation's key only tells remembered values of different ones apart."""
    return base64.urlsafe_b64encode(keyed_digest("respondent form", token)).decode()[:LENGTH]
