"""Rows and their queries. `Base` is what a row derives from, `db` the session and its engine."""

from __future__ import annotations

from app.db import (
    assessments,
    engagements,
    enrolments,
    initiatives,
    outgoing,
    people,
    plans,
    reports,
    responses,
    targets,
    weights,
)
from app.db.base import Base, FirmOwned, Instant, db
from app.db.scope import every_firm, firm_scope

__all__ = [
    "Base",
    "FirmOwned",
    "Instant",
    "assessments",
    "db",
    "engagements",
    "enrolments",
    "every_firm",
    "firm_scope",
    "initiatives",
    "outgoing",
    "people",
    "plans",
    "reports",
    "responses",
    "targets",
    "weights",
]
