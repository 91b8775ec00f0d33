"""The statements behind a respondent's pages, as Core built once: saving an answer is the busiest thing there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Connection,
    Integer,
    Select,
    Table,
    bindparam,
    column,
    func,
    select,
    true,
    update,
)

from app.db.assessments import Assessment, Invitation
from app.db.base import db
from app.db.engagements import Client, Engagement
from app.db.people import Firm
from app.db.prepared import Prepared, insert_of
from app.db.responses import AnswerRow, ResponseRow
from app.db.scope import current_firm

assessments = cast(Table, Assessment.__table__)
invitations = cast(Table, Invitation.__table__)
responses = cast(Table, ResponseRow.__table__)
answers = cast(Table, AnswerRow.__table__)
firms, engagements, clients = (cast(Table, row.__table__) for row in (Firm, Engagement, Client))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads: whose invitation, in which assessment, and the response given so far, if any."""

    firm_id: UUID
    assessment_id: UUID
    state: str
    mode: str
    model_key: str
    model_version: str
    modules: str
    invitation_id: UUID
    role: str
    response_id: UUID | None
    response_state: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a respondent's page says about its assessment, beyond the place."""

    model_hash: str
    title: str
    closes_on: date
    name: str
    language: str
    firm: str
    client: str
    submitted_on: date | None


def _place_columns() -> list[Any]:
    return [
        invitations.c.firm_id,
        assessments.c.id,
        assessments.c.state,
        assessments.c.mode,
        assessments.c.model_key,
        assessments.c.model_version,
        assessments.c.modules,
        invitations.c.id,
        invitations.c.role,
        responses.c.id,
        responses.c.state,
    ]


def _found_by_link(*columns: Any) -> Select[Any]:
    """Select by the two digests of a token. The response is joined by its own digest, never by a stored link."""
    own_assessment = (assessments.c.id == invitations.c.assessment_id) & (
        assessments.c.firm_id == invitations.c.firm_id
    )
    own_response = (
        (responses.c.access_hash == bindparam("access"))
        & (responses.c.assessment_id == invitations.c.assessment_id)
        & (responses.c.firm_id == invitations.c.firm_id)
    )
    return (
        select(*columns)
        .select_from(
            invitations.join(assessments, own_assessment).join(responses, own_response, isouter=True)
        )
        .where(invitations.c.token_hash == bindparam("token"))
    )


_PLACE = _found_by_link(*_place_columns())
# Whoever closes the assessment waits for this transaction, and the other way round (SQLite: one writer anyway).
_PLACE_HELD = _PLACE.with_for_update(read=True, key_share=True, of=assessments)
_SETTING = (
    _found_by_link(
        *_place_columns(),
        assessments.c.model_hash,
        assessments.c.title,
        assessments.c.closes_on,
        invitations.c.name,
        invitations.c.language,
        firms.c.name,
        clients.c.name,
        responses.c.submitted_on,
    )
    .join(firms, firms.c.id == invitations.c.firm_id)
    .join(
        engagements,
        (engagements.c.id == assessments.c.engagement_id) & (engagements.c.firm_id == assessments.c.firm_id),
    )
    .join(clients, (clients.c.id == engagements.c.client_id) & (clients.c.firm_id == engagements.c.firm_id))
)
_ANSWERS = (
    select(
        answers.c.question,
        answers.c.kind,
        answers.c.value,
        answers.c.evidence,
        answers.c.comment,
        answers.c.reason,
        answers.c.revision,
        answers.c.operation,
        answers.c.answered_at,
    )
    .where(answers.c.firm_id == bindparam("scope_firm"), answers.c.response_id == bindparam("response"))
    .order_by(answers.c.question)
)
_ANSWER = _ANSWERS.where(answers.c.question == bindparam("asked"))
_ADDRESSEE = (
    select(invitations.c.firm_id, invitations.c.email)
    .select_from(
        invitations.join(
            assessments,
            (assessments.c.id == invitations.c.assessment_id)
            & (assessments.c.firm_id == invitations.c.firm_id),
        )
    )
    .where(invitations.c.token_hash == bindparam("token"), assessments.c.mode != "anonymous")
)
_FIND_PLACE = Prepared(_PLACE_HELD)
_FIND_SETTING = Prepared(_SETTING)
_LIST_ANSWERS = Prepared(_ANSWERS)
_SUBMIT = (
    update(responses)
    .where(
        responses.c.firm_id == bindparam("scope_firm"),
        responses.c.id == bindparam("response"),
        responses.c.state == "open",
    )
    .values(state="submitted", submitted_on=bindparam("day"))
)
_PLACE_WIDTH = len(_place_columns())
FORM_COLUMNS = ("question", "kind", "value", "evidence", "comment", "reason", "revision")


def _connection() -> Connection:
    return db.session.connection()


def find_place(token_hash: bytes, access_hash: bytes) -> Place | None:
    """Return where a link leads, held open against closing until the transaction ends."""
    row = _FIND_PLACE.first({"token": token_hash, "access": access_hash})
    return None if row is None else Place(*row)


def find_setting(token_hash: bytes, access_hash: bytes) -> tuple[Place, Setting] | None:
    """As `find_place`, without holding anything, and with what a page shows beside it."""
    row = _FIND_SETTING.first({"token": token_hash, "access": access_hash})
    return None if row is None else (Place(*row[:_PLACE_WIDTH]), Setting(*row[_PLACE_WIDTH:]))


def find_addressee(token_hash: bytes) -> tuple[UUID, str] | None:
    """Return firm and address of whom a link was sent to; None in anonymous mode, where nobody asks."""
    row = _connection().execute(_ADDRESSEE, {"token": token_hash}).first()
    return None if row is None else (row.firm_id, row.email)


def list_answers_of(response_id: UUID) -> Sequence[Any]:
    """Return the answers of one response, by question."""
    return _LIST_ANSWERS.all({"scope_firm": current_firm(), "response": response_id})


def find_answer(response_id: UUID, question: str) -> Any | None:
    values = {"scope_firm": current_firm(), "response": response_id, "asked": question}
    return _connection().execute(_ANSWER, values).first()


def add_response(
    assessment_id: UUID, invitation_id: UUID | None, access_hash: bytes, role: str, day: date
) -> UUID | None:
    """Begin a response; None when it has been begun already, also by a request running at the same time."""
    connection = _connection()
    row = connection.execute(
        _begin_once(connection.dialect.name),
        {
            "id": uuid4(),
            "firm_id": current_firm(),
            "assessment_id": assessment_id,
            "invitation_id": invitation_id,
            "access_hash": access_hash,
            "role": role,
            "state": "open",
            "started_on": day,
        },
    ).first()
    return None if row is None else row.id


def write_answer(access_hash: bytes, row: dict[str, Any]) -> int | None:
    """Write one answer if the assessment is open and the stored revision is the one below `row["revision"]`.

    Access, state and revision are asked in the statement that writes. Returns the new revision, or None when one of
    them did not hold and nothing was written.
    """
    written = _WRITE_IF_OPEN.first({**row, "access": access_hash, "scope_firm": current_firm()})
    return None if written is None else int(written.revision)


def write_answers(
    access_hash: bytes, form: Sequence[Mapping[str, Any]], answered_at: datetime | None
) -> list[str]:
    """Write the answers of a form as `write_answer` writes one, all in one statement; none for an empty form.

    Each row holds the columns of `FORM_COLUMNS`; its `revision` is one above the stored one, 1 for a first answer.

    Returns:
        The questions that were written, in the form's order; one whose stored revision differs is left untouched.
    """
    if not form:
        return []
    values = {"access": access_hash, "scope_firm": current_firm(), "form": list(form)}
    found = _WRITE_FORM_IF_OPEN.all({**values, "operation": "", "answered_at": answered_at})
    written = {row.question for row in found}
    return [row["question"] for row in form if row["question"] in written]


def submit_response(response_id: UUID, day: date) -> bool:
    """Mark a response as submitted; False when it was already."""
    values = {"scope_firm": current_firm(), "response": response_id, "day": day}
    return _connection().execute(_SUBMIT, values).rowcount == 1


@lru_cache(maxsize=2)
def _begin_once(dialect: str) -> Any:
    statement = insert_of(dialect)(responses)
    return statement.on_conflict_do_nothing(index_elements=[responses.c.access_hash]).returning(
        responses.c.id
    )


def _write_if_open(dialect: str) -> Any:
    return _written_if_open(dialect, {}, responses)


def _write_form_if_open(dialect: str) -> Any:
    """As `_write_if_open`, for each element of a JSON list: as many answers as there are, still one statement."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import JSONB  # see prepared.insert_of

        kind: Any = JSONB
        elements = func.jsonb_array_elements(bindparam("form", type_=kind))
    else:
        kind = JSON
        elements = func.json_each(bindparam("form", type_=kind))
    given = elements.table_valued(column("value", kind), name="given")
    cells = {name: given.c.value[name] for name in FORM_COLUMNS}
    typed = {
        name: cell.as_integer() if isinstance(answers.c[name].type, Integer) else cell.as_string()
        for name, cell in cells.items()
    }
    return _written_if_open(dialect, typed, responses.join(given, true()))


def _written_if_open(dialect: str, known: Mapping[str, Any], begun: Any) -> Any:
    """Insert into the response of a link what `known` gives by column, and what the statement's values give beside."""
    own_assessment = (assessments.c.id == responses.c.assessment_id) & (
        assessments.c.firm_id == responses.c.firm_id
    )
    known = {"response_id": responses.c.id, "firm_id": responses.c.firm_id, **known}
    source = (
        select(*(known.get(c.name, bindparam(c.name, type_=c.type)) for c in answers.c))
        .select_from(begun.join(assessments, own_assessment))
        .where(
            responses.c.access_hash == bindparam("access"),
            responses.c.firm_id == bindparam("scope_firm"),
            assessments.c.state == "open",
        )
        .with_for_update(read=True, key_share=True, of=assessments)
    )
    return _replacing(insert_of(dialect)(answers).from_select([c.name for c in answers.c], source))


def _replacing(statement: Any) -> Any:
    """Let the insert take the place of the stored answer if that is the one its sender knew."""
    new = statement.excluded
    kept = ("response_id", "question", "firm_id")
    return statement.on_conflict_do_update(
        index_elements=[answers.c.response_id, answers.c.question],
        set_={column.name: new[column.name] for column in answers.c if column.name not in kept},
        where=(answers.c.firm_id == new.firm_id) & (answers.c.revision == new.revision - 1),
    ).returning(answers.c.revision, answers.c.question)


_WRITE_IF_OPEN = Prepared(_write_if_open)
_WRITE_FORM_IF_OPEN = Prepared(_write_form_if_open)
