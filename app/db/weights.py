"""How a firm weighs the criteria of the PMO profile, where it does not take the defaults."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKeyConstraint, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned


class FirmWeightsRow(FirmOwned, Base):
    """The firm's weights: criterion key to weight, those that differ from the defaults. At most one row a firm."""

    __tablename__ = "firm_weights"
    __table_args__ = (
        owned("firm_weights"),
        UniqueConstraint("firm_id"),
        ForeignKeyConstraint(["firm_id", "changed_by"], ["users.firm_id", "users.id"]),
    )

    weights: Mapped[dict[str, float]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500))
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


def find_weights() -> FirmWeightsRow | None:
    """Return the weights of the firm in whose scope this runs; None where it takes the defaults."""
    return db.session.scalar(select(FirmWeightsRow))
