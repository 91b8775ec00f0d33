"""Learners in courses: what was assigned and why, which lessons are done, and the attempts at the quiz."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, undefer

from app.db.assessments import Assessment
from app.db.base import Base, FirmOwned, db, owned
from app.db.people import User
from app.db.prepared import Prepared
from app.db.scope import current_firm


class Enrolment(FirmOwned, Base):
    """A learner's place in one version of a course; `because_*` says which gap it was assigned for."""

    __tablename__ = "enrolments"
    __table_args__ = (
        owned("enrolments"),
        ForeignKeyConstraint(["firm_id", "user_id"], ["users.firm_id", "users.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["firm_id", "because_assessment_id"], ["assessments.firm_id", "assessments.id"]),
        UniqueConstraint("firm_id", "user_id", "course_key"),
    )

    user_id: Mapped[UUID]
    course_key: Mapped[str] = mapped_column(String(60))
    course_version: Mapped[str] = mapped_column(String(20))
    assigned_by: Mapped[UUID | None]
    because_assessment_id: Mapped[UUID | None]
    because_dimension: Mapped[str | None] = mapped_column(String(20))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class LessonDone(Base):
    """A lesson that is behind the learner: `how` says whether it was read, or tested out of before the course."""

    __tablename__ = "lessons_done"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
    )

    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    lesson: Mapped[str] = mapped_column(String(80), primary_key=True)
    done_at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(12), default="read")


class Attempt(FirmOwned, Base):
    """One try at a test; `kind` is `quiz`, `exam` or `pretest`, and `due_at` the end of its time, if that is limited.

    `drawn` is what the draw of `seed` gave in `course_version`: item and option keys in the order in which they are
    shown, so that a course that changes meanwhile changes nothing here. `draft` holds the form as it was filled in so
    far, name to values, and `draft_given` the answers in it that can be graded; they are handed in where the time runs
    out (`ran_out`). `given` and `grade` are written once, at submission; all five are loaded only where one attempt is
    looked at. `points`, `asked` and `is_passed` are of the grade in force: the first one, while `grade_number` is 0,
    else the later one of that number (`app/db/regrades.py`).
    """

    __tablename__ = "attempts"
    __table_args__ = (
        owned("attempts"),
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("firm_id", "enrolment_id", "kind", "number"),
    )

    enrolment_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10), default="quiz")
    number: Mapped[int]
    seed: Mapped[int]
    course_version: Mapped[str] = mapped_column(String(20))
    drawn: Mapped[list[Any]] = mapped_column(JSON, deferred=True, deferred_group="content")
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    given: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True, deferred_group="content")
    grade: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True, deferred_group="content")
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True, deferred_group="content")
    draft_given: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True, deferred_group="content")
    points: Mapped[int | None]
    asked: Mapped[int]
    is_passed: Mapped[bool] = mapped_column(default=False)
    ran_out: Mapped[bool] = mapped_column(default=False)
    grade_number: Mapped[int] = mapped_column(default=0)


enrolments = cast(Table, Enrolment.__table__)
lessons_done = cast(Table, LessonDone.__table__)
attempts = cast(Table, Attempt.__table__)

# Core, built once: these stand behind every lesson that is read.
_READ = Prepared(
    select(*enrolments.c, lessons_done.c.lesson)
    .select_from(
        enrolments.outerjoin(
            lessons_done,
            (lessons_done.c.firm_id == enrolments.c.firm_id)
            & (lessons_done.c.enrolment_id == enrolments.c.id),
        )
    )
    .where(enrolments.c.firm_id == bindparam("scope_firm"), enrolments.c.id == bindparam("enrolment"))
)
_READ_ATTEMPT = Prepared(
    select(*enrolments.c, *(column.label(f"attempt_{column.name}") for column in attempts.c))
    .select_from(
        enrolments.outerjoin(
            attempts,
            (attempts.c.firm_id == enrolments.c.firm_id)
            & (attempts.c.enrolment_id == enrolments.c.id)
            & (attempts.c.id == bindparam("attempt")),
        )
    )
    .where(enrolments.c.firm_id == bindparam("scope_firm"), enrolments.c.id == bindparam("enrolment"))
)
_DONE = select(lessons_done.c.enrolment_id, lessons_done.c.lesson).where(
    lessons_done.c.firm_id == bindparam("scope_firm"),
    lessons_done.c.enrolment_id.in_(bindparam("enrolments", expanding=True)),
)
_PASSED = (
    select(attempts.c.enrolment_id, attempts.c.kind)
    .where(
        attempts.c.firm_id == bindparam("scope_firm"),
        attempts.c.enrolment_id.in_(bindparam("enrolments", expanding=True)),
        attempts.c.is_passed,
    )
    .distinct()
)
_OUTCOME = ("submitted_at", "given", "grade", "points", "asked", "is_passed", "ran_out")
_SUBMIT = Prepared(
    update(attempts)
    .where(
        attempts.c.firm_id == bindparam("scope_firm"),
        attempts.c.id == bindparam("attempt"),
        attempts.c.submitted_at.is_(None),
    )
    .values({name: bindparam(name) for name in _OUTCOME})
    .returning(attempts.c.id)
)
_DRAFT = Prepared(
    update(attempts)
    .where(
        attempts.c.firm_id == bindparam("scope_firm"),
        attempts.c.id == bindparam("attempt"),
        attempts.c.submitted_at.is_(None),
        or_(attempts.c.due_at.is_(None), attempts.c.due_at >= bindparam("open_since")),
    )
    .values(draft=bindparam("filled"), draft_given=bindparam("answers"))
    .returning(attempts.c.id)
)


def read_enrolment(enrolment_id: UUID) -> tuple[Enrolment | None, frozenset[str]]:
    """Return an enrolment to look at and the keys of its lessons read; changes to it are not kept."""
    values = {"scope_firm": current_firm(), "enrolment": enrolment_id}
    found = _READ.all(values)
    if not found:
        return None, frozenset()
    row = Enrolment(**{column.name: getattr(found[0], column.name) for column in enrolments.c})
    return row, frozenset(line.lesson for line in found if line.lesson is not None)


def lock_enrolment(enrolment_id: UUID) -> Enrolment | None:
    """Return an enrolment to change: no other transaction changes it or starts an attempt before this one ends."""
    query = select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update(of=Enrolment)
    return db.session.scalar(query, execution_options={"populate_existing": True})


def lock_learners(user_ids: Collection[UUID]) -> list[User]:
    """Return the active people of the firm among these, by name; nobody else enrols them before this ends."""
    query = select(User).where(User.id.in_(user_ids), User.is_active).order_by(User.name, User.id)
    return list(db.session.scalars(query.with_for_update(of=User))) if user_ids else []


def list_enrolments(user_ids: Collection[UUID]) -> list[Enrolment]:
    """Return the enrolments of some people by due day (none last), course and person."""
    query = (
        select(Enrolment)
        .where(Enrolment.user_id.in_(user_ids))
        .order_by(Enrolment.due_on.is_(None), Enrolment.due_on, Enrolment.course_key, Enrolment.id)
    )
    return list(db.session.scalars(query)) if user_ids else []


def list_of_client(client_id: UUID) -> list[Enrolment]:
    """Return the enrolments of a client's people, those of closed accounts too, the oldest first."""
    query = (
        select(Enrolment)
        .join(User, (User.firm_id == Enrolment.firm_id) & (User.id == Enrolment.user_id))
        .where(User.client_id == client_id)
        .order_by(Enrolment.created_at, Enrolment.id)
    )
    return list(db.session.scalars(query))


def list_models_of(assessment_ids: Collection[UUID]) -> list[tuple[UUID, str, str]]:
    """Return id, key and version of the maturity model of some assessments."""
    query = select(Assessment.id, Assessment.model_key, Assessment.model_version)
    found = db.session.execute(query.where(Assessment.id.in_(assessment_ids))) if assessment_ids else ()
    return [(row.id, row.model_key, row.model_version) for row in found]


def list_lessons_done(enrolment_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Return the keys of the lessons read, of each enrolment that has any."""
    found: dict[UUID, set[str]] = {}
    if enrolment_ids:
        for row in db.session.connection().execute(_DONE, _within(enrolment_ids)):
            found.setdefault(row.enrolment_id, set()).add(row.lesson)
    return found


def list_passed(enrolment_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Return which of these enrolments have a passed attempt, and at which kind of test."""
    if not enrolment_ids:
        return set()
    found = db.session.connection().execute(_PASSED, _within(enrolment_ids))
    return {(row.enrolment_id, row.kind) for row in found}


def list_attempts(enrolment_id: UUID, *, with_grades: bool = False) -> list[Attempt]:
    """Return the attempts of an enrolment in their order, without what was drawn, given and graded.

    They are as they stand in the database: handing in writes past the session.

    Args:
        with_grades: the grades are loaded, too.
    """
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id)
    query = query.execution_options(populate_existing=True)
    if with_grades:
        query = query.options(undefer(Attempt.grade))
    return list(db.session.scalars(query.order_by(Attempt.started_at, Attempt.kind, Attempt.number)))


def list_tested_out(enrolment_id: UUID) -> set[str]:
    """Return the keys of the lessons of an enrolment that were tested out of."""
    query = select(lessons_done.c.lesson).where(
        lessons_done.c.firm_id == current_firm(),
        lessons_done.c.enrolment_id == enrolment_id,
        lessons_done.c.how == "tested out",
    )
    return set(db.session.scalars(query))


def list_drawn(enrolment_id: UUID) -> set[str]:
    """Return the keys of the items that attempts of an enrolment have put."""
    query = select(Attempt.drawn).where(Attempt.enrolment_id == enrolment_id)
    return {one["item"] for drawn in db.session.scalars(query) for one in drawn}


def read_attempt(enrolment_id: UUID, attempt_id: UUID) -> tuple[Enrolment | None, Attempt | None]:
    """Return an attempt with everything in it, and its enrolment, to look at; changes to them are not kept."""
    values = {"scope_firm": current_firm(), "enrolment": enrolment_id, "attempt": attempt_id}
    found = _READ_ATTEMPT.first(values, apart=True)
    if found is None:
        return None, None
    row = Enrolment(**{column.name: getattr(found, column.name) for column in enrolments.c})
    if found.attempt_id is None:
        return row, None
    return row, Attempt(**{column.name: getattr(found, f"attempt_{column.name}") for column in attempts.c})


def submit_attempt(attempt_id: UUID, *, ran_out: bool = False, **outcome: Any) -> bool:
    """Write what was given and what it was worth; False when the attempt was submitted before."""
    values = {"scope_firm": current_firm(), "attempt": attempt_id, "ran_out": ran_out, **outcome}
    return bool(_SUBMIT.write(values))


def keep_draft(
    attempt_id: UUID, filled: dict[str, list[str]], answers: dict[str, Any], open_since: datetime
) -> bool:
    """Keep what was filled in so far; False when the attempt was submitted before, or its time is over.

    Args:
        open_since: an attempt that was to be handed in before this moment takes no draft any more.
    """
    values = {"scope_firm": current_firm(), "attempt": attempt_id}
    return bool(_DRAFT.write(values | {"filled": filled, "answers": answers, "open_since": open_since}))


def _within(enrolment_ids: Collection[UUID]) -> dict[str, Any]:
    return {"scope_firm": current_firm(), "enrolments": list(enrolment_ids)}
