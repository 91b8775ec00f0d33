"""A request, a command and a job each end in one commit or one rollback; services never commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.db import db
from app.db.engine import writing


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what is done inside, or nothing of it. For commands and jobs; requests have `web.lifecycle`."""
    with writing():
        db.session.rollback()  # a read that went before must not be upgraded
        db.session.begin()  # from here on the session is at work: what commits at once joins it
        try:
            yield
        except BaseException:
            db.session.rollback()
            raise
        db.session.commit()


@contextmanager
def apart() -> Iterator[None]:
    """Commit what is done inside even if the rest is refused later: a count of failures, a refusal logged.

    Must be entered before the request has written anything, since the session's work so far goes with it.
    """
    with writing():
        try:
            yield
        except BaseException:
            if db.session.registry.has():
                db.session.rollback()
            raise
        if db.session.registry.has():  # what was committed at once asked for no session
            db.session.commit()
