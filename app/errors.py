"""Expected failures, each with a name. The edge maps them to a status and a sentence."""

from __future__ import annotations


class PlumblineError(Exception):
    """Base of everything that a service may refuse; `status` is what HTTP answers."""

    status = 400


class Hidden(PlumblineError):
    """For this actor the thing does not exist: unknown, foreign, expired and revoked look the same."""

    status = 404


class Refused(PlumblineError):
    """The actor may see the thing, but may not do this with it."""

    status = 403


class SignInNeeded(PlumblineError):
    """Nobody is signed in, or the session has ended."""

    status = 401


class Conflict(PlumblineError):
    """The thing is in a state that does not allow this; `reason` is a key that the edge words."""

    status = 409

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class Invalid(PlumblineError):
    """What was typed cannot be taken; `field` names the form field, `reason` is a key that the edge words."""

    status = 422

    def __init__(self, field: str, reason: str, **facts: object) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.facts = facts


class TooMany(PlumblineError):
    """A rate limit was reached; `retry_after` is in seconds."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after
