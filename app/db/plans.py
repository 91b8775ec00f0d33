"""Plans that people have shaped, and how far the adopted one has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.assessments import MOST_EARLIER, Assessment
from app.db.base import Base, FirmOwned, db, owned
from app.db.engagements import Engagement

PROPOSED = "balanced"
"""The name of the scenario that is proposed as long as none is adopted."""

PROGRESS = ("planned", "under way", "done", "given up")
BEGUN = ("under way", "done")


class PlanScenario(FirmOwned, Base):
    """A plan for an assessment under somebody's wishes.

    `wishes` and `plan` are Wishes and Roadmap as plain JSON, `comparison` what the last change of wishes did;
    `earlier` are the steps before it, the last one at the end, so that changes can be taken back one by one.
    Of an assessment's scenarios at most one is adopted: `baseline` is then its plan as it stood. `refused` is a Refusal
    as plain JSON: what was asked for last and no plan keeps. `due` says how the
    worker is to draw it anew: "level" under its own wishes, "limits" under what is now stated for the assessment,
    "draw" by a search, however it was shaped.
    """

    __tablename__ = "plan_scenarios"
    __table_args__ = (
        owned("plan_scenarios"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "changed_by"], ["users.firm_id", "users.id"]),
        UniqueConstraint("firm_id", "assessment_id", "name"),
    )

    assessment_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(120))
    wishes: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    earlier: Mapped[list[Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    adopted_at: Mapped[datetime | None]
    baseline: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    refused: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    due: Mapped[str | None] = mapped_column(String(20))
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class PlanLimitsRow(FirmOwned, Base):
    """What there is to carry the plans of an assessment out: Limits as plain JSON. At most one row an assessment."""

    __tablename__ = "plan_limits"
    __table_args__ = (
        owned("plan_limits"),
        ForeignKeyConstraint(
            ["firm_id", "assessment_id"], ["assessments.firm_id", "assessments.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "changed_by"], ["users.firm_id", "users.id"]),
        UniqueConstraint("firm_id", "assessment_id"),
    )

    assessment_id: Mapped[UUID]
    limits: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


class PlanStatus(FirmOwned, Base):
    """How far an initiative of an adopted plan has come, and on which days it really began and ended."""

    __tablename__ = "plan_statuses"
    __table_args__ = (
        owned("plan_statuses"),
        ForeignKeyConstraint(
            ["firm_id", "scenario_id"], ["plan_scenarios.firm_id", "plan_scenarios.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "changed_by"], ["users.firm_id", "users.id"]),
        UniqueConstraint("firm_id", "scenario_id", "initiative"),
        CheckConstraint(f"progress IN {PROGRESS}", name="progress"),
    )

    scenario_id: Mapped[UUID]
    initiative: Mapped[str] = mapped_column(String(6))
    progress: Mapped[str] = mapped_column(String(20))
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


def list_scenarios(assessment_id: UUID) -> list[PlanScenario]:
    """Return the scenarios of an assessment by name."""
    query = (
        select(PlanScenario).where(PlanScenario.assessment_id == assessment_id).order_by(PlanScenario.name)
    )
    return list(db.session.scalars(query))


def find_adopted(assessment_id: UUID) -> PlanScenario | None:
    """Return the scenario that is the plan of an assessment."""
    query = select(PlanScenario).where(
        PlanScenario.assessment_id == assessment_id, PlanScenario.adopted_at.is_not(None)
    )
    return db.session.scalar(query)


def list_adopted_before(row: Assessment) -> list[PlanScenario]:
    """Return the adopted plans of the client's assessments that were closed before this one, the last one first."""
    query = (
        select(PlanScenario)
        .join(
            Assessment,
            (Assessment.id == PlanScenario.assessment_id) & (Assessment.firm_id == PlanScenario.firm_id),
        )
        .join(
            Engagement,
            (Engagement.id == Assessment.engagement_id) & (Engagement.firm_id == Assessment.firm_id),
        )
        .where(
            PlanScenario.adopted_at.is_not(None),
            Engagement.client_id == row.engagement.client_id,
            Assessment.state == "closed",
            Assessment.closed_at < row.closed_at,
            Assessment.result.is_not(None),
        )
        .order_by(Assessment.closed_at.desc(), Assessment.id)
        .limit(MOST_EARLIER)
    )
    return list(db.session.scalars(query))


class InForce(NamedTuple):
    """The scenario that pages and reports show, in the columns that are needed to tell; see `find_in_force`."""

    id: UUID
    adopted_at: datetime | None
    plan: dict[str, Any]


def find_in_force(assessment_id: UUID) -> InForce | None:
    """Return the scenario that pages and reports show: the adopted one, else the balanced one that was drawn."""
    query = (
        select(PlanScenario.id, PlanScenario.adopted_at, PlanScenario.plan)
        .where(
            PlanScenario.assessment_id == assessment_id,
            PlanScenario.adopted_at.is_not(None) | (PlanScenario.name == PROPOSED),
        )
        .order_by(PlanScenario.adopted_at.is_(None))
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else InForce(*row)


def find_scenario(scenario_id: UUID) -> PlanScenario | None:
    return db.session.scalar(select(PlanScenario).where(PlanScenario.id == scenario_id))


def lock_scenario(scenario_id: UUID) -> PlanScenario | None:
    """As find, and no other transaction changes it before this one ends."""
    query = select(PlanScenario).where(PlanScenario.id == scenario_id).with_for_update(of=PlanScenario)
    return db.session.scalar(query, execution_options={"populate_existing": True})


def find_limits(assessment_id: UUID) -> PlanLimitsRow | None:
    """Return what was stated for the plans of an assessment; None where nothing was."""
    return db.session.scalar(select(PlanLimitsRow).where(PlanLimitsRow.assessment_id == assessment_id))


def list_statuses(scenario_id: UUID) -> list[PlanStatus]:
    """Return what is known of the initiatives of a plan, by key."""
    query = select(PlanStatus).where(PlanStatus.scenario_id == scenario_id).order_by(PlanStatus.initiative)
    return list(db.session.scalars(query))
