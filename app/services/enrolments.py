"""A learner's place in a course: whose it is, how far it has come, and when it is complete."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID, uuid4

from app.db import db, reviews
from app.db import enrolments as rows
from app.db.enrolments import Enrolment, LessonDone
from app.errors import Hidden, Invalid
from app.policy import Action, Actor, require, require_role
from app.services import certificates, trail
from app.surroundings import now, today
from courses.certificates import is_earned
from courses.course import Course, UnknownCourse, find_course, list_courses
from courses.progress import Progress, measure_progress
from courses.reviews import first_due

State = Literal["new", "under way", "complete"]


@dataclass(frozen=True, slots=True)
class Place:
    """An enrolment with its course and how far the learner has come in it."""

    row: Enrolment
    course: Course
    progress: Progress

    @property
    def state(self) -> State:
        if self.row.completed_at is not None:
            return "complete"
        return "under way" if self.progress.done or self.progress.is_passed else "new"

    @property
    def share(self) -> float:
        """What is complete stays so, whatever a later version of the course adds."""
        return 1.0 if self.row.completed_at is not None else self.progress.share

    @property
    def is_overdue(self) -> bool:
        due: date | None = self.row.due_on
        return self.row.completed_at is None and due is not None and due < today()


def published_course(key: str) -> Course:
    """Return a published course.

    Raises:
        Invalid: there is none of this key.
    """
    try:
        return find_course(key)
    except UnknownCourse as error:
        raise Invalid("course", "unknown_course") from error


@dataclass(frozen=True, slots=True)
class Own:
    """An enrolment of the actor's own, with its course and the keys of the lessons read."""

    row: Enrolment
    course: Course
    done: frozenset[str]


def own(actor: Actor, enrolment_id: UUID) -> Own:
    """Return an enrolment to look at.

    Raises:
        Hidden: it is somebody else's, or its course is no longer published.
    """
    found, done = rows.read_enrolment(enrolment_id)
    row = require(actor, Action.READ_ENROLMENT, found)
    return Own(row, course_of(row), done)


def own_locked(actor: Actor, enrolment_id: UUID) -> Own:
    """As `own`, to change it: nobody else does before the transaction ends."""
    row = require(actor, Action.READ_ENROLMENT, rows.lock_enrolment(enrolment_id))
    return Own(row, course_of(row), frozenset(rows.list_lessons_done([row.id]).get(row.id, ())))


def course_of(row: Enrolment) -> Course:
    """Return the course of an enrolment.

    Raises:
        Hidden: it is no longer published.
    """
    try:
        return find_course(row.course_key)
    except UnknownCourse as error:
        raise Hidden from error


def places_of(user_ids: Collection[UUID]) -> list[Place]:
    """Return the places of some people, by due day; a course that is no longer published is left out."""
    courses = {course.key: course for course in list_courses()}
    enrolled = [row for row in rows.list_enrolments(user_ids) if row.course_key in courses]
    ids = [row.id for row in enrolled]
    done, passed = rows.list_lessons_done(ids), rows.list_passed(ids)
    return [
        Place(
            row,
            courses[row.course_key],
            measure_progress(
                courses[row.course_key],
                done.get(row.id, ()),
                (row.id, courses[row.course_key].final) in passed,
            ),
        )
        for row in enrolled
    ]


def enrol(actor: Actor, course_key: str) -> UUID:
    """Give the actor a place in a published course, if they have none, and return its id.

    Raises:
        Refused: the role does not learn here.
        Invalid: no such course.
    """
    require_role(actor, Action.LEARN)
    course = published_course(course_key)
    rows.lock_learners([actor.id])
    for row in rows.list_enrolments([actor.id]):
        if row.course_key == course.key:
            return row.id
    row = add(actor, course, actor.id)
    trail.note(actor.id, "enrolled", "enrolment", row.id, course=course.key)
    return row.id


def add(
    actor: Actor,
    course: Course,
    user_id: UUID,
    *,
    because: tuple[UUID, str | None] | None = None,
    due_on: date | None = None,
) -> Enrolment:
    """Write an enrolment for somebody who is locked and has none in the course.

    Args:
        because: the assessment and the dimension it was assigned for; None where the learner chose it.
    """
    row = Enrolment(
        id=uuid4(),
        firm_id=actor.firm_id,
        user_id=user_id,
        course_key=course.key,
        course_version=course.version,
        assigned_by=actor.id if because else None,
        because_assessment_id=because[0] if because else None,
        because_dimension=because[1] if because else None,
        due_on=due_on,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def complete_if_done(
    actor: Actor,
    mine: Own,
    *,
    lesson: str | None = None,
    is_passed: bool | None = None,
    by: UUID | None = None,
) -> None:
    """Mark a locked enrolment as complete once the course has what it asks for, and issue its certificate.

    Args:
        lesson: key of a lesson that was read just now.
        is_passed: None where the caller does not know.
        by: who brought it about, where that is not the learner.
    """
    row, course = mine.row, mine.course
    if row.completed_at is not None:
        return
    if is_passed is None:
        is_passed = (row.id, course.final) in rows.list_passed([row.id])
    done = mine.done if lesson is None else mine.done | {lesson}
    progress = measure_progress(course, done, is_passed)
    if progress.is_complete:
        row.completed_at = now()
        db.session.flush()
        facts = {"course": course.key, "version": course.version}
        trail.note(by or actor.id, "course completed", "enrolment", row.id, **facts)
    if is_earned(progress):
        certificates.issue(actor, row, course, by)


def skip_lessons(actor: Actor, enrolment_id: UUID, lessons: Collection[str]) -> None:
    """Mark lessons as tested out, but those that are behind the learner; their questions come again in reviews."""
    mine = own_locked(actor, enrolment_id)
    put_behind(actor, mine, [key for key in lessons if key not in mine.done], how="tested out")


def put_behind(
    actor: Actor, mine: Own, lessons: Collection[str], *, how: str, by: UUID | None = None
) -> None:
    """Write that lessons are behind the learner, and take their questions into the review queue."""
    if not lessons:
        return
    row, course = mine.row, mine.course
    for lesson in lessons:
        done = LessonDone(firm_id=row.firm_id, enrolment_id=row.id, lesson=lesson, done_at=now(), how=how)
        db.session.add(done)
    db.session.flush()
    there = reviews.list_cards(row.id)
    asked = dict.fromkeys(key for lesson in lessons for key in course.review_items_of(lesson))
    reviews.add_cards(row.id, [key for key in asked if key not in there], first_due(today()))
    action = "lesson read" if how == "read" else "lesson tested out"
    trail.note(by or actor.id, action, "enrolment", row.id, course=course.key, lesson=", ".join(lessons))
