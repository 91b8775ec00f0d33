"""What an attempt was worth, once it is handed in: the grade in force, the ones before it, and what to do next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import enrolments as rows
from app.db import regrades as grades
from app.db.enrolments import Attempt, Enrolment
from app.db.regrades import LaterGrade
from app.services.certificates import certificate_of
from app.services.examining import is_late, rules_of, tested_out
from content import from_plain
from content.text import Text
from courses.course import Course
from courses.grading import CompetencyGrade, Grade
from courses.regrading import drawn_again


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """How the questions of one objective went, and the lessons (key, title) that teach it."""

    text: Text | None
    points: int
    asked: int
    lessons: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """An attempt that was handed in, as it is graded now.

    Attributes:
        is_passed: it counts as passed; also where a later grade falls short and the pass was kept.
        later: the grades that came after the first one, the newest last; it is the one that counts.
        ran_out: its time ran out, so what was kept of the answers was handed in then.
        shows_items: each question is told with its answer; else only how many were right for each objective.
        minutes_late: by how much the time was exceeded; an attempt that is late does not pass. None if in time.
        tested_out: lessons (key, title) that the pre-test frees from, each with how many questions that rests on.
        marks: competencies whose own mark was missed, with what was reached and what was needed.
        to_review: lessons (key, title) that teach what went wrong, in teaching order.
        completed_at: when the course was completed; None while something is missing.
        unread: lessons that are still to be read for the course to be complete.
        certificate_id: of the certificate that this attempt's course brought; None where there is none.
    """

    id: UUID
    enrolment_id: UUID
    course: Text
    kind: str
    number: int
    submitted_at: datetime
    grade: Grade
    is_passed: bool
    later: tuple[LaterGrade, ...]
    ran_out: bool
    pass_points: int
    shows_items: bool
    minutes_late: int | None
    tested_out: tuple[tuple[str, Text, int], ...]
    marks: tuple[tuple[Text, CompetencyGrade], ...]
    objectives: tuple[ObjectiveLine, ...]
    to_review: tuple[tuple[str, Text], ...]
    completed_at: datetime | None
    unread: int
    certificate_id: UUID | None


def points_to_pass(pass_share: float, asked: int) -> int:
    """Return how many right answers pass, as `courses.grading.grade` counts.

    >>> points_to_pass(0.7, 10), points_to_pass(0.75, 10)
    (7, 8)
    """
    return math.ceil(pass_share * asked - 1e-9)


def result_of(row: Enrolment, course: Course, attempt: Attempt) -> AttemptResult:
    """Return what an attempt that was handed in is worth."""
    graded = from_plain(Grade, grade_in_force(attempt))
    lines = _objective_lines(course, graded)
    rules = rules_of(course, attempt.kind)
    weak = {key for line in lines if line.points < line.asked for key, _ in line.lessons}
    handed_in = attempt.submitted_at or attempt.started_at
    late = None
    if attempt.due_at is not None and is_late(attempt, handed_in):
        late = math.ceil((handed_in - attempt.due_at).total_seconds() / 60)
    titles = course.competencies
    return AttemptResult(
        id=attempt.id,
        enrolment_id=attempt.enrolment_id,
        course=course.title,
        kind=attempt.kind,
        number=attempt.number,
        submitted_at=handed_in,
        grade=graded,
        is_passed=attempt.is_passed,
        later=tuple(grades.list_later(attempt.id)) if attempt.grade_number else (),
        ran_out=attempt.ran_out,
        pass_points=points_to_pass(graded.pass_share, graded.asked),
        shows_items=rules.policy.shows == "items" and not late,
        minutes_late=late,
        tested_out=_tested_out(course, attempt, graded),
        marks=tuple(
            (titles[one.competency], one)
            for one in graded.competencies
            if not one.is_reached and one.competency in titles
        ),
        objectives=lines,
        to_review=tuple((lesson.key, lesson.title) for lesson in course.lessons if lesson.key in weak),
        completed_at=row.completed_at,
        unread=0 if row.completed_at else _count_unread(row, course),
        certificate_id=certificate_of(row.id) if row.completed_at and attempt.is_passed else None,
    )


def grade_in_force(attempt: Attempt) -> Mapping[str, Any]:
    """Return the grade that counts of an attempt whose first one is loaded, as plain data."""
    later = grades.find_newest(attempt.id, attempt.grade_number) if attempt.grade_number else None
    return later or attempt.grade or {}


def _objective_lines(course: Course, graded: Grade) -> tuple[ObjectiveLine, ...]:
    texts = {objective.key: objective.text for objective in course.objectives}
    order = {key: place for place, key in enumerate(texts)}
    return tuple(
        ObjectiveLine(
            texts.get(one.objective),
            one.points,
            one.asked,
            tuple(
                (lesson.key, lesson.title) for lesson in course.lessons if one.objective in lesson.objectives
            ),
        )
        for one in sorted(graded.objectives, key=lambda one: order.get(one.objective, len(order)))
    )


def _tested_out(course: Course, attempt: Attempt, graded: Grade) -> tuple[tuple[str, Text, int], ...]:
    """Return the lessons that a pre-test frees from, each with the number of questions that this rests on."""
    if attempt.kind != "pretest":
        return ()
    items = [one.item for one in drawn_again(course, attempt.drawn)]
    freed = tested_out(course, graded, items)
    keys = {item.key for item in items}
    return tuple(
        (lesson.key, lesson.title, sum(item.key in keys for item in course.items_of(lesson.key)))
        for lesson in course.lessons
        if lesson.key in freed
    )


def _count_unread(row: Enrolment, course: Course) -> int:
    done = rows.list_lessons_done([row.id]).get(row.id, set())
    return sum(lesson.key not in done for lesson in course.lessons)
