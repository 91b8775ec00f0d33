"""Reminders of courses that were assigned: each written once, when its mail is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned
from app.db.scope import current_firm


class TrainingReminder(FirmOwned, Base):
    """One reminder; `reason` is why it went out, and `days` what the reason counts."""

    __tablename__ = "training_reminders"
    __table_args__ = (
        owned("training_reminders"),
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
        Index(None, "firm_id", "enrolment_id"),
    )

    enrolment_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(20))
    days: Mapped[int]
    sent_at: Mapped[datetime]


def list_days_reminded(enrolment_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    """Return the days on which reminders went out, of each enrolment that had any."""
    query = select(TrainingReminder.enrolment_id, TrainingReminder.sent_at).where(
        TrainingReminder.enrolment_id.in_(enrolment_ids)
    )
    found: dict[UUID, list[date]] = {}
    for row in db.session.execute(query.order_by(TrainingReminder.sent_at)) if enrolment_ids else ():
        found.setdefault(row.enrolment_id, []).append(row.sent_at.date())
    return found


def add_reminder(enrolment_id: UUID, reason: str, days: int, sent_at: datetime) -> None:
    db.session.add(
        TrainingReminder(
            id=uuid4(),
            firm_id=current_firm(),
            enrolment_id=enrolment_id,
            reason=reason,
            days=days,
            sent_at=sent_at,
        )
    )
