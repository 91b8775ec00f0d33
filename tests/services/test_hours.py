"""Time at work on courses: heard of, kept as sums, and shown with its evidence."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.db import db
from app.db.enrolments import lock_enrolment
from app.db.hours import StudyClock, StudyTime, list_times
from app.db.people import User
from app.errors import Hidden, Invalid
from app.policy import Actor
from app.services import hours, hours_export, learning, study_clock
from courses.course import find_course
from courses.development import list_schemes
from courses.ledger import CourseHours
from tests.checked_client import counted_statements
from tests.worlds.learning import COURSE, LESSONS, Classroom, pass_exam, person

FIRST, SECOND = LESSONS[:2]


def hear(actor: Actor, enrolment_id: UUID, kind: Any = "work", part: str = f"lesson/{FIRST}") -> None:
    study_clock.hear(actor, enrolment_id, part, kind)


def spend(actor: Actor, enrolment_id: UUID, clock: Any, minutes: int, part: str = f"lesson/{FIRST}") -> None:
    """Let somebody open a part and work on it, heard of once a minute, until they leave."""
    hear(actor, enrolment_id, "arrive", part)
    for _ in range(minutes):
        clock.advance(minutes=1)
        hear(actor, enrolment_id, "work", part)
    hear(actor, enrolment_id, "leave", part)


def seconds(enrolment_id: UUID) -> dict[str, int]:
    return {part: time for _, part, _, time in list_times([enrolment_id])}


def only(actor: Actor) -> CourseHours:
    (course,) = hours.hours_page(actor).courses
    return course


def test_time_between_moments_is_kept_as_one_sum_for_each_part_and_day(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    spend(room.khalid, mine, clock, 7)
    spend(room.khalid, mine, clock, 3, f"lesson/{SECOND}")
    spend(room.khalid, mine, clock, 2)
    assert seconds(mine) == {f"lesson/{FIRST}": 540, f"lesson/{SECOND}": 180}
    clock.advance(days=1)
    spend(room.khalid, mine, clock, 1)
    assert len(list_times([mine])) == 3
    clocks = select(func.count()).select_from(StudyClock).where(StudyClock.firm_id == room.firm_id)
    assert db.session.scalar(clocks) == 1


def test_a_gap_of_more_than_five_minutes_is_cut(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    hear(room.khalid, mine, "arrive")
    clock.advance(minutes=5)
    hear(room.khalid, mine)
    clock.advance(minutes=5, seconds=1)
    hear(room.khalid, mine)
    assert seconds(mine) == {f"lesson/{FIRST}": 300}


def test_two_windows_on_two_courses_count_once(room: Classroom, clock) -> None:
    one, other = learning.enrol(room.khalid, COURSE), learning.enrol(room.khalid, "risk-foundations")
    part = f"lesson/{find_course('risk-foundations').lessons[0].key}"
    hear(room.khalid, one, "arrive")
    hear(room.khalid, other, "arrive", part)
    for _ in range(10):
        clock.advance(seconds=30)
        hear(room.khalid, one)
        clock.advance(seconds=30)
        hear(room.khalid, other, "work", part)
    assert sum(seconds(one).values()) + sum(seconds(other).values()) == 600


def test_the_moments_of_two_people_are_two_lines(room: Classroom, clock) -> None:
    his, hers = learning.enrol(room.khalid, COURSE), learning.enrol(room.anneke, COURSE)
    hear(room.khalid, his)
    clock.advance(minutes=2)
    hear(room.anneke, hers)
    clock.advance(minutes=2)
    hear(room.khalid, his)
    assert (seconds(his), seconds(hers)) == ({f"lesson/{FIRST}": 240}, {})


def test_without_beats_forms_that_are_sent_count(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    learning.finish_lesson(room.khalid, mine, FIRST)
    clock.advance(minutes=4)
    learning.finish_lesson(room.khalid, mine, SECOND)
    assert seconds(mine) == {f"lesson/{SECOND}": 240}


def test_a_finished_lesson_and_a_beat_lock_in_the_same_order(room: Classroom) -> None:
    """The clock first, then the enrolment; the other way round two requests at once could wait for each other."""
    mine = learning.enrol(room.khalid, COURSE)
    with counted_statements() as sent:
        learning.finish_lesson(room.khalid, mine, FIRST)
    clock_at = next(at for at, text in enumerate(sent) if "study_clocks" in text)
    enrolment_at = [at for at, text in enumerate(sent) if "FROM enrolments" in text]
    assert len(enrolment_at) == 2  # looked at, then locked
    assert enrolment_at[0] < clock_at < enrolment_at[1]


@pytest.mark.parametrize("part", ["lesson/no-such", "lesson/", "", "essay", "review", FIRST])
def test_a_part_that_the_course_does_not_have_is_refused(room: Classroom, part: str) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    with pytest.raises(Invalid):
        hear(room.khalid, mine, "work", part)


def test_nobody_is_heard_in_somebody_elses_course(room: Classroom) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    for other in (room.anneke, room.consultant, room.faisal):
        with pytest.raises(Hidden):
            hear(other, mine)


def test_a_beat_takes_the_same_few_statements_however_much_there_is(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    spend(room.khalid, mine, clock, 2)
    hear(room.khalid, mine, "arrive")
    clock.advance(minutes=1)
    with counted_statements() as few:
        hear(room.khalid, mine)
    for number in range(12):
        clock.advance(days=1)
        spend(room.khalid, mine, clock, 2, f"lesson/{LESSONS[number % len(LESSONS)]}")
    hear(room.khalid, mine, "arrive")
    clock.advance(minutes=1)
    with counted_statements() as many:
        hear(room.khalid, mine)
    assert len(few) == len(many) <= 5


def complete(actor: Actor, clock: Any, minutes: int = 30) -> UUID:
    """Let somebody spend so many minutes on each lesson, finish it, and pass the exam."""
    mine = learning.enrol(actor, COURSE)
    for lesson in LESSONS:
        spend(actor, mine, clock, minutes, f"lesson/{lesson}")
        learning.finish_lesson(actor, mine, lesson)
    spend(actor, mine, clock, 10, "exam")
    pass_exam(actor, mine)
    return mine


def test_the_ledger_shows_each_part_with_its_evidence(room: Classroom, clock) -> None:
    complete(room.khalid, clock)
    course = only(room.khalid)
    lessons = {part.key: part for part in course.parts if part.kind == "lesson"}
    assert set(lessons) == set(LESSONS)
    assert all(part.recorded == part.counted == 1_800 and part.how == "read" for part in lessons.values())
    assert [(part.kind, part.recorded) for part in course.parts if part.kind == "exam"] == [("exam", 600)]
    (test,) = course.tests
    assert (test.kind, test.is_passed, test.points) == ("exam", True, test.asked)
    assert course.certificate is not None
    assert course.recorded == 5 * 1_800 + 600


def test_units_are_split_by_the_rule_of_the_day_of_completion(room: Classroom, clock) -> None:
    # Five lessons of 30 minutes: two of them are Ways of Working, three Business Acumen.
    complete(room.khalid, clock)
    (claim,) = only(room.khalid).claims
    assert claim.total == 2.5
    assert [(one.title["en"] if one.title else None, one.units) for one in claim.areas] == [
        ("Ways of Working", 1.0),
        ("Business Acumen", 1.5),
    ]
    assert claim.rule is list_schemes()[0].rules[-1]


def test_a_course_completed_under_an_older_rule_keeps_it(room: Classroom, clock) -> None:
    mine = complete(room.khalid, clock)
    row = lock_enrolment(mine)
    assert row is not None
    assert row.completed_at is not None
    for time in db.session.scalars(select(StudyTime).where(StudyTime.firm_id == room.firm_id)):
        time.studied_on = time.studied_on.replace(year=2020)
    row.completed_at = row.completed_at.replace(year=2020)
    db.session.flush()
    (claim,) = only(room.khalid).claims
    assert claim.rule.valid_from.year == 2015
    assert [one.title["en"] for one in claim.areas if one.title] == [
        "Technical Project Management",
        "Strategic and Business Management",
    ]
    row.completed_at = row.completed_at.replace(year=2010)
    db.session.flush()
    assert only(room.khalid).claims == ()


def test_what_was_tested_out_of_or_done_after_completion_earns_nothing(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    assert only(room.khalid).claims == ()
    complete(room.khalid, clock)
    before = only(room.khalid)
    clock.advance(days=1)
    spend(room.khalid, mine, clock, 20)
    after = only(room.khalid)
    assert after.recorded == before.recorded + 1_200
    assert (after.counted, after.claims) == (before.counted, before.claims)


def test_a_part_counts_for_two_and_a_half_times_its_minutes_at_most(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    spend(room.khalid, mine, clock, 100)
    (part,) = [one for one in only(room.khalid).parts if one.recorded]
    assert (part.stated_minutes, part.recorded, part.counted, part.is_cut) == (35, 6_000, 5_250, True)


def test_the_page_takes_as_many_statements_for_many_courses_as_for_one(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    spend(room.khalid, mine, clock, 2)
    with counted_statements() as one:
        hours.hours_page(room.khalid)
    for key in ("risk-foundations", "time-management"):
        learning.enrol(room.khalid, key)
    complete(room.khalid, clock)
    with counted_statements() as three:
        assert len(hours.hours_page(room.khalid).courses) == 3
    assert len(one) == len(three) <= 9


def test_the_file_has_every_day_and_its_sums(room: Classroom, clock) -> None:
    complete(room.khalid, clock)
    text = hours_export.export_hours(room.khalid, "en").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    days = [line for line in lines if line["record"] == "time"]
    assert sum(float(line["recorded_minutes"]) for line in days) == 160
    sums = [line for line in lines if line["record"] == "time in all"]
    assert sum(float(line["counted_minutes"]) for line in sums) == 160
    units = {line["area"]: float(line["units"]) for line in lines if line["record"] == "units"}
    assert units == {"Ways of Working": 1.0, "Business Acumen": 1.5}
    (test,) = [line for line in lines if line["record"] == "test handed in"]
    assert (test["part"], test["result"], test["points"]) == ("exam", "passed", test["asked"])
    records = {line["record"] for line in lines}
    assert {"lesson finished", "test handed in", "course completed", "certificate", "units in all"} <= records
    assert {line["rule_since"] for line in lines if line["record"] == "units"} == {"2022-05-01"}


def test_time_goes_with_its_person(room: Classroom, clock) -> None:
    mine = learning.enrol(room.khalid, COURSE)
    spend(room.khalid, mine, clock, 2)
    user = db.session.get(User, room.khalid.id)
    assert user is not None
    learner = person("north", room.firm_id, room.khalid.client_id, "omar", "learner")  # type: ignore[arg-type]
    his = learning.enrol(learner, COURSE)
    spend(learner, his, clock, 2)
    db.session.delete(db.session.get_one(User, learner.id))
    db.session.flush()
    assert seconds(his) == {}
    assert seconds(mine) == {f"lesson/{FIRST}": 120}
    left = select(func.count()).select_from(StudyClock).where(StudyClock.firm_id == room.firm_id)
    assert db.session.scalar(left) == 1
