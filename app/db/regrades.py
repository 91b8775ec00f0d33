"""Attempts graded again: who had it done and why, and each later grade, written once beside the ones before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, undefer

from app.db.base import Base, FirmOwned, db, owned
from app.db.enrolments import attempts, enrolments
from app.db.people import Firm, User
from app.db.scope import current_firm

STATES = ("looking", "looked", "applying", "applied")
CROSSINGS = ("none", "gains", "keeps", "loses")


class Regrade(FirmOwned, Base):
    """A replay of a course's attempts: looked at first, then applied.

    `content_version` and `content_hash` are of the content that it grades by, `from_version` of the attempts it is
    limited to, if it is. `preview` is what the look found; `reason` and `takes_passes` are given when it is applied.
    `asked_by` is None where it was asked for on the command line.
    """

    __tablename__ = "regrades"
    __table_args__ = (
        owned("regrades"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("reason IS NOT NULL OR state IN ('looking', 'looked')", name="reason"),
        Index(None, "firm_id", "created_at"),
    )

    course_key: Mapped[str] = mapped_column(String(60))
    content_version: Mapped[str] = mapped_column(String(20))
    content_hash: Mapped[str] = mapped_column(String(64))
    from_version: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="looking")
    preview: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    reason: Mapped[str | None] = mapped_column(String(500))
    takes_passes: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]


class AttemptGrade(FirmOwned, Base):
    """A later grade of an attempt; the first stands in the attempt itself, and the one of the highest number counts.

    `from_version` and `to_version` are of the course, as the grade before and this one were made by it. `crossing` says
    what became of the pass. Written once.
    """

    __tablename__ = "attempt_grades"
    __table_args__ = (
        owned("attempt_grades"),
        ForeignKeyConstraint(
            ["firm_id", "attempt_id"], ["attempts.firm_id", "attempts.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["firm_id", "regrade_id"], ["regrades.firm_id", "regrades.id"]),
        UniqueConstraint("firm_id", "attempt_id", "number"),
        CheckConstraint(f"crossing IN {CROSSINGS}", name="crossing"),
        Index(None, "firm_id", "regrade_id"),
    )

    attempt_id: Mapped[UUID]
    regrade_id: Mapped[UUID]
    number: Mapped[int]
    from_version: Mapped[str] = mapped_column(String(20))
    to_version: Mapped[str] = mapped_column(String(20))
    grade: Mapped[dict[str, Any]] = mapped_column(JSON)
    points: Mapped[int]
    asked: Mapped[int]
    is_passed: Mapped[bool]
    was_points: Mapped[int]
    was_asked: Mapped[int]
    was_passed: Mapped[bool]
    crossing: Mapped[str] = mapped_column(String(5))
    graded_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class InForce:
    """An attempt that was handed in, with the grade in force and the version of the course that made it."""

    id: UUID
    enrolment_id: UUID
    user_id: UUID
    kind: str
    number: int
    drawn: list[Any]
    given: dict[str, Any]
    grade: dict[str, Any]
    grade_number: int
    graded_by: str
    points: int
    asked: int
    is_passed: bool
    submitted_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class LaterGrade:
    """A later grade as its learner reads it: what it was before and is since, when, and why."""

    was_points: int
    was_asked: int
    points: int
    asked: int
    crossing: str
    graded_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """Somebody's attempt whose pass a regrade touched."""

    user_id: UUID
    person: str
    kind: str
    number: int
    was_points: int
    was_asked: int
    points: int
    asked: int
    crossing: str


later = cast(Table, AttemptGrade.__table__)
_NEWEST = and_(
    later.c.firm_id == attempts.c.firm_id,
    later.c.attempt_id == attempts.c.id,
    later.c.number == attempts.c.grade_number,
)
_GRADE = func.coalesce(later.c.grade, attempts.c.grade, type_=JSON).label("in_force")


def list_handed_in(enrolment_ids: Collection[UUID]) -> list[tuple[UUID, str, datetime, dict[str, Any]]]:
    """Return what was handed in: enrolment, kind of test, when, and the grade in force; the oldest first."""
    query = (
        select(attempts.c.enrolment_id, attempts.c.kind, attempts.c.submitted_at, _GRADE)
        .select_from(attempts.outerjoin(later, _NEWEST))
        .where(
            attempts.c.firm_id == current_firm(),
            attempts.c.enrolment_id.in_(enrolment_ids),
            attempts.c.submitted_at.is_not(None),
        )
        .order_by(attempts.c.submitted_at, attempts.c.id)
    )
    found = db.session.execute(query) if enrolment_ids else ()
    return [(row.enrolment_id, row.kind, row.submitted_at, row.in_force or {}) for row in found]


def find_newest(attempt_id: UUID, number: int) -> dict[str, Any] | None:
    """Return a later grade by its number; None where there is none."""
    query = select(AttemptGrade.grade).where(
        AttemptGrade.attempt_id == attempt_id, AttemptGrade.number == number
    )
    return db.session.scalar(query)


def list_later(attempt_id: UUID) -> list[LaterGrade]:
    """Return the later grades of an attempt in their order, each with its reason."""
    query = (
        select(AttemptGrade, Regrade.reason)
        .join(Regrade, and_(Regrade.firm_id == AttemptGrade.firm_id, Regrade.id == AttemptGrade.regrade_id))
        .where(AttemptGrade.firm_id == current_firm(), AttemptGrade.attempt_id == attempt_id)
        .order_by(AttemptGrade.number)
    )
    return [
        LaterGrade(
            row.was_points, row.was_asked, row.points, row.asked, row.crossing, row.graded_at, reason or ""
        )
        for row, reason in db.session.execute(query)
    ]


def list_attempted() -> list[tuple[str, str, int]]:
    """Return what was handed in, by course and version: key, version, how many attempts."""
    query = (
        select(enrolments.c.course_key, attempts.c.course_version, func.count().label("attempts"))
        .select_from(attempts.join(enrolments, _OF_ENROLMENT))
        .where(attempts.c.firm_id == current_firm(), attempts.c.submitted_at.is_not(None))
        .group_by(enrolments.c.course_key, attempts.c.course_version)
        .order_by(enrolments.c.course_key, attempts.c.course_version)
    )
    return [(row.course_key, row.course_version, row.attempts) for row in db.session.execute(query)]


_OF_ENROLMENT = and_(enrolments.c.firm_id == attempts.c.firm_id, enrolments.c.id == attempts.c.enrolment_id)


def list_firms(course_key: str) -> list[tuple[UUID, str]]:
    """Return the firms in which tests of a course were handed in, by name: id and name."""
    query = (
        select(Firm.id, Firm.name)
        .select_from(attempts.join(enrolments, _OF_ENROLMENT).join(Firm, Firm.id == attempts.c.firm_id))
        .where(enrolments.c.course_key == course_key, attempts.c.submitted_at.is_not(None))
        .distinct()
        .order_by(Firm.name, Firm.id)
    )
    return [(row.id, row.name) for row in db.session.execute(query)]


def list_enrolled(course_key: str, version: str | None, after: UUID | None, most: int) -> list[UUID]:
    """Return the enrolments whose attempts a regrade looks at, by id, from the one after.

    Args:
        version: only attempts drawn from this version of the course; None for all.
    """
    query = (
        select(enrolments.c.id)
        .select_from(attempts.join(enrolments, _OF_ENROLMENT))
        .where(*_looked_at(course_key, version))
        .distinct()
        .order_by(enrolments.c.id)
        .limit(most)
    )
    if after is not None:
        query = query.where(enrolments.c.id > after)
    return list(db.session.scalars(query))


def count_enrolled(course_key: str, version: str | None) -> int:
    """Return how many enrolments `list_enrolled` lists in all."""
    query = (
        select(func.count(enrolments.c.id.distinct()))
        .select_from(attempts.join(enrolments, _OF_ENROLMENT))
        .where(*_looked_at(course_key, version))
    )
    return db.session.scalar(query) or 0


def _looked_at(course_key: str, version: str | None) -> Iterator[Any]:
    yield attempts.c.firm_id == current_firm()
    yield enrolments.c.course_key == course_key
    yield attempts.c.submitted_at.is_not(None)
    if version is not None:
        yield attempts.c.course_version == version


def list_in_force(enrolment_ids: Collection[UUID], version: str | None = None) -> list[InForce]:
    """Return what was handed in with the grade in force, by enrolment and then in the order of handing in."""
    names = ("id", "enrolment_id", "kind", "number", "drawn", "given", "grade_number", "points", "asked")
    columns = [attempts.c[name] for name in (*names, "is_passed", "submitted_at", "due_at")]
    graded_by = func.coalesce(later.c.to_version, attempts.c.course_version).label("graded_by")
    query = (
        select(*columns, enrolments.c.user_id, _GRADE, graded_by)
        .select_from(attempts.join(enrolments, _OF_ENROLMENT).outerjoin(later, _NEWEST))
        .where(
            attempts.c.firm_id == current_firm(),
            attempts.c.enrolment_id.in_(enrolment_ids),
            attempts.c.submitted_at.is_not(None),
        )
        .order_by(attempts.c.enrolment_id, attempts.c.submitted_at, attempts.c.id)
    )
    if version is not None:
        query = query.where(attempts.c.course_version == version)
    return [
        InForce(
            id=row.id,
            enrolment_id=row.enrolment_id,
            user_id=row.user_id,
            kind=row.kind,
            number=row.number,
            drawn=row.drawn,
            given=row.given or {},
            grade=row.in_force,
            grade_number=row.grade_number,
            graded_by=row.graded_by,
            points=row.points or 0,
            asked=row.asked,
            is_passed=row.is_passed,
            submitted_at=row.submitted_at,
            due_at=row.due_at,
        )
        for row in (db.session.execute(query) if enrolment_ids else ())
    ]


def put_in_force(grade: AttemptGrade) -> bool:
    """Write a later grade and let it count; False where another one was written since the attempt was read."""
    moved = db.session.execute(
        update(attempts)
        .where(
            attempts.c.firm_id == current_firm(),
            attempts.c.id == grade.attempt_id,
            attempts.c.grade_number == grade.number - 1,
        )
        .values(grade_number=grade.number, points=grade.points, asked=grade.asked, is_passed=grade.is_passed)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        return False
    db.session.add(grade)
    return True


def find_regrade(regrade_id: UUID, *, with_preview: bool = False) -> Regrade | None:
    """Return a regrade, without what was found for it unless that is wished."""
    query = select(Regrade).where(Regrade.id == regrade_id)
    if with_preview:
        query = query.options(undefer(Regrade.preview)).execution_options(populate_existing=True)
    return db.session.scalar(query)


def lock_regrade(regrade_id: UUID) -> Regrade | None:
    """Return a regrade to change: no other transaction changes it before this one ends."""
    query = select(Regrade).where(Regrade.id == regrade_id).with_for_update()
    return db.session.scalar(query, execution_options={"populate_existing": True})


def list_regrades(most: int) -> list[Regrade]:
    """Return the latest regrades that were applied or are being, the newest first."""
    query = select(Regrade).where(Regrade.state.in_(("applying", "applied")))
    return list(db.session.scalars(query.order_by(Regrade.created_at.desc(), Regrade.id).limit(most)))


def forget_looks(before: datetime) -> None:
    """Remove what was only looked at and is older than a moment."""
    db.session.execute(
        delete(Regrade).where(
            Regrade.firm_id == current_firm(),
            Regrade.state.in_(("looking", "looked")),
            Regrade.created_at < before,
        )
    )


def count_changed(regrade_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """Return how many attempts each regrade changed, by what became of the pass."""
    query = (
        select(AttemptGrade.regrade_id, AttemptGrade.crossing, func.count().label("changed"))
        .where(AttemptGrade.firm_id == current_firm(), AttemptGrade.regrade_id.in_(regrade_ids))
        .group_by(AttemptGrade.regrade_id, AttemptGrade.crossing)
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in db.session.execute(query) if regrade_ids else ():
        found.setdefault(row.regrade_id, {})[row.crossing] = row.changed
    return found


def list_crossed(regrade_id: UUID, most: int) -> list[Crossed]:
    """Return the attempts whose pass a regrade touched: those that gained it first, then by person."""
    query = (
        select(later, attempts.c.kind, attempts.c.number.label("attempt_number"), User.id, User.name)
        .select_from(
            later.join(
                attempts, (attempts.c.firm_id == later.c.firm_id) & (attempts.c.id == later.c.attempt_id)
            )
            .join(enrolments, _OF_ENROLMENT)
            .join(User, (User.firm_id == enrolments.c.firm_id) & (User.id == enrolments.c.user_id))
        )
        .where(
            later.c.firm_id == current_firm(), later.c.regrade_id == regrade_id, later.c.crossing != "none"
        )
        .order_by(later.c.crossing, User.name, attempts.c.kind, attempts.c.number, later.c.id)
        .limit(most)
    )
    return [
        Crossed(
            user_id=row[-2],
            person=row[-1],
            kind=row.kind,
            number=row.attempt_number,
            was_points=row.was_points,
            was_asked=row.was_asked,
            points=row.points,
            asked=row.asked,
            crossing=row.crossing,
        )
        for row in db.session.execute(query)
    ]
