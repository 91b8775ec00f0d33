"""Client organisations, the engagements for them, who works on those, and the profile of the client's PMO."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, Numeric, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from app.db.base import Base, FirmOwned, db, owned


class Client(FirmOwned, Base):
    """An organisation whose PMO is assessed. `yearly_value` is in whole units of `currency`."""

    __tablename__ = "clients"
    __table_args__ = (owned("clients"), Index(None, "firm_id", "name"))

    name: Mapped[str] = mapped_column(String(200))
    sector: Mapped[str] = mapped_column(String(40))
    headcount: Mapped[int]
    languages: Mapped[list[str]] = mapped_column(JSON)
    project_count: Mapped[int]
    yearly_value: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class EngagementMember(Base):
    """A consultant on the team of an engagement. Outside the team it does not exist for colleagues."""

    __tablename__ = "engagement_members"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "engagement_id"], ["engagements.firm_id", "engagements.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "user_id"], ["users.firm_id", "users.id"], ondelete="CASCADE"),
        Index(None, "firm_id", "user_id"),
    )

    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    engagement_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)


class Engagement(FirmOwned, Base):
    """One piece of consulting work for a client.

    `criteria` are the answers K01…K18 (0 to 4) of the PMO profile, `facts` further figures it may carry;
    `capacity_days` is what the client can spend on the roadmap in a quarter, in person-days, if stated;
    `pmo_staff` is in full-time equivalents; `project_people` work in the client's projects; `day_rate` is what a
    person-day costs, in the client's currency.
    """

    __tablename__ = "engagements"
    __table_args__ = (
        owned("engagements"),
        ForeignKeyConstraint(["firm_id", "client_id"], ["clients.firm_id", "clients.id"]),
        Index(None, "firm_id", "client_id"),
    )

    client_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    criteria: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    criteria_at: Mapped[datetime | None]
    capacity_days: Mapped[int | None]
    pmo_staff: Mapped[float | None]
    project_people: Mapped[int | None]
    day_rate: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    notes: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    members: Mapped[list[EngagementMember]] = relationship(lazy="selectin", viewonly=True)

    @property
    def member_ids(self) -> frozenset[UUID]:
        return frozenset(member.user_id for member in self.members)


def find_engagement(engagement_id: UUID) -> Engagement | None:
    return db.session.scalar(select(Engagement).where(Engagement.id == engagement_id))


def find_client(client_id: UUID) -> Client | None:
    return db.session.scalar(select(Client).where(Client.id == client_id))


def list_engagements(member_id: UUID | None = None, client_id: UUID | None = None) -> list[Engagement]:
    """Return engagements, newest first: all of the firm, or those of one member or one client."""
    query = select(Engagement).order_by(Engagement.created_at.desc(), Engagement.id)
    if member_id is not None:
        query = query.where(
            select(EngagementMember)
            .where(
                EngagementMember.firm_id == Engagement.firm_id,
                EngagementMember.engagement_id == Engagement.id,
                EngagementMember.user_id == member_id,
            )
            .exists()
        )
    if client_id is not None:
        query = query.where(Engagement.client_id == client_id)
    return list(db.session.scalars(query.options(selectinload(Engagement.members))))
