"""What the operator of the installation sees: firms and sizes, never what clients answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.db import db, every_firm
from app.db.assessments import Assessment
from app.db.outgoing import Job, Mail
from app.db.people import Firm, User
from app.policy import Action, Actor, require_role
from app.services import schema
from app.surroundings import settings
from courses.course import Faulty, list_faulty


@dataclass(frozen=True, slots=True)
class FirmLine:
    name: str
    created_at: datetime
    people: int
    assessments: int


@dataclass(frozen=True, slots=True)
class InstallationPage:
    firms: tuple[FirmLine, ...]
    database: str
    schema: str
    jobs_waiting: int
    jobs_failed: int
    mails_waiting: int
    mail_server: bool
    faulty_courses: tuple[Faulty, ...]


def installation_page(actor: Actor) -> InstallationPage:
    """Return counts over all firms.

    Raises:
        Refused: not the operator.
    """
    require_role(actor, Action.RUN_INSTALLATION)
    with every_firm("the operator counts, and reads no content"):
        people = _counts(select(User.firm_id, func.count()).where(User.is_active).group_by(User.firm_id))
        assessments = _counts(select(Assessment.firm_id, func.count()).group_by(Assessment.firm_id))
        firms = tuple(
            FirmLine(firm.name, firm.created_at, people.get(firm.id, 0), assessments.get(firm.id, 0))
            for firm in db.session.scalars(
                select(Firm).where(Firm.kind != "platform").order_by(Firm.name, Firm.id)
            )
        )
        jobs = _counts(select(Job.state, func.count()).group_by(Job.state))
        mails = _counts(select(Mail.state, func.count()).group_by(Mail.state))
    return InstallationPage(
        firms,
        "SQLite" if settings().uses_sqlite else "PostgreSQL",
        schema.newest(),
        jobs.get("waiting", 0) + jobs.get("running", 0),
        jobs.get("failed", 0),
        mails.get("waiting", 0),
        bool(settings().smtp_url),
        list_faulty(),
    )


def _counts(query: object) -> dict[object, int]:
    return {key: count for key, count in db.session.execute(query)}  # type: ignore[call-overload]  # noqa: C416
