"""Initiatives that a firm has added to the published catalogue."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKeyConstraint, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, FirmOwned, db, owned


class OwnInitiative(FirmOwned, Base):
    """One initiative of a firm's own. `content` is the Initiative as plain JSON.

    A retired one is in no new plan; its key is never given to another, since plans that were drawn earlier name it.
    """

    __tablename__ = "own_initiatives"
    __table_args__ = (
        owned("own_initiatives"),
        UniqueConstraint("firm_id", "key"),
        ForeignKeyConstraint(["firm_id", "changed_by"], ["users.firm_id", "users.id"]),
    )

    key: Mapped[str] = mapped_column(String(6))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_retired: Mapped[bool] = mapped_column(default=False)
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


def list_own() -> list[OwnInitiative]:
    """Return the firm's own initiatives by key, retired ones included."""
    return list(db.session.scalars(select(OwnInitiative).order_by(OwnInitiative.key)))


def find_own(initiative_id: UUID) -> OwnInitiative | None:
    return db.session.scalar(select(OwnInitiative).where(OwnInitiative.id == initiative_id))
