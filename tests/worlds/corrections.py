"""A course whose published folder a test brings to another version, and exams taken by the key of the day."""

from __future__ import annotations

import contextvars
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app import jobs
from app.db import db
from app.db.enrolments import Attempt
from app.policy import Actor
from app.services import learning, work_of
from courses import course as courses
from courses.course import Course, find_course, publish_folder
from courses.grading import Answer
from tests.courses.folders import change, copy_whole

COURSE = "small-risk"
REASON = "In one question the wrong answer was marked as right."
# The exam puts 4 questions, 2 of them on each competency, of which 1 each is needed.
KEY = "loss.exam-apply"
OLD = "{ key: r, text: { en: CU 50 }, is_correct: true }"
NEW = "{ key: r, text: { en: CU 50 }, say: { en: No. } }"
OTHER_OLD = "{ key: k0, text: { en: CU 100 }, say: { en: 'Not CU 100: look again.' }, trap: unweighted }"
OTHER_NEW = "{ key: k0, text: { en: CU 100 }, is_correct: true }"


class Shelf:
    """The published folder of the course, which the test brings to another version."""

    def __init__(self, folder: Path) -> None:
        self.folder = copy_whole(folder)
        publish_folder(folder)

    def change(self, *changes: tuple[str, str, str]) -> Course:
        """Publish a version with these changes, as an installation that was started anew would."""
        for file, old, new in changes:
            change(self.folder, file, old, new)
        courses._published.cache_clear()
        return find_course(COURSE)


EXAM_1 = ("parts.exam-1", "parts.exam-3", KEY, "loss.exam-1")


def enrolled(actor: Actor, *, has_read: bool = True) -> UUID:
    with work_of(actor.firm_id):
        enrolment_id = learning.enrol(actor, COURSE)
        if has_read:
            for lesson in ("three-parts", "expected-loss"):
                learning.finish_lesson(actor, enrolment_id, lesson)
    return enrolment_id


def take_exam(
    actor: Actor, enrolment_id: UUID, given: dict[str, Answer], put: tuple[str, ...] = EXAM_1
) -> UUID:
    """Let somebody take an exam of these questions, with these answers; returns the attempt."""
    with work_of(actor.firm_id):
        attempt_id = learning.start_attempt(actor, enrolment_id, "exam")
        row = db.session.scalars(select(Attempt).where(Attempt.id == attempt_id)).one()
        row.drawn = [{"item": key, "options": ["r", "k0", "k1"], "values": {}} for key in put]
        row.asked = len(put)
        db.session.flush()
        learning.submit_attempt(actor, enrolment_id, attempt_id, given)
    return attempt_id


# By the key of the day: parts 2 of 2, CU 100 is wrong and loss.exam-1 is wrong, so 0 of 2 on losses: not passed.
FAILS = {"parts.exam-1": "r", "parts.exam-3": "r", KEY: "k0", "loss.exam-1": "k0"}
# By the key of the day: parts 1 of 2, CU 50 is right, loss.exam-1 is wrong: 2 of 4, 1 of 2 each: passed.
PASSES = {"parts.exam-1": "r", "parts.exam-3": "k0", KEY: "r", "loss.exam-1": "k0"}


def correct(shelf: Shelf) -> Course:
    """Publish the version in which CU 100 is right and CU 50 is not."""
    file = "quizzes/expected-loss.yaml"
    return shelf.change(
        ("course.yaml", 'version: "1.2.0"', 'version: "1.3.0"'),
        (file, OLD, NEW),
        (file, OTHER_OLD, OTHER_NEW),
    )


def run_jobs(app: Flask) -> None:
    """Let the worker do what waits, in surroundings of its own: this test's scope is there again afterwards."""
    db.session.rollback()  # what was read before would else take the worker's rows with it when it ends
    contextvars.copy_context().run(jobs.run_all, app)
    db.session.expire_all()
