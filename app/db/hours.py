"""Time at work on courses: one sum for each part and day, and for each person the last moment that was heard of.

No more is kept: not the moments, and not what was done in them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, db
from app.db.certificates import Certificate
from app.db.enrolments import LessonDone, attempts
from app.db.exercises import ExerciseTry
from app.db.prepared import Prepared, insert_of
from app.db.scope import current_firm


class StudyTime(Base):
    """Seconds at work on one part of a course on one day (in UTC); `part` is a kind and, of a lesson, its key."""

    __tablename__ = "study_times"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
        CheckConstraint("seconds >= 0", name="seconds"),
    )

    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(String(80), primary_key=True)
    studied_on: Mapped[date] = mapped_column(primary_key=True)
    seconds: Mapped[int]


class StudyClock(Base):
    """The last moment that was heard of one person; the next one replaces it."""

    __tablename__ = "study_clocks"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "user_id"], ["users.firm_id", "users.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
        CheckConstraint("kind IN ('arrive', 'work', 'leave')", name="kind"),
        Index(None, "firm_id", "enrolment_id"),
    )

    firm_id: Mapped[UUID] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID]
    part: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    heard_at: Mapped[datetime]


times = cast(Table, StudyTime.__table__)
clocks = cast(Table, StudyClock.__table__)
lessons_done = cast(Table, LessonDone.__table__)
tries = cast(Table, ExerciseTry.__table__)
certificates = cast(Table, Certificate.__table__)


def _add_time(dialect: str) -> Any:
    statement = insert_of(dialect)(times)
    return statement.on_conflict_do_update(
        index_elements=[times.c.firm_id, times.c.enrolment_id, times.c.part, times.c.studied_on],
        set_={"seconds": times.c.seconds + statement.excluded.seconds},
        where=times.c.firm_id == statement.excluded.firm_id,
    )


def _first_clock(dialect: str) -> Any:
    return insert_of(dialect)(clocks).on_conflict_do_nothing().returning(clocks.c.user_id)


_ADD_TIME = Prepared(_add_time)
_FIRST_CLOCK = Prepared(_first_clock)
_LOCK_CLOCK = Prepared(
    select(clocks)
    .where(clocks.c.firm_id == bindparam("scope_firm"), clocks.c.user_id == bindparam("person"))
    .with_for_update(of=clocks)
)
_SET_CLOCK = Prepared(
    update(clocks)
    .where(clocks.c.firm_id == bindparam("scope_firm"), clocks.c.user_id == bindparam("person"))
    .values({name: bindparam(f"new_{name}") for name in ("enrolment_id", "part", "kind", "heard_at")})
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A moment of one person in a part of a course."""

    enrolment_id: UUID
    part: str
    kind: str
    heard_at: datetime


def lock_clock(user_id: UUID, first: Heard | None) -> Heard | None:
    """Return the last moment of a person, which nobody else moves before the transaction ends.

    Args:
        first: what is written and held where there is no moment yet; then None is returned.
    """
    values = {"scope_firm": current_firm(), "person": user_id}
    found = _LOCK_CLOCK.first(values)
    if found is None and first is not None:
        new = {name: getattr(first, name) for name in ("enrolment_id", "part", "kind", "heard_at")}
        if _FIRST_CLOCK.write({"firm_id": current_firm(), "user_id": user_id, **new}):
            return None
        found = _LOCK_CLOCK.first(values)  # written by somebody else meanwhile
    return None if found is None else Heard(found.enrolment_id, found.part, found.kind, found.heard_at)


def set_clock(user_id: UUID, heard: Heard) -> None:
    """Replace the last moment of a person, whose clock is locked."""
    new = {f"new_{name}": getattr(heard, name) for name in ("enrolment_id", "part", "kind", "heard_at")}
    _SET_CLOCK.write({"scope_firm": current_firm(), "person": user_id, **new})


def add_time(enrolment_id: UUID, part: str, day: date, seconds: int) -> None:
    """Add to the sum of a part and day."""
    _ADD_TIME.write(
        {
            "firm_id": current_firm(),
            "enrolment_id": enrolment_id,
            "part": part,
            "studied_on": day,
            "seconds": seconds,
        }
    )


def list_times(enrolment_ids: Collection[UUID]) -> list[tuple[UUID, str, date, int]]:
    """Return enrolment, part, day and seconds, in this order."""
    query = (
        select(times.c.enrolment_id, times.c.part, times.c.studied_on, times.c.seconds)
        .where(times.c.firm_id == current_firm(), times.c.enrolment_id.in_(enrolment_ids))
        .order_by(times.c.enrolment_id, times.c.part, times.c.studied_on)
    )
    found = db.session.execute(query) if enrolment_ids else ()
    return [(row.enrolment_id, row.part, row.studied_on, row.seconds) for row in found]


def list_lessons_done(enrolment_ids: Collection[UUID]) -> list[tuple[UUID, str, datetime, str]]:
    """Return enrolment, lesson, when it was done and how, the earliest first."""
    query = (
        select(lessons_done.c.enrolment_id, lessons_done.c.lesson, lessons_done.c.done_at, lessons_done.c.how)
        .where(lessons_done.c.firm_id == current_firm(), lessons_done.c.enrolment_id.in_(enrolment_ids))
        .order_by(lessons_done.c.done_at, lessons_done.c.lesson)
    )
    found = db.session.execute(query) if enrolment_ids else ()
    return [(row.enrolment_id, row.lesson, row.done_at, row.how) for row in found]


def list_attempts(enrolment_ids: Collection[UUID]) -> list[Any]:
    """Return what was handed in: enrolment, kind, number, submitted_at, points, asked, is_passed; the oldest first."""
    names = ("enrolment_id", "kind", "number", "submitted_at", "points", "asked", "is_passed")
    query = (
        select(*(attempts.c[name] for name in names))
        .where(
            attempts.c.firm_id == current_firm(),
            attempts.c.enrolment_id.in_(enrolment_ids),
            attempts.c.submitted_at.is_not(None),
        )
        .order_by(attempts.c.submitted_at, attempts.c.kind, attempts.c.number)
    )
    return list(db.session.execute(query)) if enrolment_ids else []


def count_tries(enrolment_ids: Collection[UUID]) -> list[Any]:
    """Return the exercises that were tried: enrolment, exercise, tries, best (0 to 1) and last_at, by key."""
    query = (
        select(
            tries.c.enrolment_id,
            tries.c.exercise,
            func.count().label("tries"),
            func.max(tries.c.share).label("best"),
            func.max(tries.c.submitted_at).label("last_at"),
        )
        .where(tries.c.firm_id == current_firm(), tries.c.enrolment_id.in_(enrolment_ids))
        .group_by(tries.c.enrolment_id, tries.c.exercise)
        .order_by(tries.c.enrolment_id, tries.c.exercise)
    )
    return list(db.session.execute(query)) if enrolment_ids else []


def list_certificates(enrolment_ids: Collection[UUID]) -> list[Any]:
    """Return certificates as id, enrolment, code, issued_at and revoked_at, the oldest first."""
    names = ("id", "enrolment_id", "code", "issued_at", "revoked_at")
    query = (
        select(*(certificates.c[name] for name in names))
        .where(certificates.c.firm_id == current_firm(), certificates.c.enrolment_id.in_(enrolment_ids))
        .order_by(certificates.c.issued_at, certificates.c.id)
    )
    return list(db.session.execute(query)) if enrolment_ids else []
