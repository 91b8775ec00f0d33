"""How far a learner has come in a course, and what comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from courses.course import Course


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's place in a course.

    Attributes:
        done: keys of the lessons that were read, in teaching order.
        next_lesson: the first lesson that was not read; None if all were.
        steps: how many steps the course's completion takes: its lessons, its test, or both.
        share: steps done of those, 0 to 1.
        is_quiz_open, is_exam_open: there is one, and the lessons that come before it are done.
        is_passed: the test that counts was passed: the exam, or in a course without one the quiz.
        is_complete: the learner has done what the course asks for.
    """

    done: tuple[str, ...]
    next_lesson: str | None
    steps_done: int
    steps: int
    share: float
    is_quiz_open: bool
    is_exam_open: bool
    is_passed: bool
    is_complete: bool


def measure_progress(course: Course, lessons_done: Collection[str], is_passed: bool) -> Progress:
    """Return how far a learner has come.

    Lessons that the course does not have, or has no longer, are passed over.

    Args:
        lessons_done: keys of lessons that were read, in any order.
        is_passed: some attempt at the test that counts passed.
    """
    keys = tuple(lesson.key for lesson in course.lessons)
    done = tuple(key for key in keys if key in lessons_done)
    completion = course.syllabus.completion
    steps = steps_done = 0
    if completion not in ("quiz", "exam"):
        steps, steps_done = len(keys), len(done)
    if completion != "lessons":
        steps, steps_done = steps + 1, steps_done + int(is_passed)
    all_done = len(done) == len(keys)
    return Progress(
        done=done,
        next_lesson=next((key for key in keys if key not in done), None),
        steps_done=steps_done,
        steps=steps,
        share=steps_done / steps,
        is_quiz_open=course.quiz is not None and (course.quiz.opens == "at-once" or all_done),
        is_exam_open=course.exam is not None and (course.exam.opens == "at-once" or all_done),
        is_passed=is_passed,
        is_complete=steps_done == steps,
    )
