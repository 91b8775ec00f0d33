"""Attempts at a course's quiz: drawn once, handed in once, graded here. The key never leaves before that."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from app.db import db
from app.db import enrolments as rows
from app.db.enrolments import Attempt, Enrolment
from app.errors import Conflict, Hidden
from app.policy import Action, Actor, require
from app.services import trail
from app.services.enrolments import complete_if_done, course_of, own_locked
from app.surroundings import now
from content import from_plain, to_plain
from content.text import Text
from courses.course import Course, UnknownItem
from courses.grading import Answers, DrawnItem, Grade, QuestionView, draw_quiz, grade, view
from courses.progress import measure_progress

HIGHEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """An attempt to work on. It has no field that could hold a key, a tolerance or feedback."""

    id: UUID
    enrolment_id: UUID
    course: Text
    number: int
    started_at: datetime
    minutes: int
    pass_points: int
    pass_share: float
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """How the questions of one objective went, and the lessons (key, title) that teach it."""

    text: Text | None
    points: int
    asked: int
    lessons: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """An attempt that was handed in, as it was graded then.

    Attributes:
        to_review: lessons (key, title) that teach what went wrong, in teaching order.
        completed_at: when the course was completed; None while something is missing.
        unread: lessons that are still to be read for the course to be complete.
    """

    id: UUID
    enrolment_id: UUID
    course: Text
    number: int
    submitted_at: datetime
    grade: Grade
    pass_points: int
    objectives: tuple[ObjectiveLine, ...]
    to_review: tuple[tuple[str, Text], ...]
    completed_at: datetime | None
    unread: int


def points_to_pass(pass_share: float, asked: int) -> int:
    """Return how many right answers pass, as `courses.grading.grade` counts.

    >>> points_to_pass(0.7, 10), points_to_pass(0.75, 10)
    (7, 8)
    """
    return math.ceil(pass_share * asked - 1e-9)


def start_attempt(actor: Actor, enrolment_id: UUID) -> UUID:
    """Draw the questions of a new attempt, or take up the one that waits to be handed in. Returns its id.

    Raises:
        Hidden: as `enrolments.own`.
        Conflict: the quiz is not open yet.
    """
    mine = own_locked(actor, enrolment_id)
    row, course = mine.row, mine.course
    earlier = rows.list_attempts(row.id)
    for attempt in earlier:
        if attempt.submitted_at is None:
            return attempt.id
    if not measure_progress(course, mine.done, is_quiz_passed=False).is_quiz_open:
        raise Conflict("quiz_locked")
    seed = secrets.randbelow(HIGHEST_SEED)
    drawn = draw_quiz(course, seed)
    attempt = Attempt(
        id=uuid4(),
        firm_id=row.firm_id,
        enrolment_id=row.id,
        number=len(earlier) + 1,
        seed=seed,
        course_version=course.version,
        drawn=[{"item": one.item.key, "options": list(one.option_keys)} for one in drawn],
        asked=len(drawn),
        started_at=now(),
    )
    db.session.add(attempt)
    db.session.flush()
    trail.note(
        actor.id, "attempt started", "enrolment", row.id, attempt=str(attempt.id), number=attempt.number
    )
    return attempt.id


def attempt_page(actor: Actor, enrolment_id: UUID, attempt_id: UUID) -> OpenAttempt | AttemptResult:
    """Return an attempt of the actor's own: its questions, or once it is handed in what it was worth.

    Raises:
        Hidden: as `enrolments.own`; also for an attempt of another enrolment.
    """
    row, course, attempt = _read(actor, enrolment_id, attempt_id)
    if attempt.submitted_at is not None:
        return _result(row, course, attempt)
    drawn = _drawn(course, attempt.drawn)
    return OpenAttempt(
        id=attempt.id,
        enrolment_id=row.id,
        course=course.title,
        number=attempt.number,
        started_at=attempt.started_at,
        minutes=course.quiz.minutes,
        pass_points=points_to_pass(course.quiz.pass_share, len(drawn)),
        pass_share=course.quiz.pass_share,
        questions=tuple(view(one, number) for number, one in enumerate(drawn, start=1)),
    )


def submit_attempt(actor: Actor, enrolment_id: UUID, attempt_id: UUID, given: Answers) -> bool:
    """Grade an attempt and keep what was given, once. Passing completes the course where nothing else is missing.

    Args:
        given: item key to answer; a question without one is worth nothing.

    Returns:
        Whether it passed.

    Raises:
        Hidden: as `attempt_page`.
        Conflict: it was handed in before; what counted then still counts.
    """
    row, course, attempt = _read(actor, enrolment_id, attempt_id)
    items = [one.item for one in _drawn(course, attempt.drawn)]
    graded = grade(items, given, pass_share=course.quiz.pass_share)
    asked = {item.key for item in items}
    is_first = rows.submit_attempt(
        attempt.id,
        submitted_at=now(),
        given={key: to_plain(answer) for key, answer in given.items() if key in asked},
        grade=to_plain(graded),
        points=graded.points,
        asked=graded.asked,
        is_passed=graded.is_passed,
    )
    if not is_first:
        raise Conflict("already_submitted")
    trail.note(
        actor.id,
        "attempt submitted",
        "enrolment",
        row.id,
        attempt=str(attempt.id),
        is_passed=graded.is_passed,
    )
    if graded.is_passed:
        complete_if_done(actor, own_locked(actor, enrolment_id), is_quiz_passed=True)
    return graded.is_passed


def _read(actor: Actor, enrolment_id: UUID, attempt_id: UUID) -> tuple[Enrolment, Course, Attempt]:
    found, attempt = rows.read_attempt(enrolment_id, attempt_id)
    row = require(actor, Action.READ_ENROLMENT, found)
    if attempt is None:
        raise Hidden
    return row, course_of(row), attempt


def _drawn(course: Course, drawn: Iterable[Any]) -> tuple[DrawnItem, ...]:
    """Return what was drawn, in today's words. A question withdrawn since is neither put nor counted."""
    return tuple(found for one in drawn if (found := _still_there(course, one["item"], one["options"])))


def _still_there(course: Course, key: str, shown: list[str]) -> DrawnItem | None:
    try:
        item = course.item(key)
    except UnknownItem:
        return None
    options = [option.key for option in item.options]
    # In the order in which they were shown; one that was added since stands at the end.
    return DrawnItem(item, tuple(sorted(options, key=lambda k: shown.index(k) if k in shown else len(shown))))


def _result(row: Enrolment, course: Course, attempt: Attempt) -> AttemptResult:
    graded = from_plain(Grade, attempt.grade)
    texts = {objective.key: objective.text for objective in course.objectives}
    lines = tuple(
        ObjectiveLine(
            texts.get(one.objective),
            one.points,
            one.asked,
            tuple(
                (lesson.key, lesson.title) for lesson in course.lessons if one.objective in lesson.objectives
            ),
        )
        for one in graded.objectives
    )
    weak = {key for line in lines if line.points < line.asked for key, _ in line.lessons}
    return AttemptResult(
        id=attempt.id,
        enrolment_id=attempt.enrolment_id,
        course=course.title,
        number=attempt.number,
        submitted_at=attempt.submitted_at or attempt.started_at,
        grade=graded,
        pass_points=points_to_pass(graded.pass_share, graded.asked),
        objectives=lines,
        to_review=tuple((lesson.key, lesson.title) for lesson in course.lessons if lesson.key in weak),
        completed_at=row.completed_at,
        unread=0 if row.completed_at else _count_unread(row, course),
    )


def _count_unread(row: Enrolment, course: Course) -> int:
    done = rows.list_lessons_done([row.id]).get(row.id, set())
    return sum(lesson.key not in done for lesson in course.lessons)
