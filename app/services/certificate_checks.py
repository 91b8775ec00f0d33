"""Checking a certificate by its code, for anybody: what it says and whether it counts, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db import db, every_firm
from app.db.certificates import Certificate
from app.errors import Hidden
from content import from_plain
from content.text import Text
from courses.certificates import Achievement, grouped


@dataclass(frozen=True, slots=True)
class Checked:
    """What anybody learns of a certificate.

    Attributes:
        name: as its holder agreed to show it; empty where they did not.
        revoked_at: since when it no longer counts; None while it does.
        revoked_for: the kind of reason.
    """

    code: str
    name: str
    course: Text
    version: str
    issued_at: datetime
    issuer: str
    revoked_at: datetime | None
    revoked_for: str | None


def check(code: str) -> Checked:
    """Return what is known of a code that was read and has no fault.

    Raises:
        Hidden: no certificate has this code.
    """
    query = select(
        Certificate.code,
        Certificate.holder,
        Certificate.name_shown,
        Certificate.achievement,
        Certificate.issued_at,
        Certificate.issuer,
        Certificate.revoked_at,
        Certificate.revoked_for,
    ).where(Certificate.code == code)
    with every_firm("whoever checks a certificate knows its code alone"):
        found = db.session.execute(query).one_or_none()
    if found is None:
        raise Hidden
    achievement = from_plain(Achievement, found.achievement)
    return Checked(
        code=grouped(found.code),
        name=shown_name(found.holder, found.name_shown),
        course=achievement.title,
        version=achievement.version,
        issued_at=found.issued_at,
        issuer=found.issuer,
        revoked_at=found.revoked_at,
        revoked_for=found.revoked_for,
    )


def shown_name(holder: str, name_shown: str) -> str:
    """Return a name as its bearer agreed to show it.

    >>> shown_name("Khalid bin Mansour", "initials"), shown_name("Leila", "full"), shown_name("Leila", "none")
    ('K. b. M.', 'Leila', '')
    """
    if name_shown == "initials":
        return " ".join(f"{part[0]}." for part in holder.split())
    return holder if name_shown == "full" else ""
