"""What the indicators of an adopted plan showed, day by day, and what they are to reach."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Double, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.assessments import Assessment
from app.db.base import Base, FirmOwned, db, owned
from app.db.people import User


class PlanReading(FirmOwned, Base):
    """The value of an indicator on a day. `earlier` are the versions before, the last one at the end.

    A reading that was taken away keeps its row, so that it can be put back.
    """

    __tablename__ = "plan_readings"
    __table_args__ = (
        owned("plan_readings"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "entered_by"], ["users.firm_id", "users.id"]),
        Index(None, "firm_id", "assessment_id"),
    )

    assessment_id: Mapped[UUID]
    kpi: Mapped[str] = mapped_column(String(6))
    value: Mapped[float] = mapped_column(Double)
    read_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    earlier: Mapped[list[Any]] = mapped_column(JSON)
    removed_at: Mapped[datetime | None]
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class PlanAim(FirmOwned, Base):
    """The value that an indicator is to reach, as agreed with the client."""

    __tablename__ = "plan_aims"
    __table_args__ = (
        owned("plan_aims"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "set_by"], ["users.firm_id", "users.id"]),
        UniqueConstraint("firm_id", "assessment_id", "kpi"),
    )

    assessment_id: Mapped[UUID]
    kpi: Mapped[str] = mapped_column(String(6))
    value: Mapped[float] = mapped_column(Double)
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]


def list_readings(assessment_id: UUID) -> list[tuple[PlanReading, str]]:
    """Return the readings of an assessment's plan with the name of who entered them, by indicator and day."""
    query = (
        select(PlanReading, User.name)
        .join(User, (User.id == PlanReading.entered_by) & (User.firm_id == PlanReading.firm_id))
        .where(PlanReading.assessment_id == assessment_id)
        .order_by(PlanReading.kpi, PlanReading.read_on, PlanReading.entered_at, PlanReading.id)
    )
    return [(row, name) for row, name in db.session.execute(query)]


def find_reading(reading_id: UUID) -> PlanReading | None:
    return db.session.scalar(select(PlanReading).where(PlanReading.id == reading_id))


def find_reading_of(assessment_id: UUID, kpi: str, read_on: date) -> PlanReading | None:
    """Return the reading of an indicator for a day that was not taken away."""
    query = select(PlanReading).where(
        PlanReading.assessment_id == assessment_id,
        PlanReading.kpi == kpi,
        PlanReading.read_on == read_on,
        PlanReading.removed_at.is_(None),
    )
    return db.session.scalars(query).first()


def list_aims(assessment_id: UUID) -> list[PlanAim]:
    """Return the agreed aims, by indicator."""
    return list(
        db.session.scalars(
            select(PlanAim).where(PlanAim.assessment_id == assessment_id).order_by(PlanAim.kpi)
        )
    )
