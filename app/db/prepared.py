"""Statements that run all day, sent on SQLite's own driver: what a session does around them costs more than they do.

A `Prepared` is one Core statement, compiled once. Its text passes the same check of the firm's scope as every other
(`scope.hold`), at each call. Where it runs follows from what is going on:

- inside `at_once()` on the connection of that block, which is one BEGIN IMMEDIATE … COMMIT of two or three statements,
  on the disk when the block ends (`app/db/durability.py`);
- where the session is at work, or may be about to write, on the session's connection, in its transaction;
- else, in a request that only reads or where it is asked for `apart`, on a connection of its own and in no other
  transaction than its own.

On other engines than SQLite it always runs in the session.
"""

from __future__ import annotations

import logging
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Engine

from app.db.base import db
from app.db.durability import Log, log_of
from app.db.engine import is_writing
from app.db.lending import readers_of
from app.db.scope import hold, names_a_firm

log = logging.getLogger(__name__)  # at DEBUG the text of each statement, never its values
_block: ContextVar[Any] = ContextVar("plumbline_at_once", default=None)

Processor = Callable[[Any], Any]


def insert_of(dialect: str) -> Any:
    """Return the `insert` of an engine, with what it can do about rows that are there already."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # of two engines a site loads its own

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as the driver takes it: its parameters in their order, and how values go in and come out."""

    text: str
    order: tuple[str, ...]
    fixed: Mapping[str, Any]
    firms: tuple[str, ...]
    inward: tuple[tuple[str, Processor], ...]
    outward: tuple[tuple[int, Processor], ...]
    row: Callable[..., Any]


class Prepared:
    """A statement to be sent often; or what returns it for an engine's name, asked once for each."""

    def __init__(self, statement: Any) -> None:
        self._build: Callable[[str], Any] = statement if callable(statement) else lambda _: statement
        self._statements: dict[str, Any] = {}
        self._compiled: _Compiled | None = None

    def all(self, values: Mapping[str, Any], *, apart: bool = False) -> list[Any]:
        """Run and return the rows, by column name and place; none where the statement returns none.

        Args:
            apart: what is read need not be locked, so that nobody who writes has to wait for it to be thought about.
        """
        bind = db.engine
        if bind.dialect.name == "sqlite":
            if (driver := _block.get()) is not None:
                return self._send(driver, bind.dialect, values)
            if (apart or not is_writing()) and not is_session_busy():
                with _lent(bind) as connection:
                    return self._send(connection.driver_connection, bind.dialect, values)
        return self._in_session(bind.dialect.name, values)

    def write(self, values: Mapping[str, Any]) -> list[Any]:
        """Run as a part of `at_once()`, else of the session's transaction: never by itself."""
        bind = db.engine
        if (driver := _block.get()) is not None:
            return self._send(driver, bind.dialect, values)
        return self._in_session(bind.dialect.name, values)

    def first(self, values: Mapping[str, Any], *, apart: bool = False) -> Any | None:
        rows = self.all(values, apart=apart)
        return rows[0] if rows else None

    def _in_session(self, name: str, values: Mapping[str, Any]) -> list[Any]:
        done = db.session.connection().execute(self._statement(name), values)
        return list(done.fetchall()) if done.returns_rows else []

    def _statement(self, name: str) -> Any:
        if name not in self._statements:
            self._statements[name] = self._build(name)
        return self._statements[name]

    def _send(self, driver: Any, dialect: Dialect, values: Mapping[str, Any]) -> list[Any]:
        ready = self._compiled
        if ready is None:
            ready = self._compiled = _compile(self._statement(dialect.name), dialect)
        given = {**ready.fixed, **values}
        hold(ready.text, [given[name] for name in ready.firms])
        for name, inward in ready.inward:
            given[name] = inward(given[name])
        if log.isEnabledFor(logging.DEBUG):
            log.debug("%s", ready.text)
        rows = driver.execute(ready.text, [given[name] for name in ready.order]).fetchall()
        if not ready.outward:
            return [ready.row(*row) for row in rows]
        return [ready.row(*_converted(row, ready.outward)) for row in rows]


def _converted(row: tuple[Any, ...], outward: tuple[tuple[int, Processor], ...]) -> list[Any]:
    cells = list(row)
    for place, convert in outward:
        cells[place] = convert(cells[place])
    return cells


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    order = tuple(compiled.positiontup)
    inward = {name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order}
    columns = list(statement.exported_columns)
    outward = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return _Compiled(
        text=compiled.string,
        order=order,
        fixed={name: value for name, value in compiled.params.items() if value is not None},
        firms=tuple(name for name in order if names_a_firm(name)),
        inward=tuple((name, convert) for name, convert in inward.items() if convert is not None),
        outward=tuple((place, convert) for place, convert in enumerate(outward) if convert is not None),
        row=namedtuple("Row", [column.name for column in columns], rename=True),
    )


def is_session_busy() -> bool:
    """Return whether the session of this context has begun anything."""
    return bool(db.session.registry.has()) and db.session().in_transaction()


@contextmanager
def at_once() -> Iterator[None]:
    """Keep what the prepared statements inside write when the block ends, or nothing of it.

    On SQLite others can write again a moment later: nothing but those statements may stand inside. When the block has
    ended, all that could be read in it is on the disk too, also where it wrote nothing itself: a repeated attempt may
    be acknowledged for what another one has just committed. Where the session is at work, or on another engine, the
    block is a part of the session's transaction, whose owner ends it.

    Raises:
        NotOnDisk: the log could not be synced. What was written can be read, and must not be acknowledged.
    """
    bind = db.engine
    if bind.dialect.name != "sqlite" or is_session_busy():
        yield
        return
    log = log_of(bind)
    with _lent(bind, log) as connection:
        writing = _written if isinstance(bind, Engine) else _nested
        token = _block.set(connection.driver_connection)
        try:
            with writing(bind, connection, log):
                yield
        finally:
            _block.reset(token)
        if log is not None:
            log.wait(connection)


@contextmanager
def _lent(bind: Engine | Connection, log: Log | None = None) -> Iterator[Any]:
    """Give a connection to read with or of the log, or the one that everything here is bound to, as tests do."""
    if isinstance(bind, Connection):
        yield bind.connection
        return
    lender = readers_of(bind) if log is None else log.writers
    if lender is None:
        with closing(bind.raw_connection()) as connection:
            yield connection
        return
    kept = lender.lend()
    try:
        yield kept
    finally:
        lender.take_back(kept)


@contextmanager
def _written(bind: Any, connection: Any, log: Log | None) -> Iterator[None]:
    """One transaction, in its turn among the writers of this process."""
    driver, queue = connection.driver_connection, connection.info["write_queue"]
    has_turn = queue.enter()
    try:
        if log is None:
            driver.execute("BEGIN IMMEDIATE")
        else:
            log.begin(connection)
        try:
            yield
            driver.execute("COMMIT")
        except BaseException:
            driver.rollback()
            raise
    finally:
        if has_turn:
            queue.leave()


@contextmanager
def _nested(bind: Any, connection: Any, log: Log | None) -> Iterator[None]:
    with bind.begin_nested():
        yield
