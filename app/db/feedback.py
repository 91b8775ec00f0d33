"""That respondents may see what became of their answers, and from which issued report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped

from app.db.base import Base, FirmOwned, db, owned
from app.db.reports import ReportRow


class FeedbackRelease(FirmOwned, Base):
    """The release of an assessment's feedback, once and for good: it rests on a report as it was issued.

    Nothing of a person is in it; what somebody answered is read when their own link asks for it.
    """

    __tablename__ = "feedback_releases"
    __table_args__ = (
        owned("feedback_releases"),
        ForeignKeyConstraint(["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"]),
        ForeignKeyConstraint(["firm_id", "report_id"], ["reports.firm_id", "reports.id"]),
        UniqueConstraint("firm_id", "assessment_id"),
    )

    assessment_id: Mapped[UUID]
    report_id: Mapped[UUID]
    released_by: Mapped[UUID]
    released_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Released:
    """The report that a release rests on, with the brand that was kept with it, and since when."""

    content: dict[str, Any]
    brand: dict[str, Any] | None
    released_at: datetime


def find_release(assessment_id: UUID) -> FeedbackRelease | None:
    return db.session.scalar(select(FeedbackRelease).where(FeedbackRelease.assessment_id == assessment_id))


def find_released(assessment_id: UUID) -> Released | None:
    """Return what was released to the respondents of an assessment; None while nothing is."""
    query = (
        select(ReportRow.content, ReportRow.brand, FeedbackRelease.released_at)
        .select_from(FeedbackRelease)
        .join(
            ReportRow,
            (ReportRow.id == FeedbackRelease.report_id) & (ReportRow.firm_id == FeedbackRelease.firm_id),
        )
        .where(FeedbackRelease.assessment_id == assessment_id)
    )
    row = db.session.execute(query).first()
    return None if row is None else Released(row.content, row.brand, row.released_at)
