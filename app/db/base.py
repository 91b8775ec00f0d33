"""What every row shares: naming of constraints, keys, instants, and the firm it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, ForeignKey, MetaData, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    # Set on the registry: Flask-SQLAlchemy derives its own base and SQLAlchemy then refuses a map beside it.
    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: Instant})


class FirmOwned:
    """A row that belongs to one firm. Its key together with the firm's is what other rows refer to."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id", ondelete="RESTRICT"))


def owned(table: str) -> UniqueConstraint:
    """Return the constraint that lets other rows refer to (firm, id) of `table`: no link crosses firms."""
    return UniqueConstraint("firm_id", "id", name=f"uq_{table}_firm_id_id")


# expire_on_commit: page values are built before the commit; a second read would be a second query.
# create_savepoint: where the session is given a connection with a transaction, it leaves that one alone.
session_options: dict[str, Any] = {
    "expire_on_commit": False,
    "autoflush": False,
    "join_transaction_mode": "create_savepoint",
}
db = SQLAlchemy(model_class=Base, session_options=session_options)
