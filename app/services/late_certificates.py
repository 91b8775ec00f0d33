"""Certificates for those who completed a course before certificates were issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.db import certificates as rows
from app.db import db, every_firm, firm_scope
from app.db.enrolments import lock_enrolment
from app.db.people import Firm
from app.services import certificates, trail
from app.services.certificates import Holder
from app.transactions import transaction
from courses.course import list_courses


@dataclass(frozen=True, slots=True)
class LateCertificates:
    """How many people of a firm have earned a certificate of a course and not got it.

    Attributes:
        unproven: others that completed it, for whom no passed attempt at the test that counts today is kept.
    """

    firm: str
    course: str
    earned: int
    unproven: int


def issue_missing(*, is_trial: bool) -> tuple[LateCertificates, ...]:
    """Issue every certificate that was earned and is missing, in all firms, and mail each holder; or only count.

    Dated as of the day on which the course was completed; the trail says when it was issued. What it says of the
    course is of the version that is published now, since no earlier one is kept. Safe to run again, and while people
    learn: one transaction a firm, each enrolment is locked, and the database refuses a second certificate.

    Args:
        is_trial: nothing is written.
    """
    with transaction(), every_firm("certificates that are missing are issued in every firm"):
        firms = list(db.session.execute(select(Firm.id, Firm.name).order_by(Firm.name, Firm.id)))
    found: list[LateCertificates] = []
    for firm_id, name in firms:
        with transaction(), firm_scope(firm_id):
            found += _of_firm(name, is_trial=is_trial)
    return tuple(found)


def _of_firm(name: str, *, is_trial: bool) -> Iterator[LateCertificates]:
    courses = {course.key: course for course in list_courses()}
    earned: Counter[str] = Counter()
    unproven: Counter[str] = Counter()
    for enrolment_id, user in rows.list_without_certificate():
        place = lock_enrolment(enrolment_id)
        if place is None or place.course_key not in courses or rows.find_certificate_of(place.id):
            continue
        course = courses[place.course_key]
        best = certificates.best_attempt(place, course)
        if best is None:
            unproven[course.key] += 1
            continue
        earned[course.key] += 1
        if not is_trial:
            holder = Holder(user.name, user.email, user.language, name)
            certificates.put_out(trail.SYSTEM, holder, place, course, best, why="missing")
    for key in sorted(earned.keys() | unproven.keys()):
        yield LateCertificates(name, key, earned[key], unproven[key])
