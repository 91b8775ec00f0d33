"""Prepared statements keep what sessions keep: the firm's scope, all or nothing, and the values as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import bindparam, select

from app.db import answering as statements
from app.db import db, every_firm, firm_scope
from app.db.engagements import Client
from app.db.engine import writing
from app.db.outgoing import AuditEvent
from app.db.prepared import Prepared, at_once, is_session_busy
from app.db.scope import OutOfScope
from app.services import answering, trail
from app.services.entries import Entry
from app.services.tokens import access_hash, token_hash
from app.transactions import transaction
from assessments.responses import Answer
from tests.conftest import NOW
from tests.world import World
from tests.worlds.answering import open_assessment

CLIENTS = Client.__table__
OF_FIRM = Prepared(select(CLIENTS.c.id, CLIENTS.c.name).where(CLIENTS.c.firm_id == bindparam("scope_firm")))
EVENTS = Prepared(
    select(*AuditEvent.__table__.c)
    .where(AuditEvent.firm_id == bindparam("scope_firm"), AuditEvent.action == "answer saved")
    .order_by(AuditEvent.id)
)
OF_NOBODY = Prepared(select(CLIENTS.c.name))


def add_event(action: str) -> None:
    trail.note(trail.RESPONDENT, action, "response", uuid4(), question="GOV.1")


def noted() -> set[str]:
    with every_firm("the test looks"):
        found = set(db.session.scalars(select(AuditEvent.action)))
    db.session.rollback()
    return found


# the scope


def test_without_a_scope_nothing_is_sent(app: Flask, world: World) -> None:
    with pytest.raises(OutOfScope, match="no firm's scope"):
        OF_FIRM.all({"scope_firm": world.ids["north"]})


def test_another_firm_than_the_scopes_is_refused_at_each_call(app: Flask, world: World) -> None:
    with firm_scope(world.ids["north"]):
        OF_FIRM.all({"scope_firm": world.ids["north"]})
        with pytest.raises(OutOfScope, match="another firm"):
            OF_FIRM.all({"scope_firm": world.ids["south"]})


def test_a_statement_that_names_no_firm_is_refused(app: Flask, world: World) -> None:
    with firm_scope(world.ids["north"]), pytest.raises(OutOfScope, match="not held to a firm: clients"):
        OF_NOBODY.all({})


def test_the_scope_holds_inside_a_block_too(site: Flask, firm: UUID) -> None:
    with firm_scope(firm), pytest.raises(OutOfScope, match="another firm"), at_once():
        OF_FIRM.all({"scope_firm": uuid4()})


def test_nothing_else_reaches_past_the_engine(repository: Path) -> None:
    """What is sent on the driver itself passes no check but that of `Prepared`; migrations are the one exception."""
    found = {
        path.relative_to(repository).as_posix()
        for path in (repository / "app").rglob("*.py")
        if any(
            name in path.read_text() for name in ("raw_connection", "driver_connection", "dbapi_connection")
        )
    }
    assert found == {
        "app/db/durability.py",
        "app/db/lending.py",
        "app/db/prepared.py",
        "app/services/schema.py",
    }


# the values


def test_rows_are_the_same_on_the_driver_and_in_the_session(site: Flask, firm: UUID) -> None:
    """Keys, days, moments with their zone, JSON and nothing at all come back as the session reads them."""
    with transaction():
        token = open_assessment(firm, NOW).links["pmo"]
        answering.start(token)
    answering.save(token, Entry("GOV.1", Answer(3, "level"), base=0, operation="a"))
    with firm_scope(firm):
        (event, *_), (read, *_) = (
            EVENTS.all({"scope_firm": firm}),
            in_the_session(EVENTS, {"scope_firm": firm}),
        )
    assert event.detail == {"question": "GOV.1"}
    assert event.done_at.tzinfo is not None
    assert (type(event.id), event) == (UUID, read)
    with every_firm("the test reads both ways"):
        digests = {"token": token_hash(token), "access": access_hash(token)}
        setting = statements.find_setting(digests["token"], digests["access"])
        with writing():
            assert statements.find_setting(digests["token"], digests["access"]) == setting
    db.session.rollback()
    assert setting is not None
    assert setting[1].closes_on == date(2026, 3, 12)


def in_the_session(statement: Prepared, values: dict[str, object]) -> list[tuple[object, ...]]:
    """Return what the statement reads in the session."""
    with writing():
        rows = [tuple(row) for row in statement.all(values)]
    assert is_session_busy()
    db.session.rollback()
    return rows


def test_a_missing_value_is_refused(site: Flask, firm: UUID) -> None:
    with firm_scope(firm), pytest.raises(KeyError):
        OF_FIRM.all({})


# all or nothing


def test_what_a_block_wrote_is_kept_when_it_ends(site: Flask, firm: UUID) -> None:
    with firm_scope(firm), at_once():
        add_event("first")
        add_event("second")
    assert noted() == {"first", "second"}
    assert not is_session_busy()


def test_a_block_that_fails_leaves_nothing_and_lets_the_next_one_in(site: Flask, firm: UUID) -> None:
    def fail() -> None:
        with at_once():
            add_event("lost")
            raise ZeroDivisionError

    with firm_scope(firm):
        with pytest.raises(ZeroDivisionError):
            fail()
        with at_once():
            add_event("kept")
    assert noted() == {"kept"}


def test_a_block_inside_a_transaction_is_a_part_of_it(site: Flask, firm: UUID) -> None:
    def fail() -> None:
        with transaction(), firm_scope(firm):
            with at_once():
                add_event("taken back")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert noted() == set()


def test_a_request_that_may_write_reads_in_its_own_transaction(site: Flask, firm: UUID) -> None:
    with firm_scope(firm):
        OF_FIRM.all({"scope_firm": firm})
        assert not is_session_busy()
        with writing():
            OF_FIRM.all({"scope_firm": firm})
        assert is_session_busy()


def test_what_is_read_apart_locks_nobody_out(site: Flask, firm: UUID) -> None:
    with firm_scope(firm), writing():
        OF_FIRM.all({"scope_firm": firm}, apart=True)
        assert not is_session_busy()
        OF_FIRM.all({"scope_firm": firm})
        assert is_session_busy()
    db.session.rollback()


def test_what_is_written_outside_of_a_block_is_a_part_of_the_sessions_work(site: Flask, firm: UUID) -> None:
    with firm_scope(firm):
        add_event("taken back")
        assert is_session_busy()
        db.session.rollback()
    assert noted() == set()


def test_what_a_session_commits_is_on_the_disk_at_once(site: Flask, firm: UUID) -> None:
    """SQLite syncs its log at each commit where `synchronous` is FULL (2); what is lent for a block leaves no trace."""
    with firm_scope(firm), at_once():
        add_event("kept")
    connections = [db.engine.raw_connection() for _ in range(2)]
    try:
        found = [connection.cursor().execute("PRAGMA synchronous").fetchone() for connection in connections]
    finally:
        for connection in connections:
            connection.close()
    assert found == [(2,), (2,)]
