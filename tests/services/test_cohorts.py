"""Training of a client's people as a whole: counts for all, results only of groups."""

from __future__ import annotations

import csv
import io
from uuid import UUID

import pytest

from app.db.assessments import find_assessment
from app.db.people import find_user
from app.errors import Hidden, Refused
from app.policy import Actor
from app.services import cohorts, learning, study_clock
from courses.cohorts import GroupHours, Share
from courses.course import find_course
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.worlds.learning import (
    COURSE,
    LESSONS,
    Classroom,
    answers_to,
    begun,
    pass_exam,
    person,
    read_all,
)


def engagement_of(room: Classroom) -> UUID:
    row = find_assessment(room.assessment_id)
    assert row is not None
    return row.engagement_id


def page_of(room: Classroom, actor: Actor | None = None) -> cohorts.CohortsPage:
    return cohorts.cohorts_page(actor or room.faisal, engagement_of(room))


def learner(room: Classroom, name: str) -> Actor:
    assert room.khalid.client_id is not None
    return person("north", room.firm_id, room.khalid.client_id, name, "learner")


def hand_in(actor: Actor, right: int) -> None:
    enrolment_id, page = begun(actor, "exam")
    learning.submit_attempt(actor, enrolment_id, page.id, answers_to(page, right))


def five(room: Classroom) -> list[Actor]:
    return [room.khalid, room.anneke, *(learner(room, name) for name in ("omar", "sara", "lena"))]


def test_without_a_course_the_page_says_whether_anybody_is_there(room: Classroom) -> None:
    page = page_of(room)
    assert (page.courses, page.has_people) == ((), True)


def test_completion_counts_by_role_what_is_assigned_begun_and_finished(room: Classroom) -> None:
    learning.assign(
        room.consultant, room.assessment_id, COURSE, [room.anneke.id, room.faisal.id], None, NOW.date()
    )
    hand_in(room.khalid, 99)
    (course,) = page_of(room).courses
    lines = {one.role: one for one in course.completion}
    learners, sponsors = lines["learner"], lines["sponsor"]
    assert (learners.people, learners.assigned, learners.begun, learners.finished) == (2, 1, 1, 1)
    assert (sponsors.people, sponsors.assigned, sponsors.begun, sponsors.overdue) == (1, 1, 0, 0)
    assert learners.median_days is None


def test_results_appear_with_the_fifth_person_and_not_before(room: Classroom) -> None:
    people = five(room)
    for actor in people[:4]:
        hand_in(actor, 5)
    before = page_of(room).courses[0].result
    assert (before.people, before.share) == (0, None)
    hand_in(people[4], 5)
    after = page_of(room).courses[0]
    exam = find_course(COURSE).exam
    assert exam is not None
    assert after.result.share == Share(5 / exam.questions)
    assert after.result.people == 5


def test_a_sixth_person_a_second_try_and_a_closed_account_move_no_figure(room: Classroom, clock) -> None:
    people = five(room)
    for actor in people:
        hand_in(actor, 4)
    before = page_of(room).courses[0]
    clock.advance(days=2)
    hand_in(learner(room, "zoe"), 99)
    enrolment_id = learning.my_courses(people[0]).courses[0].id
    page = learning.attempt_page(
        people[0], enrolment_id, learning.start_attempt(people[0], enrolment_id, "exam")
    )
    learning.submit_attempt(people[0], enrolment_id, page.id, answers_to(page, 99))
    gone = find_user(people[1].id)
    assert gone is not None
    gone.is_active = False
    after = page_of(room).courses[0]
    assert (after.result.share, after.competencies) == (before.result.share, before.competencies)
    assert after.result.people == 5
    assert after.completion[0].people == before.completion[0].people  # one came, one is gone


def test_people_of_another_client_do_not_count(room: Classroom) -> None:
    hand_in(room.pia, 5)
    assert page_of(room).courses == ()


def test_the_file_has_the_figures_of_the_page(room: Classroom) -> None:
    for actor in five(room):
        hand_in(actor, 5)
    content = cohorts.export_cohorts(room.faisal, engagement_of(room), "en")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    course = page_of(room).courses[0]
    assert [line["part"] for line in lines] == [
        "completion",
        "test",
        *["competency"] * len(course.competencies),
    ]
    assert (lines[0]["role"], lines[0]["people"]) == ("learner", "5")
    assert course.result.share is not None
    assert float(lines[1]["share"]) == pytest.approx(course.result.share.value, abs=1e-6)
    for secret in ("Khalid", "khalid"):
        assert secret not in content.decode()


def test_sponsors_and_the_team_may_look_and_nobody_else(room: Classroom) -> None:
    assert page_of(room).assessment_id is None
    assert page_of(room, room.consultant).assessment_id == room.assessment_id
    assert page_of(room, room.admin).client == "Harbour Works"
    for outsider in (room.colleague, room.khalid, room.pia):
        with pytest.raises((Hidden, Refused)):
            page_of(room, outsider)


def test_the_page_asks_as_often_for_many_people_as_for_few(room: Classroom) -> None:
    counts = []
    people = five(room)
    for group in (people[:1], people[1:]):
        for actor in group:
            hand_in(actor, 5)
        with counted_statements() as seen:
            page_of(room)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


def study_whole(room: Classroom, actor: Actor, clock, minutes: int) -> None:
    """Let somebody spend so many minutes on the first lesson, finish the course and pass its exam."""
    mine = learning.enrol(actor, COURSE)
    part = study_clock.part_of_lesson(LESSONS[0])
    study_clock.hear(actor, mine, part, "arrive")
    for _ in range(minutes):
        clock.advance(minutes=1)
        study_clock.hear(actor, mine, part, "work")
    study_clock.hear(actor, mine, part, "leave")
    read_all(actor, mine)
    pass_exam(actor, mine)


def test_hours_are_told_of_full_groups_of_people_who_finished_before_today(room: Classroom, clock) -> None:
    # 60 + 61 + 62 + 63 + 64 minutes are 310, so 5 1/6 hours. The sixth waits, whatever the time spent.
    people = [*five(room), learner(room, "zoe")]
    for number, actor in enumerate(people[:5]):
        study_whole(room, actor, clock, 60 + number)
    assert page_of(room).courses[0].hours == GroupHours(0, 0, None)
    clock.advance(days=1)
    told = page_of(room).courses[0].hours
    assert told.hours == pytest.approx(310 / 60)
    assert (told.people, told.waiting, told.bound) == (5, 0, None)
    study_whole(room, people[5], clock, 85)
    mine = learning.my_courses(people[0]).courses[0].id
    study_clock.hear(people[0], mine, "quiz", "arrive")
    clock.advance(minutes=4)
    study_clock.hear(people[0], mine, "quiz", "work")
    clock.advance(days=1)
    after = page_of(room).courses[0].hours
    assert (after.hours, after.people, after.waiting) == (told.hours, 5, 1)
    content = cohorts.export_cohorts(room.faisal, engagement_of(room), "en").decode("utf-8-sig")
    (line,) = [one for one in csv.DictReader(io.StringIO(content)) if one["part"] == "hours"]
    assert (line["people"], float(line["hours"])) == ("5", pytest.approx(310 / 60))


def test_no_time_at_all_is_told_as_a_bound_only(room: Classroom, clock) -> None:
    for actor in five(room):
        study_whole(room, actor, clock, 0)
    clock.advance(days=1)
    told = page_of(room).courses[0].hours
    assert told.bound == "at most"
    assert told.hours is not None
    assert told.hours > 1
