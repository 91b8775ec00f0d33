"""When a commit on SQLite is on the disk: its log synced after the write lock is given up, not inside COMMIT.

SQLite syncs its write-ahead log while every other writer waits. The connections lent here commit without
(`synchronous=NORMAL`); who used one calls `Log.wait` before anything is acknowledged. The log is written from front to
back, so a sync that begins after a commit covers it and all before it. Threads that sync at the same time need no
arrangement between them: the system brings their pages to the disk together.

A commit can leave the log only for the database file: SQLite syncs both before it begins the log anew. The log can go
away only with its last connection, so a descriptor of it is kept exactly as long as a connection. Closing one of the
database file itself would drop SQLite's locks on it; on the log there are none.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool

from app.db.lending import Lender

_logs: WeakKeyDictionary[Engine, Log] = WeakKeyDictionary()
LOG_SUFFIX = "-wal"
_BUSY = 5  # SQLITE_BUSY, of which the extended codes are the low byte
_LOOK_AGAIN_S = (
    0.00001  # as short as the system can: with its own slack 0.1 ms, about what a save holds the lock for
)
_DESCRIPTOR = "log_descriptor"


class NotOnDisk(OSError):
    """What was written could not be brought to the disk: it must not be acknowledged, though it can be read."""


class Log:
    """The write-ahead log of one SQLite file, and the connections that leave syncing it to whoever used them.

    Attributes:
        writers: lends those connections.
        longest_wait_s: for how long one waits for others who write.
        driver_error: what the driver raises.
    """

    def __init__(self, engine: Engine, longest_wait_s: float) -> None:
        # The call that SQLite itself makes on each system; on macOS both reach no further than fsync does there.
        self.sync_file: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)
        self.failures = 0
        self._mended = 0  # as many of them
        self._counting, self._mending = threading.Lock(), threading.Lock()
        self.driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self.longest_wait_s = longest_wait_s
        pool = engine.pool.recreate()  # with the same pragmas, and those below
        event.listen(pool, "connect", _commit_early)
        self.writers = Lender(pool.connect, before_closing=_let_go)

    def begin(self, connection: Any) -> None:
        """Begin to write, as soon as no other process does.

        SQLite looks again after 1 ms, 2, 5 and so on up to 100, many times as long as a save holds the lock. On the
        connections lent here it does not wait at all (`busy_timeout=0`), and this looks again every tenth of one.

        Raises:
            The driver's error: others wrote for as long as one waits.
        """
        driver = connection.driver_connection
        patience = time.monotonic() + self.longest_wait_s
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except self.driver_error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF != _BUSY or time.monotonic() > patience:
                    raise
            time.sleep(_LOOK_AGAIN_S)

    def wait(self, connection: Any) -> None:
        """Return when everything that was committed before this call is on the disk.

        After a failure, this thread's or another's, a sync that succeeds proves nothing: the system reports what it
        lost only once, and what follows a hole in the log is lost with it. So the log is emptied then.

        Raises:
            NotOnDisk: the sync failed, or emptying the log did; the next call empties it first if need be.
        """
        descriptor = connection.info.get(_DESCRIPTOR)
        if descriptor is None:
            return  # this connection's commits are synchronous
        if not self._has_hole():
            try:
                self.sync_file(descriptor)
            except OSError as error:
                with self._counting:
                    self.failures += 1
                with suppress(NotOnDisk):  # at once, for what others commit meanwhile stands behind the hole
                    self._mend(connection.driver_connection)
                raise NotOnDisk(error.errno, "the database's log could not be synced") from error
        if self._has_hole():
            self._mend(connection.driver_connection)

    def _mend(self, driver: Any) -> None:
        """Bring all that the log holds into the database file, which SQLite syncs, so that nothing rests on the log.

        Raises:
            NotOnDisk: the disk fails, or somebody reads from the log for longer than one waits.
        """
        with self._mending:  # two at a time would refuse each other
            known = self.failures
            try:
                driver.execute(f"PRAGMA busy_timeout={int(self.longest_wait_s * 1000)}")
                (is_busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                driver.execute("PRAGMA busy_timeout=0")
            except self.driver_error as error:
                raise NotOnDisk(errno.EIO, "the database's log could not be emptied") from error
            if is_busy:
                raise NotOnDisk(errno.EBUSY, "the database's log is in use and could not be emptied")
            self._mended = known

    def _has_hole(self) -> bool:
        return self.failures > self._mended


def keep_log(engine: Engine, longest_wait_s: float) -> None:
    """Give an SQLite engine on a file its log; leaves one in memory alone, where there is nothing to sync.

    Args:
        longest_wait_s: for how long one waits for others who write.
    """
    if not isinstance(engine.pool, QueuePool):
        return
    log = _logs[engine] = Log(engine, longest_wait_s)
    event.listen(engine, "engine_disposed", lambda _engine: log.writers.dispose())


def log_of(bind: Engine | Connection) -> Log | None:
    """Return the log of an engine, if it has one; what is bound to one connection commits by other rules."""
    return _logs.get(bind) if isinstance(bind, Engine) else None


def _commit_early(driver: Any, record: Any) -> None:
    """Let the connection commit without a sync where its log can be synced from here; else it stays as it is."""
    driver.execute(
        "SELECT count(*) FROM sqlite_schema"
    ).fetchall()  # from here on it holds the log open, if any
    (path,) = (row[2] for row in driver.execute("PRAGMA database_list") if row[1] == "main")
    try:
        descriptor = os.open(f"{path}{LOG_SUFFIX}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # a database without such a log, or one that only SQLite may open
        return
    record.info[_DESCRIPTOR] = descriptor
    driver.execute("PRAGMA synchronous=NORMAL")
    driver.execute("PRAGMA busy_timeout=0")  # `Log.begin` waits instead


def _let_go(connection: Any) -> None:
    descriptor = connection.info.pop(_DESCRIPTOR, None)
    if descriptor is not None:
        os.close(descriptor)
