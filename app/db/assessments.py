"""Assessments, who was invited to them, and what was concluded from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.base import Base, FirmOwned, db, owned
from app.db.engagements import Engagement, EngagementMember

MODES = ("named", "confidential", "anonymous")
STATES = ("draft", "open", "closed")


class Assessment(FirmOwned, Base):
    """One measurement of one PMO against one version of one maturity model.

    `mode` is fixed once launched. `result` is the MaturityResult, `conclusion` what followed from it
    (recommendation, gaps, roadmap), both as plain JSON, written at close and again when the profile changes.
    `modules` are the keys of the optional modules asked beside the model, `module_results` what follows from the
    answers to each, by key. `benchmark` are the firm's other clients, five or more, as they stood when the result was
    computed.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        owned("assessments"),
        ForeignKeyConstraint(["firm_id", "engagement_id"], ["engagements.firm_id", "engagements.id"]),
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        Index(None, "firm_id", "engagement_id"),
    )

    engagement_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    scope_note: Mapped[str] = mapped_column(Text, default="")
    model_key: Mapped[str] = mapped_column(String(60))
    model_version: Mapped[str] = mapped_column(String(20))
    model_hash: Mapped[str] = mapped_column(String(64))
    modules: Mapped[str] = mapped_column(String(100), default="", server_default="")
    target_level: Mapped[float | None]
    mode: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    closes_on: Mapped[date]
    launched_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    answers_hash: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    conclusion: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    module_results: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    benchmark: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    engagement: Mapped[Engagement] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class Invitation(FirmOwned, Base):
    """A person asked to answer. It never points at a response: in anonymous mode nothing does.

    `token_hash` is the SHA-256 of the secret in the mailed link; `feedback_at` is when the mail about the feedback
    was written, which nobody gets twice.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        owned("invitations"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("firm_id", "assessment_id", "email"),
    )

    assessment_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10), default="en")
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    first_message_id: Mapped[str | None] = mapped_column(String(200))
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    feedback_at: Mapped[datetime | None]


def find_assessment(assessment_id: UUID) -> Assessment | None:
    return db.session.scalar(select(Assessment).where(Assessment.id == assessment_id))


def lock_assessment(assessment_id: UUID) -> Assessment | None:
    """As find, and no other transaction changes it before this one ends."""
    query = select(Assessment).where(Assessment.id == assessment_id).with_for_update(of=Assessment)
    return db.session.scalar(query, execution_options={"populate_existing": True})


def list_assessments(engagement_id: UUID) -> list[Assessment]:
    """Return the assessments of an engagement, newest first."""
    query = (
        select(Assessment)
        .where(Assessment.engagement_id == engagement_id)
        .order_by(Assessment.created_at.desc(), Assessment.id)
    )
    return list(db.session.scalars(query))


MOST_EARLIER = 6
"""How far back an earlier measurement is looked for."""


def list_earlier(row: Assessment) -> list[Assessment]:
    """Return the client's assessments that have a result and were closed before this one, the last one first."""
    return [] if row.closed_at is None else _closed(row, Assessment.closed_at < row.closed_at)


def list_later(row: Assessment) -> list[Assessment]:
    """Return the client's assessments that have a result and were closed after this one, the last one first."""
    return [] if row.closed_at is None else _closed(row, Assessment.closed_at > row.closed_at)


def _closed(row: Assessment, when: ColumnElement[bool]) -> list[Assessment]:
    query = (
        select(Assessment)
        .join(Engagement, Assessment.engagement_id == Engagement.id)
        .where(
            Assessment.firm_id == Engagement.firm_id,
            Engagement.client_id == row.engagement.client_id,
            Assessment.state == "closed",
            when,
            Assessment.result.is_not(None),
        )
        .order_by(Assessment.closed_at.desc(), Assessment.id)
        .limit(MOST_EARLIER)
    )
    return list(db.session.scalars(query))


def list_closed_with(model_key: str, *, is_synthetic: bool, but_client: UUID) -> list[Assessment]:
    """Return the firm's assessments with a result by a model, of other clients, in the order of their closing."""
    query = (
        select(Assessment)
        .join(Engagement, Assessment.engagement_id == Engagement.id)
        .where(
            Assessment.firm_id == Engagement.firm_id,
            Engagement.client_id != but_client,
            Assessment.model_key == model_key,
            Assessment.is_synthetic == is_synthetic,
            Assessment.state == "closed",
            Assessment.result.is_not(None),
        )
        .order_by(Assessment.closed_at, Assessment.id)
    )
    return list(db.session.scalars(query))


def list_visible_assessments(
    member_id: UUID | None = None, client_id: UUID | None = None
) -> list[Assessment]:
    """Return assessments of the firm, newest first, held to one member's engagements or to one client."""
    query = select(Assessment).order_by(Assessment.created_at.desc(), Assessment.id)
    if member_id is not None:
        query = query.where(
            select(EngagementMember)
            .where(
                EngagementMember.firm_id == Assessment.firm_id,
                EngagementMember.engagement_id == Assessment.engagement_id,
                EngagementMember.user_id == member_id,
            )
            .exists()
        )
    if client_id is not None:
        query = query.where(Assessment.engagement.has(Engagement.client_id == client_id))
    return list(db.session.scalars(query))


def list_invitations(assessment_id: UUID) -> list[Invitation]:
    """Return who was invited, by role and name."""
    query = (
        select(Invitation)
        .where(Invitation.assessment_id == assessment_id)
        .order_by(Invitation.role, Invitation.name, Invitation.id)
    )
    return list(db.session.scalars(query))


def count_invitations_by_role(assessment_id: UUID) -> dict[str, int]:
    query = (
        select(Invitation.role, func.count().label("people"))
        .where(Invitation.assessment_id == assessment_id)
        .group_by(Invitation.role)
        .order_by(Invitation.role)
    )
    return {row.role: row.people for row in db.session.execute(query)}
