"""Tries at the exercises of a course: written once, when they are handed in, and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, select
from sqlalchemy.orm import Mapped, load_only, mapped_column

from app.db.base import Base, FirmOwned, db, owned


class ExerciseTry(FirmOwned, Base):
    """One try. `seed` with `course_version` and `content_hash` (of the exercise's file) says which task it was.

    `typed` is what was sent and `understood` how it was read, by field; `result` is how it was graded then.
    """

    __tablename__ = "exercise_tries"
    __table_args__ = (
        owned("exercise_tries"),
        ForeignKeyConstraint(
            ["firm_id", "enrolment_id"], ["enrolments.firm_id", "enrolments.id"], ondelete="CASCADE"
        ),
        Index("ix_exercise_tries_firm_id_enrolment_id_exercise", "firm_id", "enrolment_id", "exercise"),
    )

    enrolment_id: Mapped[UUID]
    exercise: Mapped[str] = mapped_column(String(60))
    seed: Mapped[int]
    course_version: Mapped[str] = mapped_column(String(20))
    content_hash: Mapped[str] = mapped_column(String(64))
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    understood: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    share: Mapped[float]
    is_passed: Mapped[bool]
    submitted_at: Mapped[datetime]


def list_tries(enrolment_id: UUID, exercise: str, most: int) -> Sequence[ExerciseTry]:
    """Return the latest tries at an exercise, newest first, without what was typed and how it was graded."""
    query = (
        select(ExerciseTry)
        .where(ExerciseTry.enrolment_id == enrolment_id, ExerciseTry.exercise == exercise)
        .order_by(ExerciseTry.submitted_at.desc(), ExerciseTry.id)
        .limit(most)
        .options(
            load_only(ExerciseTry.seed, ExerciseTry.share, ExerciseTry.is_passed, ExerciseTry.submitted_at)
        )
    )
    return list(db.session.scalars(query))


def find_try(enrolment_id: UUID, exercise: str, try_id: UUID) -> ExerciseTry | None:
    query = select(ExerciseTry).where(
        ExerciseTry.id == try_id, ExerciseTry.enrolment_id == enrolment_id, ExerciseTry.exercise == exercise
    )
    return db.session.scalar(query)
