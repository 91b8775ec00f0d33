"""What is heard of people at work on a course becomes time: a line of moments for each person, kept as sums."""

from __future__ import annotations

from uuid import UUID

from app.db import hours as rows
from app.db.enrolments import Enrolment
from app.db.hours import Heard
from app.errors import Invalid
from app.policy import Actor
from app.services.enrolments import own
from app.surroundings import now
from courses.course import Course
from courses.study_time import Kind, Moment, follow

LESSON = "lesson/"
KINDS = ("arrive", "work", "leave")
TESTS = ("pretest", "quiz", "exam")


def part_of_lesson(key: str) -> str:
    """Return how the time of a lesson is labelled; that of a test by its kind."""
    return LESSON + key


def has_part(course: Course, part: str) -> bool:
    """Return whether a course has such a part."""
    if part.startswith(LESSON):
        return part.removeprefix(LESSON) in course.syllabus.lesson_keys
    return part in TESTS and getattr(course, part) is not None


def hear(actor: Actor, enrolment_id: UUID, part: str, kind: str) -> None:
    """Take note that a page of one of the actor's courses was opened, worked on or left just now.

    Raises:
        Hidden: as `enrolments.own`.
        Invalid: no such kind of moment, or a part that the course does not have.
    """
    mine = own(actor, enrolment_id)
    if kind not in KINDS:
        raise Invalid("kind", "unknown_choice")
    if not has_part(mine.course, part):
        raise Invalid("part", "unknown_choice")
    note(actor, mine.row, part, _kind(kind))


def note(actor: Actor, row: Enrolment, part: str, kind: Kind = "work") -> None:
    """As `hear`, for an enrolment of the actor's own: two statements, and two more where time has passed."""
    at = now().replace(microsecond=0)  # whole seconds, so that sums of days lose nothing
    heard = Moment(at, _place(row.id, part), kind)
    new = Heard(row.id, part, kind, at)
    last = rows.lock_clock(actor.id, None if kind == "leave" else new)
    if last is None:
        return
    before = Moment(last.heard_at, _place(last.enrolment_id, last.part), _kind(last.kind))
    kept, interval = follow(before, heard)
    if kept is heard:
        rows.set_clock(actor.id, new)
    if interval is not None:
        is_before = interval.place == before.place
        enrolment_id, spent_on = (last.enrolment_id, last.part) if is_before else (row.id, part)
        rows.add_time(enrolment_id, spent_on, interval.day, interval.seconds)


def _place(enrolment_id: UUID, part: str) -> str:
    return f"{enrolment_id} {part}"


def _kind(text: str) -> Kind:
    return "arrive" if text == "arrive" else "leave" if text == "leave" else "work"
