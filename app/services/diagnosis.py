"""What an installation has and lacks, each line with its remedy."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.reports.pdf import RenderFailed, check_engine
from app.services import schema
from app.surroundings import settings

# Below these, SQLite can lose a commit when several processes write through the write-ahead log.
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
LEAST_FREE = 0.1


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is ok, warning or fault; `remedy` says what to do, empty when nothing."""

    kind: str
    subject: str
    text: str
    remedy: str = ""


def diagnose() -> list[Finding]:
    """Return every finding, in a fixed order."""
    return [_python(), _database(), _sqlite(), _schema(), _space(), _pdf(), _mail()]


def _python() -> Finding:
    return Finding("ok", "python", ".".join(map(str, sys.version_info[:3])))


def _database() -> Finding:
    try:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except SQLAlchemyError as error:
        return Finding(
            "fault", "database", type(error).__name__, "Check PLUMBLINE_DATABASE_URL and the server."
        )
    return Finding("ok", "database", db.engine.dialect.name)


def is_safe_sqlite(version: tuple[int, ...]) -> bool:
    """Return whether this SQLite is free of the race in the write-ahead log's reset."""
    return version >= SAFE_SQLITE[0] or any(
        version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE
    )


def _sqlite() -> Finding:
    if not settings().uses_sqlite:
        return Finding("ok", "sqlite", "not used")
    version = tuple(db.engine.dialect.dbapi.sqlite_version_info)  # type: ignore[union-attr]
    text = ".".join(map(str, version))
    if is_safe_sqlite(version):
        return Finding("ok", "sqlite", text)
    return Finding(
        "warning",
        "sqlite",
        f"{text} has a known race when two processes write",
        "Keep to one web process, or install pysqlite3 or a SQLite from 3.51.3 on.",
    )


def _schema() -> Finding:
    try:
        found = schema.standing()
    except SQLAlchemyError:
        return Finding("fault", "schema", "cannot be read", "See the database's line.")
    if found == schema.newest():
        return Finding("ok", "schema", found)
    return Finding("fault", "schema", f"at {found}, newest is {schema.newest()}", "Run: plumbline db upgrade")


def _space() -> Finding:
    usage = shutil.disk_usage(settings().instance)
    share = usage.free / usage.total
    text = f"{usage.free // 2**20} MiB free"
    if share < LEAST_FREE:
        return Finding("warning", "disk", text, f"Less than {LEAST_FREE:.0%} is free where the data lies.")
    return Finding("ok", "disk", text)


def _pdf() -> Finding:
    try:
        check_engine()
    except RenderFailed as error:
        return Finding(
            "fault",
            "pdf engine",
            error.detail or error.reason,
            "Install Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
            "or: brew install pango",
        )
    return Finding("ok", "pdf engine", "lays out pages")


def _mail() -> Finding:
    if settings().smtp_url:
        return Finding("ok", "mail", "a server is set")
    return Finding("warning", "mail", "no server: mail stays in the outbox", "Set PLUMBLINE_SMTP_URL.")
