"""A ledger of hours as the site would show it, with invented times."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from app.reports.hours import Statement
from courses.course import Course, find_course
from courses.development import list_schemes
from courses.ledger import (
    AreaUnits,
    CertificateHeld,
    Claim,
    CourseHours,
    ExerciseTried,
    Ledger,
    PartHours,
    TestTaken,
)

NAME, FIRM = "Khalid bin Mansour", "Meridian Consulting"
CODE = "0000-0000-0000-0000-0000-0001-0508"
ADDRESS = "https://plumbline.meridian.example/certificates"
MADE_ON = date(2026, 2, 20)


def at(day: int) -> datetime:
    return datetime(2026, 2, day, 9, 30, tzinfo=UTC)


def course_hours(key: str, *, seconds: int = 1_830, is_complete: bool = True) -> CourseHours:
    """One course, every lesson of which took so many seconds on each of two days."""
    course: Course = find_course(key)
    days = tuple((date(2026, 2, day), seconds) for day in (3, 5)) if seconds else ()
    lessons = tuple(
        PartHours(
            "lesson",
            lesson.key,
            lesson.title,
            lesson.minutes,
            days,
            min(2 * seconds, lesson.minutes * 150),
            at(5) if is_complete else None,
            "read" if is_complete else None,
        )
        for lesson in course.lessons
    )
    exam = PartHours(
        "exam", "", None, 54, ((date(2026, 2, 6), 1_500),) if is_complete else (), 1_500, None, None
    )
    (scheme, *_) = list_schemes()
    rule = scheme.rules[-1]
    return CourseHours(
        enrolment_id=UUID(int=1),
        key=key,
        version=course.version,
        title=course.title,
        state="complete" if is_complete else "under way",
        is_overdue=False,
        completed_at=at(6) if is_complete else None,
        parts=(*lessons, exam) if is_complete else lessons,
        tests=(TestTaken("exam", 1, at(6), 22, 24, True),) if is_complete else (),
        exercises=tuple(
            ExerciseTried(one.title, 2, 0.875, at(4)) for one in list(course.exercises.values())[:2]
        ),
        certificate=CertificateHeld(UUID(int=2), CODE, at(6), False) if is_complete else None,
        claims=(Claim(scheme, rule, 2.25, (AreaUnits(rule.areas[0].title, 1.25), AreaUnits(None, 1.0))),)
        if is_complete
        else (),
    )


def ledger(*courses: CourseHours, name: str = NAME) -> Ledger:
    return Ledger(name, MADE_ON, courses, tuple((one, one.rules[-1]) for one in list_schemes()))


def statement(*courses: CourseHours, language: str = "en", name: str = NAME, firm: str = FIRM) -> Statement:
    """What is stated of somebody; of three courses where none are given, one of them not completed."""
    taken = courses or (
        course_hours("pmo-essentials"),
        course_hours("risk-foundations"),
        course_hours("time-management", is_complete=False),
    )
    return Statement(language, firm, ledger(*taken, name=name), ADDRESS)
