"""Every statement runs inside the scope of one firm, or says by name why it does not.

Three layers, because each alone leaks somewhere (counts without an entity, Core selects, raw text):
criteria added to every ORM statement, a check of new and changed rows before they are written, and a check
of the final SQL: each firm-owned table in it must be held to a firm, and to this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from app.db.base import Base, FirmOwned, db

EVERY = "every firm"
_flushing: ContextVar[bool] = ContextVar("plumbline_flushing", default=False)
_scope: ContextVar[UUID | str | None] = ContextVar("plumbline_firm_scope", default=None)


class OutOfScope(RuntimeError):
    """A statement or a row reached beyond the firm in whose scope it ran: a defect, never a user's error."""


def current_firm() -> UUID:
    """Return the firm in whose scope this runs.

    Raises:
        OutOfScope: no scope, or the scope of every firm.
    """
    scope = _scope.get()
    if not isinstance(scope, UUID):
        raise OutOfScope("no firm's scope is active")
    return scope


@contextmanager
def firm_scope(firm_id: UUID) -> Iterator[None]:
    """Hold every statement inside to one firm. Another firm's scope cannot be entered from within."""
    outer = _scope.get()
    if isinstance(outer, UUID) and outer != firm_id:
        raise OutOfScope("one firm's scope was entered inside another's")
    token = _scope.set(firm_id)
    try:
        yield
        write_changes()  # what was changed inside is written inside
    finally:
        _scope.reset(token)


def write_changes() -> None:
    """Flush the session if it holds changes; where nobody has asked for one, none is made."""
    if db.session.registry.has():
        session = db.session()
        if session.new or session.dirty or session.deleted:
            session.flush()


def enter_firm(firm_id: UUID) -> None:
    """As `firm_scope`, until `leave_firm`: for a request, which has no block of its own."""
    outer = _scope.get()
    if isinstance(outer, UUID) and outer != firm_id:
        raise OutOfScope("one firm's scope was entered inside another's")
    _scope.set(firm_id)


def leave_firm() -> None:
    _scope.set(None)


@contextmanager
def every_firm(reason: str) -> Iterator[None]:
    """Look across firms; `reason` names why. Uses are listed in tests/scope_exits.txt.

    Rows loaded inside are let go at the end, so that none lingers in the session of a firm: take plain values.
    """
    if not reason:
        raise OutOfScope("looking across firms needs a reason")
    token = _scope.set(EVERY)
    try:
        yield
        write_changes()
    finally:
        _scope.reset(token)
        if db.session.registry.has():
            db.session.expunge_all()


@event.listens_for(Session, "do_orm_execute")
def _hold_to_firm(state: ORMExecuteState) -> None:
    scope = _scope.get()
    if isinstance(state.statement, TextClause) and scope != EVERY:
        raise OutOfScope("raw SQL cannot be held to a firm")
    if isinstance(scope, UUID) and (state.is_select or state.is_update or state.is_delete):
        firm_id = scope
        state.statement = state.statement.options(
            with_loader_criteria(
                FirmOwned,
                lambda row: row.firm_id == firm_id,  # the closure's value is bound afresh by SQLAlchemy
                include_aliases=True,
            )
        )


@event.listens_for(Session, "before_flush")
def _check_rows(session: Session, context: object, instances: object) -> None:
    scope = _scope.get()
    _flushing.set(True)
    if scope == EVERY:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, FirmOwned) and (not isinstance(scope, UUID) or row.firm_id != scope):
            _flushing.set(False)
            raise OutOfScope(f"a row of {type(row).__name__} belongs to another firm than the scope")


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, context: object) -> None:
    _flushing.set(False)


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, previous: object) -> None:
    _flushing.set(False)


_TABLE = re.compile(
    r"\b(?P<verb>FROM|JOIN|UPDATE|INTO)\s+\"?(?P<table>[a-z_]+)\"?(?:\s+AS\s+(?P<alias>\w+))?", re.IGNORECASE
)
_COMMA = re.compile(
    r",\s*\"?(?P<table>[a-z_]+)\"?(?:\s+AS\s+(?P<alias>\w+))?(?=\s*(?:,|JOIN|WHERE|\n|$))", re.IGNORECASE
)


@lru_cache(maxsize=1)
def owned_tables() -> frozenset[str]:
    return frozenset(t.name for t in Base.metadata.tables.values() if "firm_id" in t.c)


@lru_cache(maxsize=4096)
def unscoped_names(statement: str) -> tuple[str, ...]:
    """Return the firm-owned tables or aliases in the SQL text that no equality holds to a firm."""
    owned, loose = owned_tables(), []
    text = statement.replace('"', "")
    begin = re.search(r"\bFROM\b", text)
    after_from = list(_COMMA.finditer(text, begin.start())) if begin else []
    for found in (*_TABLE.finditer(text), *after_from):
        table = found["table"].lower()
        if table not in owned:
            continue
        name = found["alias"] or found["table"]
        if (found.groupdict().get("verb") or "").upper() == "INTO":
            if not re.search(r"\(.*\bfirm_id\b.*\)", text, re.DOTALL):
                loose.append(name)
        elif not re.search(rf"\b{re.escape(name)}\.firm_id\s*=", text) and not re.search(
            rf"=\s*{re.escape(name)}\.firm_id\b", text
        ):
            loose.append(name)
    return tuple(loose)


@lru_cache(maxsize=4096)
def mentions_owned(statement: str) -> bool:
    owned = owned_tables()
    return any(found["table"].lower() in owned for found in _TABLE.finditer(statement.replace('"', "")))


def names_a_firm(parameter: str) -> bool:
    """Return whether a statement's parameter of this name holds the key of a firm."""
    return parameter.startswith(("firm_id", "scope_firm"))


def hold(statement: str, firms: Iterable[Any], *, is_flush: bool = False) -> None:
    """Let the final SQL pass if every firm-owned table in it is held to a firm, and `firms` are the scope's.

    Raises:
        OutOfScope: it is not, or no scope is active.
    """
    scope = _scope.get()
    if scope == EVERY or not mentions_owned(statement):
        return
    if not isinstance(scope, UUID):
        raise OutOfScope(f"no firm's scope is active for: {statement[:120]}")
    # A flush changes rows by their key alone; `_check_rows` has seen that every one of them is this firm's.
    if not is_flush and (loose := unscoped_names(statement)):
        raise OutOfScope(f"not held to a firm: {', '.join(loose)} in: {statement[:200]}")
    for firm in firms:
        if firm is not None and firm != scope:
            raise OutOfScope("a statement names another firm than the scope")


@event.listens_for(Engine, "before_cursor_execute")
def _check_sql(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    if connection.info.get("schema_work"):
        return
    rows = getattr(context, "compiled_parameters", None) or ()
    firms = (value for row in rows for name, value in row.items() if names_a_firm(name))
    hold(statement, firms, is_flush=_flushing.get() and statement.startswith(("UPDATE ", "DELETE ")))
