"""What somebody is told before a test with a clock begins: once it is started, nothing stops its time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.db import enrolments as rows
from app.errors import Hidden
from app.policy import Actor
from app.services.attempt_results import points_to_pass
from app.services.enrolments import own
from app.services.examining import Rules, require_start, rules_of, standing
from app.surroundings import now
from content.text import Text
from courses.progress import measure_progress


@dataclass(frozen=True, slots=True)
class ExamStart:
    """The final exam as it would be started now.

    Attributes:
        number: of the attempt that would begin.
        left: how many attempts are left besides it; None for any number.
        has_marks: parts of the exam have a mark of their own.
        numbers: how many questions at least ask for a number.
        under_way: the attempt that runs already, to go on with; None where a new one would begin.
    """

    enrolment_id: UUID
    course: Text
    rules: Rules
    pass_points: int
    number: int
    left: int | None
    has_marks: bool
    numbers: int
    under_way: UUID | None


def exam_start(actor: Actor, enrolment_id: UUID) -> ExamStart:
    """Return what an exam asks for and what its clock does, before anything is started.

    Raises:
        Hidden: as `enrolments.own`; also where the course has no exam.
        Conflict: it is not open yet, may not be tried again yet, or not any more.
    """
    mine = own(actor, enrolment_id)
    course, exam = mine.course, mine.course.exam
    if exam is None:
        raise Hidden
    rules, at = rules_of(course, "exam"), now()
    attempts = [one for one in rows.list_attempts(mine.row.id) if one.kind == "exam"]
    found = standing(rules, measure_progress(course, mine.done, is_passed=False), attempts, at)
    require_start(found)
    # One that runs is counted in what is used; one that would begin is not yet.
    is_running = found.state == "under way"
    running = [one.id for one in attempts if one.submitted_at is None] if is_running else []
    return ExamStart(
        enrolment_id=mine.row.id,
        course=course.title,
        rules=rules,
        pass_points=points_to_pass(rules.pass_share, rules.questions),
        number=len(attempts) + (not is_running),
        left=None if found.left is None else found.left - (not is_running),
        has_marks=any(row.pass_share for row in exam.blueprint),
        numbers=exam.numeric,
        under_way=running[-1] if running else None,
    )
