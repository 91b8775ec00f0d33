"""The three kinds of tests of a course: what each draws, when it may be started, and what it takes to pass."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.db.enrolments import Attempt
from app.errors import Conflict, Hidden
from courses.course import Course
from courses.exams import Policy
from courses.grading import Answers, DrawnItem, Grade, draw_exam, draw_pretest, draw_quiz
from courses.items import Item
from courses.progress import Progress
from courses.regrading import grade_test

TestKind = Literal["quiz", "exam", "pretest"]
KINDS: tuple[TestKind, ...] = ("quiz", "exam", "pretest")

GRACE = timedelta(seconds=60)
"""How long after its time an exam is still taken: what a slow line needs, not what a slow reader does."""

_ONCE = Policy(attempts=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one kind of test in one course; `time` is None where nobody is held to the minutes."""

    kind: TestKind
    minutes: int
    questions: int
    pass_share: float
    policy: Policy
    time: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands with one kind of test.

    Attributes:
        state: "locked" until the lessons are read; "open"; "under way" while an attempt waits to be handed in;
            "waiting" until `opens_at`; "used up" when no attempt is left; "passed".
        left: how many attempts are left; None for any number.
        may_start: an attempt can be started or taken up now.
    """

    state: str
    left: int | None
    opens_at: datetime | None
    may_start: bool


def rules_of(course: Course, kind: str) -> Rules:
    """Return the rules of a kind of test.

    Raises:
        Hidden: the course has no such test.
    """
    if kind == "quiz" and course.quiz:
        quiz = course.quiz
        return Rules("quiz", quiz.minutes, quiz.questions, quiz.pass_share, quiz.policy)
    if kind == "exam" and course.exam:
        exam = course.exam
        limit = timedelta(minutes=exam.minutes)
        return Rules("exam", exam.minutes, exam.questions, exam.pass_share, exam.policy, limit)
    if kind == "pretest" and course.pretest:
        pretest = course.pretest
        return Rules("pretest", pretest.minutes, pretest.questions, 1.0, _ONCE)
    raise Hidden


def draw(course: Course, kind: TestKind, seed: int, seen: Collection[str]) -> tuple[DrawnItem, ...]:
    """Return the questions of a new attempt; those that were seen come last."""
    if kind == "exam" and course.exam:
        return draw_exam(course, course.exam, seed, seen)
    return draw_pretest(course, seed) if kind == "pretest" else draw_quiz(course, seed, seen)


def mark(course: Course, rules: Rules, items: Sequence[Item], given: Answers) -> Grade:
    """Return what a set of answers is worth under the rules of a test."""
    return grade_test(course, rules.kind, items, given)


def is_late(attempt: Attempt, at: datetime) -> bool:
    """Return whether an attempt's time, with the grace, was over at an instant."""
    return is_past(attempt.due_at, at)


def is_past(due_at: datetime | None, at: datetime) -> bool:
    """Return whether a time that ends at an instant, with the grace, was over at another; never without an end."""
    return due_at is not None and at > due_at + GRACE


def standing(rules: Rules, progress: Progress, attempts: Sequence[Attempt], at: datetime) -> Standing:
    """Return where a learner stands.

    Args:
        attempts: those of this kind, in their order.
    """
    limit = rules.policy.attempts
    left = max(0, limit - len(attempts)) if limit else None
    if any(attempt.submitted_at is None and not is_late(attempt, at) for attempt in attempts):
        return Standing("under way", left, None, may_start=True)
    if rules.kind != "pretest" and any(attempt.is_passed for attempt in attempts):
        return Standing("passed", left, None, may_start=rules.kind == "quiz" and left != 0)
    if left == 0:
        return Standing("used up", 0, None, may_start=False)
    if not _is_open(rules.kind, progress):
        return Standing("locked", left, None, may_start=False)
    last = max((attempt.submitted_at or attempt.started_at for attempt in attempts), default=None)
    opens_at = last + timedelta(hours=rules.policy.wait_hours) if last is not None else None
    if opens_at is not None and at < opens_at:
        return Standing("waiting", left, opens_at, may_start=False)
    return Standing("open", left, None, may_start=True)


def _is_open(kind: TestKind, progress: Progress) -> bool:
    if kind == "pretest":
        return not progress.done
    return progress.is_exam_open if kind == "exam" else progress.is_quiz_open


def require_start(found: Standing) -> None:
    """Raise the Conflict that says why no attempt can be started now, if none can."""
    if not found.may_start:
        reasons = {"locked": "quiz_locked", "waiting": "attempt_waits", "used up": "attempts_used"}
        raise Conflict(reasons.get(found.state, "already_passed"))


def tested_out(course: Course, found: Grade, items: Sequence[Item]) -> tuple[str, ...]:
    """Return the lessons that a pre-test frees from: where enough of their questions were answered right."""
    if course.pretest is None:
        return ()
    right = {one.key for one in found.items if one.is_right}
    asked = {item.key for item in items}
    freed = []
    for share in course.pretest.draw:
        own = [item.key for item in course.items_of(share.lesson) if item.key in asked]
        if own and sum(key in right for key in own) >= course.pretest.test_out_share * len(own) - 1e-9:
            freed.append(share.lesson)
    return tuple(freed)
