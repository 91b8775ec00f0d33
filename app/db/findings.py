"""Findings of a report that somebody wrote anew before it was issued, beside the text as computed then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned


class FindingRow(FirmOwned, Base):
    """What a finding says in one language, and what it said by rule when it was written anew."""

    __tablename__ = "reworded_findings"
    __table_args__ = (
        owned("reworded_findings"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        CheckConstraint("text <> ''", name="text"),
        UniqueConstraint("firm_id", "assessment_id", "language", "key"),
    )

    assessment_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    computed: Mapped[str] = mapped_column(Text)
    written_by: Mapped[UUID]
    written_at: Mapped[datetime]


def list_findings(assessment_id: UUID, language: str) -> list[FindingRow]:
    """Return the findings written anew for an assessment in a language, by key."""
    query = (
        select(FindingRow)
        .where(FindingRow.assessment_id == assessment_id, FindingRow.language == language)
        .order_by(FindingRow.key)
    )
    return list(db.session.scalars(query))


def find_finding(assessment_id: UUID, language: str, key: str) -> FindingRow | None:
    query = select(FindingRow).where(
        FindingRow.assessment_id == assessment_id, FindingRow.language == language, FindingRow.key == key
    )
    return db.session.scalar(query)
