"""A disk whose power can be cut, and threads that write to it at the same time."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from flask import Flask

from app.db import db
from app.db.durability import LOG_SUFFIX
from app.services.entries import Entry
from assessments.published import find_model
from assessments.responses import Answer

THREADS = 8
QUESTIONS = [question.key for question in find_model("quick-scan").questions_for("pmo")][:THREADS]
PATIENCE_S = 20.0
Work = Callable[[], object]


@dataclass
class Disk:
    """In the place of the disk: what a power cut would leave is what the files held when the latest sync that has
    ended began. A sync of another file than the log that is there now brings nothing.

    `before` runs in a sync that has begun, counted from 1, and may let it wait or fail.
    """

    database: Path
    folder: Path
    before: Callable[[int], None] = lambda number: None
    begun: int = 0
    ended: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def sync(self, descriptor: int) -> None:
        with self.lock:
            number = self.begun + 1
            copy = self._copy(number)
            copy.parent.mkdir(parents=True)
            log = self.database.with_name(self.database.name + LOG_SUFFIX)
            if os.path.samestat(os.fstat(descriptor), log.stat()):
                shutil.copy(self.database, copy)
                shutil.copy(log, copy.with_name(copy.name + LOG_SUFFIX))
            self.begun = number
        self.before(number)
        os.fsync(descriptor)
        self.ended.add(number)

    def _copy(self, number: int) -> Path:
        return self.folder / str(number) / "left.db"

    def kept(self, question: str) -> tuple[int, int]:
        """Return what would be there after a power cut, as `stored` does."""
        return stored(self._copy(max(self.ended)), question) if self.ended else (0, 0)

    def holds(self, question: str, revision: int = 1) -> bool:
        """Return whether the answer and the events of all its changes would be there after a power cut."""
        return self.kept(question) == (revision, revision)


def opened(path: Path) -> Any:
    sqlite = cast(Any, db.engine.dialect.dbapi)
    return sqlite.connect(path)


def stored(path: Path, question: str) -> tuple[int, int]:
    """Return the revision of the only answer to a question, and the number of events that tell of it."""
    with closing(opened(path)) as connection:
        (found,) = connection.execute(
            "SELECT coalesce(max(revision), 0) FROM answers WHERE question = ?", (question,)
        ).fetchone()
        (events,) = connection.execute(
            "SELECT count(*) FROM audit_events WHERE action LIKE 'answer%saved' AND detail LIKE ?",
            (f'%"{question}"%',),
        ).fetchone()
    return found, events


def entry(question: str, level: int = 3, base: int = 0) -> Entry:
    return Entry(question, Answer(level, "level"), base, f"{question}-{base}")


class Crowd:
    """Threads that each do some work in an application context of their own; what one raised is raised at the end."""

    def __init__(self, site: Flask, work: list[Work]) -> None:
        self._site = site
        self._raised: list[BaseException] = []
        self._threads = [threading.Thread(target=self._run, args=(one,)) for one in work]
        for thread in self._threads:
            thread.start()

    def _run(self, work: Work) -> None:
        try:
            with self._site.app_context():
                work()
        except BaseException as error:
            self._raised.append(error)

    def end(self) -> None:
        for thread in self._threads:
            thread.join(PATIENCE_S)
        assert not any(thread.is_alive() for thread in self._threads)
        if self._raised:
            raise self._raised[0]


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.001)
