"""Backups: every row and every file in one archive that either engine can take in again.

An archive is a zip with one JSON line per row, the files by their hash, and a manifest of counts and digests. It
is taken from one snapshot of the database, so it is consistent while people work. The installation's secrets are
not in it: keep `secret-key` and `signing-keys` apart, or reminders of running assessments will carry links that lead
nowhere, and badges given out can no longer be checked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Table, func, insert, select
from sqlalchemy import types as sql
from sqlalchemy.exc import OperationalError, StatementError

from app.db import Base, Instant, db, every_firm
from app.services import files, schema
from app.surroundings import now
from app.transactions import transaction
from app.version import VERSION

FORMAT = 1
ROWS_AT_ONCE = 500
MANIFEST = "manifest.json"


class BackupRefused(RuntimeError):
    """The archive cannot be used; `problems` says why, a line for each fault."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: rows and their digest by table, files by hash with their size in bytes."""

    format: int
    product_version: str
    schema: str
    taken_at: str
    rows: dict[str, int]
    digests: dict[str, str]
    files: dict[str, int]


def create(path: Path) -> Manifest:
    """Write a backup to `path` and return what it holds. The file is complete or not there.

    Raises:
        FileExistsError: there is something at `path`.
    """
    if path.exists():
        raise FileExistsError(path)
    partial = path.with_name(f"{path.name}.{uuid4().hex}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _write(archive)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write(archive: zipfile.ZipFile) -> Manifest:
    counts, digests, sizes = {}, {}, {}
    with every_firm("a backup holds every firm"), _snapshot() as connection:
        revision = schema.newest()
        for table in Base.metadata.sorted_tables:
            digest, count = hashlib.sha256(), 0
            with archive.open(f"rows/{table.name}.jsonl", "w") as out:
                for line in _lines(connection, table):
                    out.write(line)
                    digest.update(line)
                    count += 1
            counts[table.name], digests[table.name] = count, digest.hexdigest()
        reports = Base.metadata.tables["reports"].c
        wanted = connection.execute(select(reports.file_hash, reports.workbook_hash, reports.slides_hash))
        for file_hash in sorted({one for row in wanted for one in row if one is not None}):
            content = files.fetch(file_hash)
            archive.writestr(f"files/{file_hash}", content)
            sizes[file_hash] = len(content)
    manifest = Manifest(FORMAT, VERSION, revision, now().isoformat(), counts, digests, sizes)
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))
    return manifest


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """One unchanging view of the database: a plain BEGIN on SQLite, REPEATABLE READ on PostgreSQL."""
    engine = db.engine
    if engine.dialect.name == "postgresql" and isinstance(engine, Engine):
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in rows:
        plain = {name: _plain(value) for name, value in row._mapping.items()}
        yield json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def _value(kind: Any, plain: Any) -> Any:
    """Return a column's value from its plain form."""
    if plain is None or isinstance(kind, sql.JSON):
        return plain
    if isinstance(kind, sql.LargeBinary):
        return base64.b64decode(plain, validate=True)
    if isinstance(kind, sql.Uuid):
        return UUID(hex=plain)
    if isinstance(kind, sql.Numeric) and kind.asdecimal:
        return Decimal(plain)
    if isinstance(kind, (Instant, sql.DateTime)):
        return datetime.fromisoformat(plain)
    if isinstance(kind, sql.Date):
        return date.fromisoformat(plain)
    return plain


def verify(path: Path) -> Manifest:
    """Return the manifest of a backup whose every row and file fits it.

    Raises:
        BackupRefused: with each fault.
    """
    with _opened(path) as archive:
        manifest, problems = _manifest(archive), []
        for table in Base.metadata.sorted_tables:
            digest, count = hashlib.sha256(), 0
            try:
                with archive.open(f"rows/{table.name}.jsonl") as lines:
                    for line in lines:
                        digest.update(line)
                        count += 1
            except (KeyError, zipfile.BadZipFile) as error:
                problems.append(f"rows/{table.name}.jsonl: {error}")
                continue
            if digest.hexdigest() != manifest.digests.get(table.name) or count != manifest.rows.get(
                table.name
            ):
                problems.append(f"rows/{table.name}.jsonl: {count} rows do not fit the manifest")
        for file_hash in manifest.files:
            try:
                content = archive.read(f"files/{file_hash}")
            except (KeyError, zipfile.BadZipFile) as error:
                problems.append(f"files/{file_hash}: {error}")
                continue
            if hashlib.sha256(content).hexdigest() != file_hash:
                problems.append(f"files/{file_hash}: content does not fit its name")
    if problems:
        raise BackupRefused(*problems)
    return manifest


def restore(path: Path) -> Manifest:
    """Bring a backup into this installation's empty database, all of it or nothing.

    Raises:
        BackupRefused: the archive is damaged, of another schema, or the database is not empty.
    """
    manifest = verify(path)
    try:
        schema.upgrade()
    except schema.UnknownRevision as error:
        raise BackupRefused(
            f"the database is at {schema.standing()}, which this version does not know"
        ) from error
    if manifest.schema != schema.newest():
        raise BackupRefused(
            f"the backup is of schema {manifest.schema}, this version knows {schema.newest()}"
        )
    with transaction(), every_firm("a backup holds every firm"), _opened(path) as archive:
        connection = db.session.connection()
        for table in Base.metadata.sorted_tables:
            if connection.scalar(select(func.count()).select_from(table)):
                raise BackupRefused(f"the database is not empty: {table.name} has rows")
        for table in Base.metadata.sorted_tables:
            _fill(connection, archive, table)
        for file_hash in manifest.files:
            files.store(archive.read(f"files/{file_hash}"))
    return manifest


def _fill(connection: Connection, archive: zipfile.ZipFile, table: Table) -> None:
    """Add the rows of one table.

    Raises:
        BackupRefused: a row does not fit the table, or refers to one that is not there.
    """
    try:
        for batch in _batches(archive, table):
            connection.execute(insert(table), batch)
    except OperationalError:  # the database's fault, not the archive's
        raise
    except (StatementError, KeyError, TypeError, ValueError) as error:
        # Whoever made this archive has made its digests fit; what the row says stays out of the message.
        raise BackupRefused(
            f"rows/{table.name}.jsonl: rows that do not fit ({type(error).__name__})"
        ) from error


def _batches(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    with archive.open(f"rows/{table.name}.jsonl") as lines:
        for line in lines:
            plain = json.loads(line)
            batch.append({name: _value(table.c[name].type, value) for name, value in plain.items()})
            if len(batch) == ROWS_AT_ONCE:
                yield batch
                batch = []
    if batch:
        yield batch


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupRefused(f"{path}: {error}") from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise BackupRefused(f"{MANIFEST}: not the manifest of a backup ({error})") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"{MANIFEST}: format {manifest.format}, this version reads {FORMAT}")
    return manifest
