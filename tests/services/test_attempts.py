from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import update

from app.db import db
from app.db.enrolments import Attempt
from app.errors import Conflict, Hidden
from app.services import learning
from app.services.attempt_results import AttemptResult, points_to_pass
from app.services.attempts import OpenAttempt
from courses.course import find_course
from courses.grading import grade
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.worlds.learning import (
    COURSE,
    LESSONS,
    Classroom,
    answers_to,
    begun,
    pass_exam,
    read_all,
    right_answer,
    trail_of,
)

ESSENTIALS = find_course(COURSE)


def test_the_quiz_stays_shut_until_the_lessons_are_read(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    with pytest.raises(Conflict, match="quiz_locked"):
        learning.start_attempt(room.khalid, enrolment_id)


def test_an_unfinished_attempt_is_taken_up_again(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    assert learning.start_attempt(room.khalid, enrolment_id) == page.id
    assert learning.attempt_page(room.khalid, enrolment_id, page.id) == page
    assert learning.course_page(room.khalid, enrolment_id).quiz == "under way"


def test_a_new_attempt_has_another_number_and_a_draw_of_its_own(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    seen = {tuple(question.key for question in page.questions)}
    for number in range(2, 6):
        learning.submit_attempt(room.khalid, enrolment_id, page.id, {})
        page = learning.attempt_page(
            room.khalid, enrolment_id, learning.start_attempt(room.khalid, enrolment_id)
        )
        assert page.number == number
        seen.add(tuple(question.key for question in page.questions))
    assert len(seen) > 1


def forbidden_fields(kind: Any) -> Iterator[str]:
    """Yield the names of all fields that a value of this kind may hold, however deep."""
    for inner in (kind, *get_args(kind)):
        if is_dataclass(inner):
            for name, hint in get_type_hints(inner).items():
                yield name
                yield from forbidden_fields(hint)
        elif inner is not kind:
            yield from forbidden_fields(inner)


def test_what_is_shown_before_handing_in_has_no_field_for_a_key() -> None:
    names = set(forbidden_fields(OpenAttempt))
    assert {"questions", "stem", "options", "unit"} <= names
    keys = {
        "answer",
        "tolerance",
        "is_correct",
        "say",
        "slips",
        "explanation",
        "trap",
        "traps",
        "right",
        "otherwise",
    }
    assert not names & (keys | {"item", "is_right", "feedback", "right_number", "seed"})
    assert {field.name for field in fields(OpenAttempt)} <= names


def test_passing_the_quiz_tells_why_each_answer_was_right_and_leaves_the_exam(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    assert learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=8)) is True
    result = learning.attempt_page(room.khalid, enrolment_id, page.id)
    assert isinstance(result, AttemptResult)
    assert (result.grade.points, result.grade.asked, result.pass_points) == (8, 10, 7)
    assert result.completed_at is None
    assert result.to_review == ((LESSONS[-1], ESSENTIALS.lessons[-1].title),)
    assert all(item.explanation for item in result.grade.items)
    course = learning.course_page(room.khalid, enrolment_id)
    assert (course.line.state, course.quiz) == ("under way", "passed")
    assert "course completed" not in trail_of(room.khalid, enrolment_id)


def test_passing_the_exam_completes_the_course(room: Classroom) -> None:
    enrolment_id = learning.enrol(room.khalid, COURSE)
    read_all(room.khalid, enrolment_id)
    result = learning.attempt_page(room.khalid, enrolment_id, pass_exam(room.khalid, enrolment_id))
    assert isinstance(result, AttemptResult)
    assert (result.grade.points, result.grade.asked, result.pass_points) == (20, 20, 14)
    assert result.completed_at == NOW
    line = learning.course_page(room.khalid, enrolment_id).line
    assert (line.state, line.share) == ("complete", 1.0)
    assert {"attempt submitted", "course completed"} <= set(trail_of(room.khalid, enrolment_id))


def test_failing_leaves_the_course_open_and_another_attempt_possible(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    assert learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=6)) is False
    result = learning.attempt_page(room.khalid, enrolment_id, page.id)
    assert isinstance(result, AttemptResult)
    assert (result.completed_at, result.unread) == (None, 0)
    course = learning.course_page(room.khalid, enrolment_id)
    assert (course.line.state, course.quiz) == ("under way", "open")
    assert [(line.points, line.is_passed) for line in course.attempts] == [(6, False)]


def test_an_attempt_counts_once_however_often_it_is_handed_in(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=2))
    before = learning.attempt_page(room.khalid, enrolment_id, page.id)
    with pytest.raises(Conflict, match="already_submitted"):
        learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=10))
    assert learning.attempt_page(room.khalid, enrolment_id, page.id) == before


def test_an_open_question_is_worth_nothing(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    learning.submit_attempt(room.khalid, enrolment_id, page.id, {"kpis.leading": "c", "nonsense": "x"})
    result = learning.attempt_page(room.khalid, enrolment_id, page.id)
    assert isinstance(result, AttemptResult)
    assert (result.grade.points, result.grade.asked) == (0, 10)
    assert not any(item.is_answered for item in result.grade.items)


def test_a_question_withdrawn_since_the_draw_is_neither_put_nor_counted(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    drawn = [{"item": question.key, "options": []} for question in page.questions]
    drawn[0]["item"] = "gone.since"
    db.session.execute(
        update(Attempt).where(Attempt.firm_id == room.firm_id, Attempt.id == page.id).values(drawn=drawn)
    )
    later = learning.attempt_page(room.khalid, enrolment_id, page.id)
    assert isinstance(later, OpenAttempt)
    assert [question.key for question in later.questions] == [question.key for question in page.questions[1:]]
    assert later.pass_points == 7
    learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(later, right=9))
    result = learning.attempt_page(room.khalid, enrolment_id, page.id)
    assert isinstance(result, AttemptResult)
    assert (result.grade.points, result.grade.asked) == (9, 9)


def test_options_keep_the_order_in_which_they_were_shown(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    question = next(one for one in page.questions if one.options)
    shown = [option.key for option in question.options]
    kept = [{"item": question.key, "options": list(reversed(shown))[:-1]}]
    db.session.execute(
        update(Attempt).where(Attempt.firm_id == room.firm_id, Attempt.id == page.id).values(drawn=kept)
    )
    later = learning.attempt_page(room.khalid, enrolment_id, page.id)
    assert isinstance(later, OpenAttempt)
    assert [option.key for option in later.questions[0].options] == list(reversed(shown))


def test_what_is_complete_stays_complete(room: Classroom, clock) -> None:
    enrolment_id, page = begun(room.khalid)
    learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=10))
    pass_exam(room.khalid, enrolment_id)
    clock.advance(days=3)
    again = learning.attempt_page(
        room.khalid, enrolment_id, learning.start_attempt(room.khalid, enrolment_id)
    )
    learning.submit_attempt(room.khalid, enrolment_id, again.id, {})
    line = learning.my_courses(room.khalid).courses[0]
    assert (line.state, line.share, line.completed_at) == ("complete", 1.0, NOW)


@pytest.mark.parametrize("share", [0.5, 0.6, 2 / 3, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0])
def test_the_points_that_are_promised_to_pass_are_those_that_pass(share: float) -> None:
    fixed = [item for item in ESSENTIALS.items if not item.params]
    for asked in range(1, 31):
        items = fixed[:asked]
        needed = points_to_pass(share, asked)
        for points, passes in ((needed, True), (needed - 1, False)):
            answers = {item.key: right_answer(item) for item in items[:points]}
            assert grade(items, answers, pass_share=share).is_passed is passes


def test_handing_in_takes_few_statements(room: Classroom) -> None:
    """The quiz: read it, write it, note it. The exam completes the course: certificate, brand, mail, job."""
    enrolment_id, page = begun(room.khalid)
    for kind, most in (("quiz", 3), ("exam", 13)):
        page = learning.attempt_page(
            room.khalid, enrolment_id, learning.start_attempt(room.khalid, enrolment_id, kind)
        )
        assert isinstance(page, OpenAttempt)
        given = answers_to(page, right=len(page.questions))
        db.session.expire_all()
        with counted_statements() as seen:
            assert learning.submit_attempt(room.khalid, enrolment_id, page.id, given)
        assert len(seen) <= most, seen
    assert learning.my_courses(room.khalid).courses[0].state == "complete"


def test_a_draft_is_kept_until_the_attempt_is_handed_in(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid)
    assert page.draft == {}
    first = page.questions[0].key
    for filled in ({first: ["a"]}, {first: ["b", "c"], "other:1": ["2"]}):
        learning.keep_draft(learning.find_attempt(room.khalid, enrolment_id, page.id), filled, {})
        db.session.expire_all()
        assert learning.attempt_page(room.khalid, enrolment_id, page.id).draft == filled
    with pytest.raises(Hidden):
        learning.keep_draft(learning.find_attempt(room.anneke, enrolment_id, page.id), {}, {})
    learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=6))
    with pytest.raises(Conflict, match="already_submitted"):
        learning.keep_draft(learning.find_attempt(room.khalid, enrolment_id, page.id), {}, {})


def test_an_attempt_is_found_under_its_own_course_only(room: Classroom) -> None:
    _, page = begun(room.khalid)
    own = learning.enrol(room.anneke, COURSE)
    with pytest.raises(Hidden):
        learning.attempt_page(room.anneke, own, page.id)
    with pytest.raises(Hidden):
        learning.submit_attempt(room.anneke, own, page.id, {})
