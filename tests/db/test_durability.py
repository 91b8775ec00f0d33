"""What is acknowledged is on the disk, although the lock is given up before: seen in what a power cut would leave.

The files are read with the engine's own copy of SQLite: another copy in the same process would undo its locks.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import create_engine

from app.db import db, firm_scope
from app.db.durability import LOG_SUFFIX, Log, NotOnDisk, keep_log, log_of
from app.db.lending import Kept
from app.db.prepared import at_once
from app.errors import Conflict
from app.services import answering
from app.transactions import transaction
from tests.conftest import NOW
from tests.db.disk import QUESTIONS, THREADS, Crowd, Disk, entry, opened, stored, until
from tests.worlds.answering import OpenAssessment, open_assessment


@pytest.fixture
def log(site: Flask) -> Log:
    found = log_of(db.engine)
    assert found is not None
    return found


@pytest.fixture
def disk(log: Log, tmp_path: Path) -> Disk:
    made = Disk(tmp_path / "own.db", tmp_path / "disk")
    log.sync_file = made.sync
    return made


@pytest.fixture
def assessment(firm: UUID) -> OpenAssessment:
    """An open assessment that THREADS people of one role have begun to answer."""
    with transaction():
        made = open_assessment(firm, NOW, each=THREADS)
        for token in tokens_of(made):
            answering.start(token)
    return made


def tokens_of(assessment: OpenAssessment) -> list[str]:
    return [token for name, token in assessment.links.items() if name.startswith("pmo")]


# what is acknowledged


def test_an_acknowledged_save_outlives_a_power_cut(disk: Disk, assessment: OpenAssessment) -> None:
    token, *_ = tokens_of(assessment)
    for base in range(3):
        answering.save(token, entry("GOV.1", base + 1, base))
        assert disk.holds("GOV.1", base + 1)
    assert len(disk.ended) == 3


def test_an_acknowledged_form_outlives_a_power_cut(disk: Disk, assessment: OpenAssessment) -> None:
    token, *_ = tokens_of(assessment)
    assert answering.save_form(token, [entry(question) for question in QUESTIONS]).is_complete
    assert all(disk.holds(question) for question in QUESTIONS)
    assert len(disk.ended) == 1


def test_a_save_that_failed_is_seen_as_missing_on_the_disk(
    disk: Disk, assessment: OpenAssessment, tmp_path: Path
) -> None:
    """The test's own eyes: readers see what was committed, the disk does not have it."""
    disk.before = fail
    token, *_ = tokens_of(assessment)
    with pytest.raises(NotOnDisk):
        answering.save(token, entry("GOV.1"))
    assert stored(tmp_path / "own.db", "GOV.1") == (1, 1)
    assert not disk.holds("GOV.1")


def test_others_can_write_while_a_save_waits_for_the_disk(
    site: Flask, disk: Disk, assessment: OpenAssessment
) -> None:
    is_free = threading.Event()
    first, second, *_ = tokens_of(assessment)
    disk.before = lambda number: until(is_free.is_set) if number == 1 else None
    crowd = Crowd(site, [lambda: answering.save(first, entry("GOV.1"))])
    until(lambda: disk.begun == 1)
    with transaction():  # a commit of its own kind, synced by SQLite itself
        answering.save(second, entry("STR.1"))
    assert stored(disk.database, "STR.1") == (1, 1)
    assert not disk.ended
    is_free.set()
    crowd.end()
    assert disk.holds("GOV.1")


def test_a_repeated_attempt_waits_for_the_disk_like_the_first(
    site: Flask, disk: Disk, assessment: OpenAssessment
) -> None:
    """It writes nothing and finds its answer kept: by a commit that may not be on the disk yet."""
    is_free = threading.Event()
    token, *_ = tokens_of(assessment)
    acknowledged: list[bool] = []

    def save() -> None:
        answering.save(token, entry("GOV.1"))
        acknowledged.append(disk.holds("GOV.1"))

    disk.before = lambda number: until(is_free.is_set)
    first = Crowd(site, [save])
    until(lambda: disk.begun == 1)
    repeated = Crowd(site, [save])
    until(lambda: disk.begun == 2)
    assert acknowledged == []
    is_free.set()
    first.end()
    repeated.end()
    assert acknowledged == [True, True]


@pytest.mark.parametrize("kind", ["answer", "form"])
def test_what_is_kept_already_is_not_acknowledged_without_a_sync(
    disk: Disk, assessment: OpenAssessment, kind: str
) -> None:
    token, *_ = tokens_of(assessment)
    answering.save(token, entry("GOV.1"))
    if kind == "answer":
        answering.save(token, entry("GOV.1"))
    else:
        assert answering.save_form(token, [entry("GOV.1")]).is_complete
    assert len(disk.ended) == 2
    assert stored(disk.database, "GOV.1") == (1, 1)


# many at a time


def test_in_a_storm_each_save_is_on_the_disk_when_it_is_acknowledged(
    site: Flask, disk: Disk, assessment: OpenAssessment
) -> None:
    seen: list[bool] = []

    def save(token: str, question: str) -> None:
        for base in range(10):
            answering.save(token, entry(question, base % 5 + 1, base))
            seen.append(disk.holds(question, base + 1))

    Crowd(
        site,
        [lambda pair=pair: save(*pair) for pair in zip(tokens_of(assessment), QUESTIONS, strict=True)],
    ).end()
    assert seen == [True] * THREADS * 10


# when another process writes


def test_a_save_waits_for_another_process_and_goes_on(
    site: Flask, disk: Disk, assessment: OpenAssessment
) -> None:
    token, *_ = tokens_of(assessment)
    with closing(opened(disk.database)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        saving = Crowd(site, [lambda: answering.save(token, entry("GOV.1"))])
        time.sleep(0.05)
        assert not disk.begun
        other.execute("COMMIT")
        saving.end()
    assert disk.holds("GOV.1")


def test_a_save_waits_no_longer_than_it_should(disk: Disk, log: Log, assessment: OpenAssessment) -> None:
    token, *_ = tokens_of(assessment)
    log.longest_wait_s = 0.05
    with closing(opened(disk.database)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(log.driver_error, match="locked"):
            answering.save(token, entry("GOV.1"))
    answering.save(token, entry("GOV.1"))
    assert disk.holds("GOV.1")


# when the disk fails


def fail(*_: object) -> None:
    raise OSError(errno.EIO, "the disk is broken")


def log_size(disk: Disk) -> int:
    return disk.database.with_name(disk.database.name + LOG_SUFFIX).stat().st_size


def test_after_a_failed_sync_the_log_is_emptied_before_anything_is_acknowledged(
    disk: Disk, assessment: OpenAssessment
) -> None:
    """The system reports what it lost once: the next sync succeeds, and proves nothing about what came before."""
    token, *_ = tokens_of(assessment)
    disk.before = fail
    with pytest.raises(NotOnDisk):
        answering.save(token, entry("GOV.1"))
    assert log_size(disk) == 0  # all of it is in the database file, which SQLite has synced
    disk.before = lambda number: None
    saved = answering.save(token, entry("GOV.1"))
    assert saved.revision == 1
    db.session.rollback()  # where it read what is kept
    assert disk.ended == {2}
    answering.save(token, entry("GOV.1", 4, base=1))
    assert disk.holds("GOV.1", 2)


def test_who_was_synced_while_anothers_sync_failed_does_not_rest_on_the_log(
    site: Flask, log: Log, disk: Disk, assessment: OpenAssessment
) -> None:
    """What the other lost stands before one's own in the log, and a log is read only up to its first hole."""
    first, second, *_ = tokens_of(assessment)
    told: list[type[Exception]] = []

    def save() -> None:
        try:
            answering.save(first, entry("GOV.1"))
        except NotOnDisk as error:
            told.append(type(error))

    def before(number: int) -> None:
        if number == 1:
            until(lambda: disk.begun == 2)
            fail()
        until(lambda: log.failures == 1)

    disk.before = before
    crowd = Crowd(site, [save])
    until(lambda: disk.begun == 1)
    answering.save(second, entry("STR.1"))
    crowd.end()
    assert told == [NotOnDisk]
    assert disk.ended == {2}
    assert log_size(disk) == 0


def test_while_the_log_cannot_be_emptied_nothing_is_acknowledged(
    log: Log, disk: Disk, assessment: OpenAssessment
) -> None:
    token, *_ = tokens_of(assessment)
    disk.before = fail
    with closing(opened(disk.database)) as reader:
        reader.isolation_level = None
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM firms").fetchone()  # from here on it needs what the log holds
        log.longest_wait_s = 0.001
        with pytest.raises(NotOnDisk, match="synced"):
            answering.save(token, entry("GOV.1"))
        disk.before = lambda number: None
        with pytest.raises(NotOnDisk, match="emptied"):
            answering.save(token, entry("GOV.1"))
        assert not disk.ended
    answering.save(token, entry("GOV.1"))
    assert log_size(disk) == 0


def test_a_database_that_fails_while_the_log_is_emptied_is_told_as_the_same(site: Flask, log: Log) -> None:
    log.sync_file = fail
    connection = log.writers.lend()
    connection.driver_connection.close()
    for what in ("synced", "emptied"):
        with pytest.raises(NotOnDisk, match=what):
            log.wait(connection)


def test_a_block_that_fails_is_not_synced(disk: Disk, firm: UUID) -> None:
    with firm_scope(firm), suppress(Conflict), at_once():
        raise Conflict("already_closed")
    assert not disk.ended


# which connections, which file


def test_a_connection_is_lent_again_and_never_twice_at_once(log: Log) -> None:
    first, second = log.writers.lend(), log.writers.lend()
    assert first.driver_connection is not second.driver_connection
    log.writers.take_back(first)
    assert log.writers.lend() is first


def test_a_connection_that_comes_back_in_a_transaction_is_closed(log: Log) -> None:
    left = log.writers.lend()
    left.driver_connection.execute("BEGIN IMMEDIATE")
    log.writers.take_back(left)
    with lent(log) as connection:
        assert connection is not left
        connection.driver_connection.execute("BEGIN IMMEDIATE")  # nobody holds the lock any more
        connection.driver_connection.execute("COMMIT")


def level_of(connection: Any) -> int:
    (level,) = connection.driver_connection.execute("PRAGMA synchronous").fetchone()
    return level


@contextmanager
def lent(log: Log) -> Iterator[Kept]:
    connection = log.writers.lend()
    yield connection
    log.writers.take_back(connection)


def descriptor_of(log: Log) -> tuple[int, int]:
    """Return a connection's descriptor of the log, and its level of `synchronous` (1 is NORMAL)."""
    with lent(log) as connection:
        return connection.info["log_descriptor"], level_of(connection)


def test_only_the_connections_of_the_log_commit_early_and_each_holds_the_log_that_is_there(
    site: Flask, log: Log, tmp_path: Path
) -> None:
    path = tmp_path / "own.db-wal"
    descriptor, level = descriptor_of(log)
    with closing(db.engine.raw_connection()) as ordinary:
        assert (level, level_of(ordinary)) == (1, 2)
    with closing(opened(tmp_path / "own.db")) as stranger:
        stranger.execute("SELECT count(*) FROM firms").fetchone()
    assert os.path.samestat(os.fstat(descriptor), path.stat())


def test_a_log_that_was_taken_away_with_its_last_connection_is_not_held_on_to(
    site: Flask, log: Log, tmp_path: Path
) -> None:
    path = tmp_path / "own.db-wal"
    descriptor, _ = descriptor_of(log)
    db.engine.dispose()
    assert not path.exists()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)
    descriptor, _ = descriptor_of(log)
    assert os.path.samestat(os.fstat(descriptor), path.stat())


def test_without_a_log_beside_the_database_commits_stay_synchronous(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    keep_log(engine, 1)
    log = log_of(engine)
    assert log is not None
    log.sync_file = fail
    with lent(log) as connection:
        log.wait(connection)
        assert level_of(connection) == 2
    engine.dispose()


def test_a_log_that_cannot_be_opened_leaves_commits_synchronous(
    site: Flask, log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The file system is an edge: SQLite makes its log wherever it can, so one that is not to be had is looked for.
    monkeypatch.setattr("app.db.durability.LOG_SUFFIX", "-elsewhere")
    db.engine.dispose()
    with lent(log) as connection:
        log.wait(connection)
        assert level_of(connection) == 2


def test_a_database_in_memory_has_no_log() -> None:
    engine = create_engine("sqlite://")
    keep_log(engine, 1)
    assert log_of(engine) is None
    engine.dispose()
