"""Firms, the people who sign in, their sessions and their failed attempts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned

ROLES = ("operator", "firm_admin", "consultant", "sponsor", "learner")


class Firm(Base):
    """A consulting firm, an internal PMO that acts as one, or the operator of the installation."""

    __tablename__ = "firms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20), default="consultancy")
    created_at: Mapped[datetime]


class User(FirmOwned, Base):
    """A person with an account. Sponsors and learners belong to one client of the firm."""

    __tablename__ = "users"
    __table_args__ = (
        owned("users"),
        ForeignKeyConstraint(["firm_id", "client_id"], ["clients.firm_id", "clients.id"]),
        CheckConstraint(f"role IN {ROLES}", name="role"),
        Index(None, "firm_id", "client_id"),
    )

    client_id: Mapped[UUID | None]
    email: Mapped[str] = mapped_column(String(254), unique=True)  # canonical form, see services.identity
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(10), default="en")
    created_at: Mapped[datetime]


class SignIn(Base):
    """A session. Only the SHA-256 of its identifier is kept, so a copy of the table opens nothing."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "user_id"], ["users.firm_id", "users.id"], ondelete="CASCADE"),
        Index(None, "firm_id", "user_id"),
    )

    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"))
    user_id: Mapped[UUID]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class FailedSignIn(Base):
    """One failed attempt; `subject` is a keyed digest of the address tried or of the network it came from."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (Index(None, "subject", "failed_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subject: Mapped[bytes] = mapped_column(LargeBinary(32))
    failed_at: Mapped[datetime]


def lock_firm(firm_id: UUID) -> None:
    """Let nobody else who asks for this go on before this transaction ends."""
    db.session.execute(select(Firm.id).where(Firm.id == firm_id).with_for_update())


def list_colleagues(client_id: UUID | None = None, role: str | None = None) -> list[User]:
    """Return the firm's active people by name, of one client or role if given."""
    query = select(User).where(User.is_active).order_by(User.name, User.id)
    if client_id is not None:
        query = query.where(User.client_id == client_id)
    if role is not None:
        query = query.where(User.role == role)
    return list(db.session.scalars(query))


def list_of_client(client_id: UUID) -> list[User]:
    """Return the people of a client by name, those of closed accounts too."""
    query = select(User).where(User.client_id == client_id).order_by(User.name, User.id)
    return list(db.session.scalars(query))


def names_of(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of people of the firm, those of closed accounts too; unknown ones are missing."""
    found = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {one.id: one.name for one in found}


def find_user(user_id: UUID) -> User | None:
    return db.session.scalar(select(User).where(User.id == user_id))
