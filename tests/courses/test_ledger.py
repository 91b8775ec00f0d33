"""What a ledger of hours says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from courses.development import list_schemes
from courses.ledger import Claim, CourseHours, Ledger, PartHours

MONDAY, TUESDAY = date(2026, 2, 2), date(2026, 2, 3)
PART = PartHours("lesson", "first", {"en": "First"}, 30, ((MONDAY, 600), (TUESDAY, 300)), 900, None, None)
COURSE = CourseHours(
    enrolment_id=UUID(int=1),
    key="course",
    version="1.0.0",
    title={"en": "Course"},
    state="under way",
    is_overdue=False,
    completed_at=None,
    parts=(PART, replace(PART, key="second", days=((MONDAY, 4_000),), counted=3_000)),
    tests=(),
    exercises=(),
    certificate=None,
    claims=(),
)


def test_time_adds_up_over_days_parts_and_courses() -> None:
    assert (PART.recorded, PART.is_cut) == (900, False)
    assert (COURSE.recorded, COURSE.counted, COURSE.stated_minutes) == (4_900, 3_900, 60)
    assert COURSE.parts[1].is_cut
    ledger = Ledger("Khalid", TUESDAY, (COURSE, COURSE), ())
    assert (ledger.recorded, ledger.counted, ledger.completed, ledger.units) == (9_800, 7_800, 0, 0.0)


def test_days_are_told_once_each_and_in_order() -> None:
    assert COURSE.days == (MONDAY, TUESDAY)


def test_a_course_is_evident_by_time_or_by_its_completion() -> None:
    bare = replace(COURSE, parts=(replace(PART, days=(), counted=0),))
    assert COURSE.is_evident
    assert not bare.is_evident
    assert replace(bare, completed_at=datetime(2026, 2, 3, tzinfo=UTC)).is_evident


def test_units_are_those_of_the_first_scheme() -> None:
    scheme = list_schemes()[0]
    other = replace(scheme, key="another")
    rule = scheme.rules[-1]
    claims = (Claim(scheme, rule, 1.25, ()), Claim(other, rule, 9.0, ()))
    done = replace(COURSE, completed_at=datetime(2026, 2, 3, tzinfo=UTC), claims=claims)
    ledger = Ledger("Khalid", TUESDAY, (done, COURSE, done), ((scheme, rule), (other, rule)))
    assert (ledger.units, ledger.completed) == (2.5, 2)
