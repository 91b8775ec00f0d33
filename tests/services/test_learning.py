from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from app.db import db, firm_scope
from app.db.enrolments import Enrolment, LessonDone
from app.errors import Hidden, Invalid, Refused
from app.policy import Actor
from app.services import learning
from app.services.lessons import LessonPage
from courses.course import find_course
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.world import World
from tests.worlds.learning import (
    COURSE,
    LESSONS,
    Classroom,
    begun,
    classroom,
    pass_exam,
    read_all,
    right_answer,
    trail_of,
)

ESSENTIALS = find_course(COURSE)


def test_somebody_without_courses_is_offered_the_published_ones(room: Classroom) -> None:
    page = learning.my_courses(room.khalid)
    assert page.courses == ()
    assert COURSE in [offer.key for offer in page.offers]
    assert len(page.offers) == 3  # all that are published


def test_enrolling_twice_gives_the_same_place(room: Classroom) -> None:
    first = learning.enrol(room.khalid, COURSE)
    assert learning.enrol(room.khalid, COURSE) == first
    assert trail_of(room.khalid, first) == ["enrolled"]
    page = learning.my_courses(room.khalid)
    assert [line.id for line in page.courses] == [first]
    assert COURSE not in [offer.key for offer in page.offers]


def test_staff_and_sponsors_may_learn_and_the_operator_may_not(room: Classroom) -> None:
    for actor in (room.consultant, room.admin, room.faisal):
        assert learning.enrol(actor, COURSE)
    operator = Actor(uuid4(), room.firm_id, None, "operator", "", "", "en", "")
    for use in (learning.my_courses, lambda actor: learning.enrol(actor, COURSE)):
        with pytest.raises(Refused):
            use(operator)


def test_an_unknown_course_is_refused(room: Classroom) -> None:
    with pytest.raises(Invalid, match="course: unknown_course"):
        learning.enrol(room.khalid, "astrology")


def test_reading_lessons_is_progress_and_opens_the_quiz(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    page = learning.course_page(room.khalid, enrolment_id)
    assert (page.line.state, page.line.share, page.quiz, page.unread) == ("new", 0, "locked", 5)
    assert learning.finish_lesson(room.khalid, enrolment_id, LESSONS[0]) == LESSONS[1]
    page = learning.course_page(room.khalid, enrolment_id)
    assert (page.line.state, page.line.steps_done, page.line.steps) == ("under way", 1, 6)
    assert [lesson.is_done for lesson in page.lessons] == [True, False, False, False, False]
    assert page.line.next_lesson is not None
    assert page.line.next_lesson.key == LESSONS[1]
    read_all(room.khalid, enrolment_id)
    page = learning.course_page(room.khalid, enrolment_id)
    assert (page.quiz, page.unread, page.line.next_lesson) == ("open", 0, None)
    assert page.line.state == "under way"


def test_reading_a_lesson_again_changes_nothing(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    for _ in range(2):
        learning.finish_lesson(room.khalid, enrolment_id, LESSONS[0])
    done = select(func.count()).select_from(LessonDone).where(LessonDone.firm_id == room.firm_id)
    assert db.session.scalar(done) == 1
    assert trail_of(room.khalid, enrolment_id).count("lesson read") == 1


def test_finishing_a_lesson_leads_on_to_the_next_that_is_unread(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    learning.finish_lesson(room.khalid, enrolment_id, LESSONS[1])
    assert learning.finish_lesson(room.khalid, enrolment_id, LESSONS[0]) == LESSONS[2]
    assert learning.finish_lesson(room.khalid, enrolment_id, LESSONS[4]) is None


def test_a_lesson_that_the_course_does_not_have_is_not_there(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    for use in (learning.lesson_page, learning.finish_lesson, learning.lesson_questions):
        with pytest.raises(Hidden):
            use(room.khalid, enrolment_id, "palmistry")


def test_a_lesson_has_its_text_its_neighbours_and_its_aims(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    page = learning.lesson_page(room.khalid, enrolment_id, LESSONS[1])
    content = page.content
    assert (content.previous, content.number, content.following) == (LESSONS[0], 2, LESSONS[2])
    assert content.objectives == (ESSENTIALS.objectives[1].text,)
    assert (
        sum(not isinstance(part, str) for part in content.parts) == 8
    )  # six questions, an exercise, a figure
    assert len(content.sources) == 4
    first, last = (
        learning.lesson_page(room.khalid, enrolment_id, key).content for key in (LESSONS[0], LESSONS[-1])
    )
    assert (first.previous, last.following) == (None, None)


def test_questions_in_a_lesson_are_graded_and_forgotten(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    given = {
        "types.tie": right_answer(ESSENTIALS.item("types.tie")),
        "types.mandate-parts": (),
        "kpis.leading": "c",
    }
    page: LessonPage = learning.lesson_page(room.khalid, enrolment_id, LESSONS[1], "en", given)
    assert {key: one.is_right for key, one in page.grades.items()} == {
        "types.mandate-parts": False,
        "types.tie": True,
    }
    assert learning.lesson_page(room.khalid, enrolment_id, LESSONS[1]).grades == {}


def test_a_lesson_is_read_in_english_where_the_language_is_missing(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    assert learning.lesson_page(room.khalid, enrolment_id, LESSONS[0], "ar").content.language == "en"


def test_another_persons_course_is_not_there(room: Classroom, world: World) -> None:
    enrolment_id, page = begun(room.khalid)
    uses = (
        lambda actor: learning.course_page(actor, enrolment_id),
        lambda actor: learning.lesson_page(actor, enrolment_id, LESSONS[0]),
        lambda actor: learning.lesson_questions(actor, enrolment_id, LESSONS[0]),
        lambda actor: learning.finish_lesson(actor, enrolment_id, LESSONS[0]),
        lambda actor: learning.start_attempt(actor, enrolment_id),
        lambda actor: learning.attempt_page(actor, enrolment_id, page.id),
        lambda actor: learning.submit_attempt(actor, enrolment_id, page.id, {}),
    )
    for use in uses:
        for outsider in (room.anneke, room.faisal, room.consultant, room.admin):
            with pytest.raises(Hidden):
                use(outsider)


def test_another_firms_course_is_not_there(app, world: World) -> None:
    north, south = classroom(world, "north", NOW), classroom(world, "south", NOW)
    with firm_scope(north.firm_id):
        enrolment_id = learning.enrol(north.khalid, COURSE)
    with firm_scope(south.firm_id), pytest.raises(Hidden):
        learning.course_page(south.khalid, enrolment_id)


def test_a_course_that_is_no_longer_published_is_not_shown(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.firm_id == room.firm_id, Enrolment.id == enrolment_id)
        .values(course_key="withdrawn")
    )
    assert learning.my_courses(room.khalid).courses == ()
    with pytest.raises(Hidden):
        learning.course_page(room.khalid, enrolment_id)


def test_courses_that_are_due_first_stand_first_and_overdue_ones_say_so(room: Classroom, clock) -> None:
    due = NOW.date() + timedelta(days=7)
    learning.assign(room.consultant, room.assessment_id, COURSE, [room.khalid.id], "GOV", due)
    line = learning.my_courses(room.khalid).courses[0]
    assert (line.due_on, line.is_overdue) == (due, False)
    assert line.because is not None
    assert line.because["en"].startswith("Governance")
    clock.advance(days=8)
    assert learning.my_courses(room.khalid).courses[0].is_overdue
    read_all(room.khalid, line.id)
    assert learning.my_courses(room.khalid).courses[0].is_overdue
    pass_exam(room.khalid, line.id)
    assert not learning.my_courses(room.khalid).courses[0].is_overdue


def test_pages_ask_the_database_as_often_for_much_as_for_little(room: Classroom) -> None:
    def statements(enrolment_id: UUID) -> tuple[int, ...]:
        found = []
        for use in (
            lambda: learning.my_courses(room.khalid),
            lambda: learning.course_page(room.khalid, enrolment_id),
            lambda: learning.lesson_page(room.khalid, enrolment_id, LESSONS[2]),
        ):
            with counted_statements() as seen:
                use()
            found.append(len(seen))
        return tuple(found)

    enrolment_id = learning.enrol(room.khalid, COURSE)
    before = statements(enrolment_id)
    read_all(room.khalid, enrolment_id)
    for _ in range(5):
        attempt_id = learning.start_attempt(room.khalid, enrolment_id)
        learning.submit_attempt(room.khalid, enrolment_id, attempt_id, {})
    assert statements(enrolment_id) == before
    assert before == (4, 3, 1)
