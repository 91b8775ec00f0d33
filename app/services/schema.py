"""The database's schema: bringing it to the newest form, back again, and saying where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from app.db import Base, db
from app.db.engine import writing
from app.places import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config


class SchemaDamaged(RuntimeError):
    """A migration would have left rows that point at nothing; it was taken back."""


class DatabaseUnusable(RuntimeError):
    """The database cannot be reached, or is not at the version that this needs; the text says which."""


class UnknownRevision(LookupError):
    """No migration has this name."""


@contextmanager
def reached() -> Iterator[None]:
    """Turn a database that does not answer into `DatabaseUnusable`, for commands."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise DatabaseUnusable(f"The database does not answer: {reason}") from error


def require_newest() -> None:
    """Refuse to work on a database of another version.

    Raises:
        DatabaseUnusable: it is empty, older or newer than this version of the product.
    """
    if (found := standing()) != newest():
        found = f"at {found}" if found else "empty"
        raise DatabaseUnusable(
            f"The database is {found}, this version needs {newest()}: run `plumbline db upgrade` first."
        )


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config  # slow, and needed by migrations only

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def newest() -> str:
    """Return the newest revision that this version of the product knows."""
    return (MIGRATIONS / "head.txt").read_text().strip()


def standing() -> str | None:
    """Return the revision of the database, or None for an empty one."""
    with db.engine.connect() as connection:
        connection.info["schema_work"] = True
        try:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        finally:
            connection.info.pop("schema_work", None)
        return str(found) if found else None


def upgrade(to: str = "head") -> None:
    """Bring the database to a revision, by default the newest; does nothing when it is there already.

    Raises:
        UnknownRevision: of the target, or of the database, which a newer version has made.
    """
    if to == "head" and standing() == newest():
        return
    from alembic import command

    _with_connection(lambda connection: command.upgrade(_config(connection), to))


def downgrade(to: str) -> None:
    """Take the database back to an earlier revision; `base` is the empty one.

    Raises:
        UnknownRevision: as `upgrade`.
    """
    from alembic import command

    _with_connection(lambda connection: command.downgrade(_config(connection), to))


def draft(message: str, revision: str) -> None:
    """Write a migration for what the rows have and the database lacks. For developers."""
    from alembic import command

    _with_connection(
        lambda connection: command.revision(_config(connection), message, autogenerate=True, rev_id=revision)
    )


def let_go() -> None:
    """Close every connection of this process, so that a child begins with none of its parent's."""
    db.engine.dispose()


def differences() -> list[Any]:
    """Return what rows and database disagree about; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    found: list[Any] = []

    def compare(connection: Connection) -> None:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found.extend(compare_metadata(context, Base.metadata))

    _with_connection(compare)
    return found


def _with_connection(work: Any) -> None:
    """Run schema work. SQLite's foreign keys are off meanwhile, since a rebuilt table would take its
    children along, and are checked before they come on again.
    """
    from alembic.util import CommandError

    is_sqlite = db.engine.dialect.name == "sqlite"
    with writing(), db.engine.connect() as connection:
        connection.info["schema_work"] = True
        raw = connection.connection.driver_connection
        try:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
                connection.begin()  # ours, not Alembic's: nothing is kept before it was checked
            work(connection)
            if is_sqlite and raw.execute("PRAGMA foreign_key_check").fetchall():  # type: ignore[union-attr]
                raise SchemaDamaged("rows refer to rows that are not there")
            connection.commit()
        except CommandError as error:
            raise UnknownRevision(str(error)) from error
        finally:
            connection.rollback()
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
            connection.info.pop("schema_work", None)
