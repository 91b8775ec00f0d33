"""Certificates: what somebody has proven, under a code by which anybody can have it checked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned
from app.db.enrolments import Enrolment
from app.db.people import User

NAMES_SHOWN = ("full", "initials", "none")
REVOKED_FOR = ("mistake", "wrong details", "rules broken", "asked for")


class Certificate(FirmOwned, Base):
    """One completed course of one learner.

    `holder`, `issuer` and `achievement` are as they were on that day. `name_shown` is what the learner agreed to show
    to whoever checks the code, `prints_share` whether the file says how many answers were right. `brand_id` is the
    firm's brand of that day; None for our own look.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        owned("certificates"),
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "user_id"], ["users.firm_id", "users.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["firm_id", "brand_id"], ["issued_brands.firm_id", "issued_brands.id"]),
        UniqueConstraint("firm_id", "enrolment_id"),
        UniqueConstraint("code"),
        CheckConstraint(f"name_shown IN {NAMES_SHOWN}", name="name_shown"),
        CheckConstraint(f"revoked_for IN {REVOKED_FOR}", name="revoked_for"),
    )

    enrolment_id: Mapped[UUID]
    user_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(String(28))
    holder: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str] = mapped_column(String(200))
    course_key: Mapped[str] = mapped_column(String(60))
    achievement: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_at: Mapped[datetime]
    brand_id: Mapped[UUID | None]
    name_shown: Mapped[str] = mapped_column(String(10), default="none")
    prints_share: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None]
    revoked_for: Mapped[str | None] = mapped_column(String(20))
    revoked_note: Mapped[str | None] = mapped_column(String(500))


def find_certificate(certificate_id: UUID) -> Certificate | None:
    return db.session.scalar(select(Certificate).where(Certificate.id == certificate_id))


def lock_certificate(certificate_id: UUID) -> Certificate | None:
    """Return a certificate to change: no other transaction changes it before this one ends."""
    query = select(Certificate).where(Certificate.id == certificate_id).with_for_update()
    return db.session.scalar(query, execution_options={"populate_existing": True})


def find_certificate_of(enrolment_id: UUID) -> Certificate | None:
    return db.session.scalar(select(Certificate).where(Certificate.enrolment_id == enrolment_id))


def list_certificates(user_ids: Collection[UUID]) -> list[Certificate]:
    """Return the certificates of some people, the newest first."""
    query = (
        select(Certificate)
        .where(Certificate.user_id.in_(user_ids))
        .order_by(Certificate.issued_at.desc(), Certificate.id)
    )
    return list(db.session.scalars(query)) if user_ids else []


def client_of_holder(user_id: UUID) -> UUID | None:
    """Return the client that the holder of a certificate belongs to; None for the firm's own people."""
    return db.session.scalar(select(User.client_id).where(User.id == user_id))


def list_of_staff() -> list[Certificate]:
    """Return the certificates of the firm's own people, those of closed accounts too, the newest first."""
    query = (
        select(Certificate)
        .join(User, (User.firm_id == Certificate.firm_id) & (User.id == Certificate.user_id))
        .where(User.client_id.is_(None))
        .order_by(Certificate.issued_at.desc(), Certificate.id)
    )
    return list(db.session.scalars(query))


def list_without_certificate() -> list[tuple[UUID, User]]:
    """Return the completed enrolments of the firm that have no certificate, with whose they are: the oldest first.

    Those of closed accounts are left out: nobody could fetch what is issued to them.
    """
    query = (
        select(Enrolment.id, User)
        .join(User, (User.firm_id == Enrolment.firm_id) & (User.id == Enrolment.user_id))
        .join(
            Certificate,
            (Certificate.firm_id == Enrolment.firm_id) & (Certificate.enrolment_id == Enrolment.id),
            isouter=True,
        )
        .where(Enrolment.completed_at.is_not(None), Certificate.id.is_(None), User.is_active)
        .order_by(Enrolment.completed_at, Enrolment.id)
    )
    return [(enrolment_id, user) for enrolment_id, user in db.session.execute(query)]


def list_revoked() -> list[UUID]:
    """Return the ids of the firm's revoked certificates, in their order."""
    query = select(Certificate.id).where(Certificate.revoked_at.is_not(None)).order_by(Certificate.id)
    return list(db.session.scalars(query))
