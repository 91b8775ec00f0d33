"""What respondents answered. The tables have no row numbers, so storage order tells nothing of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned

KINDS = ("level", "DK", "NA")


class ResponseRow(FirmOwned, Base):
    """One person's pass through the questionnaire.

    `access_hash` is the SHA-256 of a secret derived from the mailed link; only the link leads here.
    `invitation_id` is never set in anonymous mode, and there the days are all that is kept of time.
    """

    __tablename__ = "responses"
    __table_args__ = (
        owned("responses"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "invitation_id"], ["invitations.firm_id", "invitations.id"]),
        CheckConstraint("state IN ('open', 'submitted')", name="state"),
        Index(None, "firm_id", "assessment_id"),
        {"sqlite_with_rowid": False},
    )

    assessment_id: Mapped[UUID]
    invitation_id: Mapped[UUID | None]
    access_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default="open")
    started_on: Mapped[date]
    submitted_on: Mapped[date | None]


class AnswerRow(Base):
    """The current answer to one question; `revision` counts its changes, `operation` names the last one."""

    __tablename__ = "answers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "response_id"], ["responses.firm_id", "responses.id"], ondelete="CASCADE"
        ),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("(kind = 'level') = (value IS NOT NULL)", name="value_fits_kind"),
        Index(None, "firm_id", "response_id"),
        {"sqlite_with_rowid": False},
    )

    response_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"))
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(String(10), default="none")
    comment: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    operation: Mapped[str] = mapped_column(String(40), default="")
    answered_at: Mapped[datetime | None]  # never set in anonymous mode


def list_responses(assessment_id: UUID) -> list[ResponseRow]:
    """Return the responses of an assessment by their random key: no order of arrival."""
    query = select(ResponseRow).where(ResponseRow.assessment_id == assessment_id).order_by(ResponseRow.id)
    return list(db.session.scalars(query))


def list_answers(assessment_id: UUID) -> Sequence[AnswerRow]:
    """Return every answer of an assessment, by response and question, in one query."""
    query = (
        select(AnswerRow)
        .join(
            ResponseRow,
            (ResponseRow.id == AnswerRow.response_id) & (ResponseRow.firm_id == AnswerRow.firm_id),
        )
        .where(ResponseRow.assessment_id == assessment_id, AnswerRow.firm_id == ResponseRow.firm_id)
        .order_by(AnswerRow.response_id, AnswerRow.question)
    )
    return db.session.scalars(query).all()


def count_responses_by_role(assessment_id: UUID) -> dict[tuple[str, str], int]:
    """Return how many responses each (role, state) has."""
    query = (
        select(ResponseRow.role, ResponseRow.state, func.count())
        .where(ResponseRow.assessment_id == assessment_id)
        .group_by(ResponseRow.role, ResponseRow.state)
        .order_by(ResponseRow.role, ResponseRow.state)
    )
    return {(role, state): count for role, state, count in db.session.execute(query)}
