"""Work and mail that leave the request: job rows, mail rows, and the trail of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Table, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned
from app.db.prepared import Prepared


class Job(FirmOwned, Base):
    """A piece of work for the worker. Whoever holds the lease works on it; an expired lease is taken over.

    `progress` is a share, 0 to 1; `step` the key of what is being done; `problem` the key of what went wrong.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        owned("jobs"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        UniqueConstraint("firm_id", "dedupe"),
        Index(None, "state", "run_after"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    dedupe: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    tries: Mapped[int] = mapped_column(default=0)
    progress: Mapped[float] = mapped_column(default=0.0)
    step: Mapped[str] = mapped_column(String(40), default="")
    problem: Mapped[str | None] = mapped_column(String(200))
    asked_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Mail(FirmOwned, Base):
    """A message to one person. In production its text is blanked once the server has taken it.

    `unsubscribe` is the address that stops mails of this purpose, None where they cannot be stopped.
    """

    __tablename__ = "mails"
    __table_args__ = (
        owned("mails"),
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        Index(None, "firm_id", "created_at"),
    )

    to_name: Mapped[str] = mapped_column(String(200))
    to_email: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200))
    in_reply_to: Mapped[str | None] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(40))
    unsubscribe: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    problem: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class AuditEvent(Base):
    """One thing done. Rows are only ever added: a trigger on both engines refuses change and removal."""

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "firm_id", "done_at"), Index(None, "firm_id", "subject_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"))
    done_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


# Core, built once: it stands behind everything that is done.
_ADD_EVENT = Prepared(cast(Table, AuditEvent.__table__).insert())


def add_event(values: Mapping[str, Any]) -> None:
    """Add a row of the trail to what is kept at once, else in the session's transaction."""
    _ADD_EVENT.write(values)


def find_job(job_id: UUID) -> Job | None:
    return db.session.scalar(select(Job).where(Job.id == job_id))


def find_job_for(dedupe: str) -> Job | None:
    return db.session.scalar(select(Job).where(Job.dedupe == dedupe))


def list_mails(limit: int = 200) -> list[Mail]:
    """Return the newest mails first, at most `limit`."""
    query = select(Mail).order_by(Mail.created_at.desc(), Mail.id).limit(limit)
    return list(db.session.scalars(query))
