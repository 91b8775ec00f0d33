"""Targets of an assessment that a person has set in place of the rules."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned


class TargetRow(FirmOwned, Base):
    """The level that one dimension should reach, and why it is not the rules' one."""

    __tablename__ = "target_overrides"
    __table_args__ = (
        owned("target_overrides"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        CheckConstraint("note <> ''", name="note"),
        UniqueConstraint("firm_id", "assessment_id", "dimension"),
    )

    assessment_id: Mapped[UUID]
    dimension: Mapped[str] = mapped_column(String(64))
    level: Mapped[float]
    note: Mapped[str] = mapped_column(Text)
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]


def list_targets(assessment_id: UUID) -> list[TargetRow]:
    """Return the targets set for an assessment, by dimension."""
    query = select(TargetRow).where(TargetRow.assessment_id == assessment_id).order_by(TargetRow.dimension)
    return list(db.session.scalars(query))


def find_target(assessment_id: UUID, dimension: str) -> TargetRow | None:
    query = select(TargetRow).where(
        TargetRow.assessment_id == assessment_id, TargetRow.dimension == dimension
    )
    return db.session.scalar(query)
