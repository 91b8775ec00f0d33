"""How a firm's reports look, and what an engagement puts on their cover; logos as we wrote them, never as they came."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned


class HasLogo:
    """Columns of a logo: all of them set, or none."""

    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    logo_kind: Mapped[str | None] = mapped_column(String(3))
    logo_width: Mapped[int | None]
    logo_height: Mapped[int | None]
    is_logo_on_plate: Mapped[bool] = mapped_column(default=True)


class FirmBrandRow(HasLogo, FirmOwned, Base):
    """The firm's brand, at most one row a firm; colours as #rrggbb, None for ours."""

    __tablename__ = "firm_brands"
    __table_args__ = (
        owned("firm_brands"),
        UniqueConstraint("firm_id"),
        ForeignKeyConstraint(["firm_id", "changed_by"], ["users.firm_id", "users.id"]),
        CheckConstraint("(logo IS NULL) = (logo_kind IS NULL)", name="logo"),
    )

    main_colour: Mapped[str | None] = mapped_column(String(7))
    accent_colour: Mapped[str | None] = mapped_column(String(7))
    font: Mapped[str] = mapped_column(String(20))
    footer: Mapped[str] = mapped_column(String(80))
    disclaimer: Mapped[str] = mapped_column(String(400))
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


class EngagementCoverRow(HasLogo, FirmOwned, Base):
    """What the reports of an engagement have on their cover, at most one row each; the logo is the client's."""

    __tablename__ = "engagement_covers"
    __table_args__ = (
        owned("engagement_covers"),
        UniqueConstraint("firm_id", "engagement_id"),
        ForeignKeyConstraint(
            ["firm_id", "engagement_id"], ["engagements.firm_id", "engagements.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "changed_by"], ["users.firm_id", "users.id"]),
        CheckConstraint("(logo IS NULL) = (logo_kind IS NULL)", name="logo"),
    )

    engagement_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(120))
    subtitle: Mapped[str] = mapped_column(String(160))
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


class IssuedBrandRow(FirmOwned, Base):
    """A brand as it was when something was issued in it, logo included; kept once, however much was.

    `content` is that of `app/reports/branding.py`, `content_hash` the SHA-256 of its canonical form.
    """

    __tablename__ = "issued_brands"
    __table_args__ = (owned("issued_brands"), UniqueConstraint("firm_id", "content_hash"))

    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))


def find_brand() -> FirmBrandRow | None:
    """Return the brand of the firm in whose scope this runs; None where it has none."""
    return db.session.scalar(select(FirmBrandRow))


def find_issued_brand(content_hash: str) -> UUID | None:
    """Return the id of a brand that was kept already."""
    return db.session.scalar(select(IssuedBrandRow.id).where(IssuedBrandRow.content_hash == content_hash))


def issued_brand(brand_id: UUID) -> dict[str, Any] | None:
    """Return what was kept of a brand."""
    return db.session.scalar(select(IssuedBrandRow.content).where(IssuedBrandRow.id == brand_id))


def find_cover(engagement_id: UUID) -> EngagementCoverRow | None:
    """Return the cover of an engagement; None where it has that of the firm."""
    return db.session.scalar(
        select(EngagementCoverRow).where(EngagementCoverRow.engagement_id == engagement_id)
    )
