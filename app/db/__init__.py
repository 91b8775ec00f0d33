"""Rows and their queries. `Base` is what a row derives from, `db` the session and its engine."""

from __future__ import annotations

from app.db import (
    assessments,
    brands,
    certificates,
    engagements,
    enrolments,
    exercises,
    feedback,
    findings,
    hours,
    initiatives,
    outgoing,
    people,
    plan_readings,
    plans,
    regrades,
    reports,
    responses,
    reviews,
    targets,
    training_reminders,
    weights,
)
from app.db.base import Base, FirmOwned, Instant, db
from app.db.scope import every_firm, firm_scope

__all__ = [
    "Base",
    "FirmOwned",
    "Instant",
    "assessments",
    "brands",
    "certificates",
    "db",
    "engagements",
    "enrolments",
    "every_firm",
    "exercises",
    "feedback",
    "findings",
    "firm_scope",
    "hours",
    "initiatives",
    "outgoing",
    "people",
    "plan_readings",
    "plans",
    "regrades",
    "reports",
    "responses",
    "reviews",
    "targets",
    "training_reminders",
    "weights",
]
