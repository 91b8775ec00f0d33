"""How the engines are opened: SQLite with durable commits and one writer at a time, PostgreSQL as it is.

On SQLite a transaction that may write begins IMMEDIATE, since a read that is later upgraded fails at once when
somebody else wrote in between; one that only reads begins plain, since an IMMEDIATE reader would block everyone.
Inside one process writers wait in line (`WriteQueue`), because SQLite's own waiting is not fair.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from app.db.durability import keep_log
from app.db.lending import keep_readers

_writing: ContextVar[bool] = ContextVar("plumbline_writing", default=False)
LONGEST_WAIT_S = 10


@contextmanager
def writing() -> Iterator[None]:
    """Begin the transactions inside as ones that write."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def is_writing() -> bool:
    """Return whether a transaction that begins now may write."""
    return _writing.get()


@contextmanager
def reading() -> Iterator[None]:
    """Begin the transactions inside as ones that only read."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def set_writing(is_writing: bool) -> None:
    """As `writing`, for a request, which has no block of its own."""
    _writing.set(is_writing)


class WriteQueue:
    """A lock that is handed on in the order in which it was asked for."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_held = False

    def enter(self) -> bool:
        """Wait for one's turn; False when it did not come within LONGEST_WAIT_S seconds."""
        with self._mutex:
            if not self._is_held and not self._waiting:
                self._is_held = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(LONGEST_WAIT_S):
            return True
        with self._mutex:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def leave(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_held = False


def engine_options(database_url: str) -> dict[str, Any]:
    """Return what create_engine needs beside the address."""
    if not database_url.startswith("sqlite"):
        return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "hide_parameters": True}
    options: dict[str, Any] = {
        "connect_args": {"timeout": LONGEST_WAIT_S, "check_same_thread": False},
        "hide_parameters": True,  # errors are logged, and a log holds no answer and no address
    }
    try:
        from pysqlite3 import dbapi2  # carries a current SQLite; not every platform has a wheel
    except ImportError:
        return options
    return options | {"module": dbapi2}


def prepare(engine: Engine) -> None:
    """Set an SQLite engine's pragmas and its way to begin a transaction; leaves other engines alone."""
    if engine.dialect.name != "sqlite":
        return
    queue = WriteQueue()

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        record.info["write_queue"] = queue
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={LONGEST_WAIT_S * 1000}",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def leave(connection: Connection) -> None:
        if connection.info.pop("in_write_queue", False):
            queue.leave()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not _writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get("in_write_queue"):
            connection.info["in_write_queue"] = queue.enter()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except Exception:
            leave(connection)
            raise

    # The commit event fires just before the commit itself; SQLite's own lock orders the next writer behind it.
    event.listen(engine, "commit", leave)
    event.listen(engine, "rollback", leave)

    @event.listens_for(engine, "checkin")
    def _checkin(connection: Any, record: Any) -> None:
        if record is not None and record.info.pop("in_write_queue", False):
            queue.leave()

    keep_readers(engine)
    keep_log(engine, LONGEST_WAIT_S)  # last: its connections get all of the above
