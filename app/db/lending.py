"""Connections of an SQLite engine that stay open between two loans, without what a pool does at each.

A pool must suppose that a connection comes back in the middle of something, and resets it: a ninth of what a save
costs. What is lent here runs single statements, or one transaction that whoever borrowed it has ended.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool

_readers: WeakKeyDictionary[Engine, Lender] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Kept:
    """A connection that its pool has forgotten: the driver's own, and what was noted about it when it was made."""

    driver_connection: Any
    info: dict[Any, Any]
    close: Callable[[], None]


class Lender:
    """Lends as many connections as are wanted at the same time; the one given back last goes out first."""

    def __init__(
        self, connect: Callable[[], Any], before_closing: Callable[[Kept], None] | None = None
    ) -> None:
        """
        Args:
            connect: takes a connection from a pool, which then forgets it.
            before_closing: gets the connection that is about to be closed.
        """
        self._connect, self._before_closing = connect, before_closing
        self._idle: list[Kept] = []

    def lend(self) -> Kept:
        try:
            return self._idle.pop()
        except IndexError:
            taken = self._connect()
            driver = taken.driver_connection
            taken.detach()
            return Kept(driver, taken.info, taken.close)

    def take_back(self, connection: Kept) -> None:
        """Keep it for the next one, unless it is still in a transaction, which only a failing disk leaves open."""
        if connection.driver_connection.in_transaction:
            self._close(connection)
        else:
            self._idle.append(connection)

    def dispose(self) -> None:
        """Close the connections that are not lent."""
        with suppress(IndexError):
            while True:
                self._close(self._idle.pop())

    def _close(self, connection: Kept) -> None:
        if self._before_closing is not None:
            self._before_closing(connection)
        connection.close()


def keep_readers(engine: Engine) -> None:
    """Give an SQLite engine on a file a lender for what only reads; leaves one in memory alone."""
    if not isinstance(engine.pool, QueuePool):
        return
    lender = _readers[engine] = Lender(engine.raw_connection)
    event.listen(engine, "engine_disposed", lambda _engine: lender.dispose())


def readers_of(bind: Engine | Connection) -> Lender | None:
    """Return the lender of an engine, if it has one; what is bound to one connection has but that."""
    return _readers.get(bind) if isinstance(bind, Engine) else None
