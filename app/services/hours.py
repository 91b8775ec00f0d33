"""My hours: what was spent on each course, the evidence for it, and the development units that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from app.db import hours as rows
from app.policy import Action, Actor, require_role
from app.services.enrolments import Place, places_of
from app.services.study_clock import TESTS, part_of_lesson
from app.surroundings import today
from content.text import Text
from courses.certificates import grouped
from courses.course import Course
from courses.development import NO_AREA, Rule, Units, list_schemes, units_of
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
from courses.study_time import counted_seconds

One = TypeVar("One")


def hours_page(actor: Actor) -> Ledger:
    """Return the actor's own hours, course by course.

    Raises:
        Refused: the role does not learn here.
    """
    require_role(actor, Action.LEARN)
    day = today()
    in_force = [(scheme, scheme.rule_on(day)) for scheme in list_schemes()]
    return Ledger(
        name=actor.name,
        made_on=day,
        courses=_courses(places_of([actor.id])),
        schemes=tuple((scheme, rule) for scheme, rule in in_force if rule is not None),
    )


def _courses(places: list[Place]) -> tuple[CourseHours, ...]:
    ids = [place.row.id for place in places]
    times = _by_enrolment((one[0], one[1:]) for one in rows.list_times(ids))
    done = _by_enrolment((one[0], one[1:]) for one in rows.list_lessons_done(ids))
    tests = _by_enrolment((one.enrolment_id, one) for one in rows.list_attempts(ids))
    tries = _by_enrolment((one.enrolment_id, one) for one in rows.count_tries(ids))
    held = {one.enrolment_id: one for one in rows.list_certificates(ids)}
    return tuple(
        _course(place, times, done, tests.get(place.row.id, []), tries.get(place.row.id, []), held)
        for place in places
    )


def _by_enrolment(pairs: Iterable[tuple[UUID, One]]) -> dict[UUID, list[One]]:
    found: dict[UUID, list[One]] = {}
    for enrolment_id, one in pairs:
        found.setdefault(enrolment_id, []).append(one)
    return found


def _course(
    place: Place,
    times: Mapping[UUID, list[tuple[str, date, int]]],
    done: Mapping[UUID, list[tuple[str, datetime, str]]],
    tests: list[Any],
    tries: list[Any],
    held: Mapping[UUID, Any],
) -> CourseHours:
    row, course = place.row, place.course
    completed_on = row.completed_at.date() if row.completed_at else None
    parts = parts_of(course, times.get(row.id, []), done.get(row.id, []), completed_on)
    certificate = held.get(row.id)
    return CourseHours(
        enrolment_id=row.id,
        key=course.key,
        version=course.version,
        title=course.title,
        state=place.state,
        is_overdue=place.is_overdue,
        completed_at=row.completed_at,
        parts=parts,
        tests=tuple(
            TestTaken(one.kind, one.number, one.submitted_at, one.points, one.asked, one.is_passed)
            for one in tests
        ),
        exercises=tuple(
            ExerciseTried(course.exercises[one.exercise].title, one.tries, one.best, one.last_at)
            for one in tries
            if one.exercise in course.exercises
        ),
        certificate=CertificateHeld(
            certificate.id,
            grouped(certificate.code),
            certificate.issued_at,
            certificate.revoked_at is not None,
        )
        if certificate
        else None,
        claims=claims_of(course, parts, completed_on),
    )


def parts_of(
    course: Course,
    times: Iterable[tuple[str, date, int]],
    done: Iterable[tuple[str, datetime, str]],
    completed_on: date | None,
) -> tuple[PartHours, ...]:
    """Return the parts of a course with the time spent on each: lessons, then tests that the course has.

    Args:
        times: part, day and seconds.
        done: lesson, when it was done and how.
        completed_on: from the day after it on, time is recorded and does not count.
    """
    days: dict[str, list[tuple[date, int]]] = {}
    for part, day, seconds in times:
        days.setdefault(part, []).append((day, seconds))
    behind = {lesson: (at, how) for lesson, at, how in done}
    found = []
    for lesson in course.lessons:
        at, how = behind.get(lesson.key, (None, None))
        spent = days.get(part_of_lesson(lesson.key), [])
        found.append(_part("lesson", lesson.key, lesson.title, lesson.minutes, spent, completed_on, at, how))
    for kind in TESTS:
        test = getattr(course, kind)
        if test is not None:
            found.append(_part(kind, "", None, test.minutes, days.get(kind, []), completed_on, None, None))
    return tuple(found)


def _part(
    kind: str,
    key: str,
    title: Text | None,
    minutes: int,
    spent: list[tuple[date, int]],
    completed_on: date | None,
    done_at: datetime | None,
    how: str | None,
) -> PartHours:
    days = tuple(sorted(spent))
    in_time = sum(seconds for day, seconds in days if completed_on is None or day <= completed_on)
    return PartHours(kind, key, title, minutes, days, counted_seconds(in_time, minutes), done_at, how)


def claims_of(course: Course, parts: Iterable[PartHours], completed_on: date | None) -> tuple[Claim, ...]:
    """Return what a course gives under each scheme, by the rule of the day on which it was completed."""
    if completed_on is None:
        return ()
    seconds = {(part.kind, part.key): part.counted for part in parts}
    found = []
    for scheme in list_schemes():
        rule = scheme.rule_on(completed_on)
        if rule is not None:
            units = units_of(rule, course.key, seconds)
            found.append(Claim(scheme, rule, units.total, _areas(rule, units)))
    return tuple(found)


def _areas(rule: Rule, units: Units) -> tuple[AreaUnits, ...]:
    titles: dict[str, Text | None] = {area.key: area.title for area in rule.areas}
    titles[NO_AREA] = None
    return tuple(AreaUnits(title, units.areas[key]) for key, title in titles.items() if key in units.areas)
