"""The unit of work behind a request: whose firm it is for, and whether it is kept."""

from __future__ import annotations

from app.db import db
from app.db.engine import set_writing
from app.db.scope import enter_firm, leave_firm
from app.policy import Actor


def begin(may_write: bool) -> None:
    """Begin the next transactions as ones that may write, or as readers."""
    set_writing(may_write)


def enter(actor: Actor) -> None:
    """Hold everything from here on to the actor's firm."""
    enter_firm(actor.firm_id)


def keep() -> None:
    """Commit. Nothing more is read or written afterwards."""
    if db.session.registry.has():
        db.session.commit()


def discard() -> None:
    """Roll back and forget; safe to call more than once."""
    if db.session.registry.has():
        db.session.rollback()
    leave_firm()
